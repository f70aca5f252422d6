/// Valid programs by chance: every turn of the grammar, in both languages, with all kinds of atoms, strings and blanks.
struct ProgramGenerator {
  private var state: UInt64
  private var depth = 0

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

  mutating func list(_ most: Int, _ item: (inout ProgramGenerator) -> String) -> String {
    (0..<1 + below(most)).map { _ in item(&self) }.joined(
      separator: pick([", ", ",", "， ", ",\n      ", " , ", ", # of the list\n      "]))
  }

  // MARK: Statements

  mutating func program() -> String {
    var text = chance(20) ? "# head\n\n" : ""
    for _ in 0..<1 + below(4) {
      if chance(15) { text += "# note \(below(9))\n" }
      if chance(15) { text += "\n\n" }
      text += statement() + (chance(20) ? "  # why\n" : pick(["\n", "\n", ";\n", "\n\n"]))
    }
    return text + (chance(20) ? "\n# tail\n" : "")
  }

  mutating func statement() -> String {
    guard depth < 3 else { return command() }
    depth += 1
    defer { depth -= 1 }
    switch below(12) {
    case 0:
      return pick(["let ", "令 "]) + "\(variable()) = "
        + pick([query(), value(), "do f(\(list(2) { $0.value(inList: true) }))", command(simple: true)])
    case 1: return "param \(variable())" + pick([": number", ""]) + (chance(50) ? " = \(value())" : "")
    case 2:
      return pick(["if ", "如果 "]) + condition() + block()
        + (chance(40) ? pick([" else if ", "\nelse if "]) + condition() + block() : "")
        + (chance(40) ? pick([" else", "\n否则"]) + block() : "")
    case 3:
      return "for \(variable()) in " + pick([query(), variable(), "(\(list(3) { $0.value(inList: true) }))"]) + block()
    case 4: return "define f\(below(9))($a: customer, $b: text)" + block()
    case 5: return "try" + block() + pick([" otherwise", "\notherwise", " 出错时"]) + pick([" $e", ""]) + block()
    case 6:
      return pick(["print ", "打印 "]) + (chance(20) ? query() : list(3) { $0.chance(20) ? "(\($0.query()))" : $0.sum() })
    case 7: return "expect \(condition())" + (chance(50) ? ", \(text())" : "")
    case 8: return pick(["fail \(text())", "use \(text())", "do f(\(value(inList: true)), \(text()))"])
    case 9, 10: return query()
    default: return command()
    }
  }

  mutating func block() -> String {
    let comment = chance(15) ? " # in" : ""
    let statements = (0..<below(3)).map { _ in "  " + statement() + (chance(15) ? " # w" : "") }
    if statements.isEmpty { return comment.isEmpty ? pick([" {}", " { }", " {\n}"]) : " {\(comment)\n}" }
    return " {\(comment)\n" + statements.joined(separator: "\n") + (chance(15) ? "\n  # last" : "") + "\n}"
  }

  mutating func command(simple: Bool = false) -> String {
    let expecting = !simple && chance(10) ? pick([" expecting at most ", " 预计 至多 "]) + "\(below(50))" : ""
    switch below(simple ? 1 : 12) {
    case 0: return pick(["add ", "添加 ", "Create "]) + name() + " " + assignments() + expecting
    case 1: return pick(["update ", "更新 "]) + target() + pick([" set ", " 设为 "]) + assignments() + expecting
    case 2: return pick(["delete ", "删除 ", "restore ", "purge "]) + target() + expecting
    case 3:
      return pick(["tag ", "untag ", "打标签 "]) + target() + pick([" with ", " 加上 "]) + list(3) { $0.value(inList: true) }
    case 4: return pick(["assign ", "分配 "]) + target() + pick([" to ", " 给 "]) + value()
    case 5:
      return "log phone with " + reference() + pick([" \(text())", ""])
        + pick([" at 2026-03-15 14:30", " at \(word())", ""])
    case 6:
      return "close " + reference()
        + pick([" won amount 5", " lost because \(value())", " won", " 输单 to competitor \(text())"])
    case 7: return "view \(name()) = \(query())"
    case 8:
      return "import customers from \(text())"
        + pick([" map 公司 to name, 'a b' to city on missing create", " on duplicate skip on missing fail", ""])
    case 9: return "export \(query(stages: false)) to \(text())"
    case 10: return "explain " + command(simple: true)
    default:
      return pick([
        "set output = json", "set output json", "help", "describe", "begin", "undo 42", "undo",
        "run \(text()) with a = \(value())",
      ])
    }
  }

  mutating func assignments() -> String {
    list(3) { $0.path() + $0.pick([" = ", "=", " += ", " -= ", " ＝ "]) + $0.value() }
  }

  mutating func target() -> String {
    switch below(7) {
    case 0: return variable()
    case 1: return name() + pick([" where ", " 其中 "]) + condition()
    case 2: return name() + " all"
    case 3: return "@重点" + (chance(40) ? " where \(condition())" : "")
    case 4: return "(\(query()))"
    case 5: return pick(["it", "它", "it.owner"])
    default: return list(2) { $0.reference() }
    }
  }

  mutating func reference() -> String {
    pick(["cust_001", "科技有限公司", "\"New York\"", "'a, b'", "opp_42", "58同城", "“引 号”"])
  }

  // MARK: Queries

  mutating func query(stages: Bool = true) -> String {
    depth += 1
    defer { depth -= 1 }
    var text: String
    switch below(6) {
    case 0: text = pick(["count ", "统计 "]) + source()
    case 1: text = pick(["sum ", "合计 ", "avg ", "min "]) + sum() + pick([" of ", " 的 "]) + source()
    default: text = pick(["find ", "查找 ", "FIND ", "find deleted "]) + source() + (chance(10) ? " \(self.text())" : "")
    }
    var clauses: [String] = []
    if chance(60) { clauses.append(pick(["where ", "其中 "]) + condition()) }
    if chance(20) { clauses.append(pick(["with ", "带有 "]) + "contacts" + (chance(50) ? " (\(condition()))" : "")) }
    if chance(20) { clauses.append(pick(["without ", "没有 "]) + "tasks" + (chance(50) ? " (\(condition()))" : "")) }
    if chance(30) {
      clauses.append(
        pick(["show ", "显示 "]) + list(3) { $0.sum() + ($0.chance(30) ? $0.pick([" as n", " 作为 金额"]) : "") })
    }
    if chance(20) {
      clauses.append(
        pick(["group by ", "分组 ", "by ", "按 "]) + list(2) { $0.pick(["", "month of ", "季度 的 "]) + $0.path() })
    }
    if chance(10) { clauses.append(pick(["having ", "组内 "]) + condition()) }
    if chance(20) {
      clauses.append(
        pick(["sort by ", "排序 ", "order by "]) + list(2) { $0.sum() + $0.pick(["", " desc", " asc", " 降序"]) })
    }
    if chance(10) { clauses.append(pick(["top ", "前 "]) + "\(1 + below(9))" + pick([" by ", " 按 "]) + path()) }
    if chance(20) { clauses.append(pick(["limit ", "限 "]) + pick(["20", "$n"]) + (chance(20) ? " after abc" : "")) }
    if chance(10) { clauses.append(pick(["as of ", "截至 "]) + pick(["2026-01-31", "last month", "昨天"])) }
    if chance(10) { clauses.append(pick(["across ", "横列 "]) + path()) }
    for index in stride(from: clauses.count - 1, to: 0, by: -1) { clauses.swapAt(index, below(index + 1)) }
    for clause in clauses {
      text += pick([" ", " ", "\n                  ", "  # of it\n                  "]) + clause
    }
    if stages, chance(20) { text += pick([" | ", "\n| ", "｜", "\n  # then\n  | "]) + stage() }
    return text
  }

  mutating func source() -> String {
    pick(["customers", "opportunities", "客户", "@重点客户", "@`my view`", "$q", "$c.tasks", "cust_001"])
  }

  mutating func stage() -> String {
    if depth < 3, chance(20) { return "each $e" + block() }
    return pick([
      "table", "json", "表格", "chart bar to \(text())", "chart spark", "to \(text())", "update set \(assignments())",
    ])
  }

  // MARK: Expressions

  mutating func condition() -> String {
    depth += 1
    defer { depth -= 1 }
    let terms = (0..<1 + below(3)).map { _ in (chance(10) ? pick(["not ", "非 "]) : "") + predicate() }
    return terms.reduce("") { text, term in
      text.isEmpty ? term : text + pick([" and ", " or ", " 且 ", " 或 ", "\n                  and "]) + term
    }
  }

  mutating func predicate() -> String {
    if depth < 4, chance(10) { return pick(["(\(condition()))", "（\(condition())）"]) }
    let left = sum()
    switch below(14) {
    case 0: return left + pick([" in ", " not in ", " 属于 ", " 不属于 "]) + "(\(list(3) { $0.value(inList: true) }))"
    case 1:
      return left + " in "
        + pick(["this quarter", "$q", "@v", "2026-Q1", "近30天", depth < 4 ? "(\(query(stages: false)))" : "(a)"])
    case 2: return left + pick([" between ", " 介于 "]) + value() + pick([" and ", " 且 "]) + value()
    case 3:
      return left + pick([" contains ", " starts with ", " ends with ", " 包含 ", " 开头是 ", " matches ", " overlaps "])
        + value()
    case 4:
      return left + pick([" has any ", " has all ", " has none ", " 含任一 "]) + "(\(list(2) { $0.value(inList: true) }))"
    case 5: return left + pick([" is empty", " is not empty", " 为空", " 不为空"])
    case 6:
      return "(stage" + pick([" was \(word())", " 曾为 \(word())"])
        + pick([" during 2026-Q1", " since last month by sales_001", ""]) + ")"
    case 7:
      return "(stage changed" + pick([" from a", ""]) + pick([" to b", ""])
        + pick([" since 7d ago", " by sales_001", ""]) + ")"
    default: return left + pick([" = ", "=", " != ", " < ", " >= ", " ≥ ", " ＝ ", " <> "]) + value()
    }
  }

  mutating func sum() -> String {
    let first = factor()
    guard chance(20) else { return first }
    return first + pick([" + ", " - ", " * ", " / ", " % "]) + factor()
  }

  mutating func factor() -> String {
    depth += 1
    defer { depth -= 1 }
    switch below(12) {
    case 0: return pick(["3", "10万", "50%", "1.5", "100_000"])
    case 1: return variable() + pick(["", ".owner", ".customer.name"])
    case 2: return pick(["it.amount", "它.金额"])
    case 3 where depth < 4:
      return pick(["count", "latest", "sum", "any"]) + "(" + path() + (chance(40) ? " (\(condition()))" : "") + ")"
    case 4 where depth < 4: return "(\(sum()))"
    case 5: return pick(["count()", "f($a, 2)", "count($q)"])
    case 6: return "-" + path()
    case 7: return text()
    default: return path()
    }
  }

  mutating func value(inList: Bool = false) -> String {
    switch below(12) {
    case 0: return text()
    case 1: return variable() + pick(["", ".owner", " + 1", " days ago"])
    case 2: return pick(["it.amount", "it.amount * 2", "it"])
    case 3: return "(\(sum()))"
    case 4: return "rotate(sales_001, sales_002)"
    case 5: return pick(["last 30 days", "7d ago", "in 3d", "2026-03-15 14:30", "99.5 USD", "this week", "14 days"])
    case 6 where !inList: return pick(["[a, b]", "100,000", "[\(text()), $x]"])
    default: return word()
    }
  }

  mutating func word() -> String {
    pick([
      "C#", "58同城", "4S店", "AT&T", "（北京）科技", "0755-12345678", "a@b.com", "baidu.com", "软件", "empty", "today", "VIP",
      "O'Brien",
      "10万", "50%", "-5", "+3d", "a:b", "https://x.cn/?q", "2026-Q1", "IT", "科技(北京)有限公司", "🙂", "¥10万", "中·文",
    ])
  }

  mutating func text() -> String {
    pick([
      "\"软件\"", "“a b”", "'raw {x}'", "‘c, d’", "「e」", "\"{$c.name}：{count($q)}\"", "\"{{x}} \\n \\\" \\u{4e2d}\"",
      "＂f”", "\"\"",
      "\"{it.a + 1} {(find customers)}\"", "\"a # b; c | d\"", "\"\"\"\nx\n  {$y}\n\"\"\"",
    ])
  }

  mutating func variable() -> String { pick(["$x", "$vip", "$_", "$3", "$客户"]) }
  mutating func name() -> String { pick(["customer", "customers", "客户", "tasks", "`my thing`"]) }
  mutating func path() -> String {
    pick(["name", "amount", "customer.name", "客户.名称", "`a b`", "count", "limit", "owner.team", "状态", "ＡＢ", "top"])
  }
}
