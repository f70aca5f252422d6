import Calendar
import Testing
import Values

struct OccurrencesTests {
  private func day(_ text: String) throws -> CivilDate {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
  }

  private func days(_ rule: String, from start: String, in first: String, _ end: String) throws -> [String] {
    let rule = try RecurrenceRule(reading: rule)
    let range = try day(first)..<day(end)
    return Occurrences(of: rule, from: try day(start)).days(in: range, limit: 50).map(\.description)
  }

  @Test func `a weekly rule stands on its weekday`() throws {
    let found = try days("FREQ=WEEKLY;BYDAY=MO", from: "2026-03-02", in: "2026-03-01", "2026-03-20")
    #expect(found == ["2026-03-02", "2026-03-09", "2026-03-16"])
  }

  @Test func `every second week keeps its rhythm however far one looks ahead`() throws {
    let found = try days("FREQ=WEEKLY;INTERVAL=2", from: "2026-03-02", in: "2036-03-01", "2036-04-01")
    #expect(found == ["2036-03-03", "2036-03-17", "2036-03-31"])
  }

  @Test func `the last day of each month is found`() throws {
    let found = try days("每月最后一天", from: "2026-01-31", in: "2026-02-01", "2026-05-01")
    #expect(found == ["2026-02-28", "2026-03-31", "2026-04-30"])
  }

  @Test func `a leap day comes back in leap years`() throws {
    let found = try days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", from: "2024-02-29", in: "2025-01-01", "2033-01-01")
    #expect(found == ["2028-02-29", "2032-02-29"])
  }

  @Test func `a rule without end is worked out up to the limit and no further`() throws {
    let rule = try RecurrenceRule(reading: "FREQ=DAILY;UNTIL=99991231")
    let range = try day("2026-01-01")..<CivilDate.end
    #expect(Occurrences(of: rule, from: try day("2026-01-01")).days(in: range, limit: 7).count == 7)
  }

  @Test func `what follows a day that is past is today or later, and what was missed is counted`() throws {
    let rule = try RecurrenceRule(reading: "每周一")
    let next = try #require(Occurrences(of: rule, from: try day("2026-03-02")).next(notBefore: try day("2026-03-18")))
    #expect(next.day.description == "2026-03-23")
    #expect(next.missed == 2)
  }

  @Test func `a number of times counts down`() throws {
    let rule = try RecurrenceRule(reading: "FREQ=DAILY;COUNT=3")
    let first = try #require(Occurrences(of: rule, from: try day("2026-03-02")).next(notBefore: try day("2026-03-01")))
    #expect(first.day.description == "2026-03-03")
    #expect(first.rule.count == 2)
    let last = try #require(Occurrences(of: first.rule, from: first.day).next(notBefore: first.day))
    #expect(Occurrences(of: last.rule, from: last.day).next(notBefore: last.day) == nil)
  }
}
