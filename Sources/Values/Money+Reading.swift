extension Money {
  /// Reads `10万`, `¥10万`, `￥1.2亿`, `99.5 USD`, `USD 99.5`, `1.2万美元`, `100元`, `1,234.50`. A number alone is in
  /// `defaultCurrency`.
  package init(reading text: some StringProtocol, defaultCurrency: Currency) throws(MoneyReadingError) {
    self = try Money.read(text, defaultCurrency).get()
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  private static func read<S: StringProtocol>(
    _ text: S, _ defaultCurrency: Currency
  ) -> Result<Money, MoneyReadingError> {
    FoldedPhrase.with(text) { bytes in
      Result { () throws(MoneyReadingError) in try money(in: bytes, defaultCurrency) }
    } ?? .failure(.number(.notANumber(String(text.prefix(80)))))
  }

  /// `[-] [currency] [-] number [currency]`.
  private static func money(
    in bytes: UnsafeBufferPointer<UInt8>, _ defaultCurrency: Currency
  ) throws(MoneyReadingError) -> Money {
    guard !bytes.isEmpty else { throw .empty }
    var cursor = PhraseCursor(bytes)
    let isNegated = isCurrencyAfterSign(cursor) && cursor.take(UInt8(ascii: "-"))
    let before = try leadingCurrency(&cursor)
    if let before, cursor.isAtEnd { throw .missingAmount(before) }
    let (number, end) = try amount(in: bytes, from: cursor.index)
    cursor = PhraseCursor(bytes, at: end)
    let after = try trailingCurrency(cursor)
    if let before, let after, before != after { throw .conflictingCurrencies(before, after) }
    let currency = before ?? after ?? defaultCurrency
    guard let signed = isNegated ? number.negated : number else { throw .tooLarge(cursor.text(from: 0)) }
    guard signed.scale <= currency.minorDigits else {
      throw .tooManyDecimals(written: signed.scale, currency: currency)
    }
    guard let money = Money(amount: signed, currency: currency) else { throw .tooLarge(cursor.text(from: 0)) }
    return money
  }

  /// In `-¥5` the sign belongs to the amount behind the symbol; in `-5` the number takes it itself.
  private static func isCurrencyAfterSign(_ cursor: PhraseCursor) -> Bool {
    cursor.peek() == UInt8(ascii: "-") && !isNumberStart(cursor.peek(1)) && cursor.bytes.count > 1
  }

  private static func isNumberStart(_ byte: UInt8) -> Bool {
    FoldedPhrase.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
  }

  private static func leadingCurrency(_ cursor: inout PhraseCursor) throws(MoneyReadingError) -> Currency? {
    cursor.skipSpaces()
    let start = cursor.index
    // The minus sign U+2212 starts with a byte that a symbol may start with: the number reader knows it.
    var sign = cursor
    if sign.take("−") { return nil }
    while !cursor.isAtEnd && !isNumberStart(cursor.peek()) { cursor.step() }
    var end = cursor.index
    while end > start && FoldedPhrase.isSpace(cursor.bytes[end &- 1]) { end &-= 1 }
    guard end > start else { return nil }
    let word = cursor.text(from: start, to: end)
    if let currency = Currency.folded(word) { return currency }
    throw unknown(word, isAlone: cursor.isAtEnd)
  }

  private static func amount(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) throws(MoneyReadingError) -> (ExactDecimal, end: Int) {
    do throws(NumberReadingError) {
      var scan = NumberScan()
      try scan.read(bytes, from: start)
      return (try scan.decimal(of: PhraseCursor(bytes)), scan.end)
    } catch {
      throw .number(error)
    }
  }

  private static func trailingCurrency(_ place: PhraseCursor) throws(MoneyReadingError) -> Currency? {
    var cursor = place
    cursor.skipSpaces()
    guard !cursor.isAtEnd else { return nil }
    let word = cursor.rest
    if let currency = Currency.folded(word) { return currency }
    let number = cursor.text(from: 0, to: place.index)
    if let ambiguity = NumberScan.ambiguousSuffix(word, after: number) { throw .number(ambiguity) }
    if word == "%" || FoldedPhrase.isDigit(cursor.peek()) || cursor.peek() == UInt8(ascii: ".") {
      throw .number(.unexpected(word, after: number))
    }
    throw unknown(word, isAlone: false)
  }

  /// `isAlone` where no number stands in the text: then it is not the currency that is wrong.
  private static func unknown(_ word: String, isAlone: Bool) -> MoneyReadingError {
    if word == "$" { return .ambiguousDollar(suggestions: ["US$", "USD"]) }
    return isAlone ? .number(.notANumber(word)) : .unknownCurrency(word)
  }
}
