import Diagnostics
import Engine
import Testing
import Values

/// What testers found and stays mended. It is Friday 2026-11-20.
struct MendedTests {
  private let bench: Workbench

  init() throws { bench = try Workbench(saying: Samples.company) }

  // MARK: The calendar's arithmetic

  @Test(arguments: [
    ("2026-01-31 + 1mo", "2026-02-28"), ("2024-01-01 + 1y", "2025-01-01"), ("2024-02-29 + 1y", "2025-02-28"),
    ("2026-03-31 - 1mo", "2026-02-28"), ("2026-01-31 + 1mo + 1d", "2026-03-01"), ("2026-01-31 + 2w", "2026-02-14"),
    ("2026-01-31 + 1个月", "2026-02-28"), ("2026-01-31 + (1mo)", "2026-02-28"),
  ])
  func `months and years are those of the calendar`(sum: String, result: String) {
    #expect(bench.say("print \(sum)") == result)
  }

  @Test func `months in rows and in conditions are those of the calendar`() {
    bench.say("add task title = 甲, due_date = 2026-01-31")
    for (length, day) in [("1mo", "2026-02-28"), ("1y", "2027-01-31"), ("-1mo", "2025-12-31"), ("2w", "2026-02-14")] {
      #expect(bench.say("let $d = \(length)\nprint (2026-01-31 + $d)") == day, "\(length)")
    }
    #expect(bench.say("define f($d: duration) { return (2026-01-31 + $d) }\nprint f(1mo)") == "2026-02-28")
    bench.say("update tasks where title = 甲 set due_date = it.due_date + 1mo")
    #expect(bench.rows("find tasks where title = 甲 show due_date") == ["2026-02-28"])
    bench.say("update tasks where title = 甲 set due_date += 1mo")
    #expect(bench.rows("find tasks where title = 甲 show due_date") == ["2026-03-28"])
    #expect(
      bench.rows("find tasks where due_date = (it.due_date + 1mo - 1mo) and title = 甲 show due_date - 1mo") == [
        "2026-02-28"
      ])
  }

  /// The slow way: one month, and the day at most that month's last.
  @Test func `a month later is the slow way's`() throws {
    var dice = Dice(42)
    for _ in 0..<60 {
      let day = try #require(CivilDate(daysSinceEpoch: Int64(10_000 + dice.roll(15_000))))
      let months = 1 + dice.roll(30)
      var (year, month, date) = day.components
      for _ in 0..<months {
        month += 1
        if month > 12 { (year, month) = (year + 1, 1) }
      }
      while CivilDate(year: year, month: month, day: date) == nil { date -= 1 }
      let wanted = try #require(CivilDate(year: year, month: month, day: date))
      #expect(bench.say("print \(day) + \(months)mo") == wanted.description)
    }
  }

  // MARK: Percentages

  @Test(arguments: [
    ("print 200 * 110%", "220"), ("print 50% * 30", "15"), ("print 30 / 50%", "60"), ("print 200 * (5% + 5%)", "20"),
    ("let $p = 110%\nprint 200 * $p", "220"), ("let $p = 12.5%\nprint \"{$p}, {$p * 8}\"", "12.5%, 1"),
    ("let $d = 1mo\nprint \"{$d}\"", "1mo"), ("print 40% + 10%", "50"),
    ("let $p = 80%\nprint count opportunities where probability < $p", "3"), ("print 200 * -10%", "-20"),
    ("print 200 * (100% + 10%)", "220"), ("let $b = (10% + 5%)\nprint 1000 * $b", "150"),
    ("print (10% + 5%) * 100", "15"),
    ("define f($rate: number) { return (1000 * $rate) }\nprint f(5%)", "50"),
  ])
  func `a percentage in a product is a hundredth of its number`(script: String, answer: String) {
    #expect(bench.say(script) == answer)
  }

  @Test func `a percentage of a row's amount is that part of it`() {
    bench.say("update opp_001 set amount = it.amount * 110%")
    #expect(bench.rows("find opp_001 show amount") == ["110000"])
    #expect(bench.rows("find opportunities where id = opp_001 show amount * 50%") == ["55000"])
    bench.say("let $rate = 120%\nupdate opp_001 set amount = it.amount * $rate")
    #expect(bench.rows("find opp_001 show amount") == ["132000"])
    bench.say("update opp_001 set probability = 40%\nupdate opp_001 set probability = it.probability + 10%")
    #expect(bench.rows("find opp_001 show probability") == ["50"])
    bench.say("update opp_001 set probability += 5%")
    #expect(bench.rows("find opp_001 show probability") == ["55"])
  }

  @Test(arguments: [
    "update opp_001 set amount = it.amount + 10%", "update opp_001 set amount += 10%", "print 200 - 10%",
    "let $p = 10%\nprint 200 + $p",
  ])
  func `a percentage added to what counts to no hundred is refused`(script: String) {
    #expect(bench.say(script).contains("percent"), "\(bench.say(script))")
    #expect(bench.rows("find opp_001 show amount") == ["100000"])
  }

  @Test(arguments: ["3天后", "3 days later", "$n 天后", "$n 天 后", "$n days later", "$n day later"])
  func `a date is counted forward from a variable too`(day: String) {
    bench.script("let $n = 3\nadd task title = 三天后, due_date = \(day)")
    #expect(bench.codes == [])
    #expect(bench.rows("find tasks where title = 三天后 show due_date") == ["2026-11-23"])
    bench.script("let $n = 3\nexpect count(find tasks where due_date = \(day)) = 1")
    #expect(bench.codes == [])
    #expect(bench.say("let $n = 3\nfind tasks where due_date = $n天后").contains("help: $n 天后"))
  }

  // MARK: Lists and views

  @Test(arguments: [
    "find opportunities where amount in (1,000)", "print 100,000", "update opp_001 set tags = [100,000]",
  ])
  func `a comma between digits in a list is one number or two, and is asked about`(statement: String) {
    bench.say(statement)
    #expect(bench.codes == ["digit-group"])
  }

  @Test func `a list of numbers with spaces stands`() {
    #expect(bench.rows("find opportunities where amount in (100000, 20000) show title").count == 2)
    #expect(bench.rows("find opportunities where amount = 100,000 show title").count == 1)
  }

  @Test func `a view of groups is shown`() {
    bench.say("view K = count customers by city")
    let direct = bench.say("count customers by city")
    #expect(bench.say("find @K") == direct)
    #expect(bench.say("show @K") == direct)
    #expect(bench.codes == [])
  }

  @Test func `a grouping by tags says that a record counts more than once`() {
    #expect(bench.say("count customers by tags").contains("a record counts under each of its tags"))
  }

  // MARK: Tasks

  @Test func `a time is not dropped from a day`() {
    bench.say("add task title = 乙, due_date = 2026-11-25 14:00")
    #expect(bench.codes == ["time-for-day"])
    bench.say("add task title = 乙, due_date = now")
    #expect(bench.codes == [])
  }

  @Test func `empty reminders are none`() {
    bench.say("add task title = 丙, due_date = 2026-12-25, reminders = empty")
    #expect(bench.rows("find tasks where title = 丙 and reminders is empty show title") == ["丙"])
  }

  @Test func `a monthly task of the 31st says that it skips months`() {
    #expect(bench.say("add task title = 丁, due_date = 2026-12-31, recurrence = 每月").contains("months without a day 31"))
    #expect(!bench.say("add task title = 戊, due_date = 2026-12-28, recurrence = 每月").contains("months without"))
  }

  // MARK: What is said

  @Test func `undo names what it did`() {
    bench.say("delete cust_002")
    #expect(bench.say("undo").contains("1 customer restored"))
    bench.say("delete cust_002")
    bench.say("restore cust_002")
    #expect(bench.say("undo").contains("1 customer deleted"))
  }

  @Test func `a block that stops says what was not run`() {
    bench.allowance = .asking
    bench.answer = false
    let said = bench.say("add customer name = 新一\nupdate customers all set city = x\nadd customer name = 新二")
    #expect(said.contains("the statement behind it was not run"), "\(said)")
    #expect(!said.contains("nothing was written"), "\(said)")
  }

  @Test func `me is a user wherever one stands`() {
    #expect(bench.say("param $who: user = me\nprint \"x\"") == "x")
    #expect(bench.codes == [])
  }

  @Test func `a Chinese history names its author by 由`() {
    bench.say("查找 商机 其中 （金额 变更 自 昨天 由 我）")
    #expect(bench.codes == [])
  }

  @Test func `a double within one script names the line`() {
    bench.allowance = .atMost(3)
    let said = bench.script("print 1\nadd customer name = 全新甲\nadd customer name = 全新甲")
    #expect(bench.codes == ["likely-duplicate"])
    #expect(said.contains("line 2 enters it"), "\(said)")
    #expect(!said.contains("show cust_"), "\(said)")
  }

  @Test func `a date in the wrong order is no date where it has one reading`() {
    let said = bench.say("add task title = 己, due_date = 11/25")
    #expect(bench.codes == ["not-a-date"])
    #expect(said.contains("2026-11-25"), "\(said)")
  }

  // MARK: Rules that what is worked out must keep too

  @Test func `what is worked out row by row keeps the rules of what is written down`() {
    bench.say("add task title = 庚, start_at = 2026-12-01 10:00, end_at = 2026-12-01 11:00")
    let task = bench.rows("find tasks where title = 庚 show id").first ?? ""
    bench.say("update \(task) set start_at += 5d")
    #expect(bench.codes == ["ends-before-start"])
    bench.say("update \(task) set end_at += 5d")
    #expect(bench.codes == [])
    bench.say("add opportunity title = 失, customer = cust_001, amount = 1")
    let deal = bench.rows("find opportunities where title = 失 show id").first ?? ""
    bench.say("close \(deal) lost")
    bench.say("update \(deal) set probability += 5")
    #expect(bench.codes == ["already-closed"])
  }

  @Test(arguments: ["in 3h", "3小时后", "in 3小时"])
  func `a day that is counted in hours is a day`(day: String) {
    bench.say("add task title = 辛, due_date = \(day)")
    #expect(bench.codes == [])
  }

  @Test(arguments: ["2026-11-25 14:00", "2026-11-25 14点"])
  func `a time that is written down is no day`(day: String) {
    bench.say("add task title = 辛, due_date = \(day)")
    #expect(bench.codes == ["time-for-day"])
  }

  // MARK: The end of the calendar

  @Test(arguments: [
    "update task_001 set due_date = it.due_date + 9000y", "update task_001 set due_date = (9999-12-30 + 1mo)",
    "print 9999-12-31 + 1mo",
  ])
  func `a date that leaves the calendar is told and empties nothing`(statement: String) throws {
    let bench = try Workbench(saying: "add task title = 壬, due_date = 2026-12-01")
    let before = try bench.dump()
    bench.say(statement)
    #expect(bench.codes == ["out-of-range"])
    #expect(try bench.dump() == before)
  }

  @Test(arguments: [
    ("2026-01-31 + 1mo * 2", "2026-03-31"), ("2026-01-31 + 2 * 1mo", "2026-03-31"),
    ("2026-01-31 + (1mo + 1d)", "2026-03-01"),
    ("2026-03-31 - 1mo * 1", "2026-02-28"), ("2026-01-31 + -1 * 1mo", "2025-12-31"),
  ])
  func `months are the calendar's however they are counted`(said: String, day: String) {
    #expect(bench.say("print \(said)") == day)
  }

  // MARK: Views of views

  @Test func `forty views in one another are as quick as one`() throws {
    let bench = try Workbench(saying: "add customer name = 甲\nview v0 = find customers")
    for level in 1...40 { bench.say("view v\(level) = find @v\(level - 1)") }
    #expect(bench.rows("find @v40 show name") == ["甲"])
  }

  // MARK: Digits in groups

  @Test(arguments: ["（100,000）", "(1，100,000)", "(100,000)"])
  func `a number in groups is asked about, whatever stands before it`(list: String) {
    bench.say("find opportunities where amount in \(list)")
    #expect(bench.codes == ["digit-group"])
  }

  // MARK: Parts of a profile

  @Test(arguments: ["view 联 = show cust_001 contacts", "explain show cust_001 contacts"])
  func `a part of a profile is shown and is no source`(statement: String) {
    bench.say(statement)
    #expect(bench.codes == ["part-is-shown"])
  }

  @Test(arguments: [
    ("show cust_001 contacts where nonsense = 1", "unknown-field"), ("show cust_001 nonsense", "unknown-part"),
    ("show cust_001 contacts | update set nonsense = 1", "unknown-field"),
  ])
  func `what follows a part is checked before the first statement`(statement: String, code: String) {
    bench.say("add customer name = 未写\n\(statement)")
    #expect(bench.codes == [code])
    #expect(bench.rows("find customers where name = 未写 show id") == [])
  }

  @Test func `the guard says which records nobody named`() {
    bench.say("add competitor name = 旧名")
    for number in 1...4 { bench.say("add opportunity title = 竞\(number), customer = cust_001, competitors = 旧名") }
    bench.allowance = .atMost(3)
    let said = bench.script("update competitors where name = 旧名 set name = 新名")
    #expect(bench.codes == ["too-many-changes"])
    #expect(said.contains("4 opportunities name it so too"), "\(said)")
  }
}
