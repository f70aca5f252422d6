import Domain
import Storage
import Testing
import Values

/// `as of` against what the same queries answered when that moment was now.
@Suite struct AsOfPropertyTests {
  @Test(arguments: Seeds.chosen(2))
  func `as of a moment a query answers what it answered then`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    #expect(bench.codes == [])
    let questions = Self.questions + (0..<24).map { _ in Self.question(&dice) }
    var answers: [(moment: String, changeSet: Int64, lines: [String])] = []
    func ask(_ moment: String) throws {
      let lines = questions.map { bench.say($0) }
      #expect(bench.codes == [])
      answers.append((moment, try ChangeLogTests.lastChangeSet(bench), lines))
    }
    let start = try ChangeLogTests.lastChangeSet(bench)
    try ask("2026-11-20 10:00")
    for step in 1..<40 {
      bench.clock.pass(seconds: 3600)
      let before = try ChangeLogTests.lastChangeSet(bench)
      if dice.one(in: 3) {
        bench.script((0..<(2 + dice.roll(5))).map { _ in ChangeLogStatements.one(&dice) }.joined(separator: "\n"))
      } else {
        bench.say(Self.statement(&dice, sets: start..<before))
      }
      guard try ChangeLogTests.lastChangeSet(bench) > before else { continue }
      let hour = 10 + step
      try ask("2026-11-\(20 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00")
    }
    #expect(answers.count > 5)
    for answer in answers {
      // By walking the order of a page, or by looking at every record.
      bench.store.pastWalkFloor = dice.one(in: 2) ? 0 : .max
      // A name is read as it is today: who was renamed since is not asked for by the old one.
      for (question, line) in zip(questions, answer.lines) where dice.one(in: 2) && !line.hasPrefix("error") {
        let moment = dice.one(in: 3) ? "\"#\(answer.changeSet)\"" : answer.moment
        let then = Self.withoutMoment(bench.say("\(question) as of \(moment)"))
        #expect(then == line, "\(question) as of \(moment)")
        guard then == line else { return }
      }
    }
  }

  /// The answer without the words that say of when it is.
  static func withoutMoment(_ answer: String) -> String {
    answer.split(separator: "\n").filter { !$0.hasPrefix("(as of ") }.map { line in
      line.firstRange(of: ", as of ").map { "\(line[..<$0.lowerBound]))" } ?? String(line)
    }.joined(separator: "\n")
  }

  /// A write, or the way back from one: what cannot be taken back says so and writes nothing.
  static func statement(_ dice: inout Dice, sets: Range<Int64>) -> String {
    switch dice.roll(12) {
    // The people of the start stay: a name is read as it is today. (`case 0, 1 where` would ask of 1 alone.)
    case 0...1 where !sets.isEmpty:
      "undo \(sets.upperBound - Int64(dice.roll(min(6, sets.count))))"
    case 2: "redo"
    case 3, 4: write(&dice)
    default: ChangeLogStatements.one(&dice)
    }
  }

  /// Writes beside those of the change log's own test.
  static func write(_ dice: inout Dice) -> String {
    dice.pick([
      "add contact name = 李\(dice.roll(9)), customer = cust_00\(1 + dice.roll(6)), role = 决策人",
      "update contacts all set customer = cust_00\(1 + dice.roll(6))",
      "log \(dice.pick(["phone", "visit"])) with cust_00\(1 + dice.roll(6)) \"聊了 \(dice.roll(99))\"",
      "add order customer = cust_00\(1 + dice.roll(6)), amount = 1万, ordered_at = today",
      "update opp_00\(1 + dice.roll(6)) set customer = cust_00\(1 + dice.roll(6))",
      "delete contacts where role = 决策人", "restore contacts all", "delete orders all",
      "update user 王芳 set name = 王芳", "add lead name = 张\(dice.roll(9)), source = 网站",
      "update leads all set score = \(dice.roll(100))",
    ])
  }

  /// Each asks for something of its own: labels, paths, relations, search, derived values, pages, groups.
  static let questions = [
    "find customers show id, name, city, industry, owner, phone, email, parent, tags, 预算, 人数, 级别, 签约, 上市, 备注, 产品, updated_at",
    "find opportunities show id, title, customer, amount, actual_amount, stage, probability, expected_close_date, status, competitors, closed_at, stage_since, stage_age, weighted_amount, updated_at",
    "find deleted customers show id, name, tags, deleted_at", "find tasks", "find contacts", "find orders",
    "find interactions",
    "find leads show id, name, score, quality", "count customers by tag", "count customers by industry",
    "count opportunities by stage, status", "sum amount of opportunities by owner", "avg amount of opportunities",
    "count customers", "find customers where tag = T1 sort by updated_at desc limit 3 show id, name, tags, updated_at",
    "find customers where status = active show id, status", "count customers by status",
    "find customers \"深\" show id, name, city", "count customers \"a\"", "find customers \"北京\" sort by name limit 2",
    "find customers where city contains 深 show id",
    "find customers show id, count(contacts) as c, latest(interactions.date) as d, sum(opportunities.amount) as s",
    "find opportunities where customer.city = 深圳 show id, customer.name, customer.owner.name, customer.tags",
    "find customers with contacts (role = 决策人) without opportunities (status = won) show id",
    "find customers where id in (find opportunities where status = open show customer) show id",
    "find opportunities sort by customer, amount desc limit 4 show id, customer, amount",
    "find opportunities where stage_age > 2h and status = open show id",
    "find customers sort by name desc limit 3 after cust_002 show id, name",
    "count opportunities by month of expected_close_date", "find customers where tag is empty show id",
    "find customers where phone ends with 8000 show id", "find customers where email = a@b.com show id, email",
  ]

  private static func question(_ dice: inout Dice) -> String {
    let customers = [
      "city = 深圳", "city is empty", "industry = 软件", "industry != 金融", "tag = T1", "tag != T2", "tag has any (T1, T3)",
      "owner = 王芳", "owner is empty", "name contains b", "name starts with 客户", "预算 > 5万", "not (预算 > 100)", "人数 >= 2",
      "级别 = A", "签约 in 2026", "上市 = true", "产品 has all (P1, P2)", "phone = 13800138000", "count(opportunities) > 1",
      "any(contacts (role = 决策人))", "parent.city = 深圳", "name = 客户2", "id in (cust_001, cust_003)",
      "updated_at < 2026-11-20 18:00",
      "备注 contains \"🙂\"", "status = prospect",
    ]
    let opportunities = [
      "amount > 1万", "stage = 商务谈判", "stage >= 方案提交", "status = open", "status != won", "probability = 33",
      "lost_reason = 价格",
      "competitors has any (T1, 对手)", "expected_close_date < 2026-11-25", "owner = 李雷", "customer.tag = T1",
      "amount is empty",
      "amount < (it.actual_amount * 2)", "customer = cust_002", "title contains 商机",
      "closed_at = 2026-11-21 or closed_at is empty",
    ]
    let isCustomer = dice.one(in: 2)
    let pool = isCustomer ? customers : opportunities
    let terms = [dice.pick(pool), dice.pick(pool)]
    let condition = dice.pick([
      terms[0], terms.joined(separator: " and "), terms.joined(separator: " or "), "not (\(terms[0])) and \(terms[1])",
    ])
    let entity = isCustomer ? "customers" : "opportunities"
    let page = dice.pick([
      "", " sort by updated_at desc limit 3", " sort by updated_at limit 4", " sort by created_at desc limit 3",
      " sort by \(isCustomer ? "name" : "amount") limit 3", " limit 2", " sort by owner, id desc",
    ])
    return dice.one(in: 4) ? "count \(entity) where \(condition)" : "find \(entity) where \(condition)\(page)"
  }
}
