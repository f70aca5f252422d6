/// Memory that holds the text of the current record and what was read behind it.
struct CSVBuffer: ~Copyable {
  private(set) var base: UnsafeMutableRawPointer
  private(set) var capacity: Int
  /// Bytes behind the capacity that may be read, so that a word can be taken anywhere in the text.
  private static let slack = 8

  init(capacity: Int) {
    base = CSVBuffer.allocate(capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  /// Moves `kept` to the front, into memory of `capacity` bytes at least.
  mutating func compact(_ kept: Range<Int>, capacity wanted: Int) {
    guard wanted > capacity else {
      if kept.lowerBound > 0 { base.copyMemory(from: base + kept.lowerBound, byteCount: kept.count) }
      return
    }
    let larger = CSVBuffer.allocate(wanted)
    larger.copyMemory(from: base + kept.lowerBound, byteCount: kept.count)
    base.deallocate()
    base = larger
    capacity = wanted
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity &+ slack, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity &+ slack)
    return memory
  }
}

/// Where a field's text lies, from the record's start in the buffer.
@usableFromInline
package struct CSVField {
  @usableFromInline package var start: Int
  @usableFromInline package var end: Int
  @usableFromInline package var wasQuoted: Bool
}

/// The fields of one record; grows to the widest record and stays.
struct CSVFieldTable: ~Copyable {
  private(set) var base: UnsafeMutablePointer<CSVField>
  private(set) var capacity: Int

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  mutating func grow() {
    let larger = UnsafeMutablePointer<CSVField>.allocate(capacity: capacity &* 2)
    larger.update(from: base, count: capacity)
    base.deallocate()
    base = larger
    capacity &*= 2
  }
}
