import Diagnostics
import Domain
import Engine
import Testing
import Values

/// Tasks: done, put off, called off, overdue, reminded of; and those that come again. It is Friday 2026-11-20.
struct TaskTests {
  private let bench: Workbench

  init() throws { bench = try Workbench(saying: "add user name = 张伟") }

  @Test func `completing a task that recurs makes the next, and undo takes both back`() throws {
    bench.say("add task title = 周会, due_date = 2026-11-20, recurrence = every week, reminders = \"1\"")
    let told = bench.say("complete task_001")
    #expect(told.contains("1 task updated"))
    #expect(told.contains("“周会” comes again on 2026-11-27 (every week)"))
    #expect(
      bench.rows("find tasks show title, due_date, status, recurrence, reminders") == [
        "周会,2026-11-20,completed,,1", "周会,2026-11-27,pending,FREQ=WEEKLY,1",
      ])
    bench.say("undo")
    #expect(bench.rows("find tasks show status, recurrence") == ["pending,FREQ=WEEKLY"])
  }

  @Test func `an update to completed does what complete does`() {
    bench.say("add task title = 周会, due_date = 2026-11-20, recurrence = 每周")
    bench.say("update task_001 set status = completed")
    #expect(bench.rows("find tasks where status = pending show due_date") == ["2026-11-27"])
  }

  @Test func `completing twice changes nothing and says so`() {
    bench.say("add task title = 周会, due_date = 2026-11-20, recurrence = 每周")
    bench.say("complete task_001")
    #expect(bench.say("complete task_001") == "nothing changed\ntask_001 was completed already (2026-11-20)")
    #expect(bench.rows("count tasks") == ["2"])
  }

  @Test func `days that were missed are passed over`() {
    bench.say("add task title = 日报, due_date = 2026-11-16, recurrence = daily")
    #expect(bench.say("complete task_001").contains("comes again on 2026-11-20 (every day); 3 missed days"))
  }

  @Test func `the last of a series does not come again`() {
    bench.say("add task title = 培训, due_date = 2026-11-20, recurrence = \"FREQ=DAILY;COUNT=2\"")
    bench.say("complete task_001")
    #expect(bench.say("complete task_002").contains("was the last of its series"))
    #expect(bench.rows("count tasks") == ["2"])
  }

  @Test func `an appointment that recurs keeps its time`() {
    bench.say("add task title = 例会, start_at = 2026-11-20 14:00, end_at = 2026-11-20 15:30, recurrence = every week")
    bench.say("complete task_001")
    #expect(
      bench.say("find tasks where status = pending show start_at, end_at, due_date | json").contains("2026-11-27"))
  }

  @Test func `a task that recurs without a date begins with its rule`() {
    bench.say("add task title = 月报, recurrence = 每月1日")
    #expect(bench.rows("find tasks show due_date") == ["2026-12-01"])
  }

  @Test func `cancelling ends a series, and complete leaves a cancelled task alone`() {
    bench.say("add task title = 周会, due_date = 2026-11-20, recurrence = 每周")
    #expect(bench.say("update task_001 set status = cancelled").contains("“周会” will not come again"))
    #expect(bench.say("complete task_001").contains("task_001 is cancelled and stays so"))
    #expect(bench.rows("find tasks show status") == ["cancelled"])
  }

  @Test func `many tasks are completed at once`() {
    bench.say(
      "add task title = 甲, due_date = 2026-11-20, recurrence = 每周\nadd task title = 乙\nadd task title = 丙, due_date = 2026-11-01"
    )
    bench.say("complete tasks where title in (甲, 乙)")
    bench.say("complete task_001, task_003")
    #expect(bench.rows("find tasks where status = pending show title") == ["甲"])
    #expect(bench.rows("find tasks where completed_on_time = false show title") == ["丙"])
  }

  @Test func `postponing moves the day and the time, and leaves what is done`() {
    bench.say(
      """
      add task title = 会, start_at = 2026-11-20 14:00, end_at = 2026-11-20 15:00
      add task title = 电话, due_date = 2026-11-20
      add task title = 完, due_date = 2026-11-20, status = completed
      """)
    let told = bench.say("postpone tasks where title in (会, 电话, 完) to 2026-11-23")
    #expect(told.contains("task_003 is completed and was not postponed"))
    #expect(bench.rows("find tasks where start_at = 2026-11-23 show title, due_date") == ["会,"])
    #expect(bench.rows("find tasks where due_date = 2026-11-23 show title") == ["电话"])
  }

  @Test func `overdue and the next reminder are worked out day by day`() {
    bench.say("add task title = 回访, due_date = 2026-11-24, reminders = \"1, 3, 7\"")
    #expect(bench.rows("find tasks show overdue, next_reminder") == ["false,2026-11-21"])
    bench.clock.pass(seconds: 2 * 86_400)
    #expect(bench.rows("find tasks where next_reminder = 2026-11-23 show overdue") == ["false"])
    bench.clock.pass(seconds: 3 * 86_400)
    #expect(bench.rows("find tasks where overdue = true and next_reminder is empty show title") == ["回访"])
    bench.say("complete task_001")
    #expect(bench.rows("find tasks where 逾期 = 是 show title") == [])
  }

  @Test func `text that is no list of days reminds of nothing and breaks no query`() throws {
    bench.say("add task title = 旧, due_date = 2026-11-24")
    _ = try bench.sql("UPDATE tasks SET reminders = '[1,' WHERE id = 1")
    #expect(bench.rows("find tasks where next_reminder is empty show title") == ["旧"])
  }

  @Test func `the configuration's days are the reminders of a new task with a due date`() throws {
    var rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    rules.reminderDays = [1, 3, 7]
    rules.defaultAssignee = "sales_001"
    let bench = try Workbench(customization: Customization(rules: rules))
    bench.say(
      "add task title = 甲, due_date = 2026-12-20\nadd task title = 乙\nadd task title = 丙, due_date = 2026-12-20, reminders = \"0\""
    )
    #expect(
      bench.rows("find tasks show title, reminders, assignee") == [
        "甲,\"7, 3, 1\",sales_001", "乙,,sales_001", "丙,0,sales_001",
      ])
  }

  @Test func `the greeting counts what waits`() {
    bench.say(
      """
      add task title = 甲, due_date = 2026-11-19
      add task title = 乙, due_date = 2026-11-20
      add task title = 丙, due_date = 2026-11-21, reminders = \"1\"
      """)
    #expect(bench.session.taskGreeting()?.english == "Tasks: 1 overdue, 1 due today, 1 to be reminded of (agenda)")
    bench.say("complete tasks all")
    #expect(bench.session.taskGreeting() == nil)
  }

  @Test(
    arguments: [
      ("add task title = 甲, recurrence = \"FREQ=WEEKLY;BYDAY=MX\"", "wrong-recurrence", "BYDAY cannot be “MX”"),
      ("add task title = 甲, recurrence = FREQ=HOURLY", "wrong-recurrence", ""),
      ("add task title = 甲, recurrence = \"FREQ=SECONDLY\"", "wrong-recurrence", "by the day at most"),
      ("add task title = 甲, recurrence = often", "not-a-recurrence", "says no recurrence"),
      ("add task title = 甲, reminders = soon", "not-reminders", "days before the due date"),
      ("calendar soon", "not-a-date", ""), ("calendar 2000-01-01..2026", "not-a-date", ""),
      ("agenda for nobody", "unknown-name", ""), ("calendar where colour = red", "unknown-field", "colour"),
      ("calendar last 3 years", "calendar-too-long", "a year at most"), ("calendar | chart bar", "unexpected", ""),
    ])
  func `a slip is said`(statement: String, code: String, message: String) {
    let told = bench.say(statement)
    #expect(!bench.codes.isEmpty, "\(told)")
    #expect(told.contains(message), "\(told)")
  }

  @Test func `the caret stands under the wrong piece of a rule`() {
    let told = bench.say("add task title = 甲, recurrence = \"FREQ=WEEKLY;BYDAY=MX\"")
    let lines = told.split(separator: "\n").map(String.init)
    let carets = lines.first { $0.contains("^^") } ?? ""
    #expect(carets.count { $0 == "^" } == 2, "\(told)")
  }

  @Test func `a task does not end before it starts`() throws {
    bench.say("add task title = a, start_at = 2026-03-16 10:00, end_at = 2026-03-16 09:00")
    #expect(bench.codes == ["ends-before-start"])
    bench.say("add task title = a, start_at = 2026-03-16 10:00; update task_001 set end_at = 2026-03-16 09:00")
    #expect(bench.codes == ["ends-before-start"])
  }
}
