import Testing
import Values

/// Section 3, "Two outcomes": a comparison is true or false. Random conditions over random rows with empties, against
/// a reading of the same conditions row by row.
@Suite struct TwoOutcomesTests {
  struct Row {
    var title = ""
    var amount: Int?
    var paid: Int?
    var probability: Int?
    /// Days since 2026-11-01.
    var day: Int?
    var reason: String?
    var rivals: Set<String> = []
    var owner: Int?
    var stage = 0
  }

  struct Condition {
    let text: String
    let holds: (Row) -> Bool
  }

  static let stages = ["初步接触", "需求确认", "方案提交", "商务谈判"]
  static let reasons = ["价格", "价格太高", "Price", "ＰＲＩＣＥ war", "100%_x", "无", "a\"b", "对手 Price"]
  static let rivals = ["Salesforce", "钉钉", "纷享"]
  static let teams: [String?] = ["华东", nil, "华南"]

  @Test(arguments: [UInt64(1), 2, 3])
  func `random conditions say of every row what a slow reading says`(seed: UInt64) throws {
    var dice = Dice(seed)
    let rows = (0..<40).map { Self.row($0, &dice) }
    let bench = try Workbench(saying: Self.script(rows))
    for _ in 0..<150 {
      let condition = Self.condition(&dice, depth: 3)
      for (text, expected) in [
        (condition.text, rows.filter(condition.holds)),
        ("not (\(condition.text))", rows.filter { !condition.holds($0) }),
      ] {
        let found = bench.rows("find opportunities where \(text) show title")
        #expect(found == expected.map(\.title), "\(text)")
        if found != expected.map(\.title) { return }
        #expect(bench.say("count opportunities where \(text)") == "\(expected.count)")
      }
    }
  }

  // MARK: Rows

  static func row(_ number: Int, _ dice: inout Dice) -> Row {
    Row(
      title: "t\(number)", amount: dice.one(in: 4) ? nil : dice.roll(6) * 10_000,
      paid: dice.one(in: 2) ? nil : dice.roll(6) * 10_000,
      probability: dice.one(in: 4) ? nil : dice.roll(5) * 20, day: dice.one(in: 4) ? nil : dice.roll(90),
      reason: dice.one(in: 3) ? nil : dice.pick(reasons), rivals: Set(dice.some(rivals)),
      owner: dice.one(in: 3) ? nil : dice.roll(3), stage: dice.roll(stages.count))
  }

  static func date(_ day: Int) -> String {
    CivilDate(year: 2026, month: 11, day: 1)?.adding(days: day)?.description ?? ""
  }

  static func script(_ rows: [Row]) -> String {
    var lines = ["add user name = u0, team = 华东", "add user name = u1", "add user name = u2, team = 华南"]
    for row in rows {
      var fields = ["title = \(row.title)", "stage = \(stages[row.stage])"]
      if let amount = row.amount { fields.append("amount = \(amount)") }
      if let paid = row.paid { fields.append("actual_amount = \(paid)") }
      if let day = row.day { fields.append("expected_close_date = \(date(day))") }
      if let reason = row.reason { fields.append("lost_reason = \(reason.quoted)") }
      if !row.rivals.isEmpty { fields.append("competitors = [\(row.rivals.sorted().joined(separator: ", "))]") }
      if let owner = row.owner { fields.append("owner = u\(owner)") }
      lines.append("let $o = add opportunity \(fields.joined(separator: ", "))")
      lines.append("update $o set probability = \(row.probability.map(String.init) ?? "empty")")
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Conditions

  static func condition(_ dice: inout Dice, depth: Int) -> Condition {
    switch depth > 0 ? dice.roll(12) : 6 + dice.roll(6) {
    case 0, 1, 2:
      let (one, other) = (condition(&dice, depth: depth - 1), condition(&dice, depth: depth - 1))
      return Condition(text: "(\(one.text)) and (\(other.text))") { one.holds($0) && other.holds($0) }
    case 3, 4:
      let (one, other) = (condition(&dice, depth: depth - 1), condition(&dice, depth: depth - 1))
      return Condition(text: "(\(one.text)) or (\(other.text))") { one.holds($0) || other.holds($0) }
    case 5:
      let inner = condition(&dice, depth: depth - 1)
      return Condition(text: "not (\(inner.text))") { !inner.holds($0) }
    case 6: return figure("amount", &dice, { $0.amount }, dice.roll(6) * 10_000)
    case 7:
      return dice.one(in: 3) ? twoFields(&dice) : figure("probability", &dice, { $0.probability }, dice.roll(5) * 20)
    case 8: return time(&dice)
    case 9: return text(&dice)
    case 10: return labels(&dice)
    default: return dice.one(in: 2) ? person(&dice) : choice(&dice)
    }
  }

  static func ordered(_ sign: String, _ left: Int?, _ right: Int?) -> Bool {
    if sign == "=" { return left == right }
    if sign == "!=" { return left != right }
    guard let left, let right else { return false }
    switch sign {
    case "<": return left < right
    case "<=": return left <= right
    case ">": return left > right
    default: return left >= right
    }
  }

  static func figure(_ name: String, _ dice: inout Dice, _ value: @escaping (Row) -> Int?, _ bound: Int) -> Condition {
    let other = bound + dice.roll(3) * 20
    switch dice.roll(6) {
    case 0: return emptiness(name, &dice) { value($0) == nil }
    case 1:
      return Condition(text: "\(name) between \(bound) and \(other)") { row in
        value(row).map { $0 >= bound && $0 <= other } ?? false
      }
    case 2:
      let isNegated = dice.one(in: 2)
      return Condition(text: "\(name) \(isNegated ? "not in" : "in") (\(bound), \(other), 7)") {
        ([bound, other].map(Optional.some).contains(value($0))) != isNegated
      }
    default:
      let sign = dice.pick(["=", "!=", "<", "<=", ">", ">="])
      return Condition(text: "\(name) \(sign) \(bound)") { ordered(sign, value($0), bound) }
    }
  }

  static func twoFields(_ dice: inout Dice) -> Condition {
    let sign = dice.pick(["=", "!=", "<", "<=", ">", ">="])
    return Condition(text: "amount \(sign) it.actual_amount") { ordered(sign, $0.amount, $0.paid) }
  }

  static func emptiness(_ name: String, _ dice: inout Dice, _ isEmpty: @escaping (Row) -> Bool) -> Condition {
    switch dice.roll(5) {
    case 0: Condition(text: "\(name) is empty", holds: isEmpty)
    case 1: Condition(text: "\(name) is not empty") { !isEmpty($0) }
    case 2: Condition(text: "\(name) = empty", holds: isEmpty)
    case 3: Condition(text: "\(name) != 空") { !isEmpty($0) }
    default: Condition(text: "\(name) = \"\"", holds: isEmpty)
    }
  }

  static func time(_ dice: inout Dice) -> Condition {
    if dice.one(in: 5) { return emptiness("expected_close_date", &dice) { $0.day == nil } }
    // A range is half open: November, December 2026, the last quarter, one day.
    let day = dice.roll(90)
    let (text, range) = dice.pick([
      ("2026-11", 0..<30), ("2026-12", 30..<61), ("2026-Q4", -31..<61), (date(day), day..<day + 1),
    ])
    let sign = dice.pick(["=", "!=", "<", "<=", ">", ">=", "in"])
    return Condition(text: "expected_close_date \(sign) \(text)") { row in
      guard let day = row.day else { return sign == "!=" }
      switch sign {
      case "=", "in": return range.contains(day)
      case "!=": return !range.contains(day)
      case "<": return day < range.lowerBound
      case "<=": return day < range.upperBound
      case ">": return day >= range.upperBound
      default: return day >= range.lowerBound
      }
    }
  }

  static func text(_ dice: inout Dice) -> Condition {
    if dice.one(in: 5) { return emptiness("lost_reason", &dice) { $0.reason == nil } }
    let needle = dice.pick(reasons + ["price", "格", "rice w", "％＿", "太高"])
    let folded = TextFolding.folded(needle)
    func fold(_ row: Row) -> String? { row.reason.map { TextFolding.folded($0) } }
    switch dice.roll(6) {
    case 0: return Condition(text: "lost_reason = \(needle.quoted)") { fold($0) == folded }
    case 1: return Condition(text: "lost_reason != \(needle.quoted)") { fold($0) != folded }
    case 2: return Condition(text: "lost_reason contains \(needle.quoted)") { fold($0)?.contains(folded) ?? false }
    case 3: return Condition(text: "lost_reason starts with \(needle.quoted)") { fold($0)?.hasPrefix(folded) ?? false }
    case 4: return Condition(text: "lost_reason ends with \(needle.quoted)") { fold($0)?.hasSuffix(folded) ?? false }
    default:
      return Condition(text: "lost_reason in (\(needle.quoted), 无)") { fold($0) == folded || fold($0) == "无" }
    }
  }

  static func labels(_ dice: inout Dice) -> Condition {
    let one = dice.pick(rivals + ["没有人"])
    let several = dice.some(rivals) + ["没有人"]
    let list = several.joined(separator: ", ")
    switch dice.roll(6) {
    case 0: return emptiness("competitors", &dice) { $0.rivals.isEmpty }
    case 1: return Condition(text: "competitor = \(one)") { $0.rivals.contains(one) }
    case 2: return Condition(text: "competitor != \(one)") { !$0.rivals.contains(one) }
    case 3: return Condition(text: "competitors has any (\(list))") { !$0.rivals.isDisjoint(with: several) }
    case 4: return Condition(text: "competitors has all (\(list))") { $0.rivals.isSuperset(of: several) }
    default: return Condition(text: "competitors has none (\(list))") { $0.rivals.isDisjoint(with: several) }
    }
  }

  static func person(_ dice: inout Dice) -> Condition {
    let owner = dice.roll(3)
    func team(_ row: Row) -> String? { row.owner.flatMap { teams[$0] } }
    switch dice.roll(7) {
    case 0: return emptiness("owner", &dice) { $0.owner == nil }
    case 1: return Condition(text: "owner = u\(owner)") { $0.owner == owner }
    case 2: return Condition(text: "owner != sales_00\(owner + 1)") { $0.owner != owner }
    case 3: return Condition(text: "owner in (u0, u\(owner))") { $0.owner == 0 || $0.owner == owner }
    case 4: return Condition(text: "owner.team = 华东") { team($0) == "华东" }
    case 5: return Condition(text: "owner.team != 华东") { team($0) != "华东" }
    default: return emptiness("owner.team", &dice) { team($0) == nil }
    }
  }

  static func choice(_ dice: inout Dice) -> Condition {
    let bound = dice.roll(stages.count)
    if dice.one(in: 4) {
      return Condition(text: "stage in (谈判, \(stages[bound]))") { $0.stage == 3 || $0.stage == bound }
    }
    let sign = dice.pick(["=", "!=", "<", "<=", ">", ">="])
    return Condition(text: "stage \(sign) \(stages[bound])") { ordered(sign, $0.stage, bound) }
  }
}
