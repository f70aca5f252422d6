/// Phrases that begin with a number: dates in all their spellings, times, and `7d ago`.
extension TemporalReader {
  func takeNumeric(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    let start = cursor
    guard let (number, count) = cursor.digits(most: 8) else { return nil }
    switch cursor.peek() {
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."):
      if count == 4 { return try takeAfterYear(&cursor, number) }
      return try refuseShort(start)
    case UInt8(ascii: ":"):
      cursor = start
      return try takeTime(&cursor)
    default: break
    }
    if count == 8, cursor.isAtEnd || FoldedPhrase.isSpace(cursor.peek()) || cursor.peek() == UInt8(ascii: "t") {
      return .day(try TemporalReader.day(number / 10_000, number / 100 % 100, number % 100))
    }
    if count == 4 {
      if cursor.isAtEnd { return .days(try year(number)) }
      var ahead = cursor
      ahead.skipSpaces()
      if ahead.take("年") {
        cursor = ahead
        return try takeRestOfYear(&cursor, number)
      }
      if ahead.peek() == UInt8(ascii: "q"), let part = try takePartOfYear(&ahead, number) {
        cursor = ahead
        return part
      }
    }
    var unit = cursor
    unit.skipSpaces()
    if count <= 2, unit.peek() >= 0x80 {
      try refuseShortChineseYear(start, number, count)
      cursor = start
      if let part = try takePartOfYear(&cursor, today.year) { return part }
      if let time = try takeTime(&cursor) { return time }
    }
    cursor = start
    return try takeRelative(&cursor)
  }

  private func takeTime(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    try ClockReader.take(&cursor).map { .time($0.time) }
  }

  // MARK: Year first

  /// `-03-15`, `/3/5`, `.3.5`, `-03`, `-Q1` behind a year.
  private func takeAfterYear(
    _ cursor: inout PhraseCursor, _ year: Int
  ) throws(TemporalReadingError) -> TemporalValue? {
    let separator = cursor.peek()
    var ahead = cursor
    ahead.step()
    if ahead.peek() == UInt8(ascii: "q") {
      cursor = ahead
      return try takePartOfYear(&cursor, year)
    }
    guard let (month, _) = ahead.digits(most: 2) else { return nil }
    if ahead.peek() == separator, FoldedPhrase.isDigit(ahead.peek(1)) {
      ahead.step()
      guard let (day, _) = ahead.digits(most: 2) else { return nil }
      cursor = ahead
      return .day(try TemporalReader.day(year, month, day))
    }
    cursor = ahead
    return .days(try self.month(year, month))
  }

  /// A part of the year where one follows, the whole of it otherwise.
  func takeRestOfYear(_ cursor: inout PhraseCursor, _ number: Int) throws(TemporalReadingError) -> TemporalValue {
    if let part = try takePartOfYear(&cursor, number) { return part }
    return .days(try year(number))
  }

  /// `3月15日`, `3月`, `Q1`, `第一季度`, `上半年` of a year; nil where none stands here.
  func takePartOfYear(_ cursor: inout PhraseCursor, _ year: Int) throws(TemporalReadingError) -> TemporalValue? {
    var ahead = cursor
    ahead.skipSpaces()
    if ahead.take("上半年") { return try finish(&cursor, ahead, months(year, from: 1, count: 6)) }
    if ahead.take("下半年") { return try finish(&cursor, ahead, months(year, from: 7, count: 6)) }
    if ahead.take(UInt8(ascii: "q")) {
      guard let (quarter, _) = ahead.digits(most: 2) else { return nil }
      return try finish(&cursor, ahead, self.quarter(year, quarter))
    }
    _ = ahead.take("第")
    let number = DurationReader.takeChineseNumber(&ahead) ?? ahead.digits(most: 2)?.value
    guard let number else { return nil }
    ahead.skipSpaces()
    if ahead.take("季度") { return try finish(&cursor, ahead, quarter(year, number)) }
    guard ahead.take("月") else { return nil }
    _ = ahead.take("份")
    guard let day = takeDayOfMonth(ahead, &cursor) else { return try finish(&cursor, ahead, month(year, number)) }
    return .day(try TemporalReader.day(year, number, day))
  }

  /// `15日`, `15号`, or `15` at the end; `cursor` moves behind it.
  private func takeDayOfMonth(_ place: PhraseCursor, _ cursor: inout PhraseCursor) -> Int? {
    var ahead = place
    ahead.skipSpaces()
    guard let day = DurationReader.takeChineseNumber(&ahead) ?? ahead.digits(most: 2)?.value else { return nil }
    let isEnd = ahead.isAtEnd
    ahead.skipSpaces()
    guard ahead.take("日") || ahead.take("号") || isEnd else { return nil }
    cursor = ahead
    return day
  }

  private func finish(
    _ cursor: inout PhraseCursor, _ ahead: PhraseCursor, _ days: Range<CivilDate>
  ) -> TemporalValue {
    cursor = ahead
    return .days(days)
  }

  // MARK: Days that exist

  static func day(_ year: Int, _ month: Int, _ day: Int) throws(TemporalReadingError) -> CivilDate {
    guard (1...12).contains(month) else { throw .noSuchMonth(month) }
    if let date = CivilDate(year: year, month: month, day: day) { return date }
    let last = CivilDate(year: year, month: month, day: CivilDate.lastDay(ofMonth: month, year: year))
    guard let last else { throw .outOfRange(String(year)) }
    throw .noSuchDay(day: day, lastValid: last)
  }

  func year(_ year: Int) throws(TemporalReadingError) -> Range<CivilDate> {
    try months(year, from: 1, count: 12)
  }

  private func quarter(_ year: Int, _ quarter: Int) throws(TemporalReadingError) -> Range<CivilDate> {
    guard (1...4).contains(quarter) else { throw .noSuchQuarter(quarter) }
    return try months(year, from: quarter * 3 - 2, count: 3)
  }

  private func month(_ year: Int, _ month: Int) throws(TemporalReadingError) -> Range<CivilDate> {
    guard (1...12).contains(month) else { throw .noSuchMonth(month) }
    return try months(year, from: month, count: 1)
  }

  private func months(
    _ year: Int, from month: Int, count: Int
  ) throws(TemporalReadingError) -> Range<CivilDate> {
    guard let start = CivilDate(year: year, month: month, day: 1), let end = start.adding(months: count) else {
      throw .outOfRange(String(year))
    }
    return start..<end
  }

  // MARK: What is refused with an offer

  /// `3/5/2026`, `3/5` and `26-03-15`: not read, but said why.
  private func refuseShort(_ start: PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    var cursor = start
    guard let (first, count) = cursor.digits(most: 8), count <= 2 else { return nil }
    let separator = cursor.peek()
    cursor.step()
    guard let (second, _) = cursor.digits(most: 2) else { return nil }
    guard cursor.take(separator) else {
      guard separator != UInt8(ascii: "."), cursor.isAtEnd else { return nil }
      throw .ambiguousDayMonth(start.text(from: 0), readings: readings(today.year, first, second))
    }
    guard let (third, digits) = cursor.digits(most: 4) else { return nil }
    if digits == 4 { throw .ambiguousDayMonth(start.text(from: 0), readings: readings(third, first, second)) }
    guard digits <= 2 else { return nil }
    throw .shortYear(start.text(from: 0), suggestion: 2000 + first)
  }

  /// As month and day, then as day and month, where those exist and differ.
  private func readings(_ year: Int, _ first: Int, _ second: Int) -> [CivilDate] {
    let monthFirst = CivilDate(year: year, month: first, day: second)
    let dayFirst = CivilDate(year: year, month: second, day: first)
    return [monthFirst, monthFirst == dayFirst ? nil : dayFirst].compactMap { $0 }
  }

  /// `26年3月`, which is no duration: that would say 3个月.
  private func refuseShortChineseYear(
    _ start: PhraseCursor, _ year: Int, _ count: Int
  ) throws(TemporalReadingError) {
    var cursor = start
    cursor.step(count)
    guard cursor.take("年"), cursor.digits(most: 2) != nil, cursor.take("月") else { return }
    throw .shortYear(start.text(from: 0), suggestion: 2000 + year)
  }
}
