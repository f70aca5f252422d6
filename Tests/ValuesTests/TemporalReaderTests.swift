import Testing

@testable import Values

/// All phrases are read at 14:30:05 on Sunday 2026-03-15 in Shanghai.
@Suite struct TemporalReaderTests {
  private let reader: TemporalReader

  init() throws {
    reader = TemporalReader(now: try Instant(reading: "2026-03-15T14:30:05+08:00"), zone: .shanghai)
  }

  private func shown(_ phrase: String) -> String {
    do throws(TemporalReadingError) {
      return switch try reader.read(phrase) {
      case .day(let day): day.description
      case .days(let days): "\(days.lowerBound)..<\(days.upperBound)"
      case .instant(let instant): String(instant.description(in: .shanghai).dropLast(6))
      case .instants(let instants):
        instants.lowerBound.description(in: .shanghai).dropLast(6) + "..<"
          + instants.upperBound.description(in: .shanghai).dropLast(6)
      case .time(let time): time.description
      }
    } catch {
      return "\(error)"
    }
  }

  @Test(
    arguments: [
      ("2026-03-15", "2026-03-15"), ("2026/3/5", "2026-03-05"), ("2026.3.5", "2026-03-05"),
      ("2026年3月15日", "2026-03-15"), ("2026 年 3 月 15 日", "2026-03-15"), ("3 月 5 日", "2026-03-05"),
      ("3月15日", "2026-03-15"), ("3月15号", "2026-03-15"), ("20260315", "2026-03-15"), ("２０２６－０３－１５", "2026-03-15"),
      ("二月三日", "2026-02-03"),
      ("明年3月1日", "2027-03-01"), ("去年12月31日", "2025-12-31"), ("9999-12-31", "9999-12-31"), ("  2026-3-5 ", "2026-03-05"),
    ])
  func `a day is read in every spelling`(_ phrase: String, _ expected: String) { #expect(shown(phrase) == expected) }

  @Test(arguments: [
    ("2026-03", "2026-03-01..<2026-04-01"), ("2026年3月", "2026-03-01..<2026-04-01"),
    ("2026-Q1", "2026-01-01..<2026-04-01"), ("2026Q4", "2026-10-01..<2027-01-01"),
    ("2026 q2", "2026-04-01..<2026-07-01"), ("2026", "2026-01-01..<2027-01-01"), ("2026年", "2026-01-01..<2027-01-01"),
    ("9999", "9999-01-01..<10000-01-01"),
    ("2026年第一季度", "2026-01-01..<2026-04-01"), ("2026年下半年", "2026-07-01..<2027-01-01"),
    ("2026/12", "2026-12-01..<2027-01-01"), ("3月", "2026-03-01..<2026-04-01"),
    ("12月份", "2026-12-01..<2027-01-01"), ("二季度", "2026-04-01..<2026-07-01"), ("q3", "2026-07-01..<2026-10-01"),
    ("去年3月", "2025-03-01..<2025-04-01"),
  ])
  func `a month, a quarter and a year are spans of days`(_ phrase: String, _ expected: String) {
    #expect(shown(phrase) == expected)
  }

  @Test(arguments: [
    ("2026-03-15 14:30", "2026-03-15T14:30:00"), ("2026-03-15 14:30:05", "2026-03-15T14:30:05"),
    ("2026-03-15T14:30", "2026-03-15T14:30:00"),
    ("2026-03-15T14:30:00+09:00", "2026-03-15T13:30:00"), ("2026-03-15T06:30:00Z", "2026-03-15T14:30:00"),
    ("2026-03-15T06:30:00.250Z", "2026-03-15T14:30:00.250"),
    ("20260315T063000Z", "2026-03-15T14:30:00"), ("2026年3月15日14点30分", "2026-03-15T14:30:00"),
    ("2026年3月15日 下午2点半", "2026-03-15T14:30:00"),
    ("明天 9:00", "2026-03-16T09:00:00"), ("明天下午3点", "2026-03-16T15:00:00"), ("tomorrow at 9:00", "2026-03-16T09:00:00"),
    ("下周一 10:00", "2026-03-16T10:00:00"),
    ("now", "2026-03-15T14:30:05"), ("现在", "2026-03-15T14:30:05"), ("2h ago", "2026-03-15T12:30:05"),
    ("30分钟后", "2026-03-15T15:00:05"), ("in 1h 30min", "2026-03-15T16:00:05"),
    ("1d 2h ago", "2026-03-14T12:30:05"), ("2026-03-15 2:30 pm", "2026-03-15T14:30:00"),
    ("-90s", "2026-03-15T14:28:35"), ("3d ago 14:00", "2026-03-12T14:00:00"),
  ])
  func `a day with a time and a count of hours are instants`(_ phrase: String, _ expected: String) {
    #expect(shown(phrase) == expected)
  }

  @Test(arguments: [
    ("today", "2026-03-15"), ("Tomorrow", "2026-03-16"), ("YESTERDAY", "2026-03-14"), ("今天", "2026-03-15"),
    ("明天", "2026-03-16"), ("昨天", "2026-03-14"),
    ("后天", "2026-03-17"), ("前天", "2026-03-13"), ("大后天", "2026-03-18"), ("7d ago", "2026-03-08"),
    ("7 days ago", "2026-03-08"), ("3mo ago", "2025-12-15"),
    ("30天前", "2026-02-13"), ("30 天 前", "2026-02-13"), ("in 3d", "2026-03-18"), ("+3d", "2026-03-18"),
    ("-2w", "2026-03-01"), ("3天后", "2026-03-18"),
    ("三天以后", "2026-03-18"), ("半年前", "2025-09-15"), ("两周后", "2026-03-29"), ("1年前", "2025-03-15"), ("3个月前", "2025-12-15"),
    ("next day", "2026-03-16"),
    ("下周五", "2026-03-20"), ("本周日", "2026-03-15"), ("上周一", "2026-03-02"), ("月底", "2026-03-31"), ("下月底", "2026-04-30"),
    ("年底", "2026-12-31"), ("二十天前", "2026-02-23"),
  ])
  func `a count of days from today is a day`(_ phrase: String, _ expected: String) {
    #expect(shown(phrase) == expected)
  }

  @Test(arguments: [
    ("this week", "2026-03-09..<2026-03-16"), ("last week", "2026-03-02..<2026-03-09"),
    ("next  week", "2026-03-16..<2026-03-23"), ("本周", "2026-03-09..<2026-03-16"),
    ("上周", "2026-03-02..<2026-03-09"), ("下周", "2026-03-16..<2026-03-23"), ("this month", "2026-03-01..<2026-04-01"),
    ("本月", "2026-03-01..<2026-04-01"),
    ("上月", "2026-02-01..<2026-03-01"), ("上个月", "2026-02-01..<2026-03-01"), ("下月", "2026-04-01..<2026-05-01"),
    ("this quarter", "2026-01-01..<2026-04-01"),
    ("本季度", "2026-01-01..<2026-04-01"), ("上季度", "2025-10-01..<2026-01-01"), ("下季度", "2026-04-01..<2026-07-01"),
    ("this year", "2026-01-01..<2027-01-01"),
    ("今年", "2026-01-01..<2027-01-01"), ("去年", "2025-01-01..<2026-01-01"), ("明年", "2027-01-01..<2028-01-01"),
    ("last 30 days", "2026-02-14..<2026-03-16"),
    ("past 30 days", "2026-02-14..<2026-03-16"), ("next 7 days", "2026-03-15..<2026-03-22"),
    ("近30天", "2026-02-14..<2026-03-16"), ("最近 30 天", "2026-02-14..<2026-03-16"),
    ("未来7天", "2026-03-15..<2026-03-22"), ("last 3 months", "2025-12-16..<2026-03-16"),
    ("近一周", "2026-03-09..<2026-03-16"), ("last 1 day", "2026-03-15..<2026-03-16"),
    ("last 2 hours", "2026-03-15T12:30:05..<2026-03-15T14:30:05.001"),
    ("next 2h", "2026-03-15T14:30:05..<2026-03-15T16:30:05"), ("本周末", "2026-03-14..<2026-03-16"),
  ])
  func `a named span is half-open`(_ phrase: String, _ expected: String) { #expect(shown(phrase) == expected) }

  @Test(arguments: [
    ("14:30", "14:30"), ("14:30:05", "14:30:05"), ("9:05", "09:05"), ("１４：３０", "14:30"), ("14点", "14:00"),
    ("下午2点", "14:00"), ("2:30pm", "14:30"),
  ])
  func `a clock's time stands for itself`(_ phrase: String, _ expected: String) { #expect(shown(phrase) == expected) }

  @Test(arguments: [
    ("2026-03-01..2026-04-30", "2026-03-01..<2026-05-01"), ("2026-Q1..2026-Q2", "2026-01-01..<2026-07-01"),
    ("2024..2026", "2024-01-01..<2027-01-01"), ("2026-01 .. 2026-03", "2026-01-01..<2026-04-01"),
    ("2026年2月1日至2月10日", "2026-02-01..<2026-02-11"), ("2025年3月1日至4月30日", "2025-03-01..<2025-05-01"),
    ("1月到3月", "2026-01-01..<2026-04-01"), ("上月至今天", "2026-02-01..<2026-03-16"),
    ("2026/3/1~2026/3/5", "2026-03-01..<2026-03-06"),
    ("9999..9999-12-31", "9999-01-01..<10000-01-01"),
    ("2026-03-14 09:00..2026-03-15", "2026-03-14T09:00:00..<2026-03-16T00:00:00"),
    ("2026-04..2026-03", "backwards(\"2026-04\", \"2026-03\")"), ("2026-03..", "notADate"), ("1..2..3", "notADate"),
  ])
  func `a stretch is read by its two ends`(_ phrase: String, _ expected: String) {
    #expect(shown(phrase).hasPrefix(expected) || expected == "notADate" && (try? reader.read(phrase)) == nil)
  }

  @Test func `what is no date is refused with the reason`() throws {
    func date(_ year: Int, _ month: Int, _ day: Int) throws -> CivilDate {
      try #require(CivilDate(year: year, month: month, day: day))
    }
    let cases: [(String, TemporalReadingError)] = [
      ("", .empty), ("soon", .notADate("soon")), ("2026-02-30", .noSuchDay(day: 30, lastValid: try date(2026, 2, 28))),
      ("2月30日", .noSuchDay(day: 30, lastValid: try date(2026, 2, 28))),
      ("20260230", .noSuchDay(day: 30, lastValid: try date(2026, 2, 28))),
      ("2026-13-01", .noSuchMonth(13)), ("2026-13", .noSuchMonth(13)), ("2026-Q5", .noSuchQuarter(5)),
      ("25:00", .noSuchTime("25:00")), ("14:60", .noSuchTime("14:60")),
      ("3/5/2026", .ambiguousDayMonth("3/5/2026", readings: [try date(2026, 3, 5), try date(2026, 5, 3)])),
      ("25/12/2026", .ambiguousDayMonth("25/12/2026", readings: [try date(2026, 12, 25)])),
      ("3/5", .ambiguousDayMonth("3/5", readings: [try date(2026, 3, 5), try date(2026, 5, 3)])),
      ("26-03-15", .shortYear("26-03-15", suggestion: 2026)),
      ("26年3月15日", .shortYear("26年3月15日", suggestion: 2026)),
      ("5m ago", .ambiguousUnit("5m", suggestions: ["5min", "5mo"])),
      ("m", .ambiguousUnit("m", suggestions: ["min", "mo"])),
      ("3天内", .ambiguousWithin("3天内", suggestions: ["近3天", "未来3天"])),
      ("7d", .bareDuration("7d", suggestions: ["7d ago", "in 7d"])), ("5x", .unknownUnit("x")),
      ("2026-03-15 foo", .unexpected("foo", after: "2026-03-15")), ("0000-01-01", .outOfRange("0")),
      ("in 99999999 years", .outOfRange("99999999 years")),
      ("9999999年前", .outOfRange("9999999年")), ("3.5", .notADate("3.5")), ("12345", .notADate("12345")),
    ]
    for (phrase, error) in cases {
      #expect(throws: error, "\(phrase)") { try reader.read(phrase) }
    }
  }

  @Test func `every printed day and instant reads back`() throws {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<5_000 {
      let number = Int32.random(in: CivilDate.first.daysSinceEpoch...CivilDate.last.daysSinceEpoch, using: &generator)
      let day = try #require(CivilDate(daysSinceEpoch: number))
      #expect(try reader.read(day.description) == .day(day))
      let (year, month, dayOfMonth) = day.components
      if year >= 1000 { #expect(try reader.read("\(year)年\(month)月\(dayOfMonth)日") == .day(day)) }
    }
  }

  @Test(arguments: [
    ("30s", "30s"), ("15min", "15min"), ("2h", "2h"), ("7d", "7d"), ("2w", "14d"), ("3mo", "3mo"), ("1y", "1y"),
    ("7天", "7d"), ("2周", "14d"), ("3个月", "3mo"),
    ("2小时", "2h"), ("30分钟", "30min"), ("1年", "1y"), ("半年", "6mo"), ("90 days", "90d"), ("1.5h", "1h 30min"),
    ("1y 2mo", "1y 2mo"), ("１５ＭＩＮ", "15min"),
    ("-7d", "-7d"), ("两个星期", "14d"), ("半小时", "30min"), ("0d", "0s"), ("1h30min", "1h 30min"), ("十二个月", "1y"),
  ])
  func `a duration is read in every spelling`(_ text: String, _ expected: String) throws {
    let duration = try CalendarDuration(reading: text)
    #expect(duration.description == expected)
    #expect(try CalendarDuration(reading: duration.description) == duration)
  }

  @Test func `what is no duration is refused with the reason`() {
    let cases: [(String, TemporalReadingError)] = [
      ("1m", .ambiguousUnit("1m", suggestions: ["1min", "1mo"])),
      ("m", .ambiguousUnit("m", suggestions: ["min", "mo"])), ("", .empty), ("long", .notADuration("long")),
      ("5", .notADuration("5")), ("5x", .unknownUnit("x")), ("1.5d", .fractionalUnit("1.5d")),
      ("半天", .fractionalUnit("半天")), ("999999999y", .outOfRange("999999999y")),
      ("7d foo", .unexpected("foo", after: "7d ")),
    ]
    for (text, error) in cases {
      #expect(throws: error, "\(text)") { try CalendarDuration(reading: text) }
    }
  }
}
