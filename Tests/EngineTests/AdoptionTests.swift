import Diagnostics
import Domain
import Engine
import Storage
import Testing

/// A configuration that the workspace does not know: new fields become columns, new choices get keys of their own.
@Suite struct AdoptionTests {
  private func customization(fields: [(String, String, [String])] = [], stages: [(String, Int)] = []) -> Customization {
    var customization = Customization.plain
    var section = Customization.Section()
    section.fields = fields.map { name, type, options in
      .init(name: name, label: nil, type: type, options: options.map { .init(name: $0) }, isRequired: false, place: nil)
    }
    customization.sections["customer"] = section
    customization.stages = stages.map { .init(name: $0.0, probability: $0.1) }
    return customization
  }

  private static let stages = [("初步接触", 10), ("方案提交", 50), ("成交", 100)]

  @Test func `a new field becomes a column of the records that are there`() throws {
    let folder = try OpeningTests.Folder()
    try folder.fill()
    let types: [(String, String, [String])] = [
      ("预算", "money", []), ("级别", "select", ["A", "B"]), ("产品", "multiselect", []), ("备注", "text", []),
      ("联系电话", "phone", []),
      ("签约", "date", []), ("上市", "boolean", []), ("人数", "number", []), ("主页", "url", []), ("票据邮箱", "email", []),
    ]
    let bench = try Workbench(path: folder.database, customization: customization(fields: types))
    #expect(
      bench.say(
        """
        update cust_001 set 预算 = 99.5万, 级别 = b, 产品 = [P1, P2], 备注 = 重要, 联系电话 = 13800138000, 签约 = today, 上市 = 是, 人数 = 1.5, 主页 = a.com, 票据邮箱 = a@b.com
        """) == "1 customer updated")
    #expect(
      bench.rows("find cust_001 show 预算, 级别, 产品, 备注, 联系电话, 签约, 上市, 人数, 主页, 票据邮箱")
        == ["995000,B,P1;P2,重要,13800138000,2026-11-20,true,1.5,a.com,a@b.com"])
    #expect(bench.rows("find customers where 产品 = P2 and 预算 > 10万 show name") == ["科技有限公司"])
    #expect(bench.rows("find customers where 级别 is empty show name") == ["百度在线", "招商银行", "无名小店"])
  }

  @Test func `a searchable custom field is found by search`() throws {
    let folder = try OpeningTests.Folder()
    try folder.fill()
    let bench = try Workbench(path: folder.database, customization: customization(fields: [("备注", "text", [])]))
    bench.say("update cust_002 set 备注 = 特别重要的线索")
    #expect(bench.rows("find customers \"重要的\" show name") == ["百度在线"])
    bench.say("update cust_002 set 备注 = 一般")
    #expect(bench.rows("find customers \"重要的\" show name") == [])
    bench.say("add customer name = 另一家, 备注 = 重要的事")
    #expect(bench.rows("find customers \"重要的\" show name") == ["另一家"])
  }

  @Test func `stages keep their keys whatever becomes of the list`() throws {
    let folder = try OpeningTests.Folder()
    do {
      let bench = try Workbench(path: folder.database, customization: customization(stages: Self.stages))
      bench.say("add opportunity title = a, stage = 方案提交")
      bench.say("add opportunity title = b, stage = 初步接触")
    }
    // One stage is inserted before, one goes.
    let changed = [("全新阶段", 5), ("方案提交", 60), ("成交", 100), ("输单", 0)]
    do {
      let bench = try Workbench(path: folder.database, customization: customization(stages: changed))
      #expect(bench.rows("find opportunities show title, stage") == ["a,方案提交", "b,初步接触"])
      bench.say("move opp_002 to 全新阶段")
      #expect(bench.rows("find opp_002 show stage, probability") == ["全新阶段,5"])
    }
    // Nothing holds it any more: now it goes.
    let bench = try Workbench(path: folder.database, customization: customization(stages: changed))
    #expect(bench.store.strandings == [])
    #expect(bench.rows("find opportunities where stage > 全新阶段 and stage < 成交 show title") == ["a"])
    bench.say("move opp_001 to 初步接触")
    #expect(bench.codes == ["not-a-choice"])
    bench.say("move opp_001 to 输单")
    #expect(bench.rows("find opp_001 show stage, status, probability, closed_at") == ["输单,lost,0,2026-11-20"])
    bench.say("reopen opp_001")
    #expect(bench.rows("find opp_001 show stage, status") == ["方案提交,open"])
    #expect(bench.rows("count opportunities by stage") == ["全新阶段,1", "方案提交,1"])
  }

  @Test func `a custom field may not change its type under the data`() throws {
    for (before, after) in [
      ("text", "number"), ("number", "money"), ("number", "date"), ("text", "multiselect"), ("money", "text"),
    ] {
      let folder = try OpeningTests.Folder()
      _ = try Workbench(path: folder.database, customization: customization(fields: [("字段", before, [])]))
      do {
        _ = try Workbench(path: folder.database, customization: customization(fields: [("字段", after, [])]))
        Issue.record("\(before) became \(after)")
      } catch let error as StorageError {
        #expect(error.diagnostic.code == "config.changed-type", "\(error.diagnostic.message.english)")
      }
    }
  }

  @Test(arguments: [
    ("contacts", "text"), ("联系人", "text"), ("name", "number"), ("1st", "text"), ("a b", "text"), ("x\"y", "text"),
    ("name_key", "text"),
    ("id", "text"), ("tags", "text"), ("deleted_at", "text"), ("rowid", "text"), ("预算_base", "text"),
  ])
  func `a custom field may not take a name that means something else`(name: String, type: String) throws {
    do {
      let bench = try Workbench(customization: customization(fields: [("预算", "money", []), (name, type, [])]))
      Issue.record("\(name) was taken: \(bench.session.dictionary.entities.count)")
    } catch let error as StorageError {
      guard case .configuration = error else {
        Issue.record("\(name): \(error.diagnostic.message.english)")
        return
      }
    }
  }

  @Test func `a required field binds new records and not those that are there`() throws {
    let folder = try OpeningTests.Folder()
    try folder.fill()
    var required = customization()
    required.sections["customer"]?.required = ["name", "phone"]
    required.sections["customer"]?.requiredPlace = ConfigurationPlace(file: "config/crm.yaml", line: 2)
    let bench = try Workbench(path: folder.database, customization: required)
    let text = bench.say("add customer name = 缺电话")
    #expect(bench.codes == ["missing-field"])
    #expect(text.contains("config/crm.yaml:2"))
    #expect(bench.say("update cust_004 set city = x") == "1 customer updated")
    bench.say("update cust_001 set phone = empty")
    #expect(bench.codes == ["missing-field"])
  }
}
