import Shell
import Testing
import Values

struct FrameTests {
  /// The frame of `text` with the cursor where `|` stands.
  private func frame(
    _ marked: String, prompt: String = "> ", columns: Int = 10, rows: Int = 5, hint: String = "", scroll: Int = 0
  ) -> Frame {
    var glyphs = GlyphTable()
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let before = glyphs.units(of: parts[0])
    let after = glyphs.units(of: parts.dropFirst().joined(separator: "|"))
    let line = EditedLine(units: before + after, cursor: before.count)
    var content = Frame.Content(prompt: prompt, continuationPrompt: ". ", line: line)
    content.hint = hint
    return Frame(content, glyphs: glyphs, size: TerminalSize(columns: columns, rows: rows), scroll: scroll)
  }

  private func expect(
    _ frame: Frame, _ rows: [String], row: Int, column: Int, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(frame.rows.map(\.text) == rows, sourceLocation: location)
    #expect(frame.cursor == FramePlace(row: row, column: column), sourceLocation: location)
  }

  @Test func `an empty line is its prompt, the cursor after it`() {
    expect(frame("|"), ["> "], row: 0, column: 2)
  }

  @Test func `the cursor counts two cells for each Chinese character before it`() {
    expect(frame("客户|名"), ["> 客户名"], row: 0, column: 6)
  }

  @Test func `a letter with a combining mark takes one cell`() {
    expect(frame("e\u{301}x|"), ["> e\u{301}x"], row: 0, column: 4)
  }

  @Test func `a joined emoji takes two cells`() {
    expect(frame("👨‍👩‍👧|"), ["> 👨‍👩‍👧"], row: 0, column: 4)
  }

  @Test func `text goes on in the next row`() {
    expect(frame("abcdefghij|"), ["> abcdefgh", "ij"], row: 1, column: 2)
  }

  @Test func `the cursor after a full row stands at the start of the next`() {
    expect(frame("abcdefgh|"), ["> abcdefgh", ""], row: 1, column: 0)
  }

  @Test func `a wide character that does not fit moves to the next row whole`() {
    expect(frame("abcdefg客|"), ["> abcdefg", "客"], row: 1, column: 2)
  }

  @Test func `the cursor before a wide character that moved stands where it is drawn`() {
    expect(frame("abcdefg|客"), ["> abcdefg", "客"], row: 1, column: 0)
  }

  @Test func `each further line has the continuation prompt`() {
    expect(frame("a\nb|\nc"), ["> a", ". b", ". c"], row: 1, column: 3)
  }

  @Test func `an empty last line shows its prompt and holds the cursor`() {
    expect(frame("a\n|"), ["> a", ". "], row: 1, column: 2)
  }

  @Test func `the cursor before a newline stands after the text`() {
    expect(frame("ab|\nc"), ["> ab", ". c"], row: 0, column: 4)
  }

  @Test func `the cursor at the end of a full line gets a row for itself`() {
    expect(frame("abcdefgh|\nc"), ["> abcdefgh", "", ". c"], row: 1, column: 0)
  }

  @Test func `a full line without the cursor needs no further row`() {
    expect(frame("abcdefgh\nc|"), ["> abcdefgh", ". c"], row: 1, column: 3)
  }

  @Test func `a tab reaches to the next fourth cell`() {
    expect(frame("a\tb|"), ["> a b"], row: 0, column: 5)
  }

  @Test func `a control character is spelled out`() {
    let shown = frame("a\u{1}|")
    expect(shown, ["> a^A"], row: 0, column: 5)
    #expect(shown.rows[0].spans.last == FrameSpan("^A", .control))
  }

  @Test func `an invisible character cannot hide`() {
    #expect(frame("a\u{202E}b|", columns: 30).rows[0].text == "> a\\u{202E}b")
  }

  @Test func `ghost text follows the end of the line and leaves the last cell free`() {
    let shown = frame("ab|", hint: "客户名称")
    expect(shown, ["> ab客户…"], row: 0, column: 4)
    #expect(shown.rows[0].spans.last == FrameSpan("客户…", .hint))
  }

  @Test func `no ghost text while the cursor is inside the line`() {
    expect(frame("a|b", hint: "cd"), ["> ab"], row: 0, column: 3)
  }

  @Test func `only the first line of ghost text is shown`() {
    expect(frame("a|", hint: "b\nc"), ["> ab"], row: 0, column: 3)
  }

  @Test func `a text with more rows than the screen shows the rows around the cursor`() {
    expect(frame("1\n2\n3\n4\n5|", rows: 3), [". 3", ". 4", ". 5"], row: 2, column: 3)
    expect(frame("1|\n2\n3\n4\n5", rows: 3), ["> 1", ". 2", ". 3"], row: 0, column: 3)
  }

  @Test func `the window stays where it is while the cursor is inside`() {
    let shown = frame("1\n2\n3|\n4\n5", rows: 3, scroll: 1)
    #expect(shown.scroll == 1)
    expect(shown, [". 2", ". 3", ". 4"], row: 1, column: 3)
  }

  @Test func `a window left below a text that has shrunk comes back`() {
    #expect(frame("1\n2|", rows: 3, scroll: 7).scroll == 0)
  }

  @Test func `the menu stands under the text and takes its rows from it`() {
    var row = FrameRow()
    row.append("menu", cells: 4, style: .note)
    var content = Frame.Content(
      prompt: "> ", continuationPrompt: ". ", line: EditedLine(units: [49, 10, 50, 10, 51], cursor: 5))
    content.footer = [row, row]
    let shown = Frame(content, glyphs: GlyphTable(), size: TerminalSize(columns: 10, rows: 4))
    expect(shown, [". 2", ". 3", "menu", "menu"], row: 1, column: 3)
  }

  @Test func `a prompt wider than the screen is cut`() {
    #expect(frame("ab|", prompt: "a very long prompt> ").rows.map(\.text) == ["a ver…ab", ""].dropLast())
  }

  @Test func `styles come from byte ranges`() {
    var glyphs = GlyphTable()
    let units = glyphs.units(of: "查找 e\u{301} x")
    let styles = GlyphStyles.styles(
      of: units, ranges: [HighlightedRange(0..<6, .verb), HighlightedRange(7..<10, .name)], glyphs: glyphs)
    #expect(styles == [.verb, .verb, .plain, .name, .plain, .plain])
  }

  @Test func `a range outside the text colours nothing`() {
    let styles = GlyphStyles.styles(
      of: [97], ranges: [HighlightedRange(-4..<0, .verb), HighlightedRange(5..<90, .verb)], glyphs: GlyphTable())
    #expect(styles == [.plain])
  }

  @Test func `neighbours of one style are one span`() {
    var glyphs = GlyphTable()
    let units = glyphs.units(of: "查找 客户")
    var content = Frame.Content(
      prompt: "", continuationPrompt: "", line: EditedLine(units: units, cursor: units.count))
    content.styles = [.verb, .verb, .plain, .name, .name]
    let row = Frame(content, glyphs: glyphs, size: .usual).rows[0]
    #expect(row.spans == [FrameSpan("查找", .text(.verb)), FrameSpan(" ", .text(.plain)), FrameSpan("客户", .text(.name))])
  }
}
