import Diagnostics
import Domain
import Engine
import Exchange
import Layout
import Storage
import Testing

/// What a file's columns and cells become.
struct ImportTests {
  @Test
  func `headings in either language fill their fields`() throws {
    let work = try TestWorkspace()
    try work.put(
      "a.csv", "\u{FEFF}名称,\"industry\",电话,EMAIL,标签,创建时间\r\n甲公司,软件,13800138000,a@b.com,VIP；重点,2026-01-15\r\n")
    let report = try work.load("import customers from \"a.csv\"")
    #expect(report.created == 1)
    #expect(report.ignoredColumns.isEmpty)
    #expect(report.encoding == "utf-8")
    #expect(
      try work.rows("find customers show customer_id, name, industry, phone, email, tags, created_at") == [
        "cust_001,甲公司,软件,13800138000,a@b.com,VIP;重点,2026-01-15"
      ])
  }

  @Test
  func `a mapping stands above a heading of the same name`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "name,公司\n张三,甲公司\n")
    let report = try work.load("import customers from \"a.csv\" map 公司 to name")
    #expect(report.ignoredColumns == ["name"])
    #expect(try work.rows("find customers show name") == ["甲公司"])
  }

  @Test
  func `columns that fill nothing are named`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "name,,区域,status\n甲,x,华东,active\n")
    let report = try work.load("import customers from \"a.csv\"")
    #expect(report.ignoredColumns == ["(2)", "区域", "status"])
    #expect(report.remarks.contains { $0.text.english.hasPrefix("status is worked out") })
  }

  @Test
  func `the Chinese statement is the English one`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "公司;城市\n甲;深圳\n")
    try work.load("导入 客户 从 \"a.csv\" 对应 公司 到 名称 遇 重复 跳过 遇到 缺失 新建 允许 缺失 跳过 被拒行 编码 utf8 分隔符 \";\"")
    #expect(try work.rows("find customers show name, city") == ["甲,深圳"])
  }

  @Test
  func `a file in GB18030 is read`() throws {
    let work = try TestWorkspace()
    try work.folder.put("a.csv", try CSVTestBytes.converted("名称,城市\n甲公司,深圳\n", to: "GB18030"))
    #expect(try work.load("import customers from \"a.csv\"").encoding == "gb18030")
    try work.folder.put("b.csv", try CSVTestBytes.converted("名称,城市\n乙公司,上海\n", to: "GB18030"))
    try work.load("import customers from \"b.csv\" encoding gbk")
    #expect(try work.rows("find customers show name sort by customer_id") == ["甲公司", "乙公司"])
  }

  @Test
  func `what is wrong with the heading is said before anything is written`() throws {
    let work = try TestWorkspace()
    try work.put("same.csv", "name,name\n甲,乙\n")
    try work.put("two.csv", "name,名称\n甲,乙\n")
    try work.put("none.csv", "a,b\n1,2\n")
    try work.put("empty.csv", "")
    try work.put("good.csv", "公司名,城市\n甲,深圳\n")
    #expect(try work.failure("import customers from \"same.csv\"").code == "same-column")
    #expect(try work.failure("import customers from \"two.csv\"").code == "same-field")
    #expect(try work.failure("import customers from \"none.csv\"").code == "no-column-fits")
    #expect(try work.failure("import customers from \"empty.csv\"").code == "empty-file")
    #expect(try work.failure("import customers from \"gone.csv\"").code == "cannot-read")
    #expect(try work.failure("import customers from \"x.xlsx\"").code == "not-built")
    let unknown = try work.failure("import customers from \"good.csv\" map 公司各 to name")
    #expect(unknown.code == "unknown-column")
    #expect(unknown.mark?.label?.english.contains("公司名") == true)
    #expect(try work.failure("import customers from \"good.csv\" map 公司名 to nam").code == "unknown-field")
    #expect(try work.failure("import customers from \"good.csv\" map 公司名 to status").code == "derived-field")
    #expect(try work.failure("import customers from \"good.csv\" encoding klingon").code == "unknown-encoding")
    #expect(try work.rows("count customers") == ["0"])
  }

  @Test
  func `a file that says days leaves the times of those days alone`() throws {
    let work = try TestWorkspace()
    try work.put("first.csv", "title,start_at,end_at\n演示,2026-03-12 14:00,2026-03-12 15:30\n")
    try work.load("import tasks from \"first.csv\"")
    try work.put("same.csv", "task_id,title,start_at,end_at\ntask_001,演示,2026-03-12,2026-03-12\n")
    #expect(try work.load("import tasks from \"same.csv\" on duplicate update").updated == 0)
    #expect(try work.rows("count tasks where start_at = \"2026-03-12 14:00\"") == ["1"])
    try work.put("other.csv", "task_id,title,start_at\ntask_001,演示,2026-03-11\n")
    #expect(try work.load("import tasks from \"other.csv\" on duplicate update").updated == 1)
  }

  @Test
  func `a choice by an alias is taken and counted`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "title,stage\n一,谈判\n二,商务谈判\n三,谈判\n")
    let report = try work.load("import opportunities from \"a.csv\"")
    #expect(report.remarks.map(\.count) == [2])
    #expect(report.remarks.first?.text.english == "stage: 谈判 read as 商务谈判")
    #expect(
      try work.rows("find opportunities show title, stage, probability, status sort by opportunity_id") == [
        "一,商务谈判,70,open", "二,商务谈判,70,open", "三,商务谈判,70,open",
      ])
  }

  @Test
  func `a winning stage wins with the dates of the file`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "title,stage,amount,closed_at,created_at\n一,成交,100,2026-03-01,2026-01-01\n")
    try work.load("import opportunities from \"a.csv\"")
    #expect(
      try work.rows("find opportunities show status, probability, actual_amount, closed_at, created_at") == [
        "won,100,100,2026-03-01,2026-01-01"
      ])
  }

  @Test
  func `an empty table is no error`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "name\n")
    #expect(try work.load("import customers from \"a.csv\"").read == 0)
  }

  @Test
  func `a script that imports is checked without the file`() throws {
    let work = try TestWorkspace()
    // The second statement's mistake is found before the first is run.
    let failure = try work.failure("import customers from \"gone.csv\" map 公司 to name\nfind customers where nam = 1")
    #expect(failure.code == "unknown-field")
  }

  @Test
  func `many rows take the way without indexes and leave them as they were`() throws {
    let work = try TestWorkspace()
    var text = "name,phone,email,tags\n"
    for number in 0..<30_000 {
      text += "客户\(number)有限公司,138\(10_000_000 + number),u\(number)@example.com,T\(number % 7)\n"
    }
    text += "客户17有限公司,,,\n"
    try work.put("a.csv", text)
    let report = try work.load("import customers from \"a.csv\" on duplicate skip")
    #expect(report.created == 30_000)
    #expect(report.skipped == 1)
    #expect(try work.rows("count customers where name = 客户29999有限公司") == ["1"])
    #expect(try work.rows("find customers \"户1234有\" show name") == ["客户1234有限公司"])
    #expect(try work.rows("count customers where tag = T3") == ["4286"])
    let plan = try work.store.explain(.init("SELECT id FROM customers WHERE phone_key = '1'"))
    #expect(plan.contains { $0.contains("customers_phone_key") })
    #expect(work.hooks.progress.last?.isIndexing == true)
    #expect(work.hooks.progress.last?.rows == 30_001)
  }

  @Test
  func `an interrupted import leaves nothing`() throws {
    let work = try TestWorkspace()
    var text = "name\n"
    for number in 0..<40_000 { text += "客户\(number)\n" }
    try work.put("a.csv", text)
    work.hooks.cancelsAfter = 100
    #expect(try work.failure("import customers from \"a.csv\"").code == "interrupted")
    work.hooks.cancelsAfter = nil
    #expect(try work.rows("count customers") == ["0"])
    #expect(
      try work.store.explain(.init("SELECT id FROM customers WHERE name_key = '1'")).contains {
        $0.contains("customers_name_key")
      })
    #expect(try work.load("import customers from \"a.csv\"").created == 40_000)
    #expect(try work.rows("find customers show customer_id sort by customer_id limit 1") == ["cust_001"])
  }
}
