import Diagnostics
import Domain
import Engine
import Exchange
import Layout
import Storage
import Testing

/// Numbers, references and doubles.
struct ImportReferenceTests {
  private func workspace() throws -> TestWorkspace {
    let work = try TestWorkspace()
    try work.run(
      "add customer name = 甲公司, phone = 13800138000\nadd customer name = 乙公司\nadd customer name = 乙公司 allow duplicate")
    return work
  }

  @Test
  func `a record keeps the number that the file gives it`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "customer_id,name\ncust_007,庚\n,辛\nCUST_003,丙\n")
    try work.load("import customers from \"a.csv\"")
    try work.run("add customer name = 壬")
    #expect(
      try work.rows("find customers show customer_id, name sort by customer_id") == [
        "cust_003,丙", "cust_007,庚", "cust_008,辛", "cust_009,壬",
      ])
  }

  @Test
  func `leads are scored as they come, unless the file gives the score, and none is converted`() throws {
    var rules = TestWorkspace.rules()
    (rules.scoresLeads, rules.convertThreshold) = (true, 80)
    let work = try TestWorkspace(Customization(rules: rules))
    try work.put("a.csv", "name,company,score\n甲,x,\n乙,,90\n")
    let report = try work.load("import leads from \"a.csv\"")
    #expect(try work.rows("find leads show score, status sort by lead_id") == ["15,new", "90,new"])
    #expect(report.notices.map(\.english.first) == ["1"])
  }

  @Test
  func `interactions that come score their leads in the same change set`() throws {
    var rules = TestWorkspace.rules()
    rules.scoresLeads = true
    let work = try TestWorkspace(Customization(rules: rules))
    try work.run("add lead name = 甲, company = x")
    try work.put("a.csv", "lead,type,direction,date\nlead_001,phone,in,2026-11-20\n")
    let report = try work.load("import interactions from \"a.csv\"")
    #expect(report.notices.map(\.english) == ["lead_001 score 15 → 27"])
    try work.run("undo")
    #expect(try work.rows("find leads show score") == ["15"])
  }

  @Test
  func `a file that changes leads scores those that it gives no score`() throws {
    var rules = TestWorkspace.rules()
    rules.scoresLeads = true
    let work = try TestWorkspace(Customization(rules: rules))
    try work.run("add lead name = 甲\nadd lead name = 乙, score = 50")
    try work.put("a.csv", "lead_id,name,company,score\nlead_001,甲,x,\nlead_002,乙,y,51\n")
    try work.load("import leads from \"a.csv\" on duplicate update")
    #expect(try work.rows("find leads show score sort by lead_id") == ["15", "51"])
  }

  @Test
  func `numbers of another shape are sent to the title`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "opportunity_id,amount\n1C1I7A6R,5\n")
    let failure = try work.failure("import opportunities from \"a.csv\"")
    #expect(failure.code == "not-an-id")
    #expect(failure.help.first?.english.contains("map opportunity_id to title") == true)
    try work.load("import opportunities from \"a.csv\" map opportunity_id to title")
    #expect(try work.rows("find opportunities show opportunity_id, title") == ["opp_001,1C1I7A6R"])
  }

  @Test
  func `references are found by number or by the one name`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,客户\n张三,cust_002\n李四,甲公司\n")
    try work.load("import contacts from \"a.csv\"")
    #expect(try work.rows("find contacts show name, customer sort by contact_id") == ["张三,cust_002", "李四,cust_001"])
  }

  @Test
  func `a reference that is missing or names several refuses the row`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,customer\n张三,丙公司\n李四,乙公司\n王五,甲公司\n赵六,lead_001\n孙七,cust_099\n")
    let failure = try work.failure("import contacts from \"a.csv\"")
    #expect(failure.code == "import-refused")
    #expect(failure.message.english == "4 of 5 rows of a.csv cannot be taken; nothing was written")
    #expect(failure.help.contains { $0.english.contains("line 3") && $0.english.contains("cust_002  cust_003") })
    #expect(failure.help.last?.english == "ways out: on missing create  ·  skip refused")
    #expect(try work.rows("count contacts") == ["0"])
    let refused = try CSVTable.read(path: work.folder.path("a.refused.csv"))
    #expect(refused.map { $0[0] } == ["name", "张三", "李四", "赵六", "孙七"])
    #expect(refused.map { $0[2] } == ["line", "2", "3", "5", "6"])
  }

  @Test
  func `what is missing is made once or its rows are skipped`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,customer\n张三,丙公司\n李四,丙公司\n王五,甲公司\n")
    #expect(try work.load("import contacts from \"a.csv\" on missing skip").created == 1)
    let report = try work.load("import contacts from \"a.csv\" on missing create on duplicate skip")
    #expect(report.created == 2)
    #expect(report.remarks.contains { $0.count == 1 && $0.text.english.hasPrefix("customer made") })
    #expect(try work.rows("find customers where name = 丙公司 show count(contacts)") == ["2"])
  }

  @Test
  func `good rows are written where the refused are skipped`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,customer,email\n张三,丙公司,\n王五,甲公司,w@x.com\n赵六,甲公司,not an address\n")
    let report = try work.load("import contacts from \"a.csv\" skip refused")
    #expect(report.created == 1)
    #expect(report.refused == 2)
    #expect(report.refusedFile == work.folder.path("a.refused.csv"))
    #expect(try work.rows("find contacts show name") == ["王五"])
  }

  @Test
  func `references within the file may point forwards`() throws {
    let work = try TestWorkspace()
    try work.put(
      "a.csv",
      "name,parent,updated_at\n子公司,母公司,2020-02-03\n孙公司,子公司,2020-02-03\n母公司,,2020-02-03\n女公司,cust_003,2020-02-03\n")
    let report = try work.load("import customers from \"a.csv\"")
    #expect((report.created, report.updated) == (4, 0))
    #expect(
      try work.rows("find customers show name, parent, updated_at sort by customer_id") == [
        "子公司,cust_003,2020-02-03", "孙公司,cust_001,2020-02-03", "母公司,,2020-02-03", "女公司,cust_003,2020-02-03",
      ])
    try work.put("b.csv", "user_id,name,manager\nsales_001,王,sales_002\nsales_002,李,\n")
    try work.load("import users from \"b.csv\" on duplicate update")
    #expect(try work.rows("find users where user_id = sales_001 show name, manager") == ["王,sales_002"])
  }

  @Test
  func `a forward reference to nothing refuses its row`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "name,parent\n子公司,母公司\n他公司,\n")
    let failure = try work.failure("import customers from \"a.csv\"")
    #expect(failure.help.contains { $0.english.hasPrefix("line 2: parent") })
    #expect(try CSVTable.read(path: work.folder.path("a.refused.csv"))[1].prefix(3) == ["子公司", "母公司", "2"])
    #expect(try work.rows("count customers") == ["0"])
    #expect(try work.load("import customers from \"a.csv\" on missing create").created == 2)
    #expect(try work.rows("find customers where parent is not empty show parent.name") == ["母公司"])
  }

  // MARK: Doubles

  @Test
  func `a customer is doubled by name or phone or mail`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,phone,email\n 甲公司,,\n新公司,+86 138 0013 8000,\n丁公司,,D@x.com\n戊公司,,d@x.com\n丁公司,,\n")
    let failure = try work.failure("import customers from \"a.csv\"")
    #expect(failure.message.english.hasPrefix("4 of 5"))
    #expect(failure.help.contains { $0.english.contains("on duplicate skip  ·  on duplicate update") })
    let report = try work.load("import customers from \"a.csv\" on duplicate skip")
    #expect((report.created, report.skipped) == (1, 4))
  }

  @Test
  func `a double is updated by the cells that are not empty`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,city,phone,tags\n甲公司,深圳,,VIP\n甲公司,深圳,,\n")
    let report = try work.load("import customers from \"a.csv\" on duplicate update")
    #expect((report.created, report.updated, report.skipped) == (0, 1, 1))
    #expect(
      try work.rows("find customers where name = 甲公司 show city, phone, tags") == ["深圳,13800138000,VIP"])
    try work.put("b.csv", "name,city\n乙公司,上海\n")
    let several = try work.failure("import customers from \"b.csv\" on duplicate update")
    #expect(several.help.first?.english.contains("cust_002, cust_003") == true)
  }

  @Test
  func `a row with a number is doubled by that alone`() throws {
    let work = try workspace()
    try work.put("a.csv", "customer_id,name\ncust_001,甲集团\ncust_010,乙公司\ncust_010,丙\n")
    let report = try work.load("import customers from \"a.csv\" on duplicate update")
    #expect((report.created, report.updated) == (1, 2))
    #expect(try work.rows("find customers where customer_id = cust_010 show name") == ["丙"])
    try work.run("delete cust_010")
    let deleted = try work.failure("import customers from \"a.csv\" on duplicate skip")
    #expect(deleted.help.first?.english.contains("recycle bin") == true)
  }

  @Test
  func `two contacts of one name stand in two customers`() throws {
    let work = try workspace()
    try work.put("a.csv", "name,customer\n张三,cust_001\n张三,cust_002\n张三,cust_001\n")
    #expect(try work.load("import contacts from \"a.csv\" on duplicate skip").created == 2)
  }

  @Test
  func `the configuration turns the looking for doubles off`() throws {
    let work = try TestWorkspace(Customization(rules: TestWorkspace.rules { $0.checksDuplicates = false }))
    try work.put("a.csv", "name\n甲\n甲\n")
    #expect(try work.load("import customers from \"a.csv\"").created == 2)
  }

  @Test
  func `many rows in no order are found as those in order are`() throws {
    let work = try TestWorkspace()
    var text = "customer_id,name,tags\n"
    for number in (1...25_000).reversed() { text += "cust_\(number),客户\(number)号,A;B\n" }
    text += "cust_9,客户九,A;C\ncust_30000,客户9号,\n"
    try work.put("a.csv", text)
    let report = try work.load("import customers from \"a.csv\" on duplicate update")
    #expect((report.created, report.updated, report.skipped) == (25_001, 1, 0))
    #expect(try work.rows("find customers \"户9号\" show customer_id") == ["cust_30000"])
    #expect(try work.rows("find customers \"客户九\" show customer_id, tags") == ["cust_009,A;B;C"])
    #expect(try work.rows("find customers \"户24999\" show customer_id") == ["cust_24999"])
    #expect(try work.rows("count customers where tag = B") == ["25000"])
  }

  @Test
  func `an import that a script takes back leaves the change set whole`() throws {
    let work = try TestWorkspace()
    var text = "customer_id,name\n"
    for number in (1...25_000).reversed() { text += "cust_\(number),客户\(number)号\n" }
    text += "cust_30000,\n"
    try work.put("a.csv", text)
    try work.put("b.csv", "name\n甲公司\n")
    try work.run(
      "try {\n  import customers from \"a.csv\"\n} otherwise $e {\n  import customers from \"b.csv\"\n}")
    #expect(try work.rows("find customers \"甲公\" show customer_id, name") == ["cust_001,甲公司"])
    #expect(try work.rows("count customers") == ["1"])
  }

  // MARK: Required fields

  @Test
  func `a row without a required field needs leave`() throws {
    var customization = Customization(rules: TestWorkspace.rules())
    customization.sections["customer"] = Customization.Section()
    customization.sections["customer"]?.required = ["phone"]
    let work = try TestWorkspace(customization)
    try work.put("a.csv", "name,phone\n甲,\n乙,13800138000\n")
    let failure = try work.failure("import customers from \"a.csv\"")
    #expect(failure.help.first?.english == "line 2: phone is missing")
    let report = try work.load("import customers from \"a.csv\" allow missing")
    #expect(report.created == 2)
    #expect(report.remarks.map(\.count) == [1])
  }

  @Test
  func `an opportunity that an import closes is closed`() throws {
    let work = try TestWorkspace()
    try work.run("add opportunity title = 一, amount = 100")
    try work.put("a.csv", "opportunity_id,stage\nopp_001,成交\n")
    try work.load("import opportunities from \"a.csv\" on duplicate update")
    #expect(try work.rows("find opportunities show status, closed_at, probability") == ["won,2026-11-20,100"])
  }

  @Test
  func `an interaction takes its contact's customer`() throws {
    let work = try workspace()
    try work.run("add contact name = 张三, customer = cust_001")
    try work.put("a.csv", "type,contact,content\nphone,张三,聊\n")
    try work.load("import interactions from \"a.csv\"")
    #expect(try work.rows("find interactions show customer") == ["cust_001"])
  }
}
