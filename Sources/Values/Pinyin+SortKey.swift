extension Pinyin {
  /// A key that sorts by its plain bytes as a Chinese directory does: 科 before 科技 before 可, Chinese and Latin names in
  /// one alphabet, digits before letters.
  ///
  /// It is the folded text with its syllable, its tone and itself in place of each Chinese character (`ke1科ji4技`), of
  /// the first 40 characters.
  @specialized(where S == String)
  @specialized(where S == Substring)
  package static func sortKey<S: StringProtocol>(of text: S, kind: NameKind = .text) -> String {
    let simple = UTF8Text.with(text) { key(of: $0, kind, isFolded: false) }
    if let simple { return simple }
    let folded = TextFolding.folded(text)
    return UTF8Text.with(folded) { key(of: $0, kind, isFolded: true) } ?? folded
  }

  /// nil where the plain fold does not know a character.
  private static func key(of bytes: UnsafeBufferPointer<UInt8>, _ kind: NameKind, isFolded: Bool) -> String? {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: sortKeyLimit) { scalars in
      guard let count = decode(bytes, into: scalars, isFolded: isFolded) else { return nil }
      let text = UnsafeBufferPointer(rebasing: scalars[0..<count])
      // A syllable with its tone takes seven bytes, a character four.
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: sortKeyLimit * 12) { output in
        var length = 0
        for index in text.indices {
          length &+= PinyinReadings.write(
            PinyinReadings.number(at: index, in: text, kind), to: output, at: length)
          length &+= encode(text[index], to: output, at: length)
        }
        return String(decoding: UnsafeBufferPointer(rebasing: output[0..<length]), as: UTF8.self)
      }
    }
  }

  /// The first characters, folded.
  @inline(__always)
  private static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into scalars: UnsafeMutableBufferPointer<UInt32>, isFolded: Bool
  ) -> Int? {
    var index = 0
    var count = 0
    while index < bytes.count && count < scalars.count {
      let byte = bytes[index]
      if byte < 0x80 {
        scalars[count] = UInt32(TextFolding.lowered(byte))
        index &+= 1
        count &+= 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: index)
      switch TextFolding.mapping(of: scalar) {
      case .same: scalars[count] = scalar
      case .ascii(let narrow): scalars[count] = UInt32(narrow)
      case .pair(let first, let second): scalars[count] = UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)
      case .unknown:
        guard isFolded else { return nil }
        scalars[count] = scalar
      }
      index &+= length
      count &+= 1
    }
    // What stands behind the limit may join the last character; only the library can tell.
    return isFolded || index == bytes.count || TextFolding.isSimple(bytes, from: index) ? count : nil
  }

  /// UTF-8 of a scalar.
  @inline(__always)
  private static func encode(_ scalar: UInt32, to output: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    if scalar < 0x80 {
      output[place] = UInt8(truncatingIfNeeded: scalar)
      return 1
    }
    if scalar < 0x800 {
      output[place] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      output[place &+ 1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      return 2
    }
    if scalar < 0x10000 {
      output[place] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      output[place &+ 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
      output[place &+ 2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      return 3
    }
    output[place] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
    output[place &+ 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
    output[place &+ 2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
    output[place &+ 3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
    return 4
  }
}
