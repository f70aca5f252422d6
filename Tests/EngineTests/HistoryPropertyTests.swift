import Domain
import Engine
import Storage
import Testing
import Values

/// `was` and `changed` against the states that were seen while they stood.
@Suite struct HistoryPropertyTests {
  @Test(arguments: Seeds.chosen(2))
  func `was and changed find what was seen`(seed: UInt64) throws {
    var dice = Dice(seed &+ 100)
    let bench = try Workbench(customization: .varied)
    bench.script("\(ChangeLogStatements.start)\nadd user name = 赵敏")
    let people = [bench, Workbench(beside: bench, author: 1), Workbench(beside: bench, author: 2)]
    var seen = [Seen(bench, "2026-11-20 10:00", author: 0)]
    for step in 1..<30 {
      bench.clock.pass(seconds: 3600)
      let before = try ChangeLogTests.lastChangeSet(bench)
      let author = dice.roll(3)
      people[author].script((0..<(1 + dice.roll(3))).map { _ in Self.write(&dice) }.joined(separator: "\n"))
      guard try ChangeLogTests.lastChangeSet(bench) > before else { continue }
      let hour = 10 + step
      let moment = "2026-11-\(20 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
      seen.append(Seen(bench, moment, author: author))
    }
    #expect(seen.count > 10)
    var hits = 0
    for _ in 0..<200 {
      let question = Question(&dice, seen)
      let found = ["customers", "deleted customers"].flatMap {
        bench.rows("find \($0) where (\(question.words)) show id")
      }.sorted()
      #expect(bench.codes == [], "\(question.words)")
      #expect(found == question.expected, "\(question.words)")
      hits += found.count
      guard found == question.expected, bench.codes == [] else { return }
    }
    #expect(hits > 100)
  }

  private static func write(_ dice: inout Dice) -> String {
    let customer = "cust_00\(1 + dice.roll(7))"
    let write = dice.pick([
      "update \(customer) set city = \(dice.pick(["深圳", "北京", "empty"]))",
      "update \(customer) set industry = \(dice.pick(["软件", "金融", "empty"]))",
      "update \(customer) set name = \(dice.pick(["甲", "乙"]))",
      "update \(customer) set 预算 = \(dice.pick(["1", "99.5 USD", "empty"]))",
      "assign \(customer) to \(dice.pick(["王芳", "empty"]))", "tag \(customer) with \(dice.pick(["T1", "T3"]))",
      "untag \(customer) with \(dice.pick(["T1", "T2"]))",
      "update \(customer) set 产品 = \(dice.pick(["[P1, P2]", "empty"]))", "delete \(customer)", "restore \(customer)",
      "let $c = add customer name = 新, city = 北京, tags = T3; update $c set city = 深圳; tag $c with T1",
      "update \(customer) set city = 北京; update \(customer) set city = 深圳",
      "tag \(customer) with T3; untag \(customer) with T3", "update customers all set city = 深圳",
    ])
    return "try { \(write) } otherwise { }"
  }
}

/// What every customer held after a change set.
private struct Seen {
  let moment: String
  let author: Int
  /// By record and field, as programs read them.
  var values: [String: [String: String]] = [:]

  init(_ bench: Workbench, _ moment: String, author: Int) {
    self.moment = moment
    self.author = author
    for source in ["customers", "deleted customers"] {
      for field in ["city", "industry", "owner", "name", "预算", "tags", "产品", "created_by"] {
        for row in bench.rows("find \(source) show id, \(field)") {
          guard let comma = row.firstIndex(of: ",") else { continue }
          values[String(row[..<comma]), default: [:]][field] = String(row[row.index(after: comma)...])
        }
      }
    }
  }
}

/// A random condition, with the records that must meet it.
private struct Question {
  var words: String
  private(set) var expected: [String] = []
  private let field: String
  private let isWas: Bool
  private let seen: [Seen]
  /// The states of the period; what begins with one of them begins behind the first.
  private let states: ClosedRange<Int>
  private let hasStart: Bool
  private let author: Int?

  private static let values: [(field: String, spelled: String, shown: String)] = [
    ("city", "深圳", "深圳"), ("city", "北京", "北京"), ("city", "empty", ""), ("industry", "软件", "软件"),
    ("industry", "empty", ""), ("owner", "王芳", "sales_001"), ("owner", "empty", ""), ("name", "甲", "甲"),
    ("name", "新", "新"), ("tags", "T1", "T1"), ("tags", "T3", "T3"), ("产品", "P1", "P1"), ("预算", "empty", ""),
  ]

  init(_ dice: inout Dice, _ seen: [Seen]) {
    let value = dice.pick(Self.values)
    field = value.field
    self.seen = seen
    isWas = dice.one(in: 2)
    let from = !isWas && dice.one(in: 3) ? dice.pick(Self.values.filter { $0.field == value.field }) : nil
    let to = !isWas && dice.one(in: 2) ? value : nil
    words = isWas ? "\(field) was \(value.spelled)" : "\(field) changed"
    if let from { words += " from \(from.spelled)" }
    if let to { words += " to \(to.spelled)" }
    let first = dice.roll(seen.count)
    switch dice.roll(4) {
    case 0:
      states = first...(seen.count - 1)
      hasStart = true
      words += " since \"\(seen[first].moment)\""
    case 1:
      states = first...first
      hasStart = true
      words += " during \"\(seen[first].moment)\""
    default:
      states = 0...(seen.count - 1)
      hasStart = false
    }
    // Who gave a value back that a script took and gave within itself is no question of states.
    author = dice.one(in: 3) && !(isWas && field == "city") ? dice.roll(3) : nil
    if let author { words += author == 0 ? " by 管理员" : " by sales_00\(author)" }
    let ids = seen[seen.count - 1].values.keys.sorted()
    expected = ids.filter { isWas ? was($0, value.shown) : changed($0, from: from?.shown, to: to?.shown) }
  }

  private func has(_ id: String, _ state: Int, _ shown: String) -> Bool? {
    guard let value = seen[state].values[id]?[field] else { return nil }
    return field == "tags" || field == "产品" ? value.split(separator: ";").contains(Substring(shown)) : value == shown
  }

  private func maker(_ id: String) -> Int {
    seen.lazy.compactMap { $0.values[id]?["created_by"] }.first.flatMap { Int($0.suffix(3)) } ?? -1
  }

  private func was(_ id: String, _ shown: String) -> Bool {
    for state in states where has(id, state, shown) == true {
      guard let author else { return true }
      var begin = state
      while begin > 0, has(id, begin - 1, shown) == true { begin -= 1 }
      let isMade = begin == 0 || seen[begin - 1].values[id] == nil
      if (isMade ? maker(id) : seen[begin].author) == author { return true }
    }
    // What a record was made with counts, even where the same script changed it at once.
    guard let born = seen.firstIndex(where: { $0.values[id] != nil }), born > 0, field == "city", shown == "北京",
      seen[born].values[id]?["name"] == "新"
    else { return false }
    return states.contains(born) && (!hasStart || born > states.lowerBound)
  }

  private func changed(_ id: String, from: String?, to: String?) -> Bool {
    states.contains { state in
      guard state > 0, let before = seen[state - 1].values[id]?[field], let after = seen[state].values[id]?[field],
        before != after, author == nil || author == seen[state].author
      else { return false }
      if field == "tags" || field == "产品" {
        let lost = from.map { has(id, state - 1, $0) == true && has(id, state, $0) == false } ?? true
        return lost && (to.map { has(id, state - 1, $0) == false && has(id, state, $0) == true } ?? true)
      }
      return (from == nil || before == from) && (to == nil || after == to)
    }
  }
}
