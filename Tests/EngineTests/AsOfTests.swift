import Diagnostics
import Engine
import Storage
import Testing
import Values

/// Questions about an earlier moment. The clock of the bench begins on 2026-11-20 at 10:00 in Shanghai.
@Suite struct AsOfTests {
  /// Three days at the company: a day of nothing, a day of changes, today.
  private static func threeDays() throws -> Workbench {
    let bench = try Workbench.company()
    bench.clock.pass(seconds: 86_400)
    bench.say("update cust_001 set city = 上海, name = 科技集团")
    bench.say("tag cust_003 with VIP")
    bench.say("untag cust_002 with VIP")
    bench.say("move opp_001 to 商务谈判")
    bench.say("delete cust_004")
    bench.say("add customer name = 新来的, city = 广州")
    bench.clock.pass(seconds: 86_400)
    bench.say("update cust_001 set city = 成都")
    return bench
  }

  @Test func `a day means its end`() throws {
    let bench = try Self.threeDays()
    let query = "find customers where id = cust_001 show city"
    #expect(bench.rows("\(query) as of 2026-11-20") == ["深圳"])
    #expect(bench.rows("\(query) as of 2026-11-21") == ["上海"])
    #expect(bench.rows("\(query) as of yesterday") == ["上海"])
    #expect(bench.rows("\(query) as of today") == ["成都"])
  }

  @Test func `a wider range means its end, this month means now`() throws {
    let bench = try Self.threeDays()
    bench.clock.pass(seconds: 30 * 86_400)
    #expect(bench.say("count customers where city = 成都 as of 上月").hasPrefix("1"))
    #expect(bench.say("count customers where city = 成都 as of 本月").hasPrefix("1"))
    #expect(bench.rows("find customers where city = 广州 show name 截至 2026-11") == ["新来的"])
  }

  @Test func `a moment means that moment`() throws {
    let bench = try Self.threeDays()
    let query = "find customers where id = cust_001 show city"
    #expect(bench.rows("\(query) as of 2026-11-21 09:59") == ["深圳"])
    #expect(bench.rows("\(query) as of 2026-11-21 10:00") == ["上海"])
    #expect(bench.rows("\(query) as of 2d ago") == ["深圳"])
  }

  @Test func `a change set is named by its number in quotes`() throws {
    let bench = try Self.threeDays()
    let first = try ChangeLogTests.lastChangeSet(bench) - 7
    #expect(bench.rows("find customers where id = cust_001 show city as of \"#\(first)\"") == ["深圳"])
    #expect(bench.rows("find customers where id = cust_001 show city as of \"#\(first + 1)\"") == ["上海"])
    #expect(bench.say("find customers as of \"#\(first)\"").hasSuffix("(4 customers, as of #\(first))"))
  }

  @Test func `who came later was not there, who was deleted later was`() throws {
    let bench = try Self.threeDays()
    #expect(bench.rows("find customers show name as of 2026-11-20") == ["科技有限公司", "百度在线", "招商银行", "无名小店"])
    #expect(bench.rows("find customers show name as of 2026-11-21") == ["科技集团", "百度在线", "招商银行", "新来的"])
    #expect(bench.rows("find deleted customers show name as of 2026-11-20") == [])
    #expect(bench.rows("find deleted customers show name as of 2026-11-21") == ["无名小店"])
  }

  @Test func `what was purged is gone from the past too`() throws {
    let bench = try Self.threeDays()
    bench.say("purge cust_004")
    #expect(bench.rows("find customers show id as of 2026-11-20") == ["cust_001", "cust_002", "cust_003"])
  }

  @Test func `tags, paths and relations are those of then`() throws {
    let bench = try Self.threeDays()
    #expect(bench.rows("find customers where tag = VIP show id as of 2026-11-20") == ["cust_001", "cust_002"])
    #expect(bench.rows("find customers where tag = VIP show id") == ["cust_001", "cust_003"])
    #expect(
      bench.rows("find opportunities where customer.city = 深圳 show customer.name, stage as of 2026-11-20")
        .contains("科技有限公司,方案提交"))
    #expect(
      bench.rows("find customers with opportunities (stage = 方案提交) show id as of 2026-11-20").contains("cust_001"))
    #expect(bench.rows("find customers with opportunities (stage = 商务谈判) show id as of 2026-11-20") == ["cust_002"])
  }

  @Test func `search finds the texts of then`() throws {
    let bench = try Self.threeDays()
    #expect(bench.rows("find customers \"有限公司\" show name as of 2026-11-20") == ["科技有限公司"])
    #expect(bench.rows("find customers \"有限公司\" show name as of 2026-11-21") == [])
    #expect(bench.rows("find customers \"小店\" show name as of 2026-11-20") == ["无名小店"])
    #expect(bench.rows("find customers where name contains 集团 show name as of 2026-11-20") == [])
  }

  @Test func `derived values are worked out for the moment`() throws {
    let bench = try Self.threeDays()
    #expect(bench.rows("find opportunities where id = opp_001 show stage_age as of 2026-11-21 10:00") == ["0s"])
    bench.say("close opp_001 won")
    #expect(bench.rows("find customers where id = cust_001 show status") == ["new"])
    #expect(bench.rows("find customers where id = cust_001 show status as of 2026-11-21") == ["prospect"])
  }

  @Test func `the last line says of when`() throws {
    let bench = try Self.threeDays()
    #expect(bench.say("find customers show name as of 2026-11-20").hasSuffix("(4 customers, as of 2026-11-20)"))
    #expect(bench.say("count customers as of 2026-11-20") == "4\n(as of 2026-11-20)")
    #expect(bench.say("count customers by city as of 2026-11-20").hasSuffix("groups, as of 2026-11-20)"))
    #expect(!bench.say("find customers as of 2026-11-20 | json").contains("as of"))
    bench.session.settings.language = .chinese
    #expect(bench.say("查找 客户 显示 名称 截至 2026-11-20").hasSuffix("（截至 2026-11-20，4 个客户）"))
  }

  @Test func `show draws a record with all that belonged to it`() throws {
    let bench = try Self.threeDays()
    let card = bench.say("show cust_001 as of 2026-11-20")
    #expect(card.contains("科技有限公司") && card.contains("方案提交") && card.contains("(as of 2026-11-20)"))
    #expect(bench.say("show cust_004 as of 2026-11-20").contains("无名小店"))
    bench.say("show cust_004 as of 2026-11-21")
    #expect(bench.codes == ["deleted-record"])
    bench.say("show cust_005 as of 2026-11-20")
    #expect(bench.codes == ["no-such-record"])
  }

  @Test func `what has not come cannot be asked`() throws {
    let bench = try Self.threeDays()
    for moment in ["tomorrow", "2027", "下月", "2026-11-22 10:01"] {
      bench.say("find customers as of \(moment)")
      #expect(bench.codes == ["future-moment"], "\(moment)")
    }
    bench.say("find customers as of \"#99\"")
    #expect(bench.codes == ["no-such-change-set"])
    bench.say("find customers as of soonish")
    #expect(bench.codes == ["not-a-date"])
  }

  @Test func `before the workspace there was nothing, and a note says when it began`() throws {
    let bench = try Self.threeDays()
    let answer = bench.say("find customers as of 2020")
    #expect(answer.contains("(no customers, as of 2020-12-31)"))
    #expect(answer.contains("the workspace began on 2026-11-20 10:00"))
    #expect(bench.say("count customers as of 2020").hasPrefix("0"))
    #expect(bench.rows("find users show name as of 2020 | csv") != [])
  }

  @Test func `what was cannot be changed`() throws {
    let bench = try Self.threeDays()
    let before = try bench.dump()
    for statement in [
      "find customers where city = 深圳 as of 2026-11-20 | update set city = 北京",
      "tag (find customers as of 2026-11-20) with 老",
    ] {
      #expect(bench.say(statement).contains("let $then = find"), "\(statement)")
      #expect(bench.codes == ["past-write"], "\(statement)")
    }
    #expect(try bench.dump() == before)
    bench.say("let $then = find customers where tag = VIP as of 2026-11-20")
    #expect(bench.say("tag $then with 老VIP") == "2 customers updated")
  }

  @Test func `a view, a variable and the last result can be asked of the past`() throws {
    let bench = try Self.threeDays()
    bench.say("view 贵宾 = find customers where tag = VIP")
    #expect(bench.rows("find @贵宾 show id as of 2026-11-20") == ["cust_001", "cust_002"])
    bench.say("find customers where id in (cust_001, cust_005)")
    #expect(bench.rows("find $_ show name as of 2026-11-20") == ["科技有限公司"])
    bench.say("view 当时 = find customers where tag = VIP as of 2026-11-20")
    #expect(bench.rows("find @当时 show id") == ["cust_001", "cust_002"])
  }

  @Test func `then and now meet in one query`() throws {
    let bench = try Self.threeDays()
    let lost = "find customers where id in (find customers where tag = VIP as of 2026-11-20) and tag != VIP show id"
    #expect(bench.rows(lost) == ["cust_002"])
    #expect(bench.say("count(find customers where tag = VIP as of 2026-11-20)") == "2")
  }

  @Test func `what an open script made is not of yesterday`() throws {
    let bench = try Self.threeDays()
    let said = bench.script(
      "add customer name = 甲\nadd customer name = 乙\ncount customers as of yesterday\ncount customers")
    #expect(said.contains("4\n(as of 2026-11-21)\n6"))
  }

  @Test func `a clock that goes back leaves the order of the change sets`() throws {
    let bench = try Self.threeDays()
    bench.clock.pass(seconds: -86_400 / 2)
    bench.say("update cust_001 set city = 拉萨")
    bench.clock.pass(seconds: 86_400)
    let query = "find customers where id = cust_001 show city"
    // The last change set written by a clock up to then, with all that were written before it.
    #expect(bench.rows("\(query) as of 2026-11-21 23:00") == ["拉萨"])
    #expect(bench.rows("\(query) as of 2026-11-21 21:00") == ["上海"])
  }

  @Test func `a record whose making was undone was there before`() throws {
    let bench = try Self.threeDays()
    // What undo writes, by hand.
    for statement in [
      "INSERT INTO change_sets(at, author, source, undoes, dictionary) VALUES (1795399200000, 0, 'undo', 1, 1)",
      "INSERT INTO undone_records SELECT 1, id, (SELECT max(id) FROM change_sets), json_object('name', name, 'city', city, 'created_at', created_at) FROM customers WHERE id = 5",
      "INSERT INTO created SELECT max(id), 1, 5, 5, -1 FROM change_sets", "DELETE FROM customers WHERE id = 5",
    ] { _ = try bench.sql(statement) }
    bench.clock.pass(seconds: 86_400)
    #expect(bench.rows("find customers show name as of 2026-11-21") == ["科技集团", "百度在线", "招商银行", "新来的"])
    #expect(bench.rows("find customers where city = 广州 show id, name as of 2026-11-21") == ["cust_005,新来的"])
    #expect(bench.rows("find customers sort by name desc limit 1 show name as of 2026-11-21") == ["招商银行"])
    #expect(bench.rows("find customers where city = 广州 show name") == [])
    #expect(bench.rows("find customers where city = 广州 show name as of 2026-11-20") == [])
  }

  @Test func `a move that was redone was not there while it was undone`() throws {
    let bench = try Workbench(saying: "add opportunity title = 一, amount = 1\nadd opportunity title = 二, amount = 1")
    let question = "find opportunities where title = 一 show stage_since"
    let before = bench.rows(question)
    // Another's visit takes the number meanwhile, so that redo gives a new one.
    for statement in ["move opp_001 to 商务谈判", "undo", "move opp_002 to 商务谈判", "redo"] {
      bench.clock.pass(seconds: 86_400)
      bench.say(statement)
      #expect(bench.codes == [])
    }
    let last = try ChangeLogTests.lastChangeSet(bench)
    let after = bench.rows(question)
    #expect(before != after)
    #expect(
      (Int64(0)..<5).map { bench.rows("\(question) as of \"#\(last - 4 + $0)\"") } == [
        before, after, before, before, after,
      ])
    // Undone once more it lies twice among what was undone.
    bench.say("undo")
    #expect(
      (Int64(0)..<5).map { bench.rows("\(question) as of \"#\(last - 4 + $0)\"") } == [
        before, after, before, before, after,
      ])
  }

  @Test func `explain shows one statement`() throws {
    let bench = try Self.threeDays()
    let text = bench.say("explain find customers where tag = VIP and city = 深圳 as of 2026-11-20")
    #expect(text.contains("as of 2026-11-20") && text.contains("effect: reads"))
  }
}
