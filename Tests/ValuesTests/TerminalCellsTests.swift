import Testing

@testable import Values

@Suite struct TerminalCellsTests {
  @Test func `widths are those of a terminal`() {
    for (text, cells) in [
      ("", 0), ("abc", 3), ("中", 2), ("，", 2), ("＝", 2), ("（", 2), ("￥", 2), ("“", 1), ("”", 1), ("‘", 1), ("…", 1),
      ("—", 1),
      ("¥", 1), ("×", 1), ("e\u{301}", 1), ("\u{301}", 0), ("👩‍👩‍👧", 2), ("🇨🇳", 2), ("❤️", 2), ("👍🏽", 2), ("한", 2), ("가", 2),
      ("ｱ", 1), ("ア", 2), ("科技有限公司", 12), ("a中b", 4), ("\u{200B}", 0), ("│", 1), ("─", 1), ("😀x", 3), ("𠮷", 2),
      ("é", 1),
    ] {
      #expect(TerminalCells.width(of: text) == cells, "\(text)")
      #expect(text.map { TerminalCells.width(of: $0) }.reduce(0, +) == cells, "\(text) by characters")
    }
  }

  @Test func `truncating keeps within the cells and never cuts a character`() {
    #expect(TerminalCells.truncated("科技有限公司", to: 12) == "科技有限公司")
    #expect(TerminalCells.truncated("科技有限公司", to: 11) == "科技有限公…")
    #expect(TerminalCells.truncated("科技有限公司", to: 4) == "科…")
    #expect(TerminalCells.truncated("abc", to: 1) == "…")
    #expect(TerminalCells.truncated("abc", to: 0) == "")
    #expect(TerminalCells.truncated("abcdef", to: 5, ellipsis: "...") == "ab...")
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let text = HostileText.mutation(using: &generator)
      let cells = Int.random(in: 0...20, using: &generator)
      #expect(TerminalCells.width(of: TerminalCells.truncated(text, to: cells)) <= cells)
    }
  }

  @Test func `padding fills to the width on either side`() {
    #expect(TerminalCells.padded("中", to: 5) == "中   ")
    #expect(TerminalCells.padded("中", to: 5, alignment: .trailing) == "   中")
    #expect(TerminalCells.padded("中", to: 5, alignment: .center) == " 中  ")
    #expect(TerminalCells.padded("中文", to: 3) == "中文")
  }

  @Test func `what hides or moves the cursor is spelled out`() {
    for (text, shown) in [
      ("科技 ABC，é", "科技 ABC，é"), ("a\tb\nc\r", "a\\tb\\nc\\r"), ("\u{202E}abc", "\\u{202E}abc"),
      ("a\u{200B}b", "a\\u{200B}b"),
      ("\u{1B}[31m", "\\u{1B}[31m"), ("👩‍👩‍👧", "👩‍👩‍👧"), ("a\u{200D}b", "a\\u{200D}b"), ("\u{301}x", "\\u{301}x"),
      ("e\u{301}", "e\u{301}"),
      ("\u{FEFF}x", "\\u{FEFF}x"), ("❤️", "❤️"), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("\u{85}", "\\u{85}"), ("\u{2028}", "\\u{2028}"),
      ("x\u{FE0F}", "x\\u{FE0F}"),
      ("\u{3164}", "\\u{3164}"), ("🏳️‍🌈", "🏳️‍🌈"), ("葛\u{E0100}", "葛\u{E0100}"), ("\u{AD}", "\\u{AD}"),
    ] {
      #expect(VisibleText.escaped(text).utf8.elementsEqual(shown.utf8), "\(shown)")
    }
  }

  @Test func `an escaped text has nothing left to escape`() {
    var generator = SeededGenerator(seed: 3)
    for text in HostileText.naughtyStrings() + (0..<5_000).map({ _ in HostileText.mutation(using: &generator) }) {
      let shown = VisibleText.escaped(text)
      #expect(VisibleText.escaped(shown).utf8.elementsEqual(shown.utf8))
      #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }
}
