import Diagnostics
import Engine
import Testing

/// `calendar` and `agenda`. It is Friday 2026-11-20.
struct CalendarVerbTests {
  private let bench: Workbench

  init() throws {
    bench = try Workbench(
      saying: """
        add user name = 张伟
        add customer name = 科技公司
        add task title = 周会, due_date = 2026-11-20, recurrence = every week, assignee = sales_001
        add task title = 迟到, due_date = 2026-11-10
        add task title = 演示, start_at = 2026-11-24 14:00, end_at = 2026-11-24 15:30, customer = cust_001
        add task title = 展会, start_at = 2026-11-29 09:00, end_at = 2026-12-02 00:00
        add task title = 回访, due_date = 2026-11-23, reminders = "3, 1"
        add task title = 取消的, due_date = 2026-11-23, status = cancelled
        """)
  }

  @Test func `the month names each day's tasks, with today in brackets`() {
    let page = bench.say("calendar")
    #expect(page.contains("November 2026"))
    #expect(page.contains("[20]"))
    #expect(page.contains("· 周会"))
    #expect(page.contains("↻ 周会"))
    #expect(page.contains("! 迟到"))
    #expect(page.contains("· 14:00 演示"))
    #expect(!page.contains("取消的"))
  }

  @Test func `a Chinese statement gives the Chinese month`() throws {
    bench.session.settings.language = .chinese
    let page = bench.say("日历 2026-12")
    #expect(page.contains("2026年12月"))
    #expect(page.contains("周一"))
    #expect(page.contains("↻ 周会"))
  }

  @Test func `weeks begin on Monday`() {
    let page = bench.say("calendar this week")
    #expect(page.contains("Week of 2026-11-16 – 2026-11-22"))
    #expect(page.contains("· 周会"))
    #expect(!page.contains("演示"))
  }

  @Test func `an appointment over several days stands on each of them`() {
    let rows = bench.rows("agenda 2026-12")
    #expect(rows.count { $0.contains("展会") } == 1)
    #expect(bench.rows("calendar 2026-11").count { $0.contains("展会") } == 2)
  }

  @Test func `an appointment over several days that comes again stands on each of them every time`() {
    bench.say("add task title = 巡检, start_at = 2026-11-23 09:00, end_at = 2026-11-25 18:00, recurrence = every month")
    let days = bench.rows("calendar 2026-12").filter { $0.contains("巡检") }.map { String($0.prefix(10)) }
    #expect(days == ["2026-12-23", "2026-12-24", "2026-12-25"])
    // A series whose days cross the end of a range.
    bench.say("add task title = 盘点, start_at = 2026-11-30 09:00, end_at = 2026-12-02 18:00, recurrence = every month")
    #expect(bench.rows("calendar 2027-01").count { $0.contains("盘点") } == 3)
  }

  @Test func `what has a time and no due date stands on the day of its time`() {
    bench.say("add task title = 旧会, start_at = \"2026-11-16 09:00\", end_at = \"2026-11-16 10:00\"")
    bench.say("add task title = 只有结束, end_at = \"2026-11-26 10:00\"")
    #expect(bench.say("agenda").contains("! 2026-11-16   task_007"), "\(bench.say("agenda"))")
    #expect(bench.rows("agenda next 10 days").contains { $0.contains("2026-11-26") && $0.contains("只有结束") })
    #expect(bench.rows("calendar 2026-11").joined().contains("只有结束"))
  }

  @Test func `the agenda names what is overdue first and what reminds today`() {
    let page = bench.say("agenda")
    let heads = ["Overdue (1)", "Reminders today (1)", "2026-11-20 Fri, today"]
    #expect(page.split(separator: "\n").map(String.init).filter { heads.contains($0) } == heads)
    #expect(page.contains("10 days late"))
    #expect(page.contains("due in 3 days"))
  }

  @Test func `what comes again is shown and not stored`() {
    #expect(bench.rows("agenda next 14 days").contains { $0.contains("occurrence") && $0.contains("2026-11-27") })
    #expect(bench.rows("count tasks") == ["6"])
  }

  @Test func `a person and a condition narrow it`() {
    #expect(bench.rows("calendar for sales_001").allSatisfy { $0.contains("周会") })
    #expect(bench.rows("calendar 2026-11 where customer = cust_001").map { $0.contains("演示") } == [true])
    #expect(bench.rows("日历 2026-11 其中 标题 = 回访").count == 1)
  }

  @Test func `a meeting that was logged for a day to come stands there`() {
    bench.say("add interaction type = visit, customer = cust_001, content = 上门, date = 2026-11-25 10:00")
    #expect(bench.say("agenda").contains("· 10:00"))
    #expect(bench.say("agenda").contains("act_001  上门"))
  }

  @Test func `it is JSON and Markdown where that is asked for`() {
    #expect(bench.say("agenda | json").hasPrefix("["))
    let lines = bench.say("calendar | markdown").split(separator: "\n")
    #expect(lines.first == "| Mon | Tue | Wed | Thu | Fri | Sat | Sun |")
    bench.say("set output = json")
    #expect(bench.say("calendar").hasPrefix("["))
  }

  @Test func `a rule that runs to the end of time does not hold it up`() {
    bench.say("add task title = 永远, due_date = 2026-11-20, recurrence = \"FREQ=DAILY;UNTIL=99991231\"")
    #expect(bench.rows("agenda 2399-12").count { $0.contains("永远") } == 31)
    #expect(bench.rows("agenda 9999-12").count { $0.contains("永远") } <= 31)
  }
}
