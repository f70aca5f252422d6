/// Random writes of every kind, for the tests of the change log.
enum ChangeLogStatements {
  static let start = """
    add user name = 王芳
    add user name = 李雷
    for $i in [1, 2, 3, 4, 5, 6] {
      add customer name = "客户{$i}", tags = [T1, T2], city = 深圳
      add opportunity title = "商机{$i}", customer = "客户{$i}", amount = 10万
      add task title = "任务{$i}"
    }
    add contact name = 张三, customer = cust_001
    log phone with contact_001 "x"
    """

  static let words = ["深圳", "北京", "Ａ b", "O'Brien \"x\"", "empty line", "🙂", "a\nb"]
  static let amounts = ["1", "10万", "99.5 USD", "120 USD", "5000 JPY", "¥3.2", "0"]

  static func one(_ dice: inout Dice) -> String {
    switch dice.roll(14) {
    case 0:
      return
        "add customer name = \(dice.pick(words).quoted), tags = [\(tags(&dice))], 预算 = \(dice.pick(amounts)), 产品 = [P1, P2]"
    case 1: return "add opportunity title = 新, amount = \(dice.pick(amounts)), competitors = [\(tags(&dice))]"
    case 2, 3: return "update \(customers(&dice)) set \(customerFields(&dice))"
    case 4: return "update \(opportunities(&dice)) set \(opportunityFields(&dice))"
    case 5: return "\(dice.pick(["tag", "untag"])) \(customers(&dice)) with \(tags(&dice))"
    case 6:
      return
        "delete \(dice.pick(["cust_00\(1 + dice.roll(6))", "customers where city = 北京", "opp_00\(1 + dice.roll(6))"]))"
    case 7: return "restore \(dice.pick(["customers all", "opportunities all", "cust_001"]))"
    case 8: return "move \(opportunities(&dice)) to \(dice.pick(["需求确认", "方案提交", "谈判", "成交"]))"
    case 9:
      return
        "close \(opportunities(&dice)) \(dice.pick(["won", "won amount 5万", "lost because 价格 to competitor \"对手\""]))"
    case 10: return "reopen \(opportunities(&dice))"
    case 11:
      return "assign \(dice.pick([customers(&dice), opportunities(&dice)])) to \(dice.pick(["王芳", "李雷", "empty"]))"
    case 12:
      return dice.pick([
        "complete task_00\(1 + dice.roll(6))", "postpone tasks where status = pending to +\(dice.roll(9))d",
      ])
    default:
      return """
        try { update \(customers(&dice)) set \(customerFields(&dice)); tag cust_001 with 白干; fail "no" } otherwise { }
        """
    }
  }

  static func tags(_ dice: inout Dice) -> String {
    let chosen = dice.some(["T1", "T2", "T3", "t1"])
    return chosen.isEmpty ? "T4" : chosen.joined(separator: ", ")
  }

  static func customers(_ dice: inout Dice) -> String {
    dice.pick(["cust_00\(1 + dice.roll(6))", "customers all", "customers where city = 深圳", "customers where tag = T1"])
  }

  static func opportunities(_ dice: inout Dice) -> String {
    dice.pick([
      "opp_00\(1 + dice.roll(6))", "opportunities all", "opportunities where status = open",
      "opportunities where amount > 1万",
    ])
  }

  static func customerFields(_ dice: inout Dice) -> String {
    var fields = [
      "name = \(dice.pick(words).quoted)", "city = \(dice.one(in: 3) ? "empty" : dice.pick(words).quoted)",
      "industry = \(dice.pick(["软件", "金融", "empty"]))", "owner = \(dice.pick(["王芳", "李雷", "empty"]))",
      "phone = \(dice.pick(["13800138000", "0755-12345678", "empty"]))",
      "email = \(dice.pick(["a@b.com", "C@D.com", "empty"]))",
      "parent = \(dice.pick(["cust_001", "cust_002", "empty"]))", "预算 = \(dice.pick(amounts + ["empty"]))",
      "人数 = \(dice.pick(["1.5", "3", "empty"]))", "级别 = \(dice.pick(["A", "B", "empty"]))",
      "签约 = \(dice.pick(["today", "2026-01-01", "empty"]))", "上市 = \(dice.pick(["true", "false", "empty"]))",
      "备注 = \(dice.pick(words).quoted)", "官网 = \(dice.pick(["a.com", "empty"]))",
      dice.pick(["tags = [\(tags(&dice))]", "tags += T3", "tags -= T1", "tags = empty"]),
      dice.pick(["产品 = [P3]", "产品 += P1", "产品 = empty"]),
    ]
    fields.shuffle(using: &dice)
    return fields.prefix(1 + dice.roll(4)).joined(separator: ", ")
  }

  static func opportunityFields(_ dice: inout Dice) -> String {
    var fields = [
      dice.pick(["amount = \(dice.pick(amounts))", "amount = it.amount * 1.1", "amount += 100", "amount = empty"]),
      dice.pick(["probability = 33", "probability += 1", "probability = empty"]),
      dice.pick(["expected_close_date = +3d", "expected_close_date += 7d", "expected_close_date = empty"]),
      "stage = \(dice.pick(["初步接触", "商务谈判", "成交"]))", "lost_reason = \(dice.pick(["价格", "empty"]))",
      "competitors = [\(tags(&dice))]",
    ]
    if dice.one(in: 3) {
      fields.removeAll { $0.hasPrefix("stage") || $0.hasPrefix("probability") };
      fields.append("status = \(dice.pick(["open", "won", "lost"]))")
    }
    fields.shuffle(using: &dice)
    return fields.prefix(1 + dice.roll(3)).joined(separator: ", ")
  }
}
