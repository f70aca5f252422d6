import Domain
import Engine
import Layout
import Testing
import Values

/// Primary contacts, birthdays, last contacts, and the days of a customer's states.
@Suite struct PeopleTests {
  @Test func `the first contact is primary, and another takes the place in the same change set`() throws {
    let bench = try Workbench(saying: "add customer name = 甲\nadd contact customer = 甲, name = 张三")
    #expect(bench.rows("find contacts show name, is_primary") == ["张三,true"])
    let said = bench.say("add contact customer = 甲, name = 李四, is_primary = true")
    #expect(said.contains("contact_001 is no longer the primary contact of cust_001"))
    #expect(bench.rows("find contacts sort by contact_id show name, is_primary") == ["张三,", "李四,true"])
    bench.say("update contact_001 set is_primary = true")
    #expect(bench.rows("find contacts sort by contact_id show name, is_primary") == ["张三,true", "李四,"])
    bench.say("undo")
    #expect(bench.rows("find contacts sort by contact_id show name, is_primary") == ["张三,", "李四,true"])
    bench.script("update contacts all set is_primary = true")
    #expect(bench.codes == ["one-primary"])
  }

  @Test func `who moves to another company leaves the past there`() throws {
    let bench = try Workbench(
      saying: "add customer name = 甲\nadd customer name = 乙\nadd contact customer = 甲, name = 张三\n"
        + "log phone with contact_001 \"在甲\"")
    let said = bench.say("update contact_001 set customer = 乙")
    #expect(said.contains("1 contact updated"))
    #expect(said.contains("what was logged with contact_001 stays with cust_001"))
    #expect(said.contains("cust_001 has no primary contact now"))
    #expect(bench.rows("find interactions show customer") == ["cust_001"])
    #expect(bench.rows("find contacts show customer, is_primary") == ["cust_002,true"])
    #expect(bench.say("history of contact_001.customer").contains("乙"))
    #expect(bench.say("show contact_001").contains("[companies 2/2]"))
    #expect(bench.say("show cust_001").contains("[former contacts 1/1]"))
  }

  @Test func `who does not want to be contacted is told of`() throws {
    let bench = try Workbench(saying: "add contact name = 张三, do_not_contact = true")
    #expect(bench.say("log phone with contact_001 \"x\"").contains("contact_001 张三 asked not to be contacted"))
    #expect(!bench.say("log note with contact_001 \"x\"").contains("asked not"))
  }

  @Test func `a birthday comes once a year, on 28 February where there is no 29th`() throws {
    let bench = try Workbench(
      saying: "add contact name = 甲, birthday = 1980-02-29\nadd contact name = 乙, birthday = 1990-11-20\n"
        + "add contact name = 丙, birthday = 1990-11-19\nadd contact name = 丁")
    #expect(
      bench.rows("find contacts sort by contact_id show next_birthday") == [
        "2027-02-28", "2026-11-20", "2027-11-19", "\"\"",
      ])
    #expect(bench.rows("find contacts where next_birthday in next 30 days show name") == ["乙"])
    bench.clock.now = bench.clock.now.adding(seconds: -86_400) ?? bench.clock.now
    #expect(bench.rows("find contacts where next_birthday in next 30 days show name") == ["乙", "丙"])
    #expect(bench.rows("find contacts where name = 丙 show next_birthday") == ["2026-11-19"])
  }

  @Test func `the last contact is the latest that was no note and is not to come`() throws {
    let bench = try Workbench(
      saying: "add customer name = 甲\nadd contact customer = 甲, name = 张三\nadd lead name = 李四\n"
        + "log phone with contact_001 \"a\" at 2026-11-01\nlog note with cust_001 \"b\"\n"
        + "log visit with cust_001 \"c\" at 2026-12-01\nlog email with lead_001 \"d\" at 2026-11-02")
    #expect(bench.rows("find customers show last_contact") == ["2026-11-01"])
    #expect(bench.rows("find contacts show last_contact") == ["2026-11-01"])
    #expect(bench.rows("find leads where last_contact < 10d ago show last_contact") == ["2026-11-02"])
  }

  @Test func `the next step is the next task, or what experience says`() throws {
    let bench = try Workbench(saying: "add customer name = 甲\nadd contact customer = 甲, name = 张三")
    #expect(bench.say("show 甲").contains("nobody has been in touch yet"))
    bench.say("log phone with contact_001 \"x\" at 2026-10-01")
    #expect(bench.say("show 甲").contains("50 days without contact"))
    bench.say("add task title = 回访, customer = 甲, due_date = 2026-11-25")
    #expect(bench.say("show 甲").contains("回访, due 2026-11-25"))
  }

  // MARK: Lifecycle

  /// The state of one day, as domain.md says it.
  private static func state(
    on day: Int, _ purchases: [Int], _ contacts: [Int], new: Int, active: Int
  ) -> Lifecycle.State {
    let bought = purchases.filter { $0 <= day }
    guard let first = bought.min() else { return .prospect }
    if day < first + new { return .new }
    let last = max(bought.max() ?? 0, contacts.filter { $0 <= day }.max() ?? 0)
    return day < last + active ? .active : .churned
  }

  @Test func `states and their days are those that a day by day account finds`() throws {
    var customization = Customization.plain
    (customization.rules.newDays, customization.rules.activeDays) = (9, 14)
    let bench = try Workbench(customization: customization)
    let today = Int(customization.rules.zone.day(of: bench.clock.now).daysSinceEpoch)
    var dice = Dice(31)
    func day(_ number: Int) -> CivilDate { CivilDate(daysSinceEpoch: number) ?? .first }
    for round in 1...60 {
      let purchases = (0..<dice.roll(4)).map { _ in today - 80 + dice.roll(90) }
      let contacts = (0..<dice.roll(6)).map { _ in today - 90 + dice.roll(100) }
      var lines = ["let $c = add customer name = \"客户\(round)\""]
      for one in purchases { lines.append("add order customer = $c, amount = 100, ordered_at = \(day(one))") }
      for one in contacts { lines.append("log phone with $c \"x\" at \(day(one))") }
      bench.script(lines.joined(separator: "\n"))
      #expect(bench.codes == [])
      let begin = min(today, purchases.min() ?? today)
      var expected: [Lifecycle.Entry] = []
      for number in begin...today {
        let state = Self.state(on: number, purchases, contacts, new: 9, active: 14)
        if expected.last?.state != state { expected.append(.init(state, day(number))) }
      }
      let found = Lifecycle(
        created: day(today), purchases: purchases.map(day), contacts: contacts.map(day), newDays: 9, activeDays: 14,
        today: day(today))
      #expect(found.entries == expected, "\(purchases) \(contacts)")
      let last = try #require(expected.last)
      let name = try #require(ChoiceList.lifecycle.choice(key: last.state.rawValue)).name
      #expect(
        bench.rows("find customers where name = \"客户\(round)\" show status, status_since") == ["\(name),\(last.day)"],
        "\(purchases) \(contacts)")
    }
  }
}
