/// Phrases that begin with a word, in both languages.
extension TemporalReader {
  // MARK: English

  func takeEnglish(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    if cursor.takeWord("now") { return .instant(now) }
    if cursor.takeWord("today") { return try span(.day, 0) }
    if cursor.takeWord("tomorrow") { return try span(.day, 1) }
    if cursor.takeWord("yesterday") { return try span(.day, -1) }
    if cursor.takeWord("in") {
      cursor.skipSpaces()
      let start = cursor.index
      guard let duration = try DurationReader.take(&cursor) else { return nil }
      return try moved(by: duration, back: false, cursor.text(from: start, to: cursor.index))
    }
    if cursor.takeWord("this") { return try takeUnit(&cursor, 0) }
    if cursor.takeWord("last") || cursor.takeWord("past") || cursor.takeWord("previous") {
      if let unit = try takeUnit(&cursor, -1) { return unit }
      return try takeSpan(&cursor, .back)
    }
    if cursor.takeWord("next") || cursor.takeWord("coming") {
      if let unit = try takeUnit(&cursor, 1) { return unit }
      return try takeSpan(&cursor, .ahead)
    }
    if cursor.takeWord("m") { throw .ambiguousUnit("m", suggestions: ["min", "mo"]) }
    return try takePartOfYear(&cursor, today.year)
  }

  /// The unit of `this month`; nil where a count or something else follows.
  private func takeUnit(_ cursor: inout PhraseCursor, _ count: Int) throws(TemporalReadingError) -> TemporalValue? {
    var ahead = cursor
    ahead.skipSpaces()
    let unit: CalendarUnit? =
      if ahead.takeWord("day") {
        .day
      } else if ahead.takeWord("week") {
        .week
      } else if ahead.takeWord("month") {
        .month
      } else if ahead.takeWord("quarter") {
        .quarter
      } else if ahead.takeWord("year") {
        .year
      } else {
        nil
      }
    guard let unit else { return nil }
    cursor = ahead
    return try span(unit, count)
  }

  // MARK: Chinese

  func takeChinese(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    if let day = try takeChineseDay(&cursor) { return day }
    if let count = takeChineseYear(&cursor) {
      return try takeRestOfYear(&cursor, today.year + count)
    }
    if cursor.take("最近") || cursor.take("过去") || cursor.take("近") { return try takeSpan(&cursor, .back) }
    if cursor.take("未来") || cursor.take("今后") || cursor.take("接下来") { return try takeSpan(&cursor, .ahead) }
    if let value = try takeChineseUnit(&cursor) { return value }
    if let time = try ClockReader.take(&cursor) { return .time(time.time) }
    if let part = try takePartOfYear(&cursor, today.year) { return part }
    return try takeRelative(&cursor)
  }

  private func takeChineseDay(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    if cursor.take("现在") || cursor.take("此刻") { return .instant(now) }
    if cursor.take("今天") || cursor.take("今日") { return try span(.day, 0) }
    if cursor.take("明天") || cursor.take("明日") { return try span(.day, 1) }
    if cursor.take("昨天") || cursor.take("昨日") { return try span(.day, -1) }
    if cursor.take("大后天") { return try span(.day, 3) }
    if cursor.take("大前天") { return try span(.day, -3) }
    if cursor.take("后天") { return try span(.day, 2) }
    if cursor.take("前天") { return try span(.day, -2) }
    return nil
  }

  private func takeChineseYear(_ cursor: inout PhraseCursor) -> Int? {
    if cursor.take("今年") || cursor.take("本年度") || cursor.take("本年") { return 0 }
    if cursor.take("去年") || cursor.take("上年") { return -1 }
    if cursor.take("明年") || cursor.take("下年") { return 1 }
    if cursor.take("前年") { return -2 }
    if cursor.take("后年") { return 2 }
    return nil
  }

  /// `本周`, `上个月`, `下季度`, and a day in them: `下周一`, `本月底`.
  private func takeChineseUnit(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    var ahead = cursor
    let count: Int
    if ahead.take("本") || ahead.take("这") {
      count = 0
    } else if ahead.take("上") {
      count = -1
    } else if ahead.take("下") {
      count = 1
    } else if ahead.take("月底") || ahead.take("月末") {
      cursor = ahead
      return try dayIn(.month, 0, last: true)
    } else if ahead.take("年底") || ahead.take("年末") {
      cursor = ahead
      return try dayIn(.year, 0, last: true)
    } else {
      return nil
    }
    _ = ahead.take("个")
    if ahead.take("周") || ahead.take("星期") || ahead.take("礼拜") {
      cursor = ahead
      if let day = try takeWeekday(&cursor, count) { return day }
      return try span(.week, count)
    }
    if ahead.take("月") {
      cursor = ahead
      if cursor.take("底") || cursor.take("末") { return try dayIn(.month, count, last: true) }
      if cursor.take("初") { return try dayIn(.month, count, last: false) }
      _ = cursor.take("份")
      return try span(.month, count)
    }
    guard ahead.take("季度") || ahead.take("季") else { return nil }
    cursor = ahead
    return try span(.quarter, count)
  }

  private func takeWeekday(_ cursor: inout PhraseCursor, _ weeks: Int) throws(TemporalReadingError) -> TemporalValue? {
    let monday = today.startOfWeek.daysSinceEpoch + Int32(weeks * 7)
    if cursor.take("末") {
      guard let saturday = CivilDate(daysSinceEpoch: monday + 5), let end = saturday.adding(days: 2) else {
        throw .outOfRange(today.description)
      }
      return .days(saturday..<end)
    }
    let weekday: Int?
    if cursor.take("日") || cursor.take("天") {
      weekday = 7
    } else {
      var ahead = cursor
      weekday = DurationReader.takeChineseNumber(&ahead).flatMap { (1...6).contains($0) ? $0 : nil }
      if weekday != nil { cursor = ahead }
    }
    guard let weekday else { return nil }
    guard let day = CivilDate(daysSinceEpoch: monday + Int32(weekday - 1)), day <= .last else {
      throw .outOfRange(today.description)
    }
    return .day(day)
  }

  /// The first or last day of a month or year near today's.
  private func dayIn(_ unit: CalendarUnit, _ count: Int, last: Bool) throws(TemporalReadingError) -> TemporalValue {
    guard let range = today.adding(count, unit)?.range(of: unit), let end = range.upperBound.adding(days: -1) else {
      throw .outOfRange(today.description)
    }
    return .day(last ? end : range.lowerBound)
  }
}
