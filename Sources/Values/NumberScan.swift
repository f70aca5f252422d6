/// A number as it is met in a folded phrase: sign, grouped digits, fraction, exponent, and 千 万 亿 k.
struct NumberScan {
  private(set) var isNegative = false
  private(set) var magnitude: UInt64 = 0
  /// Digits behind the point; negative for zeros before it.
  private(set) var scale = 0
  /// Where the number ends.
  private(set) var end = 0

  /// The value, once read.
  func decimal(of text: PhraseCursor) throws(NumberReadingError) -> ExactDecimal {
    let wide = isNegative ? -Int128(magnitude) : Int128(magnitude)
    if let value = ExactDecimal(wide: wide, scale: scale) { return value }
    if scale > 0, ExactDecimal(rounding: wide, scale: scale, to: ExactDecimal.scaleLimit) != nil {
      throw .tooManyDecimals(limit: ExactDecimal.scaleLimit)
    }
    throw .tooLarge(text.text(from: 0))
  }

  /// Reads from `start` as far as the number goes.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(NumberReadingError) {
    var cursor = PhraseCursor(bytes, at: start)
    takeSign(&cursor)
    let first = cursor.index
    try takeWhole(&cursor)
    let hasWhole = cursor.index > first
    if cursor.peek() == UInt8(ascii: ".") {
      if FoldedPhrase.isDigit(cursor.peek(1)) {
        cursor.step()
        try takeFraction(&cursor)
      } else if hasWhole {
        throw .missingFraction(cursor.text(from: 0))
      }
    }
    guard cursor.index > first else { throw cursor.bytes.isEmpty ? .empty : .notANumber(cursor.text(from: 0)) }
    takeExponent(&cursor)
    takeMultipliers(&cursor)
    end = cursor.index
  }

  /// `-`, `+`, and the minus sign U+2212.
  private mutating func takeSign(_ cursor: inout PhraseCursor) {
    if cursor.take(UInt8(ascii: "-")) || cursor.take("−") {
      isNegative = true
    } else {
      _ = cursor.take(UInt8(ascii: "+"))
    }
  }

  private mutating func takeWhole(_ cursor: inout PhraseCursor) throws(NumberReadingError) {
    let first = cursor.index
    var commas = 0
    var run = 0
    while true {
      let byte = cursor.peek()
      if FoldedPhrase.isDigit(byte) {
        try append(byte, of: cursor)
        run &+= 1
      } else if byte == UInt8(ascii: ","), FoldedPhrase.isDigit(cursor.peek(1)) {
        guard commas == 0 ? (1...3).contains(run) : run == 3 else { throw grouping(cursor, first) }
        commas &+= 1
        run = 0
      } else if byte == UInt8(ascii: "_"), cursor.index > first {
        guard FoldedPhrase.isDigit(cursor.peek(1)) else { throw .misplacedUnderscore(cursor.text(from: 0)) }
      } else {
        break
      }
      cursor.step()
    }
    if commas > 0 && run != 3 { throw grouping(cursor, first) }
  }

  private func grouping(_ cursor: PhraseCursor, _ first: Int) -> NumberReadingError {
    let written = cursor.text(from: 0)
    return .misplacedGrouping(written, suggestion: written.filter { $0 != "," })
  }

  private mutating func append(_ digit: UInt8, of cursor: PhraseCursor) throws(NumberReadingError) {
    guard magnitude < 922_337_203_685_477_580 else {
      // The last digit decides: 9223372036854775807 fits, and so does …808 below zero.
      guard magnitude == 922_337_203_685_477_580, digit <= UInt8(ascii: "8") else {
        throw .tooLarge(cursor.text(from: 0))
      }
      magnitude = magnitude &* 10 &+ UInt64(digit &- 0x30)
      return
    }
    magnitude = magnitude &* 10 &+ UInt64(digit &- 0x30)
  }

  /// Zeros at the end of a fraction count for nothing, however many there are.
  private mutating func takeFraction(_ cursor: inout PhraseCursor) throws(NumberReadingError) {
    var zeros = 0
    while FoldedPhrase.isDigit(cursor.peek()) {
      let digit = cursor.peek()
      cursor.step()
      if digit == UInt8(ascii: "0") {
        zeros &+= 1
        continue
      }
      while zeros > 0 {
        try appendBehindPoint(UInt8(ascii: "0"))
        zeros &-= 1
      }
      try appendBehindPoint(digit)
    }
  }

  private mutating func appendBehindPoint(_ digit: UInt8) throws(NumberReadingError) {
    guard magnitude < 922_337_203_685_477_580 else { throw .tooManyDecimals(limit: ExactDecimal.scaleLimit) }
    magnitude = magnitude &* 10 &+ UInt64(digit &- 0x30)
    scale &+= 1
  }

  /// `1.2e+05`, as spreadsheets write large numbers into CSV.
  private mutating func takeExponent(_ cursor: inout PhraseCursor) {
    guard cursor.peek() == UInt8(ascii: "e") else { return }
    var ahead = cursor
    ahead.step()
    let isDown = ahead.take(UInt8(ascii: "-"))
    if !isDown { _ = ahead.take(UInt8(ascii: "+")) }
    guard let (exponent, _) = ahead.digits(most: 3), !FoldedPhrase.isLetter(ahead.peek()) else { return }
    scale += isDown ? exponent : -exponent
    cursor = ahead
  }

  /// `k`, 十 百 千 万 亿 and their rising compounds (百万, 千万, 万亿). White space may stand before them.
  private mutating func takeMultipliers(_ cursor: inout PhraseCursor) {
    var ahead = cursor
    ahead.skipSpaces()
    if ahead.peek() == UInt8(ascii: "k") {
      if ahead.takeWord("k") {
        scale -= 3
        cursor = ahead
      }
      return
    }
    guard ahead.peek() >= 0x80 else { return }
    var last = 0
    while let power = NumberScan.multiplier(&ahead), power > last, last == 0 || power >= 4 {
      scale -= power
      last = power
      cursor = ahead
    }
  }

  private static func multiplier(_ cursor: inout PhraseCursor) -> Int? {
    if cursor.take("万") || cursor.take("萬") { return 4 }
    if cursor.take("亿") || cursor.take("億") { return 8 }
    if cursor.take("千") { return 3 }
    if cursor.take("百") { return 2 }
    if cursor.take("十") { return 1 }
    return nil
  }

  /// What stands behind the number, where it is a suffix that Chinese and English users mean differently by.
  static func ambiguousSuffix(_ suffix: String, after number: String) -> NumberReadingError? {
    switch suffix {
    case "w": .ambiguousSuffix(suffix, suggestion: number + "万")
    case "m": .ambiguousSuffix(suffix, suggestion: number + "百万")
    default: nil
    }
  }
}
