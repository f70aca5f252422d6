import Engine
import Query
import Shell
import Testing

/// `show` of one record is one screen, whatever the screen.
@Suite struct ProfileTextTests {
  private static let start = """
    add customer name = 科技有限公司, industry = 软件, phone = 0755-12345678, email = a@b.com, city = 深圳, tags = [VIP, 高价值]
    for $n in (甲, 乙, 丙, 丁) { add contact name = $n, customer = cust_001 }
    for $n in (甲, 乙, 丙) { add opportunity title = "{$n}单", customer = cust_001, amount = 1万 }
    for $n in (甲, 乙, 丙) { add task title = "{$n}事", customer = cust_001 }
    add order customer = cust_001, amount = 12000, ordered_at = 2026-03-01
    """

  private func shown(_ size: TerminalSize?) throws -> String {
    let session = try Sample.session()
    let text = CollectedText()
    let console = Console(session: session, isInteractive: false, streams: .collected(in: text, as: size))
    let conversation = Conversation(session: session, console: console, allowance: .all)
    conversation.say(Self.start)
    console.flush()
    _ = text.take()
    conversation.say("show cust_001")
    console.flush()
    return text.take()
  }

  @Test(arguments: [(80, 24), (80, 30), (60, 30), (100, 40), (200, 60), (120, 26), (80, 35)])
  func `it fits the screen`(columns: Int, rows: Int) throws {
    let size = TerminalSize(columns: columns, rows: rows)
    let text = try shown(size)
    #expect(Pager.fits(text, on: size), "\(text)")
    #expect(text.contains("contacts"), "\(text)")
  }

  @Test func `what is left out is named with what shows it`() throws {
    let text = try shown(TerminalSize(columns: 80, rows: 24))
    #expect(text.contains("contacts (1/4)") && !text.contains("open tasks"), "\(text)")
    #expect(text.contains("more: contacts (4), opportunities (3), tasks (3)"), "\(text)")
    #expect(text.hasSuffix("# show cust_001 contacts\n"), "\(text)")
    #expect(!text.contains("created_by"))
  }

  @Test func `on a large screen and in a pipe nothing is left out`() throws {
    for text in [try shown(nil), try shown(TerminalSize(columns: 200, rows: 80))] {
      #expect(text.contains("contacts (4)") && text.contains("open opportunities (3)") && text.contains("created_by"))
    }
  }

  @Test func `a screen of a few lines gets the record`() throws {
    let text = try shown(TerminalSize(columns: 40, rows: 5))
    #expect(text.contains("科技有限公司") && text.contains("more: "))
  }
}
