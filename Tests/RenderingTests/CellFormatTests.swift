import Diagnostics
import Domain
import Query
import Rendering
import Testing
import Values

@Suite struct CellFormatTests {
  private func person(_ cell: Cell, _ language: UserLanguage = .english) -> String {
    CellFormat(.person(language)).text(cell)
  }

  private func exchanged(_ cell: Cell, exact: Bool = false) -> String {
    CellFormat(.exchange(exact: exact)).text(cell)
  }

  @Test func `an amount has symbol and commas for a person and plain digits for a program`() {
    #expect(person(Samples.money(10_000_000)) == "¥100,000")
    #expect(exchanged(Samples.money(9_500_000)) == "95000")
    #expect(exchanged(Samples.money(9_500_050)) == "95000.50")
    #expect(exchanged(Samples.money(-5)) == "-0.05")
    #expect(exchanged(Samples.money(.min)) == "-92233720368547758.08")
  }

  @Test func `an amount in another currency than the base says which`() {
    #expect(person(Samples.money(9_950, .usd)) == "US$99.50")
    #expect(exchanged(Samples.money(9_950, .usd)) == "99.50 USD")
    let dollars = CellFormat(.exchange(exact: false), baseCurrency: .usd)
    #expect(dollars.text(Samples.money(9_950, .usd)) == "99.50")
  }

  @Test func `a choice is shown in the language of the person and exported by the user's spelling`() {
    let active = Cell.choice(Choice(3, "active", Names("active", zh: "活跃客户")))
    #expect(person(active) == "active")
    #expect(person(active, .chinese) == "活跃客户")
    #expect(exchanged(active) == "active")
  }

  @Test func `a configured option is shown by its own name whatever the language`() {
    let stage = Cell.choice(Choice(3, "方案提交", Names(english: [], chinese: ["方案提交"])))
    #expect(person(stage) == "方案提交")
    let tier = Cell.choice(Choice(4, "Gold", Names(english: ["Gold"], chinese: [])))
    #expect(person(tier, .chinese) == "Gold")
  }

  @Test func `an instant is local for a person, a day in exchange and whole where it is exact`() {
    #expect(person(Samples.instant) == "2026-03-15 14:30")
    #expect(exchanged(Samples.instant) == "2026-03-15")
    #expect(exchanged(Samples.instant, exact: true) == "2026-03-15T14:30:00+08:00")
  }

  @Test(
    arguments: [
      (9000, "2h 30min", "2 小时 30 分", "150min"), (1_209_600, "14d", "14 天", "14d"), (90, "1min 30s", "1 分 30 秒", "90s"),
      (3600, "1h", "1 小时", "1h"), (0, "0min", "0 分", "0s"), (97_265, "1d 3h", "1 天 3 小时", "97265s"),
      (-7200, "-2h", "-2 小时", "-2h"),
    ] as [(Int64, String, String, String)])
  func `a duration reads well for people and exactly for programs`(
    _ seconds: Int64, _ english: String, _ chinese: String, _ exchange: String
  ) {
    #expect(person(.duration(seconds)) == english)
    #expect(person(.duration(seconds), .chinese) == chinese)
    #expect(exchanged(.duration(seconds)) == exchange)
  }

  @Test func `the longest duration does not trap`() {
    #expect(person(.duration(.min)).hasPrefix("-106751991167300d"))
    #expect(exchanged(.duration(.min)) == "-9223372036854775808s")
  }

  @Test(arguments: [9000, 1_209_600, 90, 0, -7200, 97_265] as [Int64])
  func `an exchanged duration reads back to the same length`(_ seconds: Int64) throws {
    let read = try CalendarDuration(reading: exchanged(.duration(seconds)))
    #expect(read.approximateSeconds == Double(seconds))
  }

  @Test func `a reference shows its title, its id where there is none, and whether it is deleted`() {
    #expect(person(.reference("cust_001", title: "Acme", isDeleted: false)) == "Acme")
    #expect(person(.reference("cust_001", title: nil, isDeleted: false)) == "cust_001")
    #expect(person(.reference("cust_001", title: "Acme", isDeleted: true)) == "Acme (deleted)")
    #expect(person(.reference("cust_001", title: "Acme", isDeleted: true), .chinese) == "Acme（已删除）")
    #expect(exchanged(.reference("cust_001", title: "Acme", isDeleted: true)) == "cust_001")
  }

  @Test func `labels and flags follow the language and the exchange form`() {
    let labels = Cell.labels(["VIP", "高价值"])
    #expect(person(labels) == "VIP, 高价值")
    #expect(person(labels, .chinese) == "VIP、高价值")
    #expect(exchanged(labels) == "VIP;高价值")
    #expect(person(.flag(true), .chinese) == "是")
    #expect(person(.flag(false)) == "no")
    #expect(exchanged(.flag(true)) == "true")
  }

  @Test func `the first and the last day are spelled whole`() {
    #expect(exchanged(.date(.first)) == "0001-01-01")
    #expect(exchanged(.date(.last)) == "9999-12-31")
    #expect(exchanged(.date(.end)) == CivilDate.end.description)
  }

  @Test func `numbers keep every digit`() {
    #expect(exchanged(.integer(.min)) == "-9223372036854775808")
    #expect(exchanged(.number(ExactDecimal(mantissa: -15, scale: 3) ?? .zero)) == "-0.015")
    #expect(person(.integer(2026)) == "2026")
  }
}
