import Testing

/// Whatever was written can be taken back, and what was taken back can be brought back.
@Suite struct UndoPropertyTests {
  @Test(arguments: Seeds.chosen(6))
  func `undone one by one any writes leave what was there before them`(seed: UInt64) throws {
    try undoOneByOne(seed)
  }

  /// Each redoes what stands already, and did something to it all the same: its time, its stage's visits.
  @Test(arguments: [43, 263, 431, 451, 883] as [UInt64])
  func `histories that were once undone wrongly`(seed: UInt64) throws { try undoOneByOne(seed) }

  private func undoOneByOne(_ seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    #expect(bench.codes == [])
    var states: [Int64: StandingState] = [:]
    var said: [Int64: String] = [:]
    let first = try ChangeLogTests.lastChangeSet(bench)
    states[first] = try StandingState(of: bench)
    var last = first
    for _ in 0..<25 {
      if !dice.one(in: 6) { bench.clock.pass(seconds: 3600) }
      let text: String
      if dice.one(in: 3) {
        text = Self.reversal(&dice, upTo: last)
        bench.say(text)
      } else if dice.one(in: 4) {
        text = (0..<(2 + dice.roll(5))).map { _ in Self.write(&dice) }.joined(separator: "\n")
        bench.script(text)
      } else {
        text = Self.write(&dice)
        bench.say(text)
      }
      let now = try ChangeLogTests.lastChangeSet(bench)
      let state = try StandingState(of: bench)
      if now == last {
        let before = try #require(states[last])
        let isSame = state == before
        #expect(isSame, "seed \(seed): \(text) wrote nothing: \(state.differences(from: before))")
        guard isSame else { return }
        continue
      }
      (states[now], said[now], last) = (state, text, now)
    }
    try ChangeLogTests.checkStanding(bench)
    for changeSet in stride(from: last, to: first, by: -1) {
      bench.clock.pass(seconds: 60)
      let answer = bench.say("undo \(changeSet)")
      let before = try #require(states[changeSet - 1])
      let state = try StandingState(of: bench)
      let isSame = state == before
      #expect(bench.codes == [], "seed \(seed), set \(changeSet): \(said[changeSet] ?? ""): \(answer)")
      #expect(
        isSame, "seed \(seed), set \(changeSet): \(said[changeSet] ?? "")\n\(state.differences(from: before))")
      guard bench.codes == [], isSame else { return }
    }
  }

  @Test(arguments: Seeds.chosen(6))
  func `an undo and its redo leave what was there before both`(seed: UInt64) throws {
    var dice = Dice(seed &+ 7_000)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    for _ in 0..<12 {
      bench.clock.pass(seconds: 3600)
      let text = (0..<(1 + dice.roll(4))).map { _ in Self.write(&dice) }.joined(separator: "\n")
      bench.script(text)
      let before = try StandingState(of: bench)
      for round in 0..<(1 + dice.roll(2)) {
        bench.clock.pass(seconds: 60)
        bench.say("undo")
        guard bench.codes == [] else { break }
        bench.clock.pass(seconds: 60)
        let answer = bench.say("redo")
        let state = try StandingState(of: bench)
        #expect(bench.codes == [], "seed \(seed), round \(round): \(text): \(answer)")
        let isSame = state == before
        #expect(isSame, "seed \(seed): \(text)\n\(state.differences(from: before))")
        guard bench.codes == [], isSame else { return }
      }
    }
  }

  private static func write(_ dice: inout Dice) -> String {
    switch dice.roll(12) {
    case 0: "add contact name = 联系人, customer = cust_00\(1 + dice.roll(9)), phone = 13800138000"
    case 1: "add opportunity title = 引用, customer = cust_00\(1 + dice.roll(9)), amount = 88 USD"
    case 2: "add customer name = 下级, parent = cust_00\(1 + dice.roll(9)), tags = [T1, 新]"
    default: ChangeLogStatements.one(&dice)
    }
  }

  private static func reversal(_ dice: inout Dice, upTo last: Int64) -> String {
    let number = max(1, Int(last) - dice.roll(8))
    return dice.pick([
      "undo", "undo", "redo", "undo \(number)", "undo \(number) force", "redo \(number)", "redo \(number) force",
    ])
  }
}
