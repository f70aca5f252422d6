extension ExactDecimal {
  /// Reads `100000`, `100_000`, `100,000`, `1.5`, `-3`, `10万`, `1.2亿`, `2百万`, `3k`, `1.2e5`, full-width digits too.
  package init(reading text: some StringProtocol) throws(NumberReadingError) {
    self = try ExactDecimal.read(text).get()
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  private static func read<S: StringProtocol>(_ text: S) -> Result<ExactDecimal, NumberReadingError> {
    FoldedPhrase.with(text) { bytes in Result { () throws(NumberReadingError) in try whole(bytes) } }
      ?? .failure(.notANumber(String(text.prefix(80))))
  }

  /// The phrase is one number and nothing else.
  private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumberReadingError) -> ExactDecimal {
    if let short = shortWhole(bytes) { return short }
    let (value, percent) = try numberOrPercent(bytes)
    if percent { throw .percentage(value) }
    return value
  }

  /// Up to 18 plain digits, by far the most frequent.
  @inline(__always)
  private static func shortWhole(_ bytes: UnsafeBufferPointer<UInt8>) -> ExactDecimal? {
    guard bytes.count &- 1 < 18, !bytes.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in bytes {
      guard FoldedPhrase.isDigit(byte) else { return nil }
      value = value &* 10 &+ Int64(byte &- 0x30)
    }
    return ExactDecimal(value)
  }

  static func numberOrPercent(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(NumberReadingError) -> (value: ExactDecimal, percent: Bool) {
    var scan = NumberScan()
    try scan.read(bytes, from: 0)
    var cursor = PhraseCursor(bytes, at: scan.end)
    cursor.skipSpaces()
    let value = try scan.decimal(of: cursor)
    let percent = cursor.take(UInt8(ascii: "%"))
    guard cursor.isAtEnd else {
      let number = cursor.text(from: 0, to: scan.end)
      throw NumberScan.ambiguousSuffix(cursor.rest, after: number) ?? .unexpected(cursor.rest, after: number)
    }
    return (value, percent)
  }
}

/// A number that may be a percentage: the slot's scale decides what `50%` counts.
package enum PercentOrNumber: Sendable, Hashable {
  case number(ExactDecimal)
  /// `50%` is `.percent(50)`.
  case percent(ExactDecimal)

  package init(reading text: some StringProtocol) throws(NumberReadingError) {
    do throws(NumberReadingError) {
      self = .number(try ExactDecimal(reading: text))
    } catch {
      guard case .percentage(let value) = error else { throw error }
      self = .percent(value)
    }
  }

  /// The number on a scale where 100 % is `whole`: 1 for a ratio, 100 for a field that counts 0–100.
  package func value(whole: ExactDecimal) -> ExactDecimal? {
    switch self {
    case .number(let value): value
    case .percent(let value): value.multiplied(by: whole)?.shifted(by: -2)
    }
  }
}
