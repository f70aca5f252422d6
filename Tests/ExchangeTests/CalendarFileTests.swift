import Diagnostics
import Domain
import Engine
import Foundation
import Layout
import Storage
import Testing
import Values

/// Calendar files, out and in. It is 2026-11-20 12:00 in Shanghai.
struct CalendarFileTests {
  private static let shown =
    "find tasks show title, description, type, due_date, start_at, end_at, priority, status, reminders, recurrence, "
    + "completed_at, customer, assignee sort by title"

  private static func filled(_ work: TestWorkspace) throws {
    try work.run(
      """
      add customer name = 科技有限公司
      add task title = 周会, due_date = 2026-11-23, recurrence = "FREQ=WEEKLY;BYDAY=MO", reminders = "7, 1"
      add task title = "逗号, 分号; 反斜杠\\\\ 引号\\"", description = "第一行\\n第二行", priority = urgent, customer = cust_001
      add task title = 演示, type = meeting, start_at = 2026-11-24 14:00, end_at = 2026-11-24 15:30, due_date = 2026-11-25, reminders = "0"
      add task title = 完, due_date = 2026-11-01, status = completed
      add task title = 取消, status = cancelled, priority = low
      add task title = 做, status = in_progress, due_date = 2026-12-31
      add task title = 一个很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的标题, due_date = 2027-02-28
      """)
  }

  @Test func `what is exported comes back equal in another workspace`() throws {
    let work = try TestWorkspace()
    try Self.filled(work)
    try work.run("export find tasks to \"\(work.folder.root)/x.ics\"")
    let other = try TestWorkspace(in: work.folder)
    try other.run("add customer name = 科技有限公司")
    let report = try other.load("import tasks from \"x.ics\"")
    #expect(report.created == 7)
    #expect(try other.rows(Self.shown) == work.rows(Self.shown))
  }

  /// What a calendar file has no place for, and what other programs drop: control characters, blanks at the ends.
  @Test func `hostile titles and descriptions come back byte for byte`() throws {
    var texts = [
      " onfocus=x", "x ", "\u{1}a\u{7F}", "a\u{1B}[31mb", "\ta", "a\r\nb", "100%", "a\n", "%20", "\u{3000}甲",
      "\u{FEFF}b",
    ]
    if let folder = CSVTestBytes.sharedFolder("naughty_strings") {
      let data = Data(try CSVTestBytes.of("\(folder)/blns.json"))
      texts += try #require(try JSONSerialization.jsonObject(with: data) as? [String]).filter {
        !$0.utf8.contains(0) && $0.contains { !$0.isWhitespace }
      }
    }
    let work = try TestWorkspace()
    let records = texts.flatMap { [["title": "t", "description": $0], ["title": $0, "description": "d"]] }
    try work.folder.put("t.json", Array(try JSONSerialization.data(withJSONObject: records)))
    #expect(try work.load("import tasks from \"t.json\"").created == records.count)
    try work.run("export find tasks to \"\(work.folder.root)/x.ics\"")
    let other = try TestWorkspace(in: work.folder)
    let report = try other.load("import tasks from \"x.ics\"")
    #expect(report.created == records.count)
    let query = "find tasks show title, description sort by id"
    let (came, went) = (try other.rows(query), try work.rows(query))
    #expect(came.count == went.count)
    for (one, two) in zip(came, went) where one != two { Issue.record("\(two) came back as \(one)") }
  }

  @Test func `a title that another program changed is the new one`() throws {
    let work = try TestWorkspace()
    try work.run("add task title = \" 甲 \"")
    let path = "\(work.folder.root)/x.ics"
    try work.run("export find tasks to \"\(path)\"")
    let text = try work.text("x.ics")
    #expect(text.contains("X-GUANXI-EXACT"))
    try work.folder.put("x.ics", Array(text.replacing("SUMMARY: 甲 ", with: "SUMMARY:乙").utf8))
    let report = try work.load("import tasks from \"x.ics\" on duplicate update")
    #expect(report.updated == 1)
    #expect(try work.rows("find tasks show title") == work.rows("find tasks where title = 乙 show title"))
  }

  @Test func `an entry that ends before it starts is refused by its line, new or not`() throws {
    let work = try TestWorkspace()
    func event(_ uid: String, _ start: String, _ end: String) -> String {
      "BEGIN:VEVENT\r\nUID:\(uid)\r\nSUMMARY:\(uid)\r\nDTSTART:\(start)\r\nDTEND:\(end)\r\nEND:VEVENT\r\n"
    }
    func file(_ events: String...) -> String {
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n\(events.joined())END:VCALENDAR\r\n"
    }
    let good = event("a@x", "20261203T010000Z", "20261203T020000Z")
    try work.put("a.ics", file(good, event("b@x", "20261203T020000Z", "20261203T010000Z")))
    #expect(try work.failure("import tasks from \"a.ics\"").code == "import-refused")
    let report = try work.load("import tasks from \"a.ics\" skip refused")
    #expect((report.created, report.refused) == (1, 1))
    try work.put("a.ics", file(event("a@x", "20261204T100000Z", "20261203T110000Z")))
    #expect(try work.failure("import tasks from \"a.ics\" on duplicate update").code == "import-refused")
    #expect(try work.rows("count tasks where start_at >= 2026-12-04") == ["0"])
  }

  @Test func `several whole days are days in a file, and come back as they were`() throws {
    let work = try TestWorkspace()
    try work.run(
      """
      add task title = 展会, start_at = 2026-12-01, end_at = 2026-12-04, due_date = 2026-12-03
      add task title = 一天, start_at = 2026-12-01, end_at = 2026-12-02
      add task title = 周会, due_date = 2026-11-23, recurrence = every monday, reminders = "1"
      export find tasks to "\(work.folder.root)/x.ics"
      """)
    let text = try work.text("x.ics")
    #expect(text.contains("DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261204\r\nX-GUANXI-DUE:2026-12-03\r\n"))
    #expect(text.contains("DTSTART;TZID=Asia/Shanghai:20261201T000000\r\n"))
    // What is due has to be later than what begins: a day that is both is said once.
    #expect(text.contains("DTSTART;VALUE=DATE:20261123\r\n") && !text.contains("\r\nDUE"))
    #expect(text.contains("TRIGGER:-P1D\r\n"))
    let other = try TestWorkspace(in: work.folder)
    try other.load("import tasks from \"x.ics\"")
    #expect(try other.rows(Self.shown) == work.rows(Self.shown))
  }

  @Test func `our own file changes nothing where it came from`() throws {
    let work = try TestWorkspace()
    try Self.filled(work)
    try work.run("export find tasks to \"\(work.folder.root)/x.ics\"")
    let report = try work.load("import tasks from \"x.ics\"")
    #expect((report.created, report.updated, report.skipped) == (0, 0, 7))
  }

  @Test func `what changed is told, skipped or updated`() throws {
    let work = try TestWorkspace()
    try work.run("add task title = 甲, due_date = 2026-11-23")
    try work.run("export find tasks to \"\(work.folder.root)/x.ics\"")
    try work.run("update task_001 set title = 乙")
    let failure = try work.failure("import tasks from \"x.ics\"")
    #expect(failure.code == "import-refused")
    #expect(failure.help.contains { $0.english.contains("task_001 differs in title") })
    #expect(try work.load("import tasks from \"x.ics\" on duplicate skip").skipped == 1)
    #expect(try work.load("import tasks from \"x.ics\" on duplicate update").updated == 1)
    #expect(try work.rows("find tasks show title") == ["甲"])
  }

  private static func calendar(_ body: String) -> String {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(body)END:VCALENDAR\r\n"
  }

  @Test func `a foreign calendar becomes tasks, and its names are kept`() throws {
    let work = try TestWorkspace()
    try work.put(
      "y.ics",
      Self.calendar(
        """
        BEGIN:VTIMEZONE\r
        TZID:Custom/Nine\r
        BEGIN:STANDARD\r
        DTSTART:19700101T000000\r
        TZOFFSETFROM:+0900\r
        TZOFFSETTO:+0900\r
        END:STANDARD\r
        END:VTIMEZONE\r
        BEGIN:VEVENT\r
        UID:abc@example.com\r
        SUMMARY:Lunch\\, with\\nfriends\r
        DTSTART;TZID=Custom/Nine:20261124T130000\r
        DURATION:PT1H30M\r
        RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4\r
        BEGIN:VALARM\r
        ACTION:DISPLAY\r
        DESCRIPTION:x\r
        TRIGGER:-P2D\r
        END:VALARM\r
        END:VEVENT\r
        BEGIN:VEVENT\r
        UID:day@example.com\r
        SUMMARY:Whole day\r
        DTSTART;VALUE=DATE:20261201\r
        DTEND;VALUE=DATE:20261202\r
        END:VEVENT\r
        BEGIN:VTODO\r
        UID:todo@example.com\r
        SUMMARY:To do\r
        DUE;TZID=Asia/Shanghai:20261205T180000\r
        PRIORITY:1\r
        END:VTODO\r

        """))
    #expect(try work.load("import tasks from \"y.ics\"").created == 3)
    #expect(
      try work.rows("find tasks show title, type, due_date, start_at, end_at, priority, recurrence, reminders, uid")
        == [
          "\"Lunch, with\nfriends\",meeting,,2026-11-24,2026-11-24,,FREQ=WEEKLY;BYDAY=TU;COUNT=4,2,abc@example.com",
          "Whole day,meeting,2026-12-01,,,,,,day@example.com",
          "To do,followup,2026-12-05,,2026-12-05,urgent,,,todo@example.com",
        ])
    #expect(try work.rows("count tasks where start_at = 2026-11-24 12:00") == ["1"])
    #expect(try work.load("import tasks from \"y.ics\"").skipped == 3)
    try work.run("export find tasks to \"\(work.folder.root)/z.ics\"")
    #expect(try work.text("z.ics").contains("UID:abc@example.com"))
  }

  @Test(
    arguments: [
      // Monday 17:00 in UTC is Tuesday one o'clock in Shanghai.
      ("DTSTART:20261123T170000Z", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=WEEKLY;BYDAY=TU,TH"),
      (
        "DTSTART;TZID=America/New_York:20261122T200000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=TU"
      ),
      ("DTSTART:20261123T010000Z", "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
      ("DTSTART:20261123T170000Z", "FREQ=WEEKLY;UNTIL=20261207T170000Z", "FREQ=WEEKLY;UNTIL=20261208"),
      ("DTSTART:20261123T170000Z", "FREQ=WEEKLY;UNTIL=20261207T165959Z", "FREQ=WEEKLY;UNTIL=20261207"),
      ("DTSTART;TZID=Asia/Shanghai:20261124T093000", "FREQ=DAILY;UNTIL=20261130T013000Z", "FREQ=DAILY;UNTIL=20261130"),
      ("DTSTART:20261115T170000Z", "FREQ=MONTHLY", "FREQ=MONTHLY"),
      ("DTSTART:20261130T170000Z", "FREQ=MONTHLY", ""),
      ("DTSTART:20261123T170000Z", "FREQ=MONTHLY;BYDAY=4MO", ""),
    ])
  func `a rule counts the days of its own zone`(start: String, rule: String, here: String) throws {
    let work = try TestWorkspace()
    let shown = here.contains(",") ? "\"\(here)\",S" : "\(here),S"
    let event = "BEGIN:VEVENT\r\nUID:a@x\r\nSUMMARY:S\r\n\(start)\r\nRRULE:\(rule)\r\nEND:VEVENT\r\n"
    try work.put("x.ics", Self.calendar(event))
    let report = try work.load("import tasks from \"x.ics\"")
    #expect(report.created == 1)
    #expect(try work.rows("find tasks show recurrence, title") == [shown])
    try work.run("export find tasks to \"\(work.folder.root)/y.ics\"")
    let again = try TestWorkspace()
    try again.put("y.ics", try work.text("y.ics"))
    #expect(try again.load("import tasks from \"y.ics\"").created == 1)
    #expect(try again.rows("find tasks show recurrence, title") == [shown])
  }

  @Test func `times stand in the zone of Shanghai with its definition, reminders as alarms`() throws {
    let work = try TestWorkspace()
    try Self.filled(work)
    try work.run("export find tasks to \"\(work.folder.root)/x.ics\"")
    let text = try work.text("x.ics")
    #expect(text.contains("DTSTART;TZID=Asia/Shanghai:20261124T140000\r\n"))
    #expect(text.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n"))
    #expect(text.contains("DTSTART;VALUE=DATE:20261123\r\n"))
    #expect(text.contains("TRIGGER:-P7D\r\n"))
    #expect(text.contains("RRULE:FREQ=WEEKLY;BYDAY=MO\r\n"))
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
  }

  @Test(
    arguments: [
      ("", "line 1"), ("hello\n", "line 1"), ("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\n", "line 2"),
      ("BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VEVENT\nEND:VCALENDAR\n", "line 3"),
      ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "line 3"),
      ("BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: 100_000), "line 9"),
      ("BEGIN:VCALENDAR\nX:" + String(repeating: "y", count: 2 << 20) + "\nEND:VCALENDAR\n", "line 2"),
      ("BEGIN:VCALENDAR\nX:\u{0}\nEND:VCALENDAR\n", "line 2"),
    ])
  func `a hostile file ends in its line`(text: String, line: String) throws {
    let work = try TestWorkspace()
    try work.put("bad.ics", text)
    let failure = try work.failure("import tasks from \"bad.ics\"")
    #expect(failure.code == "bad-calendar")
    #expect(failure.message.english.contains(line), "\(failure.message.english)")
  }

  @Test(
    arguments: [
      "DUE:nonsense", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "DUE;VALUE=DATE:20260231",
      "DUE;TZID=No/Where:20260301T100000", "RECURRENCE-ID:20260301T100000Z",
    ])
  func `an entry that cannot be a task is refused with its line, and the rest can be taken`(property: String) throws {
    let work = try TestWorkspace()
    try work.put(
      "bad.ics",
      Self.calendar(
        "BEGIN:VTODO\nUID:a\nSUMMARY:甲\nEND:VTODO\nBEGIN:VTODO\nUID:b\nSUMMARY:乙\n\(property)\nEND:VTODO\n"))
    let failure = try work.failure("import tasks from \"bad.ics\"")
    #expect(failure.code == "import-refused")
    #expect(failure.help.contains { $0.english.contains("line 7") }, "\(failure.help)")
    #expect(try work.rows("count tasks") == ["0"])
    let report = try work.load("import tasks from \"bad.ics\" skip refused")
    #expect((report.created, report.refused) == (1, 1))
  }

  private static func task(_ uid: String, _ properties: String...) -> String {
    (["BEGIN:VTODO", "UID:\(uid)", "SUMMARY:\(uid)"] + properties + ["END:VTODO", ""]).joined(separator: "\n")
  }

  @Test func `a UID with capital letters is found again, and another case is another task`() throws {
    let work = try TestWorkspace()
    try work.put("x.ics", Self.calendar(Self.task("AbC-É@Example.COM") + Self.task("abc-é@example.com")))
    #expect(try work.load("import tasks from \"x.ics\"").created == 2)
    let again = try work.load("import tasks from \"x.ics\"")
    #expect((again.created, again.skipped) == (0, 2))
    try work.run("delete task_001")
    let failure = try work.failure("import tasks from \"x.ics\"")
    #expect(failure.help.contains { $0.english.contains("task_001") }, "\(failure.help)")
  }

  @Test func `a store that cannot be read ends the import, and is no reason to leave a reference out`() throws {
    let work = try TestWorkspace()
    try work.run("add customer name = 甲")
    try work.put("x.ics", Self.calendar(Self.task("a", "X-GUANXI-CUSTOMER;X-ID=cust_001:甲")))
    _ = try work.store.scalar(SQLStatement("ALTER TABLE customers RENAME TO gone"))
    let failure = try work.failure("import tasks from \"x.ics\" skip refused")
    #expect(failure.code != "import-refused", "\(failure)")
    _ = try work.store.scalar(SQLStatement("ALTER TABLE gone RENAME TO customers"))
    #expect(try work.rows("count tasks") == ["0"])
  }

  @Test func `a recurring task that the file completes comes again, once`() throws {
    let work = try TestWorkspace()
    let series = ["DUE;VALUE=DATE:20261123", "RRULE:FREQ=WEEKLY;BYDAY=MO"]
    let shown = "find tasks show status, due_date, recurrence, uid sort by due_date"
    try work.put("x.ics", Self.calendar(Self.task("S@x", series[0], series[1])))
    try work.load("import tasks from \"x.ics\"")
    try work.put(
      "y.ics",
      Self.calendar(Self.task("S@x", series[0], series[1], "STATUS:COMPLETED", "COMPLETED:20261119T020000Z")))
    let report = try work.load("import tasks from \"y.ics\" on duplicate update")
    #expect((report.created, report.updated) == (1, 1))
    #expect(report.notices.contains { $0.english.contains("comes again on 2026-11-30") }, "\(report.notices)")
    let after = ["completed,2026-11-23,,S@x", "pending,2026-11-30,FREQ=WEEKLY;BYDAY=MO,"]
    #expect(try work.rows(shown) == after)
    #expect(try work.rows("count tasks where completed_at = 2026-11-19 10:00") == ["1"])
    #expect(try work.load("import tasks from \"y.ics\"").skipped == 1)
    #expect(try work.rows(shown) == after)
    try work.run("undo")
    #expect(try work.rows(shown) == ["pending,2026-11-23,FREQ=WEEKLY;BYDAY=MO,S@x"])
  }

  @Test func `a file that completes a task and gives it another rule leaves it open, and says so`() throws {
    let work = try TestWorkspace()
    try work.run("add task title = S, due_date = 2026-11-23, recurrence = \"FREQ=WEEKLY;BYDAY=MO\"")
    try work.run("export find tasks to \"\(work.folder.root)/x.ics\"")
    let text = try work.text("x.ics")
      .replacing("BYDAY=MO", with: "BYDAY=TU").replacing("STATUS:NEEDS-ACTION", with: "STATUS:COMPLETED")
    try work.put("y.ics", text)
    let report = try work.load("import tasks from \"y.ics\" on duplicate update")
    #expect(report.notices.contains { $0.english.contains("complete task_001") }, "\(report.notices) \(text)")
    #expect(try work.rows("find tasks show status, recurrence") == ["pending,FREQ=WEEKLY;BYDAY=TU"])
  }

  @Test(
    arguments: [
      "LOCATION:", "DESCRIPTION:", "ATTENDEE:", "ATTACH:", "DUE:", "X-GUANXI-DUE:", "FOO:bar", "FOO;X=1:bar",
      "GEO:nowhere", "LAST-MODIFIED:x", "ATTACH;VALUE=FOO:x", "ATTENDEE;CN:mailto:a@b.example",
    ])
  func `what is empty, unknown or never read is no fault`(property: String) throws {
    let work = try TestWorkspace()
    try work.put("x.ics", Self.calendar(Self.task("a", property)))
    #expect(try work.load("import tasks from \"x.ics\"").created == 1)
  }

  @Test(
    arguments: [
      "COMPLETED:zz", "EXDATE:zz", "DURATION:zz", "DUE;TZID:20260101T000000", "DUE;VALUE=FOO:20260101",
      "the rest of a description that was not folded", "Agenda of today: none",
    ])
  func `what is read and malformed is a fault`(property: String) throws {
    let work = try TestWorkspace()
    try work.put("x.ics", Self.calendar(Self.task("a", property)))
    #expect(try work.failure("import tasks from \"x.ics\"").code == "import-refused")
  }

  @Test func `only tasks go into a calendar`() throws {
    let work = try TestWorkspace()
    #expect(try work.failure("export find customers to \"\(work.folder.root)/x.ics\"").code == "not-tasks")
    try work.put("x.ics", Self.calendar(""))
    #expect(try work.failure("import customers from \"x.ics\"").code == "not-tasks")
  }

  private static var fields: Customization {
    var customization = Customization(rules: TestWorkspace.rules())
    func field(_ name: String, _ type: String, _ options: [String] = []) -> Customization.CustomField {
      Customization.CustomField(
        name: name, label: nil, type: type, options: options.map { Customization.Option(name: $0) }, isRequired: false,
        place: nil)
    }
    var section = Customization.Section()
    section.fields = [
      field("项目", "text"), field("预算", "money"), field("渠道", "multiselect", ["电话", "展会, 线下", "官网"]),
    ]
    customization.sections["task"] = section
    return customization
  }

  @Test func `fields of the configuration come back, and lists are categories, too`() throws {
    let work = try TestWorkspace(Self.fields)
    try work.run(
      """
      add task title = 甲, due_date = 2026-11-23, 项目 = "A;B", 预算 = 1000, 渠道 = 电话, "展会, 线下"
      export find tasks to "\(work.folder.root)/x.ics"
      """)
    #expect(try work.text("x.ics").contains("CATEGORIES:电话,展会\\, 线下"))
    let shown = "find tasks show title, 项目, 预算, 渠道"
    let other = try TestWorkspace(in: work.folder, Self.fields)
    #expect(try other.load("import tasks from \"x.ics\"").created == 1)
    #expect(try other.rows(shown) == work.rows(shown))
    #expect(try work.load("import tasks from \"x.ics\"").skipped == 1)
    try work.run("update task_001 set 项目 = 丙, 渠道 = 官网")
    #expect(try work.load("import tasks from \"x.ics\" on duplicate update").updated == 1)
    #expect(try other.rows(shown) == work.rows(shown))
  }

  @Test func `categories of another program are read where a list takes them`() throws {
    let work = try TestWorkspace(Self.fields)
    try work.put(
      "x.ics",
      "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:甲\nCATEGORIES:电话,无此项\nEND:VTODO\nEND:VCALENDAR\n")
    let report = try work.load("import tasks from \"x.ics\"")
    #expect(report.remarks.map(\.text.english) == ["categories have no place in a task"])
    #expect(try work.rows("find tasks show 渠道") == ["电话"])
  }

  @Test func `a month is exported with what comes again in it`() throws {
    let work = try TestWorkspace()
    try work.run(
      """
      add user name = 小李
      add task title = 周会, due_date = 2026-11-23, recurrence = every monday
      add task title = 年会, due_date = 2026-11-25, recurrence = every year
      add task title = 本月, due_date = 2026-11-30
      add task title = 下月, due_date = 2026-12-24, assignee = 小李
      add task title = 取消, due_date = 2026-12-24, status = cancelled
      export calendar 2026-12 to "\(work.folder.root)/x.ics"
      export calendar 2026-12 for sales_002 to "\(work.folder.root)/y.ics"
      """)
    func titles(_ file: String) throws -> [String] {
      try work.text(file).split(separator: "\r\n").filter { $0.hasPrefix("SUMMARY:") }.map { String($0.dropFirst(8)) }
    }
    #expect(try titles("x.ics") == ["周会", "下月"])
    #expect(try titles("y.ics") == ["下月"])
    #expect(try work.failure("export calendar 2026-12 to \"x.csv\"").code == "not-a-calendar")
  }

  @Test func `only the time zones that an entry names are read with it`() throws {
    let work = try TestWorkspace()
    func zone(_ name: String, _ offset: String) -> String {
      "BEGIN:VTIMEZONE\nTZID:\(name)\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:\(offset)\n"
        + "TZOFFSETTO:\(offset)\nEND:STANDARD\nEND:VTIMEZONE\n"
    }
    try work.put(
      "x.ics",
      "BEGIN:VCALENDAR\n" + zone("Eins", "+0300") + zone("Zwei", "-0500")
        + "BEGIN:VEVENT\nUID:1\nSUMMARY:a\nDTSTART;TZID=Eins:20261201T100000\nEND:VEVENT\n"
        + "BEGIN:VEVENT\nUID:2\nSUMMARY:b\nDTSTART;TZID=\"Zw\n ei\":20261201T100000\nEND:VEVENT\nEND:VCALENDAR\n")
    try work.load("import tasks from \"x.ics\"")
    #expect(try work.rows("find tasks where start_at = 2026-12-01 15:00 show title") == ["a"])
    #expect(try work.rows("find tasks where start_at = 2026-12-01 23:00 show title") == ["b"])
  }
}
