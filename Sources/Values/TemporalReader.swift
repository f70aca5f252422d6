/// Reads the date and time phrases of the language, for statements and imports alike.
///
/// A phrase counts from `now` in `zone`. "now" and durations of hours, minutes and seconds give an instant; those of
/// days, weeks, months and years give a day. `last 30 days` ends with today and `next 7 days` begins with it, today
/// counted in both. A week starts on Monday. `2026` is read as the days of that year: where a number may be meant, the
/// caller decides.
package struct TemporalReader: Sendable {
  package let now: Instant
  package let zone: Zone
  package let today: CivilDate

  package init(now: Instant, zone: Zone) {
    self.now = now
    self.zone = zone
    today = zone.day(of: now)
  }

  package func read(_ phrase: some StringProtocol) throws(TemporalReadingError) -> TemporalValue {
    try result(of: phrase).get()
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  private func result<S: StringProtocol>(of phrase: S) -> Result<TemporalValue, TemporalReadingError> {
    FoldedPhrase.with(phrase) { bytes in
      if let day = TemporalReader.plainDay(bytes) { return .success(.day(day)) }
      return Result { () throws(TemporalReadingError) in try whole(bytes) }
    } ?? .failure(.notADate(String(phrase.prefix(80))))
  }

  /// `2026-03-15`, by far the most frequent.
  @inline(__always)
  private static func plainDay(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilDate? {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    var isPlain = true
    func digit(_ place: Int) -> Int {
      let byte = bytes[place] &- 0x30
      if byte > 9 { isPlain = false }
      return Int(byte)
    }
    let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
    let month = digit(5) * 10 + digit(6)
    let day = digit(8) * 10 + digit(9)
    return isPlain ? CivilDate(year: year, month: month, day: day) : nil
  }

  private func whole(_ bytes: UnsafeBufferPointer<UInt8>) throws(TemporalReadingError) -> TemporalValue {
    guard !bytes.isEmpty else { throw .empty }
    if let (first, last) = TemporalReader.ends(of: bytes) { return try stretch(from: first, to: last) }
    return try single(bytes)
  }

  /// A phrase of one piece.
  func single(_ bytes: UnsafeBufferPointer<UInt8>) throws(TemporalReadingError) -> TemporalValue {
    var cursor = PhraseCursor(bytes)
    guard let value = try takeValue(&cursor) else { throw .notADate(cursor.text(from: 0)) }
    let end = cursor.index
    let completed = try takeTimeOfDay(&cursor, on: value)
    guard cursor.isAtEnd else {
      cursor.skipSpaces()
      throw .unexpected(cursor.rest, after: cursor.text(from: 0, to: Swift.max(end, 1)))
    }
    return completed
  }

  private func takeValue(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    switch cursor.peek() {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try takeNumeric(&cursor)
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return try takeSigned(&cursor)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return try takeEnglish(&cursor)
    default: return try takeChinese(&cursor)
    }
  }

  // MARK: A time behind a day

  /// `2026-03-15 14:30`, `…T14:30:05.5+08:00`, `明天下午3点`, `tomorrow at 9:00`.
  private func takeTimeOfDay(
    _ cursor: inout PhraseCursor, on value: TemporalValue
  ) throws(TemporalReadingError) -> TemporalValue {
    guard case .day(let day) = value, !cursor.isAtEnd else { return value }
    var ahead = cursor
    ahead.skipSpaces()
    let isBasic = ahead.peek() == UInt8(ascii: "t") && FoldedPhrase.isDigit(ahead.peek(1))
    if isBasic { ahead.step() } else if ahead.takeWord("at") { ahead.skipSpaces() }
    let basic = isBasic ? TemporalReader.takeBasicTime(&ahead) : nil
    let spelled = basic == nil ? try ClockReader.take(&ahead) : nil
    guard let clock = basic ?? spelled else { return value }
    ahead.skipSpaces()
    let offset = ClockReader.takeOffset(&ahead)
    cursor = ahead
    return .instant(TemporalReader.instant(of: day, clock, offset: offset, in: zone))
  }

  static func instant(of day: CivilDate, _ clock: ClockReader.Time, offset: Int?, in zone: Zone) -> Instant {
    let start: Instant
    if let offset {
      let local = Int64(day.daysSinceEpoch) * 86_400 + Int64(clock.time.secondOfDay)
      start = Instant(seconds: local - Int64(offset))
    } else {
      start = zone.instant(of: day, at: clock.time)
    }
    return Instant(milliseconds: start.milliseconds + clock.milliseconds)
  }

  /// `143005` or `1430`, of the basic format of ISO 8601.
  static func takeBasicTime(_ cursor: inout PhraseCursor) -> ClockReader.Time? {
    var ahead = cursor
    guard let (value, count) = ahead.digits(most: 6), count == 6 || count == 4 else { return nil }
    let full = count == 6 ? value : value * 100
    guard let time = TimeOfDay(hour: full / 10_000, minute: full / 100 % 100, second: full % 100) else { return nil }
    cursor = ahead
    return ClockReader.Time(time: time, milliseconds: 0)
  }
}
