/// The key under which two spellings of one text are equal: without case and without width.
///
/// ASCII, Chinese and full-width text is folded here on its bytes; a text that holds anything else is brought to NFKC
/// and lower case by the platform library. Folding is idempotent, and folding two texts and joining them is not the
/// same as folding the joined text (a combining mark may join the letter before it).
package enum TextFolding {
  /// `ＶＩＰ　Ａ` gives `vip a`; Han stays as it is.
  @specialized(where S == String)
  @specialized(where S == Substring)
  package static func folded<S: StringProtocol>(_ text: S) -> String {
    switch UTF8Text.with(text, foldSimple) {
    case .unchanged: return String(text)
    case .folded(let result): return result
    case .needsCompatibility: return compatibilityFolded(String(text))
    }
  }

  /// Whether folding would change nothing, found without allocating. False may mean "not known without the library".
  @specialized(where S == String)
  @specialized(where S == Substring)
  package static func isPlainlyFolded<S: StringProtocol>(_ text: S) -> Bool {
    UTF8Text.with(text) { bytes in
      if case .unchanged = firstChange(in: bytes) { return true }
      return false
    }
  }

  /// Whether two texts are the same but for case and width. Allocates only where one of them is not plain.
  @specialized(where A == String, B == String)
  @specialized(where A == Substring, B == String)
  package static func equalsFolded<A: StringProtocol, B: StringProtocol>(_ first: A, _ second: B) -> Bool {
    let quick: Bool? = UTF8Text.with(first) { left in
      UTF8Text.with(second) { right in asciiEquality(left, right) }
    }
    return quick ?? (folded(first) == folded(second))
  }

  /// nil where a byte that is not ASCII was met before a difference was found.
  private static func asciiEquality(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool? {
    var index = 0
    while index < left.count && index < right.count {
      let (a, b) = (left[index], right[index])
      if (a | b) >= 0x80 { return nil }
      if lowered(a) != lowered(b) { return hasOnlyASCII(left, index) && hasOnlyASCII(right, index) ? false : nil }
      index &+= 1
    }
    if left.count == right.count { return true }
    return hasOnlyASCII(left, index) && hasOnlyASCII(right, index) ? false : nil
  }

  private static func hasOnlyASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var index = start
    while index < bytes.count {
      if bytes[index] >= 0x80 { return false }
      index &+= 1
    }
    return true
  }

  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}

// MARK: - The fold on bytes

extension TextFolding {
  private enum Simple {
    case unchanged
    case folded(String)
    case needsCompatibility
  }

  private enum Change {
    case unchanged
    case at(Int)
  }

  /// What becomes of one scalar.
  enum Mapping {
    case same
    case ascii(UInt8)
    /// A scalar of two bytes: the narrow form of a full-width currency sign.
    case pair(UInt8, UInt8)
    case unknown
  }

  private static func foldSimple(_ bytes: UnsafeBufferPointer<UInt8>) -> Simple {
    guard case .at(let start) = firstChange(in: bytes) else { return .unchanged }
    guard isSimple(bytes, from: start) else { return .needsCompatibility }
    let result = String(unsafeUninitializedCapacity: bytes.count) { buffer in
      fold(bytes, into: buffer)
    }
    return .folded(result)
  }

  /// Where the first scalar stands that folding changes or that is not known here.
  private static func firstChange(in bytes: UnsafeBufferPointer<UInt8>) -> Change {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte &- 0x41 < 26 { return .at(index) }
        index &+= 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: index)
      guard case .same = mapping(of: scalar) else { return .at(index) }
      index &+= length
    }
    return .unchanged
  }

  static func isSimple(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var index = start
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index &+= 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: index)
      if case .unknown = mapping(of: scalar) { return false }
      index &+= length
    }
    return true
  }

  /// Writes the folded bytes, at most as many as there were, and copies what it does not know. `output` must hold
  /// `bytes.count` bytes.
  static func fold(_ bytes: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var index = 0
    var count = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        output[count] = lowered(byte)
        index &+= 1
        count &+= 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: index)
      switch mapping(of: scalar) {
      case .ascii(let narrow):
        output[count] = narrow
        count &+= 1
      case .pair(let first, let second):
        output[count] = first
        output[count &+ 1] = second
        count &+= 2
      case .same, .unknown:
        for offset in 0..<length { output[count &+ offset] = bytes[index &+ offset] }
        count &+= length
      }
      index &+= length
    }
    return count
  }

  /// The scalars named here are those whose NFKC form and lower case are known without a table.
  @inline(__always)
  static func mapping(of scalar: UInt32) -> Mapping {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2EBE0, 0x30000...0x323AF: .same
    case 0xFF01...0xFF5E: .ascii(lowered(UInt8(truncatingIfNeeded: scalar &- 0xFEE0)))
    case 0x3000, 0x00A0: .ascii(0x20)
    case 0x3001...0x3003, 0x3005...0x3020, 0x2018...0x2019, 0x201C...0x201D, 0x2013...0x2014: .same
    case 0x00A3, 0x00A5, 0x00B7: .same
    case 0xFFE0: .pair(0xC2, 0xA2)
    case 0xFFE1: .pair(0xC2, 0xA3)
    case 0xFFE5: .pair(0xC2, 0xA5)
    default: .unknown
    }
  }

  /// A fixed point of "NFKC, then lower case": one may undo the other (a lower-case letter may compose anew), so they
  /// alternate until nothing changes. Three rounds settle every text met; the bound is for those not met.
  private static func compatibilityFolded(_ text: String) -> String {
    var current = text
    for _ in 0..<8 {
      let next = PlatformLibrary.compatibilityComposed(current).lowercased()
      if next.utf8.elementsEqual(current.utf8) { break }
      current = next
    }
    return current
  }
}
