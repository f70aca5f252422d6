/// Looks readings up in `PinyinTable`. A reading is a number into its syllables; 0 is none.
enum PinyinReadings {
  /// The customary reading of a character.
  @inline(__always)
  static func plainNumber(of scalar: UInt32) -> Int {
    let number = entry(of: scalar)
    return number < PinyinTable.count ? number : number &- PinyinTable.count
  }

  /// The reading of the character at `index`, by the words it may belong to.
  @inline(__always)
  static func number(at index: Int, in text: UnsafeBufferPointer<UInt32>, _ kind: Pinyin.NameKind) -> Int {
    let scalar = text[index]
    guard scalar >= 0x3400 else { return 0 }
    let number = entry(of: scalar)
    if index == 0, kind == .person, let surname = surnames[scalar], word(at: 0, in: text) == nil { return surname }
    guard number >= PinyinTable.count else { return number }
    return word(at: index, in: text) ?? number &- PinyinTable.count
  }

  @inline(__always)
  private static func entry(of scalar: UInt32) -> Int {
    if scalar &- 0x4E00 < 0x5200 { return code(PinyinTable.unified.utf8Start, Int(scalar &- 0x4E00) &* 2) }
    if scalar &- 0x3400 < 0x19C0 { return code(PinyinTable.extensionA.utf8Start, Int(scalar &- 0x3400) &* 2) }
    return 0
  }

  @inline(__always)
  private static func code(_ table: UnsafePointer<UInt8>, _ place: Int) -> Int {
    let high = Int(table[place] &- PinyinTable.firstDigit)
    return high &* PinyinTable.base &+ Int(table[place &+ 1] &- PinyinTable.firstDigit)
  }

  // MARK: Syllables

  static func syllable(_ number: Int) -> Pinyin.Syllable? {
    guard number > 0, number < PinyinTable.count else { return nil }
    let bytes = UnsafeBufferPointer(
      start: PinyinTable.syllables.utf8Start + number * PinyinTable.syllableWidth, count: PinyinTable.syllableWidth)
    let letters = bytes.prefix { FoldedPhrase.isLetter($0) }
    return Pinyin.Syllable(letters: String(decoding: letters, as: UTF8.self), tone: Int(bytes[letters.count]) - 0x30)
  }

  /// Letters and tone of a reading, nothing for 0. At most seven bytes.
  @inline(__always)
  static func write(_ number: Int, to output: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    guard number > 0 else { return 0 }
    let start = PinyinTable.syllables.utf8Start + number &* PinyinTable.syllableWidth
    var count = 0
    while count < PinyinTable.syllableWidth, start[count] != 0x20 {
      output[place &+ count] = start[count]
      count &+= 1
    }
    return count
  }

  // MARK: Words

  private struct Word: Sendable {
    let scalars: [UInt32]
    /// Where in the word the character stands.
    let position: Int
    let number: Int
  }

  /// By character: longer words first, and of equal ones that which the character begins. Made when the first
  /// character that needs it is met.
  private static let words: [UInt32: [Word]] = {
    var result: [UInt32: [Word]] = [:]
    let text = UnsafeBufferPointer(
      start: PinyinTable.contexts.utf8Start, count: PinyinTable.contexts.utf8CodeUnitCount)
    for record in String(decoding: text, as: UTF8.self).split(separator: ";") {
      let fields = record.split(separator: " ")
      guard let head = fields.first, let (scalar, number) = reading(head) else { continue }
      for field in fields.dropFirst() {
        let scalars = field.unicodeScalars.map(\.value)
        for (position, value) in scalars.enumerated() where value == scalar {
          result[scalar, default: []].append(Word(scalars: scalars, position: position, number: number))
        }
      }
    }
    return result.mapValues { $0.sorted { (-$0.scalars.count, $0.position) < (-$1.scalars.count, $1.position) } }
  }()

  private static let surnames: [UInt32: Int] = {
    var result: [UInt32: Int] = [:]
    let text = UnsafeBufferPointer(
      start: PinyinTable.surnames.utf8Start, count: PinyinTable.surnames.utf8CodeUnitCount)
    var rest = String(decoding: text, as: UTF8.self)[...]
    while let (scalar, number) = reading(rest) {
      result[scalar] = number
      rest = rest.dropFirst(3)
    }
    return result
  }()

  /// A character and the two bytes of its reading.
  private static func reading(_ text: Substring) -> (UInt32, Int)? {
    guard let scalar = text.unicodeScalars.first?.value else { return nil }
    let digits = text.dropFirst().utf8.prefix(2).map { Int($0) - Int(PinyinTable.firstDigit) }
    guard digits.count == 2 else { return nil }
    return (scalar, digits[0] * PinyinTable.base + digits[1])
  }

  private static func word(at index: Int, in text: UnsafeBufferPointer<UInt32>) -> Int? {
    guard let candidates = words[text[index]] else { return nil }
    return candidates.first { matches($0, at: index, in: text) }?.number
  }

  private static func matches(_ word: Word, at index: Int, in text: UnsafeBufferPointer<UInt32>) -> Bool {
    let start = index - word.position
    guard start >= 0, start + word.scalars.count <= text.count else { return false }
    for offset in word.scalars.indices where text[start + offset] != word.scalars[offset] { return false }
    return true
  }
}
