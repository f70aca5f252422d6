import Domain
import Engine
import Layout
import Query
import Storage
import Testing
import Values

@Suite struct ClockTests {
  private func frozen() throws -> (Session, FrozenClock) {
    let clock = FrozenClock(FrozenClock.usual(in: .shanghai))
    let store = try Store(
      path: nil, settings: WorkspaceSettings(fingerprint: nil, rules: Customization.plain.rules) { .plain },
      clock: { clock.now })
    return (Session(store: store, catalogue: Workbench.catalogue, frozenClock: clock), clock)
  }

  @Test func `the first users were made when the clock says`() throws {
    let (session, clock) = try frozen()
    #expect(
      try session.store.scalar(SQLStatement("SELECT DISTINCT created_at FROM users"))
        == .integer(clock.now.milliseconds))
    #expect(
      try session.store.scalar(SQLStatement("SELECT DISTINCT at FROM change_sets")) == .integer(clock.now.milliseconds))
  }

  @Test(arguments: [
    ("2026-04-01 09:00", "2026-04-01 09:00"), ("+3d", "2026-03-19 10:00"), ("tomorrow", "2026-03-17 10:00"),
    ("18:30", "2026-03-16 18:30"), ("明天下午3点", "2026-03-17 15:00"), ("in 2h", "2026-03-16 12:00"),
  ])
  func `a clock that stands still can be moved`(text: String, expected: String) throws {
    let (session, clock) = try frozen()
    let bench = Workbench(session)
    bench.say("set clock = \(text)")
    #expect(bench.codes == [])
    #expect(Value.instant(clock.now).plainText(session.dictionary) == expected)
  }

  @Test func `a clock that runs cannot be set`() throws {
    let bench = try Workbench()
    bench.say("set clock = 2026-04-01 09:00")
    #expect(bench.codes == ["clock-runs"])
  }

  @Test func `a clock is set to a moment`() throws {
    let bench = try Workbench()
    bench.say("set clock = soon")
    #expect(bench.codes == ["wrong-setting"])
  }
}
