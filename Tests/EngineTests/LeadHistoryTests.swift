import Domain
import Engine
import Query
import Testing

/// `score … using history`: the leads that ended say what others may become.
@Suite struct LeadHistoryTests {
  /// Leads from the web were converted, those from fairs were not.
  private func bench(converted: Int = 30, disqualified: Int = 30) throws -> Workbench {
    let bench = try Workbench()
    bench.allowance = .all
    let lines =
      (0..<converted).map {
        "add lead name = 网\($0), source = 网站, status = converted, converted_customer = cust_001, interest = CRM系统"
      }
      + (0..<disqualified).map { "add lead name = 展\($0), source = 展会, status = disqualified" }
    bench.say("add customer name = 老客户, phone = 13800138000")
    for line in lines { bench.say(line) }
    bench.say("add lead name = 新, source = 网站, interest = crm")
    return bench
  }

  private func lead(_ bench: Workbench) -> String { bench.rows("find leads where name = 新 show lead_id")[0] }

  @Test func `history says what each value is worth, with its counts, and the AUC beside it`() throws {
    let bench = try bench()
    let told = bench.say("score leads using history")
    for piece in ["网站", "60 leads that ended: 30 converted, 30 disqualified", "AUC 1 on held-out leads", "pairs"] {
      #expect(told.contains(piece), "\(told)")
    }
  }

  @Test func `one lead gets its account and keeps its score`() throws {
    let bench = try bench()
    let reference = lead(bench)
    let before = bench.rows("find \(reference) show score")
    let told = bench.say("score \(reference) using history")
    #expect(told.contains("all leads"))
    #expect(told.contains("nothing was written"))
    #expect(bench.rows("find \(reference) show score") == before)
  }

  @Test func `the score is kept where the statement says so, and undo takes it back`() throws {
    let bench = try bench()
    let reference = lead(bench)
    bench.say("score \(reference) using history and keep")
    #expect(bench.rows("find \(reference) show score") == ["99"])
    bench.say("undo")
    #expect(bench.rows("find \(reference) show score") != ["99"])
  }

  @Test func `it is said in Chinese too`() throws {
    let bench = try bench()
    bench.say("set language = zh")
    let told = bench.say("评分 线索 其中 姓名 = 新 按 历史 并 保存")
    #expect(bench.codes == [], "\(told)")
    #expect(told.contains("全部线索"), "\(told)")
    #expect(bench.rows("find leads where name = 新 show score") == ["99"])
  }

  @Test func `too little history is refused with its counts`() throws {
    let bench = try bench(converted: 20, disqualified: 29)
    let told = bench.say("score leads using history")
    #expect(bench.codes == ["too-little-history"])
    #expect(told.contains("49 leads have ended, 20 converted and 29 disqualified: history needs 50"), "\(told)")
  }

  @Test func `history of one kind is refused`() throws {
    let bench = try bench(converted: 0, disqualified: 60)
    bench.say("score leads using history")
    #expect(bench.codes == ["too-little-history"])
  }

  @Test func `keeping scores of all leads needs the word all`() throws {
    let bench = try bench()
    bench.say("score leads using history and keep")
    #expect(bench.codes == ["missing-selection"])
  }

  @Test func `leads in the recycle bin teach nothing`() throws {
    let bench = try bench()
    bench.say("delete leads where source = 展会")
    #expect(bench.say("score leads using history").contains("30 leads have ended, 30 converted and 0 disqualified"))
  }

  @Test func `calls after a conversion are no reason for it`() throws {
    let bench = try bench()
    let reference = lead(bench)
    bench.say("convert \(reference)")
    bench.clock.pass(seconds: 86_400)
    bench.say("log phone with \(reference) \"售后\"")
    let told = bench.say("score leads using history")
    #expect(told.contains("31 converted"), "\(told)")
    #expect(!told.contains("once"), "\(told)")
  }
}
