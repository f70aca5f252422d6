/// How far bytes are well-formed UTF-8 (Unicode 16, table 3-7: no overlong forms, no surrogates, nothing past
/// U+10FFFF).
struct UTF8Check {
  enum Ending {
    /// All of it is well formed.
    case complete
    /// The rest is the beginning of a character whose end has not been seen.
    case cut
    /// The byte after the valid ones cannot stand there.
    case malformed
  }

  /// Bytes that are whole, well-formed characters.
  var valid: Int
  var ending: Ending

  func accepts(whole: Bool) -> Bool {
    switch ending {
    case .complete: true
    case .cut: !whole
    case .malformed: false
    }
  }

  /// The number of ASCII bytes that these begin with.
  static func asciiPrefix(of bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var at = start
    // Four words at a time: this loop is what most files spend their checking in.
    while at &+ 32 <= bytes.count {
      let first = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let second = base.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
      let third = base.loadUnaligned(fromByteOffset: at &+ 16, as: UInt64.self)
      let fourth = base.loadUnaligned(fromByteOffset: at &+ 24, as: UInt64.self)
      if (first | second | third | fourth) & 0x8080_8080_8080_8080 != 0 { break }
      at &+= 32
    }
    while at < bytes.count, base.load(fromByteOffset: at, as: UInt8.self) < 0x80 { at &+= 1 }
    return at
  }

  static func prefix(of bytes: UnsafeRawBufferPointer) -> UTF8Check {
    guard let base = bytes.baseAddress else { return UTF8Check(valid: 0, ending: .complete) }
    let count = bytes.count
    var at = 0
    while at < count {
      let lead = base.load(fromByteOffset: at, as: UInt8.self)
      if lead < 0x80 {
        at = asciiPrefix(of: bytes, from: at &+ 1)
        continue
      }
      // Most of Chinese: E1–EC and EE–EF take any two continuation bytes. One masked comparison checks all three
      // bytes.
      if at &+ 4 <= count, lead & 0xF0 == 0xE0, lead != 0xE0, lead != 0xED {
        let word = base.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian
        guard word & 0x00C0_C000 == 0x0080_8000 else { return UTF8Check(valid: at, ending: .malformed) }
        at &+= 3
        continue
      }
      guard let (length, second) = shape(of: lead) else { return UTF8Check(valid: at, ending: .malformed) }
      var next = 1
      while next < length {
        guard at &+ next < count else { return UTF8Check(valid: at, ending: .cut) }
        let byte = base.load(fromByteOffset: at &+ next, as: UInt8.self)
        guard next == 1 ? second.contains(byte) : byte & 0xC0 == 0x80 else {
          return UTF8Check(valid: at, ending: .malformed)
        }
        next &+= 1
      }
      at &+= length
    }
    return UTF8Check(valid: count, ending: .complete)
  }

  /// A character's length and the range of its second byte, by its first.
  private static func shape(of lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
