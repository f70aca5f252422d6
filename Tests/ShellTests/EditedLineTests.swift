import Shell
import Testing

struct EditedLineTests {
  /// The line with the cursor where `|` stands.
  private func line(_ marked: String) -> EditedLine {
    var glyphs = GlyphTable()
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false).map { glyphs.units(of: String($0)) }
    return EditedLine(units: parts[0] + parts[1], cursor: parts[0].count)
  }

  @Test(arguments: [
    ("find |customers", 0), ("find cust|omers", 5), ("where 客户|", 6), ("客户where|", 2), ("客户|where", 0),
    ("a = \"北京\"|", 5), ("|a", 0), ("  |", 0), ("名称、地址|", 3), ("cust_001|", 0), ("カタ漢字|", 2),
  ])
  func `a word ends where the writing changes`(marked: String, place: Int) {
    #expect(line(marked).previousWord == place)
  }

  @Test(arguments: [
    ("|find customers", 4), ("find| customers", 14), ("|客户where", 2), ("a|，名称 b", 4), ("a|", 1), ("|  ", 2),
  ])
  func `the next word ends where the writing changes`(marked: String, place: Int) {
    #expect(line(marked).nextWord == place)
  }

  @Test func `a spaced word is everything back to white space`() {
    #expect(line("find name=\"a、b\"  |").previousSpacedWord == 5)
  }

  @Test func `up and down keep to the cell and not to the character`() {
    let glyphs = GlyphTable()
    let text = line("客户名称\nabcdef|\n北")
    #expect(text.column(cells: glyphs.cells) == 6)
    #expect(text.above(column: 6, cells: glyphs.cells) == 3)
    #expect(text.above(column: 5, cells: glyphs.cells) == 2)
    #expect(text.below(column: 6, cells: glyphs.cells) == 13)
    #expect(line("a|\nb").above(column: 1, cells: glyphs.cells) == nil)
    #expect(line("a\nb|").below(column: 1, cells: glyphs.cells) == nil)
  }
}

struct GlyphTableTests {
  @Test(arguments: ["", "abc", "查找 客户", "e\u{301}", "👨‍👩‍👧x", "🇨🇳🇨🇳", "a\nb\tc", "\u{301}x", "각", "葛󠄀"])
  func `text becomes units and text again`(text: String) {
    var glyphs = GlyphTable()
    let units = glyphs.units(of: text)
    #expect(Array(glyphs.text(of: units).utf8) == Array(text.utf8))
  }

  @Test func `a character of several scalars is one unit`() {
    var glyphs = GlyphTable()
    #expect(glyphs.units(of: "e\u{301}👨‍👩‍👧客").count == 3)
  }

  @Test func `two orders of marks stay two spellings`() {
    var glyphs = GlyphTable()
    let spellings = ["a\u{323}\u{302}", "a\u{302}\u{323}"]
    let units = spellings.map { glyphs.units(of: $0) }
    #expect(units.map { Array(glyphs.text(of: $0).utf8) } == spellings.map { Array($0.utf8) })
  }

  @Test func `line endings of every kind are newlines, and NUL is gone`() {
    var glyphs = GlyphTable()
    #expect(glyphs.units(of: "a\r\nb\rc\0") == [97, 10, 98, 10, 99])
  }

  @Test func `a mark typed after its letter joins it`() throws {
    var glyphs = GlyphTable()
    let regrouped = glyphs.regrouped(EditedLine(units: [97, 101, 0x301, 98], cursor: 3))
    let joined = try #require(regrouped)
    #expect(joined.units.count == 3)
    #expect(joined.cursor == 2)
    #expect(glyphs.regrouped(joined) == nil)
  }

  @Test func `what was deleted apart comes together`() throws {
    var glyphs = GlyphTable()
    let regrouped = glyphs.regrouped(EditedLine(units: [0x1F1E8, 0x1F1F3], cursor: 1))
    let joined = try #require(regrouped)
    #expect(joined.units.count == 1)
    #expect(joined.cursor == 1)
  }

  @Test func `offsets are those of UTF-8`() {
    var glyphs = GlyphTable()
    let units = glyphs.units(of: "a客e\u{301}😀")
    #expect((0...4).map { glyphs.offset(ofIndex: $0, in: units) } == [0, 1, 4, 7, 11])
    #expect([0, 1, 2, 4, 5, 7, 11, 99].map { glyphs.index(ofOffset: $0, in: units) } == [0, 1, 2, 2, 3, 3, 4, 4])
  }
}

struct KillRingTests {
  @Test func `cuts that follow each other make one text`() {
    var kills = KillRing()
    kills.keyBegins()
    kills.cut([3], .forward)
    kills.keyBegins()
    kills.cut([4], .forward)
    kills.keyBegins()
    kills.cut([1, 2], .backward)
    #expect(kills.text == [1, 2, 3, 4])
  }

  @Test func `another key between two cuts parts them`() {
    var kills = KillRing()
    kills.keyBegins()
    kills.cut([1], .forward)
    kills.keyBegins()
    kills.keyBegins()
    kills.cut([2], .forward)
    #expect(kills.text == [2])
  }
}
