import Diagnostics
import Domain
import Engine
import Query
import Storage
import Testing

/// A configuration that drops what records still hold.
@Suite struct StrandingTests {
  private static func customization(
    stages: [(name: String, probability: Int, aliases: [String], key: String?)] = [],
    fields: [(name: String, type: String, options: [String])] = []
  ) -> Customization {
    var customization = Customization.plain
    customization.stages = stages.map {
      .init(name: $0.name, aliases: $0.aliases, probability: $0.probability, key: $0.key)
    }
    customization.stagesPlace = ConfigurationPlace(file: "config/crm.yaml", line: 22)
    var section = Customization.Section()
    section.fields = fields.map { name, type, options in
      .init(name: name, label: nil, type: type, options: options.map { .init(name: $0) }, isRequired: false, place: nil)
    }
    customization.sections["customer"] = section
    return customization
  }

  private static let before = customization(stages: [
    ("初步接触", 10, [], nil), ("方案提交", 50, [], nil), ("商务谈判", 70, [], nil), ("成交", 100, [], nil),
  ])
  private static let without = customization(stages: [
    ("初步接触", 10, [], nil), ("方案确认", 60, [], nil), ("商务谈判", 70, [], nil), ("成交", 100, [], nil),
  ])

  private func filled(_ customization: Customization, _ statements: String) throws -> OpeningTests.Folder {
    let folder = try OpeningTests.Folder()
    let bench = try Workbench(path: folder.database, customization: customization)
    bench.say(statements)
    #expect(bench.codes == [])
    return folder
  }

  @Test func `a dropped stage that records hold stays in force, and its statement mends it`() throws {
    let folder = try filled(
      Self.before,
      """
      add opportunity title = a, stage = 方案提交, amount = 10; add opportunity title = b, stage = 方案提交
      add opportunity title = c, stage = 方案提交; close opp_003 lost because 价格
      add opportunity title = d, stage = 方案提交; delete opp_004
      """)
    do {
      let bench = try Workbench(path: folder.database, customization: Self.without)
      let stranding = try #require(bench.store.strandings.first)
      #expect(bench.store.strandings.count == 1)
      let renderer = DiagnosticRenderer(language: .english)
      #expect(
        renderer.render(stranding.diagnostic) == """
          warning[config.stranded-option]: config/crm.yaml:22: “方案提交” is gone from opportunity.stage and 4 records hold it (1 in the recycle bin); it stays in force
            ├─ help: first: restore opportunities where stage = 方案提交
            ├─ help: update opportunities where stage = 方案提交 set stage = 方案确认 expecting at most 4
            ╰─ help: another name of the same option is said by `aliases: [方案提交]` in the configuration
          """)
      // Reading, writing and moving go on.
      #expect(bench.rows("find opportunities where stage = 方案提交 show title") == ["a", "b", "c"])
      bench.say("add opportunity title = e, stage = 方案提交; delete opp_005; purge opp_005")
      #expect(bench.codes == [])
      bench.say("restore opportunities where stage = 方案提交")
      bench.say("update opportunities where stage = 方案提交 set stage = 方案确认 expecting at most 4")
      #expect(bench.codes == [])
      // What was lost stays lost.
      #expect(
        bench.rows("find opportunities show title, stage, status, lost_reason")
          == ["a,方案确认,open,", "b,方案确认,open,", "c,方案确认,lost,价格", "d,方案确认,open,"])
    }
    let bench = try Workbench(path: folder.database, customization: Self.without)
    #expect(bench.store.strandings == [])
    bench.say("move opp_001 to 方案提交")
    #expect(bench.codes == ["not-a-choice"])
  }

  @Test func `it is said at every opening until it is mended`() throws {
    let folder = try filled(Self.before, "add opportunity title = a, stage = 方案提交")
    for _ in 0..<3 {
      #expect(try Workbench(path: folder.database, customization: Self.without).store.strandings.count == 1)
    }
    #expect(try Workbench(path: folder.database, customization: Self.before).store.strandings == [])
  }

  @Test func `a stage that is renamed by an alias or by its key strands nobody`() throws {
    let folder = try filled(Self.before, "add opportunity title = a, stage = 方案提交")
    let renamed = Self.customization(stages: [
      ("商务谈判", 70, [], nil), ("递交方案", 55, ["方案提交"], "proposal"), ("成交", 100, [], nil),
    ])
    do {
      let bench = try Workbench(path: folder.database, customization: renamed)
      #expect(bench.store.strandings == [])
      #expect(bench.rows("find opportunities show stage") == ["递交方案"])
      #expect(bench.rows("find opportunities where stage = 方案提交 show title") == ["a"])
    }
    let again = Self.customization(stages: [("商务谈判", 70, [], nil), ("方案", 55, [], "proposal"), ("成交", 100, [], nil)])
    let bench = try Workbench(path: folder.database, customization: again)
    #expect(bench.store.strandings == [])
    #expect(bench.rows("find opportunities show stage") == ["方案"])
  }

  @Test func `a dropped stage of winning leaves what was won as it was won`() throws {
    let folder = try filled(Self.before, "add opportunity title = a, amount = 10; close opp_001 won amount 7")
    let other = Self.customization(stages: [("初步接触", 10, [], nil), ("签约", 100, [], nil)])
    let bench = try Workbench(path: folder.database, customization: other)
    #expect(bench.store.strandings.map(\.live) == [1])
    bench.clock.pass(seconds: 864_000)
    bench.say("update opportunities where stage = 成交 set stage = 签约")
    #expect(
      bench.rows("find opp_001 show stage, status, actual_amount, closed_at") == ["签约,won,7,2026-11-20"])
    bench.say("add opportunity title = b; close opp_002 won")
    #expect(bench.rows("find opp_002 show stage") == ["签约"])
  }

  @Test func `a dropped option of a built-in choice and of a list is kept, too`() throws {
    let old = Self.customization(fields: [("行业", "select", ["软件", "教育"]), ("产品", "multiselect", ["P1", "P2"])])
    let folder = try filled(old, "add customer name = 甲, industry = 教育, 产品 = [P1, P2]")
    let new = Self.customization(fields: [("产品", "multiselect", ["P1"])])
    do {
      let bench = try Workbench(path: folder.database, customization: new)
      #expect(bench.store.strandings.compactMap(\.loss.choice?.name) == ["教育", "P2"])
      #expect(bench.rows("find customers show industry, 产品") == ["教育,P1;P2"])
      for stranding in bench.store.strandings {
        let statement = stranding.diagnostic.help.first?.english ?? ""
        bench.say(statement)
        #expect(bench.codes == [], "\(statement)")
      }
    }
    let bench = try Workbench(path: folder.database, customization: new)
    #expect(bench.store.strandings == [])
    bench.say("update cust_001 set 产品 += P2")
    #expect(bench.codes == ["not-a-choice"])
  }

  @Test func `each of many losses counts its own holders`() throws {
    let old = Self.customization(fields: [
      ("级别", "select", ["A", "B", "C"]), ("产品", "multiselect", ["P1", "P2", "P3"]), ("备注", "text", []),
    ])
    let folder = try filled(
      old,
      """
      add customer name = 甲, 级别 = A, 产品 = [P1, P2]; add customer name = 乙, 级别 = B, 产品 = P2, 备注 = x
      add customer name = 丙, 级别 = A; add customer name = 丁, 级别 = C, 产品 = P3; add contact name = 戊
      delete cust_002
      """)
    let new = Self.customization(fields: [("级别", "select", ["C"]), ("产品", "multiselect", ["P1"])])
    let found = try Workbench(path: folder.database, customization: new).store.strandings
    let told = Set(found.map { "\($0.loss.choice?.name ?? $0.loss.field.name) \($0.live) \($0.binned)" })
    #expect(told == ["A 2 0", "B 0 1", "P2 1 1", "P3 1 0", "备注 0 1"])
  }

  @Test func `a removed custom field stays until its data are out`() throws {
    let old = Self.customization(fields: [("预算", "money", []), ("空着", "text", [])])
    let folder = try filled(old, "add customer name = 甲, 预算 = 100; add customer name = 乙")
    let new = Self.customization()
    do {
      let bench = try Workbench(path: folder.database, customization: new)
      #expect(bench.store.strandings.map(\.diagnostic.code) == ["config.removed-field"])
      #expect(bench.rows("find customers where 预算 is not empty show customer_id, 预算") == ["cust_001,100"])
      bench.say(bench.store.strandings.first?.diagnostic.help.last?.english ?? "")
      #expect(bench.codes == [])
    }
    let bench = try Workbench(path: folder.database, customization: new)
    #expect(bench.store.strandings == [])
    bench.say("find customers where 预算 > 1")
    #expect(bench.codes == ["unknown-field"])
  }

  @Test func `a configuration that another process has adopted is in force for the next statement`() throws {
    let folder = try filled(Self.before, "add opportunity title = a")
    let bench = try Workbench(path: folder.database, customization: Self.before)
    _ = try Workbench(path: folder.database, customization: Self.without)
    bench.say("move opp_001 to 方案确认")
    #expect(bench.codes == [])
    #expect(bench.rows("find opp_001 show stage") == ["方案确认"])
  }
}
