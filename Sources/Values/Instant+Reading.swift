extension Instant {
  /// Reads ISO 8601 with an offset from UTC: `2026-03-15T14:30:00+08:00`, `2026-03-15 06:30Z`, `20260315T063000Z`.
  package init(reading text: some StringProtocol) throws(TemporalReadingError) {
    self = try Instant.read(text).get()
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  private static func read<S: StringProtocol>(_ text: S) -> Result<Instant, TemporalReadingError> {
    FoldedPhrase.with(text) { bytes in Result { () throws(TemporalReadingError) in try whole(bytes) } }
      ?? .failure(.notADate(String(text.prefix(80))))
  }

  private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) throws(TemporalReadingError) -> Instant {
    guard !bytes.isEmpty else { throw .empty }
    var cursor = PhraseCursor(bytes)
    guard let day = try takeDay(&cursor), takeJoint(&cursor) else { throw .notADate(cursor.text(from: 0)) }
    guard let clock = try takeClock(&cursor) else { throw .notADate(cursor.text(from: 0)) }
    cursor.skipSpaces()
    guard let offset = ClockReader.takeOffset(&cursor) else {
      guard cursor.isAtEnd else { throw .unexpected(cursor.rest, after: cursor.text(from: 0, to: cursor.index)) }
      throw .missingOffset(cursor.text(from: 0))
    }
    guard cursor.isAtEnd else { throw .unexpected(cursor.rest, after: cursor.text(from: 0, to: cursor.index)) }
    return TemporalReader.instant(of: day, clock, offset: offset, in: .utc)
  }

  private static func takeDay(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> CivilDate? {
    guard let (first, count) = cursor.digits(most: 8) else { return nil }
    if count == 8 { return try TemporalReader.day(first / 10_000, first / 100 % 100, first % 100) }
    guard count == 4, cursor.take(UInt8(ascii: "-")), let (month, _) = cursor.digits(most: 2),
      cursor.take(UInt8(ascii: "-")), let (day, _) = cursor.digits(most: 2)
    else { return nil }
    return try TemporalReader.day(first, month, day)
  }

  private static func takeClock(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> ClockReader.Time? {
    if let basic = TemporalReader.takeBasicTime(&cursor) { return basic }
    return try ClockReader.take(&cursor)
  }

  private static func takeJoint(_ cursor: inout PhraseCursor) -> Bool {
    if cursor.take(UInt8(ascii: "t")) { return true }
    let start = cursor.index
    cursor.skipSpaces()
    return cursor.index > start
  }
}
