import Diagnostics
import Domain
import Engine
import Layout
import Storage
import Testing

/// Who enters somebody that is there already is told of whom, and why.
@Suite struct DuplicateTests {
  private func bench() throws -> Workbench {
    try Workbench(
      saying: "add customer name = 深圳市星河软件有限公司, phone = 0755-12345678, email = Info@xinghe.com\n"
        + "add contact customer = cust_001, name = 张三, phone = 13800138000, email = zhang@xinghe.com, wechat = zs_wx\n"
        + "add lead name = 李四, phone = 13900139000, email = li@new.com")
  }

  @Test(arguments: [
    ("add customer name = 星河软件集团", "much the same name"), ("add customer name = 别家, phone = +8675512345678", "phone"),
    ("add customer name = 别家, email = INFO@XINGHE.COM", "email"),
    ("add contact name = 王五, phone = 138-0013-8000", "phone"),
    ("add contact name = 王五, email = zhang@xinghe.com", "email"),
    ("add contact name = 王五, wechat = zs_wx", "wechat"), ("add contact name = 张三, customer = cust_001", "name"),
    ("add lead name = 王五, phone = 13900139000", "phone"), ("add lead name = 王五, email = LI@new.com", "email"),
  ])
  func `an entry that agrees with a record is told which and in what`(statement: String, field: String) throws {
    let bench = try bench()
    let before = try bench.dump()
    let said = bench.script(statement)
    #expect(bench.codes == ["likely-duplicate"])
    #expect(said.contains("_001"))
    #expect(said.contains(field))
    #expect(said.contains("\(statement) allow duplicate"))
    #expect(try bench.dump() == before)
    bench.script("\(statement) allow duplicate")
    #expect(bench.codes == [])
  }

  @Test(arguments: [
    "add customer name = 北京星河软件有限公司", "add customer name = 星河网络", "add customer name = 别家, phone = 0755-12345679",
    "add contact name = 张三", "add lead name = 李四", "add lead name = 星河, phone = 0755-12345678",
  ])
  func `an entry that agrees with none is taken`(statement: String) throws {
    let bench = try bench()
    bench.script(statement)
    #expect(bench.codes == [])
  }

  @Test func `both values are shown`() throws {
    let bench = try bench()
    let said = bench.script("add customer name = 别家, phone = 075512345678")
    #expect(said.contains("0755-12345678 (entered: 075512345678)"))
  }

  @Test func `the switchboard's other extension is another phone`() throws {
    let bench = try Workbench(saying: "add contact name = 张三, phone = 0755-12345678转801")
    bench.script("add contact name = 李四, phone = 0755-12345678转802")
    #expect(bench.codes == [])
    bench.script("add contact name = 王五, phone = 0755-12345678")
    #expect(bench.codes == ["likely-duplicate"])
  }

  @Test func `an update that makes a double is refused, one that changes nothing of it is not`() throws {
    let bench = try bench()
    bench.script("add customer name = 别家, phone = 0755-12345678 allow duplicate")
    bench.script("update cust_002 set name = 星河软件")
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("update cust_002 set phone = 0755-12345678, city = 深圳")
    #expect(bench.codes == [])
    bench.script("update cust_001 set name = 星河软件股份有限公司")
    #expect(bench.codes == [])
    bench.script("update cust_002 set name = 星河软件 allow duplicate")
    #expect(bench.codes == [])
  }

  @Test func `several records do not get one phone in silence`() throws {
    let bench = try Workbench(saying: "add contact name = 甲\nadd contact name = 乙")
    bench.script("update contacts all set phone = 0755-12345678")
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("update contacts all set position = 经理")
    #expect(bench.codes == [])
  }

  @Test func `the second of two lines of a script is compared with the first`() throws {
    let bench = try Workbench()
    bench.script("add customer name = 星河软件\nadd customer name = 星河软件有限公司")
    #expect(bench.codes == ["likely-duplicate"])
    #expect(try bench.count("customers") == 0)
  }

  @Test func `what lies in the recycle bin is no double`() throws {
    let bench = try bench()
    bench.script("delete cust_001")
    bench.script("add customer name = 星河软件")
    #expect(bench.codes == [])
  }

  @Test func `without the setting nothing is compared`() throws {
    var customization = Customization.plain
    customization.rules.checksDuplicates = false
    let bench = try Workbench(customization: customization)
    bench.script("add customer name = 星河软件\nadd customer name = 星河软件")
    #expect(bench.codes == [])
  }

  @Test func `at the prompt somebody is asked, with nothing open`() throws {
    let bench = try bench()
    bench.allowance = .asking
    bench.answer = true
    bench.whileAsked = { #expect(!bench.store.isWriting) }
    #expect(bench.say("add customer name = 星河软件集团") == "+cust_002")
    #expect(
      bench.duplicateQuestions == [
        "cust_001 has much the same name: 深圳市星河软件有限公司 (entered: 星河软件集团)"
      ])
    bench.answer = false
    bench.say("add customer name = 星河软件集团")
    #expect(bench.codes == ["not-confirmed"])
    bench.answer = nil
    bench.say("add customer name = 星河软件集团")
    #expect(bench.codes == ["likely-duplicate"])
    #expect(try bench.count("customers") == 2)
  }

  @Test func `Chinese words are understood and answered`() throws {
    let bench = try bench()
    bench.session.settings.language = .chinese
    let said = bench.script("添加 客户 名称 = 星河软件")
    #expect(said.contains("这条客户可能已经存在"))
    #expect(said.contains("cust_001 的名称相近：深圳市星河软件有限公司（录入：星河软件）"))
    #expect(said.contains("添加 客户 名称 = 星河软件 允许 重复"))
    bench.script("添加 客户 名称 = 星河软件 允许 重复")
    #expect(bench.codes == [])
  }

  @Test func `a conversion finds the customer by its likeness`() throws {
    let bench = try Workbench(saying: "add customer name = 新公司\nadd lead name = 李四, company = 上海新公司有限公司")
    #expect(bench.script("convert lead_001").contains("convert lead_001 to cust_001"))
    #expect(bench.codes == ["customer-exists"])
  }

  @Test func `an undo brings the likeness of a name back with it`() throws {
    let bench = try Workbench(saying: "add customer name = 星河软件有限公司")
    bench.say("update cust_001 set name = 别家集团")
    bench.say("undo")
    #expect(try bench.sql("SELECT name_core FROM customers") == .text("星河软件"))
    bench.script("add customer name = 星河软件")
    #expect(bench.codes == ["likely-duplicate"])
  }

  @Test func `a rename or a move that makes a double of two fields is found`() throws {
    let bench = try Workbench(
      saying: """
        add customer name = 甲公司
        add customer name = 乙公司
        add contact name = 王五, customer = cust_001
        add contact name = 赵六, customer = cust_001
        add contact name = 王五, customer = cust_002
        """)
    bench.script("update contact_002 set name = 王五")
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("update contact_003 set customer = cust_001")
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("update contact_003 set position = 经理, name = 王五")
    #expect(bench.codes == [])
  }

  @Test func `several records that would get one name are named, and nothing untrue is said of them`() throws {
    let bench = try Workbench(saying: "add customer name = 甲公司\nadd customer name = 乙公司\nadd customer name = 丙公司")
    let said = bench.script("update cust_001, cust_002 set name = 星河软件")
    #expect(bench.codes == ["likely-duplicate"])
    #expect(said.contains("two customers would be the same"))
    #expect(said.contains("cust_001 and cust_002 would have the same name: 星河软件"))
    #expect(!said.contains("cust_001 has"))
    bench.session.settings.language = .chinese
    #expect(bench.script("update cust_001, cust_002 set name = 星河软件").contains("cust_001 和 cust_002 的名称将相同：星河软件"))
    bench.script("update cust_001, cust_002 set name = 星河软件 allow duplicate")
    #expect(bench.codes == [])
  }

  @Test func `several records are compared with the others too`() throws {
    let bench = try Workbench(
      saying: "add customer name = 甲公司\nadd contact name = 王五, customer = cust_001\nadd contact name = 赵六\n"
        + "add contact name = 王五\nadd contact name = 王五 allow duplicate")
    bench.script("update contact_002, contact_003 set customer = cust_001")
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("update contact_003, contact_004 set customer = cust_001")
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("update contact_002 set customer = cust_001")
    #expect(bench.codes == [])
  }

  @Test(arguments: [
    "update cust_002 set name = \"星河{it.city}\"", "update cust_002 set name = it.city",
    "update customers where city = 软件 set name = \"星河软件{it.city}\"",
  ])
  func `a value that is worked out is compared`(statement: String) throws {
    let bench = try Workbench(
      saying: "add customer name = 星河软件\nadd customer name = 别家, city = 软件\nadd customer name = 软件, city = 深圳\n"
        + "add customer name = 第三家, city = 软件")
    bench.script(statement)
    #expect(bench.codes == ["likely-duplicate"])
    bench.script("\(statement) allow duplicate")
    #expect(bench.codes == [])
  }

  @Test func `a value that is worked out and stays what it was is no double`() throws {
    let bench = try Workbench(saying: "add customer name = 星河软件\nadd customer name = 别家")
    bench.script("update customers all set name = \"{it.name}集团\"")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers sort by customer_id show name") == ["星河软件集团", "别家集团"])
  }
}
