import Diagnostics
import Engine
import Testing

/// What `add` asks of a record is asked of each row of a file. It is 2026-11-20, a Friday.
@Suite struct ImportInvariantTests {
  private func reasons(_ workspace: TestWorkspace, _ statement: String) throws -> [String] {
    let failure = try workspace.failure(statement)
    #expect(failure.code == "import-refused")
    return failure.help.map(\.english).filter { $0.hasPrefix("line ") }
  }

  @Test func `a rule without a date begins with its first day`() throws {
    let workspace = try TestWorkspace()
    try workspace.put("t.csv", "title,recurrence\n周会,every monday\n")
    try workspace.put("t.json", #"[{"title": "月会", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=1"}]"#)
    try workspace.put(
      "t.ics", "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:日报\nRRULE:FREQ=DAILY\nEND:VTODO\nEND:VCALENDAR\n")
    for file in ["t.csv", "t.json", "t.ics"] { try workspace.load("import tasks from \"\(file)\"") }
    #expect(
      try workspace.rows("find tasks show title, due_date sort by task_id")
        == ["周会,2026-11-23", "月会,2026-12-01", "日报,2026-11-20"])
  }

  @Test func `a time in a column of days is refused, and midnight is the day`() throws {
    let workspace = try TestWorkspace()
    try workspace.put(
      "t.csv",
      "title,due_date\n甲,2026-12-01 14:30\n乙,2026-12-02 00:00\n丙,2026-12-03T00:00:00Z\n丁,2026-12-04 00:00:00\n戊,2026-12-05 下午3点\n"
    )
    let found = try reasons(workspace, "import tasks from \"t.csv\"")
    #expect(
      found.map { $0.prefix { $0 != ";" } } == [
        "line 2: due_date: “2026-12-01 14:30” has a time", "line 6: due_date: “2026-12-05 下午3点” has a time",
      ])
    let report = try workspace.load("import tasks from \"t.csv\" skip refused")
    #expect(report.created == 3)
    #expect(
      try workspace.rows("find tasks show due_date sort by task_id") == ["2026-12-02", "2026-12-03", "2026-12-04"])
    try workspace.put("t.json", #"[{"title": "己", "due_date": "2026-12-06T09:00:00+08:00"}]"#)
    #expect(try reasons(workspace, "import tasks from \"t.json\"").count == 1)
    try workspace.run("add task title = 庚, due_date = \"2026-12-07T00:00:00Z\"")
    #expect(try workspace.failure("add task title = 辛, due_date = \"2026-12-07 00:30\"").code == "time-for-day")
  }

  @Test func `a name that nobody sees is none`() throws {
    let workspace = try TestWorkspace()
    try workspace.put("c.csv", "name,city\n\"  \",深圳\n　,深圳\n甲,\"  \"\n")
    #expect(
      try reasons(workspace, "import customers from \"c.csv\"") == [
        "line 2: name is missing", "line 3: name is missing",
      ])
    try workspace.load("import customers from \"c.csv\" skip refused")
    #expect(try workspace.rows("find customers show name, city") == ["甲,  "])
    #expect(try workspace.failure("add customer name = \"  \"").code == "missing-field")
    #expect(try workspace.failure("update cust_001 set name = \" 　\"").code == "missing-field")
    #expect(try workspace.failure("tag cust_001 with \"  \"").code == "empty-label")
    #expect(try workspace.failure("tag cust_001 with VIP, \"\"").code == "empty-label")
    try workspace.run("tag cust_001 with \" VIP \"")
    #expect(try workspace.rows("find customers where tag = VIP show tags") == ["VIP"])
  }

  @Test func `the outcome of an opportunity agrees with its stage and its probability`() throws {
    let workspace = try TestWorkspace()
    try workspace.put(
      "o.csv",
      "title,stage,status,probability\n甲,初步接触,won,10\n乙,成交,open,100\n丙,成交,lost,0\n丁,方案提交,lost,50\n戊,成交,won,\n己,商务谈判,open,65\n"
    )
    #expect(
      try reasons(workspace, "import opportunities from \"o.csv\" allow missing") == [
        "line 2: stage 初步接触 and status won contradict each other",
        "line 3: stage 成交 and status open contradict each other",
        "line 4: stage 成交 and status lost contradict each other",
      ])
    let report = try workspace.load("import opportunities from \"o.csv\" allow missing skip refused")
    #expect(report.remarks.contains { $0.count == 1 && $0.text.english.contains("their probability is 100 and 0") })
    #expect(
      try workspace.rows("find opportunities show title, status, probability sort by opportunity_id")
        == ["丁,lost,0", "戊,won,100", "己,open,65"])
    for wrong in ["status = won, stage = 初步接触", "stage = 成交, status = open", "status = lost, probability = 50"] {
      #expect(try workspace.failure("add opportunity title = 错, \(wrong)").code == "contradiction", "\(wrong)")
    }
  }

  @Test func `names and WeChat ids that differ by case, width or blanks are the same`() throws {
    let workspace = try TestWorkspace()
    try workspace.run(
      """
      add customer name = "Acme 公司"
      add contact name = 张三, customer = cust_001, wechat = ZhangSan_1
      """)
    for same in [
      "add customer name = \" ＡＣＭＥ 公司　\"", "add contact name = 李, wechat = zhangsan_1",
      "add contact name = 李, wechat = \" ｚhangsan_1 \"", "add contact name = \"张三 \", customer = cust_001",
    ] {
      #expect(try workspace.failure(same).code == "likely-duplicate", "\(same)")
    }
    try workspace.put(
      "c.csv", "name,customer,wechat\n甲,Acme 公司,ZHANGSAN_1\n乙,Acme 公司,Wx_2\n丙,Acme 公司,wx_2\n　张三,Acme 公司,\n")
    let report = try workspace.load("import contacts from \"c.csv\" allow missing on duplicate skip")
    #expect((report.created, report.skipped) == (1, 3))
  }

  @Test func `a refused import names the columns that no field takes`() throws {
    let workspace = try TestWorkspace()
    try workspace.put("t.csv", "titel,due_date\n甲,2026-12-01\n")
    let failure = try workspace.failure("import tasks from \"t.csv\"")
    #expect(failure.help.contains { $0.english == "column titel is no field and was passed over: map titel to title" })
    #expect(failure.help.contains { $0.chinese.contains("“titel”列不是字段") })
  }

  @Test func `nobody is given work who is no longer there`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("add user name = 老王, active = false")
    try workspace.put("t.csv", "title,assignee,status\n甲,老王,pending\n乙,老王,completed\n")
    #expect(
      try reasons(workspace, "import tasks from \"t.csv\"") == ["line 2: assignee: sales_002 is not active"])
    let report = try workspace.load("import tasks from \"t.csv\" skip refused")
    #expect((report.created, report.refused) == (1, 1))
    try workspace.put("c.csv", "name,owner\n甲公司,老王\n")
    #expect(
      try reasons(workspace, "import customers from \"c.csv\"") == ["line 2: owner: sales_002 is not active"])
  }

  @Test func `a calendar file gives nobody work who is no longer there`() throws {
    let workspace = try TestWorkspace()
    try workspace.run(
      """
      add user name = 老王
      add task title = 甲, assignee = 老王, due_date = 2026-12-01
      export find tasks to "\(workspace.folder.root)/t.ics"
      delete task_001
      purge task_001
      update user where name = 老王 set active = false
      """)
    #expect(try reasons(workspace, "import tasks from \"t.ics\"") == ["line 14: sales_002 is not active"])
  }

  @Test func `a default assignee who is gone gets nothing, and that is said`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("update sales_001 set active = false")
    try workspace.put("t.csv", "title\n甲\n")
    let report = try workspace.load("import tasks from \"t.csv\"")
    #expect(
      report.remarks.map(\.text.english)
        == ["tasks have no assignee: tasks.default_assignee sales_001 is not there or not active"])
    #expect(try workspace.rows("find tasks show title, assignee") == ["甲,"])
  }

  @Test func `amounts lie within their bounds, in new records and in changed ones`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("add customer name = 甲公司\nadd opportunity title = 一, customer = cust_001, amount = 5")
    try workspace.put(
      "o.csv", "opportunity_id,title,customer,amount\n,二,甲公司,-1\nopp_001,一,甲公司,-5\n")
    #expect(
      try reasons(workspace, "import opportunities from \"o.csv\" on duplicate update")
        == [
          "line 2: amount of an opportunity is 0 or more", "line 3: amount of an opportunity is 0 or more",
        ])
  }

  @Test func `a target that moves leaves its period free and takes none that is taken`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("add target team = 华南, period = 2026-Q1, amount = 100")
    try workspace.run("add target team = 华南, period = 2026-Q2, amount = 100")
    try workspace.put("t.csv", "target_id,period\ntarget_002,2026-Q1\n")
    #expect(
      try reasons(workspace, "import targets from \"t.csv\" on duplicate update").contains {
        $0.contains("target_001 is the target of this period already")
      })
    try workspace.put("t.csv", "target_id,team,period,amount\ntarget_001,,2026-Q3,\n,华南,2026-Q1,50\n")
    let report = try workspace.load("import targets from \"t.csv\" on duplicate update")
    #expect((report.created, report.updated) == (1, 1))
  }

  @Test func `a target is of one, and one for each period`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("add target user = sales_001, period = 2026-Q1, amount = 100")
    try workspace.put(
      "t.csv", "user,team,period,amount\nsales_001,,2026-Q1,5\n,华东,2026,7\n,华东,2026,8\n,,2027,1\nsales_001,华东,2028,1\n")
    #expect(
      try reasons(workspace, "import targets from \"t.csv\"")
        == [
          "line 2: target_001 is the target of this period already",
          "line 4: target_002 is the target of this period already",
          "line 5: a target is of a user or of a team", "line 6: a target is of a user or of a team",
        ])
  }

  @Test func `a customer has one primary contact, the first unless the file says who`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("add customer name = 甲公司\nadd customer name = 乙公司\nadd contact name = 张三, customer = cust_001")
    try workspace.put("c.csv", "name,customer\n李四,甲公司\n王五,乙公司\n赵六,乙公司\n")
    try workspace.load("import contacts from \"c.csv\" allow missing")
    #expect(
      try workspace.rows("find contacts where is_primary = true show name sort by contact_id") == ["张三", "王五"])
    try workspace.put("d.csv", "name,customer,is_primary\n孙七,甲公司,true\n")
    let report = try workspace.load("import contacts from \"d.csv\" allow missing")
    #expect(report.remarks.contains { $0.count == 1 && $0.text.english.contains("no longer the primary contact") })
    #expect(
      try workspace.rows("find contacts where is_primary = true show name sort by contact_id") == ["王五", "孙七"])
  }

  @Test func `an older calendar file does not reopen a task whose series went on`() throws {
    let workspace = try TestWorkspace()
    try workspace.run(
      """
      add task title = 周会, due_date = 2026-11-23, recurrence = every monday
      export find tasks to "\(workspace.folder.root)/t.ics"
      complete task_001
      """)
    let report = try workspace.load("import tasks from \"t.ics\" on duplicate update")
    #expect((report.updated, report.skipped) == (0, 1))
    #expect(report.remarks.first?.text.english.contains("its series goes on with the next one") == true)
    #expect(
      try workspace.rows("find tasks show status, due_date sort by task_id")
        == ["completed,2026-11-23", "pending,2026-11-30"])
  }

  @Test func `what a record cannot be by a verb it cannot be by a file`() throws {
    let workspace = try TestWorkspace()
    try workspace.run(
      """
      add customer name = 甲公司
      add customer name = 乙公司, parent = cust_001
      add competitor name = 旧名
      add task title = 一, start_at = 2026-12-01 10:00, end_at = 2026-12-01 11:00
      add lead name = 丁, company = 丁公司, phone = 13900000001
      convert lead_001
      """)
    try workspace.put("c.csv", "name,customer,birthday\n张三,甲公司,2099-01-01\n")
    #expect(
      try reasons(workspace, "import contacts from \"c.csv\"")
        == ["line 2: 2099-01-01 is yet to come: nobody is born on it"])
    try workspace.put(
      "t.csv", "task_id,title,start_at,end_at\n,二,2026-12-05 10:00,2026-12-01 10:00\ntask_001,一,2026-12-02 10:00,\n")
    #expect(try reasons(workspace, "import tasks from \"t.csv\" on duplicate update").count == 2)
    try workspace.put("p.csv", "customer_id,name,parent\ncust_001,甲公司,cust_002\n")
    #expect(
      try reasons(workspace, "import customers from \"p.csv\" on duplicate update")
        == ["line 2: cust_002 stands below cust_001 itself"])
    try workspace.put("k.csv", "competitor_id,name\ncomp_001,新名\n")
    #expect(try reasons(workspace, "import competitors from \"k.csv\" on duplicate update").count == 1)
    try workspace.put("l.csv", "lead_id,name,status\nlead_001,丁,new\n")
    #expect(
      try reasons(workspace, "import leads from \"l.csv\" on duplicate update")
        == ["line 2: lead_001 is converted and stays so"])
  }
}
