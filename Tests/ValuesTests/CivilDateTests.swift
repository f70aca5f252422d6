import Testing

@testable import Values

@Suite struct CivilDateTests {
  @Test func `every supported day agrees with counting them one by one`() {
    var (year, month, day, weekday) = (1, 1, 1, 1)
    for number in CivilDate.first.daysSinceEpoch...CivilDate.last.daysSinceEpoch {
      guard let date = CivilDate(daysSinceEpoch: number), date.components == (year, month, day),
        date.weekday == weekday, CivilDate(year: year, month: month, day: day) == date
      else {
        Issue.record("\(year)-\(month)-\(day)")
        return
      }
      weekday = weekday == 7 ? 1 : weekday + 1
      day += 1
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let length = [4, 6, 9, 11].contains(month) ? 30 : month == 2 ? (isLeap ? 29 : 28) : 31
      if day > length { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.daysSinceEpoch == 0)
  }

  @Test func `days that do not exist are refused`() {
    for (year, month, day) in [
      (2026, 2, 29), (2026, 13, 1), (2026, 0, 1), (0, 1, 1), (10_000, 1, 1), (2026, 4, 31), (2026, 1, 0),
      (Int.max, 1, 1),
    ] {
      #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
    #expect(CivilDate.last.adding(days: 2) == nil)
    #expect(CivilDate.first.adding(days: -1) == nil)
    #expect(CivilDate.first.adding(days: .max) == nil)
    #expect(CivilDate.first.adding(months: .min) == nil)
    #expect(CivilDate.last.adding(1, .year) == nil)
    #expect(CivilDate.last.adding(.max, .week) == nil)
  }

  @Test func `a month later is the same day or the last of the month`() {
    for (from, months, to) in [
      ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
      ("2026-12-15", 1, "2027-01-15"),
      ("2024-02-29", 12, "2025-02-28"), ("2026-05-31", -3, "2026-02-28"), ("2026-01-01", -1, "2025-12-01"),
    ] { #expect(date(from).adding(months: months)?.description == to) }
  }

  @Test func `weeks start on Monday and quarters in January`() {
    let day = date("2026-03-15")
    #expect(day.weekday == 7)
    #expect(day.startOfWeek.description == "2026-03-09")
    #expect(day.startOfMonth.description == "2026-03-01")
    #expect(date("2026-05-20").startOfQuarter.description == "2026-04-01")
    #expect(day.startOfYear.description == "2026-01-01")
    #expect(day.quarter == 1)
    #expect(CivilDate.last.range(of: .year)?.upperBound == .end)
    #expect(CivilDate.first.startOfWeek == .first)
  }

  @Test func `a zone's days and times agree with its instants`() throws {
    let shanghai = Zone.shanghai
    let instant = try Instant(reading: "2026-03-15T14:30:05+08:00")
    #expect(shanghai.day(of: instant).description == "2026-03-15")
    #expect(shanghai.time(of: instant).description == "14:30:05")
    #expect(instant.description == "2026-03-15T06:30:05Z")
    #expect(instant.description(in: shanghai) == "2026-03-15T14:30:05+08:00")
    var generator = SeededGenerator(seed: 7)
    let zones = [
      shanghai, .utc, Zone(identifier: "+05:30"), Zone(identifier: "-03:30"), Zone(identifier: "America/New_York"),
    ].compactMap { $0 }
    #expect(zones.count == 5)
    for _ in 0..<5_000 {
      let moment = Instant(milliseconds: Int64.random(in: 700_000_000_000...4_000_000_000_000, using: &generator))
      for zone in zones {
        let spelled = moment.description(in: zone)
        #expect(try Instant(reading: spelled) == moment, "\(spelled)")
        let back = zone.instant(of: zone.day(of: moment), at: zone.time(of: moment))
        #expect(back.seconds == moment.seconds || zone.offset(at: back) != zone.offset(at: moment))
      }
    }
  }

  @Test func `a time that the clocks skip moves on and one shown twice is the first`() throws {
    guard let newYork = Zone(identifier: "America/New_York"), let time = TimeOfDay(hour: 2, minute: 30),
      let twice = TimeOfDay(hour: 1, minute: 30)
    else { return }
    #expect(newYork.instant(of: date("2026-03-08"), at: time).description(in: newYork) == "2026-03-08T03:30:00-04:00")
    #expect(newYork.instant(of: date("2026-11-01"), at: twice).description(in: newYork) == "2026-11-01T01:30:00-04:00")
  }

  @Test func `Shanghai's summer times before 1991 are kept`() {
    #expect(Zone.shanghai.instant(of: date("1990-07-01")).description == "1990-06-30T15:00:00Z")
    #expect(Zone.shanghai.instant(of: date("1991-09-16")).description == "1991-09-15T16:00:00Z")
  }

  @Test func `instants beyond the supported years are clamped`() {
    #expect(Instant(milliseconds: .max) == .last)
    #expect(Instant(seconds: .min) == .first)
    #expect(Instant.last.description(in: .shanghai) == "9999-12-31T07:59:59.999+08:00")
    #expect(Zone.shanghai.day(of: .last) == .last)
    #expect(Instant.last.adding(seconds: 1) == nil)
    #expect(Zone(identifier: "Mars/Olympus") == nil)
  }

  private func date(_ text: String) -> CivilDate {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return CivilDate(year: parts[0], month: parts[1], day: parts[2]) ?? .first
  }
}
