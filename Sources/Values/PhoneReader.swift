/// Reads one telephone number of a folded phrase.
struct PhoneReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The digits of the number, without separators.
  private var digits: [UInt8] = []
  private var hasPlus = false
  /// How many digits stood before each hyphen.
  private var hyphens: [Int] = []
  private var extensionDigits: String?

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func read() throws(PhoneReadingError) -> PhoneNumber {
    guard !bytes.isEmpty else { throw .empty }
    try collect()
    guard !digits.isEmpty else { throw .noDigits(text) }
    // `+0086` means `+86`.
    if hasPlus, !digits.starts(with: [0x30, 0x30]) { return try international(digits[...]) }
    if digits.starts(with: [0x30, 0x30]) { return try international(digits.dropFirst(2)) }
    return try mainland(digits[...], hasCountry: false)
  }

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Characters

  private mutating func collect() throws(PhoneReadingError) {
    var cursor = PhraseCursor(bytes)
    // RFC 3966, as vCards write it.
    _ = cursor.take("tel:")
    while !cursor.isAtEnd {
      let byte = cursor.peek()
      if FoldedPhrase.isDigit(byte) {
        digits.append(byte)
        cursor.step()
      } else if byte == UInt8(ascii: "+"), digits.isEmpty, !hasPlus {
        hasPlus = true
        cursor.step()
      } else if takeHyphen(&cursor) {
        hyphens.append(digits.count)
      } else if hasPlus, !digits.isEmpty, cursor.take("(0)") {
        // The trunk prefix, which the international form leaves out: +44 (0)20. Where it is none it is a digit.
        if CountryCodes.keepsZero(digits[...]) { digits.append(0x30) }
      } else if isSeparator(byte) {
        cursor.step()
      } else if !digits.isEmpty, takeExtensionMark(&cursor) {
        try takeExtension(cursor)
        return
      } else {
        throw refusal(cursor)
      }
    }
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    FoldedPhrase.isSpace(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: ".")
  }

  /// ASCII, and the hyphens and dashes that word processors put in its place.
  private func takeHyphen(_ cursor: inout PhraseCursor) -> Bool {
    cursor.take(UInt8(ascii: "-")) || cursor.take("‐") || cursor.take("‑") || cursor.take("–") || cursor.take("—")
      || cursor.take("−")
  }

  private func takeExtensionMark(_ cursor: inout PhraseCursor) -> Bool {
    cursor.take("转接") || cursor.take("转") || cursor.take("轉") || cursor.take("分机号") || cursor.take("分机")
      || cursor.take("extension") || cursor.take("ext.") || cursor.take("ext") || cursor.take(";ext=")
      || cursor.take("x") || cursor.take("#")
  }

  private mutating func takeExtension(_ place: PhraseCursor) throws(PhoneReadingError) {
    var cursor = place
    while isSeparator(cursor.peek()) || cursor.peek() == UInt8(ascii: ":") || cursor.peek() == UInt8(ascii: "-") {
      cursor.step()
    }
    let start = cursor.index
    while cursor.isAtDigit { cursor.step() }
    let end = cursor.index
    while isSeparator(cursor.peek()) { cursor.step() }
    guard cursor.isAtEnd, (1...8).contains(end - start) else { throw .badExtension(cursor.text(from: place.index)) }
    extensionDigits = cursor.text(from: start, to: end)
  }

  private func refusal(_ cursor: PhraseCursor) -> PhoneReadingError {
    let byte = cursor.peek()
    if digits.isEmpty && !bytes.contains(where: FoldedPhrase.isDigit) { return .noDigits(text) }
    let partsNumbers = [UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")].contains(byte)
    if digits.count >= 5, partsNumbers || cursor.rest.hasPrefix("、") { return .severalNumbers(text) }
    if FoldedPhrase.isLetter(byte) { return .letters(text) }
    return .unexpected(cursor.rest.first.map { String($0) } ?? text)
  }

  // MARK: Shapes

  private mutating func international(_ all: ArraySlice<UInt8>) throws(PhoneReadingError) -> PhoneNumber {
    if all.starts(with: [0x38, 0x36]) { return try mainland(all.dropFirst(2), hasCountry: true) }
    guard let code = CountryCodes.length(in: all) else { throw .unknownCountryCode(text) }
    // E.164 allows fifteen digits; no country's numbers with its code have fewer than seven.
    if all.count < 7 { throw .tooShort(digits: all.count, expected: 7...15) }
    var whole = Array(all)
    if CountryCodes.hasTrunkPrefix(all, behind: code) { whole.remove(at: code) }
    if whole.count > 15 { throw .tooLong(digits: whole.count, expected: 7...15) }
    return number("+", whole[...])
  }

  private mutating func mainland(
    _ all: ArraySlice<UInt8>, hasCountry: Bool
  ) throws(PhoneReadingError) -> PhoneNumber {
    guard !all.isEmpty else { throw .tooShort(digits: 0, expected: 10...12) }
    let rest = all.dropFirst(all.first == 0x30 ? 1 : 0)
    // 010 is Beijing, and no mobile begins with 10.
    if rest.first == 0x31, rest.dropFirst().first != 0x30 || (all.first != 0x30 && rest.count == 11) {
      return try mobile(rest)
    }
    if all.starts(with: [0x34, 0x30, 0x30]) || all.starts(with: [0x38, 0x30, 0x30]) { return try service(all) }
    if all.first == 0x30 || hasCountry { return try landline(rest) }
    if all.starts(with: [0x38, 0x36]), all.count >= 12 { return try mainland(all.dropFirst(2), hasCountry: true) }
    return try refuse(all)
  }

  private mutating func mobile(_ digits: ArraySlice<UInt8>) throws(PhoneReadingError) -> PhoneNumber {
    if isServiceNumber(digits) { throw .serviceNumber(text) }
    if digits.count < 11 { throw .tooShort(digits: digits.count, expected: 11...11) }
    if digits.count > 11 {
      guard splitAtHyphen(digits, keeping: 11...11) else { throw .tooLong(digits: digits.count, expected: 11...11) }
    }
    let number = Array(digits.prefix(11))
    guard number.withUnsafeBufferPointer(MainlandNumbering.isMobile) else { throw .unknownMobilePrefix(text) }
    return self.number("+86", number[...])
  }

  /// 400 and 800 numbers: ten digits.
  private mutating func service(_ digits: ArraySlice<UInt8>) throws(PhoneReadingError) -> PhoneNumber {
    if digits.count < 8 { throw .missingAreaCode(text) }
    if digits.count < 10 { throw .tooShort(digits: digits.count, expected: 10...10) }
    if digits.count > 10 {
      guard splitAtHyphen(digits, keeping: 10...10) else { throw .tooLong(digits: digits.count, expected: 10...10) }
    }
    return number("+86", digits.prefix(10))
  }

  /// Area code without its 0, and seven or eight digits.
  private mutating func landline(_ digits: ArraySlice<UInt8>) throws(PhoneReadingError) -> PhoneNumber {
    guard let first = digits.first, let second = digits.dropFirst().first, first != 0x30 else { throw unknownShape }
    let area = MainlandNumbering.areaCodeLength(first, second)
    guard first != 0x31 || second == 0x30 else { throw unknownShape }
    // With the 0 that people write in front.
    let expected = area == 2 ? 11...11 : 11...12
    let lengths = expected.lowerBound - 1...expected.upperBound - 1
    if digits.count < lengths.lowerBound { throw .tooShort(digits: digits.count + 1, expected: expected) }
    guard digits.count > lengths.upperBound || isSplit(digits, lengths) else { return number("+86", digits) }
    guard splitAtHyphen(digits, keeping: lengths) else {
      throw .tooLong(digits: digits.count + 1, expected: expected)
    }
    let taken = digits.count - (extensionDigits?.utf8.count ?? 0)
    return number("+86", digits.prefix(taken))
  }

  /// A number of two lengths whose last hyphen leaves the shorter of them in front: `0755-1234567-8`.
  private func isSplit(_ digits: ArraySlice<UInt8>, _ lengths: ClosedRange<Int>) -> Bool {
    guard extensionDigits == nil, hyphens.count >= 2, let last = hyphens.last else { return false }
    return lengths.contains(last - digits.startIndex) && last < digits.endIndex
  }

  /// Takes what stands behind the last hyphen as an extension where so many digits stand before it.
  private mutating func splitAtHyphen(_ digits: ArraySlice<UInt8>, keeping lengths: ClosedRange<Int>) -> Bool {
    guard extensionDigits == nil, let last = hyphens.last, lengths.contains(last - digits.startIndex),
      (1...8).contains(digits.endIndex - last)
    else { return false }
    extensionDigits = String(decoding: digits[last...], as: UTF8.self)
    return true
  }

  private func refuse(_ digits: ArraySlice<UInt8>) throws(PhoneReadingError) -> PhoneNumber {
    if isServiceNumber(digits) { throw .serviceNumber(text) }
    switch digits.count {
    case 7, 8: throw .missingAreaCode(text)
    case ..<7: throw .tooShort(digits: digits.count, expected: 10...12)
    case 13...: throw .tooLong(digits: digits.count, expected: 10...12)
    default: throw unknownShape
    }
  }

  private var unknownShape: PhoneReadingError { .unknownShape(text) }

  /// 110, 12345, 10086, 95588, 116114: three, five or six digits.
  private func isServiceNumber(_ digits: ArraySlice<UInt8>) -> Bool {
    guard [3, 5, 6].contains(digits.count), let first = digits.first, let second = digits.dropFirst().first else {
      return false
    }
    return first == 0x31 ? second <= 0x32 : first == 0x39 && (second == 0x35 || second == 0x36)
  }

  private func number(_ prefix: String, _ digits: ArraySlice<UInt8>) -> PhoneNumber {
    PhoneNumber(e164: prefix + String(decoding: digits, as: UTF8.self), extension: extensionDigits)
  }
}
