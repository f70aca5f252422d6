import Testing

@testable import Values

@Suite struct HostileTextTests {
  /// Feeds a text to every reader; what matters is that each returns.
  private func feed(_ text: String, _ reader: TemporalReader) {
    _ = try? ExactDecimal(reading: text)
    _ = try? PercentOrNumber(reading: text)
    if let money = try? Money(reading: text, defaultCurrency: .cny) { _ = money.displayed }
    if let value = try? reader.read(text), case .days(let days) = value { _ = Zone.shanghai.instants(of: days) }
    _ = try? reader.read(text.dropFirst())
    if let duration = try? CalendarDuration(reading: text) { _ = reader.now.adding(duration, in: .shanghai) }
    if let instant = try? Instant(reading: text) { _ = instant.description(in: .shanghai) }
    if let phone = try? PhoneNumber(reading: text) { _ = phone.national }
    if let email = try? EmailAddress(reading: text) { _ = email.folded }
    _ = try? WebAddress(reading: text)
    _ = Currency.named(text)
    _ = Pinyin.sortKey(of: text, kind: .person)
    _ = Pinyin.spelling(of: text)
    _ = Pinyin.initials(of: text)
    _ = TextFolding.folded(text)
    _ = TerminalCells.width(of: text)
    _ = VisibleText.escaped(text)
  }

  /// The days at either end of the calendar are those where counting from today leaves it.
  @Test(arguments: [
    ("2026-03-15T14:30:05+08:00", 20_000), ("0001-01-01T00:00:00Z", 4_000), ("9999-12-31T23:59:59Z", 4_000),
  ])
  func `no reader traps on a mutated text, whatever the day`(_ now: String, _ count: Int) throws {
    let reader = TemporalReader(now: try Instant(reading: now), zone: .shanghai)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<count { feed(HostileText.mutation(using: &generator), reader) }
    for seed in HostileText.seeds { feed(seed, reader) }
  }

  @Test func `no reader traps on a naughty string`() throws {
    let reader = TemporalReader(now: try Instant(reading: "2026-03-15T14:30:05+08:00"), zone: .shanghai)
    for text in HostileText.naughtyStrings() { feed(text, reader) }
  }
}
