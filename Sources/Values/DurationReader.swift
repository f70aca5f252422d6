/// Reads durations where they stand in a folded phrase.
enum DurationReader {
  /// A unit, as months, days or seconds.
  enum Unit {
    case months(Int64), days(Int64), seconds(Int64)
  }

  /// A count: digits with an optional fraction, or a Chinese number below a hundred, or 半.
  struct Count {
    var whole: Int64 = 0
    /// Digits behind the point as thousandths.
    var thousandths: Int64 = 0
  }

  /// One part or more; nil where none begins here. Stops where no further part begins.
  static func take(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> CalendarDuration? {
    var total: CalendarDuration?
    while true {
      var ahead = cursor
      ahead.skipSpaces()
      guard let part = try takePart(&ahead, isFirst: total == nil) else { return total }
      guard let sum = (total ?? .zero).adding(part) else { throw .outOfRange(cursor.text(from: 0)) }
      total = sum
      cursor = ahead
    }
  }

  private static func takePart(
    _ cursor: inout PhraseCursor, isFirst: Bool
  ) throws(TemporalReadingError) -> CalendarDuration? {
    let start = cursor.index
    if isFirst, cursor.takeWord("m") { throw .ambiguousUnit("m", suggestions: ["min", "mo"]) }
    guard let count = takeCount(&cursor) else { return nil }
    cursor.skipSpaces()
    let unitStart = cursor.index
    if cursor.takeWord("m") {
      let written = cursor.text(from: start, to: cursor.index)
      throw .ambiguousUnit(written, suggestions: suggestions(cursor, start, unitStart))
    }
    guard let unit = takeUnit(&cursor) else {
      guard isFirst, !cursor.isAtEnd else { return nil }
      throw .unknownUnit(cursor.rest)
    }
    let written = cursor.text(from: start, to: cursor.index)
    guard let value = duration(of: count, unit) else {
      throw count.thousandths != 0 ? .fractionalUnit(written) : .outOfRange(written)
    }
    return value
  }

  private static func suggestions(_ cursor: PhraseCursor, _ start: Int, _ end: Int) -> [String] {
    let count = cursor.text(from: start, to: end)
    return [count + "min", count + "mo"]
  }

  /// nil where the unit has no such fraction, or where it does not fit.
  private static func duration(of count: Count, _ unit: Unit) -> CalendarDuration? {
    switch unit {
    case .months(let length):
      guard count.thousandths * length % 1000 == 0, let value = product(count, length),
        let months = Int32(exactly: value)
      else { return nil }
      return CalendarDuration(months: months)
    case .days(let length):
      guard count.thousandths == 0, let value = product(count, length), let days = Int32(exactly: value) else {
        return nil
      }
      return CalendarDuration(days: days)
    case .seconds(let length):
      guard count.thousandths * length % 1000 == 0, let seconds = product(count, length) else { return nil }
      return CalendarDuration(seconds: seconds)
    }
  }

  private static func product(_ count: Count, _ length: Int64) -> Int64? {
    let (whole, a) = count.whole.multipliedReportingOverflow(by: length)
    let (sum, b) = whole.addingReportingOverflow(count.thousandths * length / 1000)
    return a || b ? nil : sum
  }

  // MARK: Counts and units

  static func takeCount(_ cursor: inout PhraseCursor) -> Count? {
    if cursor.take("半") { return Count(whole: 0, thousandths: 500) }
    if let number = takeChineseNumber(&cursor) { return Count(whole: Int64(number)) }
    var ahead = cursor
    guard let (whole, _) = ahead.digits(most: 9) else { return nil }
    var count = Count(whole: Int64(whole))
    if ahead.peek() == UInt8(ascii: "."), FoldedPhrase.isDigit(ahead.peek(1)) {
      ahead.step()
      guard let (fraction, digits) = ahead.digits(most: 3) else { return nil }
      count.thousandths = Int64(fraction) * (digits == 1 ? 100 : digits == 2 ? 10 : 1)
    }
    cursor = ahead
    return count
  }

  /// 一 to 九十九, with 两 for 二.
  static func takeChineseNumber(_ cursor: inout PhraseCursor) -> Int? {
    let tens = takeChineseDigit(&cursor)
    guard cursor.take("十") else { return tens }
    return (tens ?? 1) * 10 + (takeChineseDigit(&cursor) ?? 0)
  }

  private static func takeChineseDigit(_ cursor: inout PhraseCursor) -> Int? {
    guard cursor.peek() >= 0x80 else { return nil }
    if cursor.take("一") { return 1 }
    if cursor.take("二") || cursor.take("两") { return 2 }
    if cursor.take("三") { return 3 }
    if cursor.take("四") { return 4 }
    if cursor.take("五") { return 5 }
    if cursor.take("六") { return 6 }
    if cursor.take("七") { return 7 }
    if cursor.take("八") { return 8 }
    if cursor.take("九") { return 9 }
    return nil
  }

  static func takeUnit(_ cursor: inout PhraseCursor) -> Unit? {
    cursor.peek() >= 0x80 ? takeChineseUnit(&cursor) : takeEnglishUnit(&cursor)
  }

  private static func takeEnglishUnit(_ cursor: inout PhraseCursor) -> Unit? {
    let rest = cursor
    var length = 0
    while FoldedPhrase.isLetter(rest.peek(length)) { length &+= 1 }
    guard (1...8).contains(length), let unit = unit(named: rest.text(from: rest.index, to: rest.index + length)) else {
      return nil
    }
    cursor.step(length)
    return unit
  }

  private static func unit(named word: String) -> Unit? {
    switch word {
    case "s", "sec", "secs", "second", "seconds": .seconds(1)
    case "min", "mins", "minute", "minutes": .seconds(60)
    case "h", "hr", "hrs", "hour", "hours": .seconds(3600)
    case "d", "day", "days": .days(1)
    case "w", "wk", "wks", "week", "weeks": .days(7)
    case "mo", "mos", "month", "months": .months(1)
    case "quarter", "quarters": .months(3)
    case "y", "yr", "yrs", "year", "years": .months(12)
    default: nil
    }
  }

  private static func takeChineseUnit(_ cursor: inout PhraseCursor) -> Unit? {
    if cursor.take("天") || cursor.take("日") { return .days(1) }
    if cursor.take("个") || cursor.take("個") {
      if cursor.take("月") { return .months(1) }
      if cursor.take("季度") { return .months(3) }
      if cursor.take("小时") || cursor.take("小時") || cursor.take("钟头") { return .seconds(3600) }
      if cursor.take("星期") || cursor.take("礼拜") || cursor.take("周") { return .days(7) }
      return nil
    }
    if cursor.take("周") || cursor.take("星期") || cursor.take("週") { return .days(7) }
    if cursor.take("年") { return .months(12) }
    if cursor.take("季度") { return .months(3) }
    if cursor.take("小时") || cursor.take("小時") { return .seconds(3600) }
    if cursor.take("分钟") || cursor.take("分鐘") { return .seconds(60) }
    if cursor.take("秒钟") || cursor.take("秒") { return .seconds(1) }
    return nil
  }
}
