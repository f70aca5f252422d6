import Shell
import Testing
import Values

struct CompletionMenuTests {
  private let candidates = [
    CompletionCandidate("客户 ", note: "customer", kind: .name), CompletionCandidate("客户经理", note: "owner"),
    CompletionCandidate("客服"),
  ]

  private func menu(_ candidates: [CompletionCandidate]? = nil) throws -> CompletionMenu {
    try #require(
      CompletionMenu(candidates ?? self.candidates, line: EditedLine(units: [0x5BA2], cursor: 1), range: 0..<1))
  }

  @Test func `nothing to choose from is no menu`() {
    #expect(CompletionMenu([], line: .empty, range: 0..<0) == nil)
  }

  @Test func `the common beginning is of whole characters`() {
    #expect(CompletionMenu.commonPrefix(of: candidates) == "客")
    #expect(CompletionMenu.commonPrefix(of: [CompletionCandidate("e\u{301}a"), CompletionCandidate("eb")]) == "")
    #expect(CompletionMenu.commonPrefix(of: []) == "")
  }

  @Test func `at first nothing is selected, then Tab goes round`() throws {
    var menu = try menu()
    #expect(menu.replacement == nil)
    var seen: [String?] = []
    for _ in 0..<4 {
      menu.selectNext()
      seen.append(menu.replacement)
    }
    #expect(seen == ["客户 ", "客户经理", "客服", "客户 "])
  }

  @Test func `Shift-Tab begins at the end`() throws {
    var menu = try menu()
    menu.selectPrevious()
    #expect(menu.replacement == "客服")
    menu.selectPrevious()
    #expect(menu.replacement == "客户经理")
  }

  @Test func `notes stand in one column`() throws {
    let rows = try menu().rows(size: TerminalSize(columns: 40, rows: 20), more: "more")
    #expect(rows.map(\.text) == [" 客户      customer", " 客户经理  owner", " 客服      "])
  }

  @Test func `a menu that does not fit shows a part around the selection and counts`() throws {
    let many = (1...100).map { CompletionCandidate("c\($0)") }
    var menu = try menu(many)
    for _ in 0..<50 { menu.selectNext() }
    let rows = menu.rows(size: TerminalSize(columns: 40, rows: 12), more: "候选")
    #expect(rows.count == 6)
    #expect(rows.last?.text == "  候选 50/100")
    #expect(rows.contains { $0.spans.first == FrameSpan(" c50 ", .selectedCandidate) })
  }

  @Test(arguments: [1, 2, 5, 13, 80])
  func `no row is wider than the screen`(columns: Int) throws {
    var menu = try menu()
    menu.selectNext()
    for row in menu.rows(size: TerminalSize(columns: columns, rows: 3), more: "more") {
      #expect(row.cells < max(2, columns))
      #expect(TerminalCells.width(of: row.text) == row.cells)
    }
  }
}
