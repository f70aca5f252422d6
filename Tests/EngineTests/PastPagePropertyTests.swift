import Domain
import Query
import Storage
import Testing
import Values

/// A page of an earlier state that is found by walking its order, against the same page found by looking at every
/// record; over random histories whose clocks go back, with records that were touched in the past or the future.
@Suite struct PastPagePropertyTests {
  @Test(arguments: Seeds.chosen(4))
  func `a page of an earlier state is the same whichever way it is found`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    try Self.load(&dice, into: bench)
    #expect(bench.codes == [])
    let start = try ChangeLogTests.lastChangeSet(bench)
    var asked = 0
    for step in 0..<40 {
      // A clock that stands still makes ties; one that goes back makes sets whose order is not that of their times.
      if !dice.one(in: 3) { bench.clock.pass(seconds: dice.one(in: 6) ? -9000 : 3600) }
      let last = try ChangeLogTests.lastChangeSet(bench)
      switch dice.roll(8) {
      case 0: try Self.load(&dice, into: bench)
      case 1:
        bench.script((0..<(2 + dice.roll(5))).map { _ in ChangeLogStatements.one(&dice) }.joined(separator: "\n"))
      default: bench.say(AsOfPropertyTests.statement(&dice, sets: start..<last))
      }
      for _ in 0..<(step % 4 == 3 ? 12 : 2) {
        let now = try ChangeLogTests.lastChangeSet(bench)
        let question = "\(Self.question(&dice)) as of \"#\(now - Int64(dice.roll(Int(min(12, now)))))\""
        bench.store.pastWalkFloor = .max
        let expected = bench.say(question)
        #expect(bench.codes == [], "\(question)")
        bench.store.pastWalkFloor = 0
        #expect(bench.say(question) == expected, "\(question)")
        // What was read for the first serves the second.
        #expect(bench.say(question) == expected, "\(question), again")
        asked += 1
      }
      // In a change set that is taken back, the log has rows that others take the numbers of.
      if dice.one(in: 4) {
        let question = "\(Self.question(&dice)) as of \"#\(last)\""
        bench.store.pastWalkFloor = 0
        let within = bench.script("\(ChangeLogStatements.one(&dice))\n\(question)\nfail \"no\"")
        #expect(!within.isEmpty)
        bench.say(ChangeLogStatements.one(&dice))
        let found = bench.say(question)
        bench.store.pastWalkFloor = .max
        #expect(found == bench.say(question), "\(question), after a script that failed")
      }
    }
    #expect(asked > 100)
  }

  @Test func `a page goes on behind a record`() throws {
    let bench = try Workbench(customization: .varied)
    bench.script((1...9).map { "add customer name = \"客户{\($0)}\", city = 深圳" }.joined(separator: "\n"))
    for number in [3, 1, 7, 3] {
      bench.clock.pass(seconds: 60)
      bench.say("update cust_00\(number) set city = 北京\(number)")
    }
    let moment = try ChangeLogTests.lastChangeSet(bench)
    bench.clock.pass(seconds: 60)
    bench.say("update customers where id in (cust_001, cust_008) set city = 上海")
    bench.store.pastWalkFloor = 0
    let page = "sort by updated_at desc limit 3"
    func query(_ after: String) -> String { "find customers \(page)\(after) show id as of \"#\(moment)\"" }
    func found(_ after: String) -> [String] {
      bench.say("\(query(after)) | csv").split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    }
    #expect(bench.say("explain \(query(""))").contains("SCAN page VIRTUAL TABLE"))
    #expect(found("") == ["cust_007", "cust_001", "cust_003"])
    #expect(found(" after cust_001") == ["cust_003", "cust_009", "cust_008"])
    #expect(found(" after cust_002") == [])
  }

  /// Records that say themselves when they were made and touched: among others in years to come.
  private static func load(_ dice: inout Dice, into bench: Workbench) throws {
    let entity = Entity.customer
    guard let name = entity.field(named: "name"), let touched = entity.field(named: "updated_at"),
      let made = entity.field(named: "created_at")
    else { return }
    let steps = (0..<(1 + dice.roll(3))).map { number in
      func moment() -> FieldValue {
        .instant(bench.clock.now.adding(seconds: Int64(dice.roll(40) - 20) * 1800) ?? bench.clock.now)
      }
      return ChangeStep.insert(
        Insertion(
          entity: entity,
          values: [
            FieldAssignment(name, .text("载入\(dice.roll(9))\(number)")), FieldAssignment(touched, moment()),
            FieldAssignment(made, moment()),
          ]))
    }
    try bench.store.begin(ChangeOrigin(author: 0, source: "import", statement: nil, at: bench.clock.now))
    _ = try bench.store.apply(ChangePlan(steps))
    try bench.store.commit()
  }

  private static func question(_ dice: inout Dice) -> String {
    let (entity, conditions, keys) = dice.pick([
      (
        "customers",
        [
          "city = 深圳", "industry = 软件", "tag = T1", "tag != T2", "owner = 王芳", "name contains 客户", "预算 > 5万",
          "updated_at < 2026-11-20 18:00", "count(opportunities) > 0", "parent.city = 深圳", "id in (cust_001, cust_003)",
          "\"客户\"", "not (city = 深圳)",
        ],
        ["updated_at", "created_at", "name", "id", "city", "owner", "预算", "签约", "industry"]
      ),
      (
        "opportunities",
        ["stage = 商务谈判", "status = open", "amount > 1万", "customer.tag = T1", "owner = 李雷", "amount is empty"],
        [
          "updated_at", "created_at", "title", "amount", "expected_close_date", "probability", "stage_since",
          "customer",
        ]
      ),
      ("contacts", ["role = 决策人", "customer = cust_001"], ["updated_at", "name", "id"]),
      ("tasks", ["status = pending", "title contains 1"], ["updated_at", "due_date", "title"]),
      ("leads", ["score > 20", "source = 网站"], ["score", "updated_at", "created_at", "name"]),
      ("orders", ["amount > 1"], ["ordered_at", "updated_at", "amount"]),
    ])
    var text = "find \(dice.one(in: 8) ? "deleted " : "")\(entity)"
    if !dice.one(in: 3) {
      let one = dice.pick(conditions)
      text += one.hasPrefix("\"") ? " \(one)" : " where \(one)\(dice.one(in: 3) ? " and \(conditions[0])" : "")"
    }
    if !dice.one(in: 6) { text += " sort by \(dice.pick(keys))\(dice.one(in: 2) ? " desc" : "")" }
    text += " limit \(1 + dice.roll(8))"
    let prefix = ["customers": "cust", "opportunities": "opp"][entity]
    if let prefix, dice.one(in: 4) { text += " after \(prefix)_00\(1 + dice.roll(6))" }
    return text
  }
}
