import Domain
import Layout
import Storage
import Testing
import Values

/// The change log holds enough to go back: replayed backwards from the tables as they stand it gives every earlier
/// state. Undo and `as of` rest on this.
@Suite struct ChangeLogTests {
  @Test(arguments: [UInt64(21), 22, 23])
  func `replayed backwards the log gives the earlier states`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    #expect(bench.codes == [])
    var states: [(changeSet: Int64, state: WorkspaceState)] = [
      (try Self.lastChangeSet(bench), try WorkspaceState(of: bench))
    ]
    for _ in 0..<60 {
      bench.clock.pass(seconds: 3600)
      let before = try Self.lastChangeSet(bench)
      if dice.one(in: 4) {
        bench.script((0..<(2 + dice.roll(5))).map { _ in ChangeLogStatements.one(&dice) }.joined(separator: "\n"))
      } else {
        bench.say(ChangeLogStatements.one(&dice))
      }
      let after = try Self.lastChangeSet(bench)
      // One change set for a statement at the prompt and for a whole script; none where nothing changed.
      #expect(after == before || after == before + 1)
      let state = try WorkspaceState(of: bench)
      if after == before {
        #expect(state == states[states.count - 1].state)
      } else {
        states.append((after, state))
      }
    }
    #expect(states.count > 20)
    var replayed = states[states.count - 1].state
    for (later, earlier) in zip(states.reversed(), states.reversed().dropFirst()) {
      try replayed.takeBack(later.changeSet, in: bench)
      #expect(
        replayed == earlier.state, "before change set \(later.changeSet): \(replayed.differences(from: earlier.state))")
      guard replayed == earlier.state else { return }
    }
    try Self.checkVisits(bench)
  }

  static func lastChangeSet(_ bench: Workbench) throws -> Int64 {
    guard case .integer(let id) = try bench.sql("SELECT ifnull(max(id), 0) FROM change_sets") else { return 0 }
    return id
  }

  static func checkVisits(_ bench: Workbench) throws {
    try checkStanding(bench)
    // The visits are the log's own stages in order.
    #expect(
      try bench.count("changes c", where: "c.entity = 5 AND c.field = 6")
        == bench.count("stage_visits") - bench.count("opportunities"))
  }

  /// Each visit begins where the one before ended, the last is open, and the mask holds every stage ever entered.
  static func checkStanding(_ bench: Workbench) throws {
    #expect(
      try bench.count(
        "stage_visits v",
        where:
          "v.left IS NOT (SELECT min(n.entered) FROM stage_visits n WHERE n.opportunity = v.opportunity AND n.id > v.id)"
      )
        == 0)
    #expect(
      try bench.count(
        "opportunities o",
        where:
          "o.stage IS NOT (SELECT v.stage FROM stage_visits v WHERE v.opportunity = o.id ORDER BY v.id DESC LIMIT 1)")
        == 0)
    #expect(
      try bench.count(
        "opportunities o",
        where: "o.stage_mask <> (SELECT sum(DISTINCT 1 << v.stage) FROM stage_visits v WHERE v.opportunity = o.id)")
        == 0)
    #expect(
      try bench.count(
        "opportunities o",
        where: "o.stage_since <> (SELECT max(v.entered) FROM stage_visits v WHERE v.opportunity = o.id)") == 0)
  }

  @Test func `an update that changes nothing leaves no trace`() throws {
    let bench = try Workbench.company()
    let before = try bench.dump()
    for statement in [
      "update cust_001 set city = 深圳", "tag cust_001 with VIP", "untag cust_001 with 没有",
      "update cust_004 set city = empty",
      "update opp_001 set amount = 10万", "move opp_001 to 方案提交", "complete tasks where title = 没有", "reopen opp_001",
      "update customers where city = 深圳 set city = 深圳",
    ] {
      #expect(bench.say(statement) == "nothing changed", "\(statement)")
      #expect(try bench.dump() == before, "\(statement)")
    }
  }

  @Test func `a bulk update logs only the records that change`() throws {
    let bench = try Workbench.company()
    bench.say("update customers all set city = 深圳")
    #expect(try bench.count("changes", where: "entity = 1 AND field = 8") == 2)
    #expect(bench.rows("find customers show city") == ["深圳", "深圳", "深圳", "深圳"])
  }

  @Test func `a change says who made it, when, and from which statement`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    let text =
      "SELECT author || '|' || source || '|' || statement || '|' || at FROM change_sets ORDER BY id DESC LIMIT 1"
    #expect(try bench.sql(text) == .text("0|prompt|update cust_001 set city = 上海|1795140000000"))
  }

  @Test func `a failed script leaves nothing at all`() throws {
    let bench = try Workbench.company()
    let before = try bench.dump()
    for fault in ["fail \"stop\"", "update cust_999 set city = x", "expect 1 = 2"] {
      bench.script(
        """
        add customer name = 新, tags = [全新标签], city = 杭州
        update customers all set source = 网站
        move opp_001 to 谈判
        tag cust_003 with 另一个
        delete cust_004
        view v = find customers
        \(fault)
        """)
      #expect(!bench.codes.isEmpty)
      #expect(try bench.dump() == before, "\(fault)")
    }
    #expect(bench.say("add customer name = 后来") == "+cust_005")
  }

  @Test func `a dry run leaves nothing at all`() throws {
    let bench = try Workbench.company()
    let before = try bench.dump()
    bench.isDryRun = true
    #expect(bench.script("add customer name = 试\nupdate cust_001 set city = x").contains("+cust_005"))
    #expect(try bench.dump() == before)
  }

  @Test func `what failed inside a try is undone alone`() throws {
    let bench = try Workbench()
    bench.script(
      """
      try { add customer name = 甲; tag cust_001 with T; fail "no" } otherwise $e { print $e }
      add customer name = 乙
      try { begin; add customer name = 丙; fail "no" } otherwise { }
      try { add customer name = 丁 } otherwise { }
      """)
    #expect(bench.codes == [])
    #expect(bench.rows("find customers show id, name") == ["cust_001,乙", "cust_002,丁"])
    #expect(try bench.sql("SELECT group_concat(first || '-' || last) FROM created WHERE entity = 1") == .text("1-2"))
    #expect(try bench.count("labels") == 0)
  }

  @Test func `purging leaves no value of the record anywhere`() throws {
    let bench = try Workbench(saying: "add customer name = 秘密客户, city = 秘密城, tags = 机密")
    bench.say("add customer name = 别家")
    bench.say("update cust_001 set name = 秘密二")
    bench.say("untag cust_001 with 机密")
    bench.say("delete cust_001")
    #expect(bench.say("purge cust_001") == "1 customer purged")
    let left = try bench.dump().filter { table, rows in
      table != "labels" && !table.hasSuffix("_data") && rows.contains("秘密")
    }
    #expect(left.isEmpty, "\(left)")
    // The search index keeps characters, in blocks.
    #expect(try bench.count("customers_search_data", where: "instr(block, CAST('秘' AS BLOB)) > 0") == 0)
    for table in ["changes", "member_changes"] {
      #expect(try bench.count(table, where: "entity = 1 AND record = 1") == 0, "\(table)")
    }
    #expect(try bench.count("customers_tags") == 0)
    #expect(bench.rows("find customers show name") == ["别家"])
  }

  @Test func `purging forgets the words of the statements that wrote the record, and no others`() throws {
    let bench = try Workbench()
    bench.say("add customer name = 秘密客户; add customer name = 别家")
    bench.say("update customers where name = 秘密客户 set phone = 13800138000")
    bench.say("tag customers where name contains 秘密 with 机密")
    bench.say("update cust_002 set city = 深圳")
    bench.script("update cust_002 set city = 北京; update cust_001 set city = 秘密城")
    bench.say("undo; delete customers where name = 秘密客户")
    bench.say("purge customers where name = 秘密客户")
    #expect(bench.codes == [])
    let said = "SELECT group_concat(statement, '; ') FROM (SELECT statement FROM change_sets ORDER BY id)"
    let first = "add …; add customer name = 别家; update …; tag …; update cust_002 set city = 深圳; update …; undo"
    #expect(try bench.sql(said) == .text(first + "; delete …; purge …"))
    // A statement that names no more than the record's number says nothing of it.
    bench.say("delete cust_002; purge cust_002")
    let second = "add …; add …; update …; tag …; update …; update …; undo"
    #expect(try bench.sql(said) == .text(second + "; delete …; purge …; delete cust_002; purge cust_002"))
  }

  @Test func `a script that makes a record and purges it is not quoted`() throws {
    let bench = try Workbench()
    bench.run(
      "add customer name = 别家\nadd customer name = 秘密客户\ndelete cust_002\npurge cust_002", named: "s.crm")
    #expect(bench.codes == [])
    #expect(try bench.dump().filter { $0 != "customers_search_data" && $1.contains("秘密") }.isEmpty)
  }

  @Test func `a large purge leaves no index behind`() throws {
    let bench = try Workbench()
    bench.script((0..<300).map { "add customer name = 客户\($0)" }.joined(separator: "\n"))
    let indexes = try bench.count("sqlite_schema")
    bench.say("delete customers all; purge customers all")
    #expect(bench.codes == [])
    #expect(try bench.count("customers") == 0)
    #expect(try bench.count("sqlite_schema") == indexes)
  }
}

extension Customization {
  /// Custom fields of every type, and two rates.
  static var varied: Customization {
    var customization = Customization.plain
    customization.rules.rates = [.usd: ExactDecimal(7), .jpy: ExactDecimal(mantissa: 5, scale: 2) ?? .zero]
    var section = Customization.Section()
    func field(_ name: String, _ type: String, _ options: [String] = []) {
      section.fields.append(
        .init(
          name: name, label: nil, type: type, options: options.map { .init(name: $0) }, isRequired: false, place: nil))
    }
    field("预算", "money")
    field("人数", "number")
    field("级别", "select", ["A", "B", "C"])
    field("产品", "multiselect")
    field("签约", "date")
    field("上市", "boolean")
    field("备注", "text")
    field("官网", "url")
    customization.sections["customer"] = section
    return customization
  }
}
