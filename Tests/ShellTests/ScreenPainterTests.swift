import Shell
import Testing
import Values

struct ScreenPainterTests {
  private static let pieces = [
    "a", "bc ", "客户", "，", "e\u{301}", "👨‍👩‍👧", "🇨🇳", "\n", "\t", "\u{1}", "\u{202E}", "「", "x where ", "\u{FF21}", "¥",
  ]

  private static func content(_ line: EditedLine) -> Frame.Content {
    Frame.Content(prompt: "关系> ", continuationPrompt: "… ", line: line)
  }

  @Test(arguments: 1...40)
  func `a frame painted over another looks like one painted on a blank screen`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var glyphs = GlyphTable()
    let size = TerminalSize(
      columns: Int.random(in: 2...30, using: &generator), rows: Int.random(in: 1...8, using: &generator))
    var painter = ScreenPainter(theme: Theme(usesColour: seed % 2 == 0))
    var screen = ScreenReader(columns: size.columns, rows: size.rows)
    var line = EditedLine.empty
    var scroll = 0
    for _ in 0..<60 {
      line = Self.edited(line, glyphs: &glyphs, using: &generator)
      let frame = Frame(Self.content(line), glyphs: glyphs, size: size, scroll: scroll)
      scroll = frame.scroll
      screen.feed(painter.paint(frame))

      #expect(frame.rows.count <= size.rows)
      #expect(frame.rows.allSatisfy { $0.cells <= size.columns && TerminalCells.width(of: $0.text) == $0.cells })
      #expect((0..<frame.rows.count).contains(frame.cursor.row) && (0..<size.columns).contains(frame.cursor.column))

      var fresh = ScreenPainter(theme: Theme(usesColour: false))
      var blank = ScreenReader(columns: size.columns, rows: size.rows)
      blank.feed(fresh.paint(frame))
      #expect(screen.text.suffix(blank.text.count) == blank.text[...])
      #expect(screen.column == blank.column)
      guard screen.text.suffix(blank.text.count) == blank.text[...] else { return }
    }
  }

  private static func edited(
    _ line: EditedLine, glyphs: inout GlyphTable, using generator: inout SeededGenerator
  ) -> EditedLine {
    var line = line
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<6:
      let units = glyphs.units(of: pieces[Int.random(in: 0..<pieces.count, using: &generator)])
      line.units.insert(contentsOf: units, at: line.cursor)
      line.cursor += units.count
    case 6..<8 where line.cursor > 0:
      line.cursor -= 1
      line.units.remove(at: line.cursor)
    default: line.cursor = Int.random(in: 0...line.units.count, using: &generator)
    }
    return glyphs.regrouped(line) ?? line
  }

  @Test func `a notice stands above the prompt`() {
    var painter = ScreenPainter(theme: Theme(usesColour: false))
    var screen = ScreenReader(columns: 20, rows: 6)
    let frame = Frame(
      Self.content(EditedLine(units: [97, 10, 98], cursor: 1)), glyphs: GlyphTable(),
      size: TerminalSize(columns: 20, rows: 6))
    screen.feed(painter.paint(frame))
    screen.feed(painter.paint(frame, above: ["新通知"]))
    #expect(screen.text == ["新通知", "关系> a", "… b"])
    #expect(screen.row == 1)
    #expect(screen.column == 7)
  }

  @Test func `leaving goes to the row under the frame`() {
    var painter = ScreenPainter(theme: Theme(usesColour: false))
    var screen = ScreenReader(columns: 20, rows: 6)
    let line = EditedLine(units: [97, 10, 98], cursor: 0)
    screen.feed(
      painter.paint(Frame(Self.content(line), glyphs: GlyphTable(), size: TerminalSize(columns: 20, rows: 6))))
    screen.feed(painter.leave())
    #expect(screen.row == 2)
    #expect(screen.column == 0)
  }

  @Test func `without colour nothing is coloured`() {
    let theme = Theme(usesColour: false)
    for style in HighlightStyle.allCases { #expect(theme.colour("x", as: .text(style)) == "x") }
  }
}

/// The same numbers each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
