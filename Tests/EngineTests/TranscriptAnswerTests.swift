import Diagnostics
import Engine
import Language
import Query
import Testing

/// `#<` lines, and answers that a statement says itself.
@Suite struct TranscriptAnswerTests {
  private func bench(_ isChinese: Bool = false) throws -> Workbench {
    let bench = try Workbench(isChinese ? .chinese : .english)
    bench.say("add customer name = 新公司, phone = 0755-12345678")
    bench.say("add lead name = 李四, company = 新公司, phone = 13900139000")
    return bench
  }

  @Test func `a statement says that a duplicate is meant`() throws {
    let yes = TranscriptAnswer.duplicate(true)
    #expect(
      yes.said(in: "add customer name = 别", of: try bench().session) == "add customer name = 别 allow duplicate")
    #expect(yes.said(in: "新建 客户 名称 = 别", of: try bench(true).session) == "新建 客户 名称 = 别 允许 重复")
    // No words for it there.
    #expect(yes.said(in: "for $n in (1, 2) { add customer name = x }", of: try bench().session) == nil)
    #expect(yes.said(in: "run \"a.crm\"", of: try bench().session) == nil)
    #expect(yes.said(in: "print \"x\"", of: try bench().session) == nil)
    #expect(yes.said(in: "add customer name = 别 # why", of: try bench().session) == nil)
    #expect(TranscriptAnswer.duplicate(false).said(in: "add customer name = 别", of: try bench().session) == nil)
  }

  @Test func `a conversion says to whom`() throws {
    let session = try bench().session
    let one = TranscriptAnswer.choice(.option("cust_001"), isNew: false)
    #expect(one.said(in: "convert lead_001", of: session) == "convert lead_001 to cust_001")
    #expect(
      one.said(in: "convert lead_001 with opportunity \"采购\"", of: session)
        == "convert lead_001 with opportunity \"采购\" to cust_001")
    #expect(one.said(in: "convert lead_001, lead_002", of: session) == nil)
    #expect(one.said(in: "convert leads all", of: session) == nil)
    #expect(one.said(in: "convert lead_001 to 新公司", of: session) == nil)
    let new = TranscriptAnswer.choice(.option("new"), isNew: true)
    #expect(new.said(in: "convert lead_001", of: session) == "convert lead_001 to customer anyway")
    #expect(
      new.said(in: "转化 lead_001", of: try bench(true).session) == "转化 lead_001 为 客户 仍然新建")
  }

  @Test func `what is written is read again, in both languages`() {
    for answer in [RowDecision.one(.skip), .one(.update), .one(.create), .rest(.skip), .rest(.create), .stop] {
      #expect(TranscriptAnswer.decision(in: TranscriptAnswer.row(answer).text) == answer)
    }
    #expect(TranscriptAnswer.decision(in: "全部 更新") == .rest(.update))
    #expect(TranscriptAnswer.decision(in: "all") == nil)
    #expect(TranscriptAnswer.decision(in: "") == nil)
    #expect(TranscriptAnswer.agreement(in: "是") == true)
    #expect(TranscriptAnswer.agreement(in: TranscriptAnswer.bulk(false).text) == false)
    #expect(TranscriptAnswer.agreement(in: "perhaps") == nil)
    #expect(TranscriptAnswer.line("a\nb").text == "a b")
  }

  @Test func `answers stand between the statement and what is expected`() throws {
    let text = "convert leads all\n# why\n#< cust_001\n  #<  new \n#> done\nask $x\n#< 1\n\nprint $x\n"
    var reader = TranscriptReader(name: "a.crm", text: text, vocabulary: Workbench.vocabulary)
    let transcript = try reader.read()
    #expect(transcript.steps.map(\.answers) == [["cust_001", "new"], ["1"], []])
    #expect(transcript.steps.map(\.expected) == [4..<5, 7..<7, 9..<9])
    #expect(
      transcript.updated(with: [["a"], ["b"], ["c"]], isFilled: true)[5...] == [
        "ask $x", "#< 1", "#> b", "", "print $x", "#> c", "",
      ])
  }
}

extension Workbench { fileprivate static var vocabulary: VerbVocabulary { catalogue.vocabulary } }
