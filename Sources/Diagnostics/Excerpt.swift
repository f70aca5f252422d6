internal import Values

/// The part of a line that is shown, and where spans of that line stand in it, in terminal cells.
///
/// Only the neighbourhood of the first span is looked at: a line may be as long as a file.
struct Excerpt {
  let number: Int
  let text: String
  private let source: SourceText
  /// The bytes shown, and the cells that an ellipsis takes before them.
  private let shown: SourceSpan
  private let leading: Int

  init(of source: SourceText, around span: SourceSpan, cells: Int) {
    let line = source.bounds(at: span.lower)
    number = line.number
    self.source = source
    let from = min(max(line.start, span.lower), line.end)
    let to = min(max(from, span.upper), line.end)
    var start = line.start
    var end = line.end
    let visible = { (lower: Int, upper: Int) in VisibleText.escaped(source.slice(SourceSpan(lower, upper))) }
    // At most four bytes a cell: what lies further away is not shown anyway.
    let reach = 4 * cells
    let isLong = to - line.start > reach || line.end - from > reach
    if !isLong, TerminalCells.width(of: visible(start, end)) <= cells {
      shown = SourceSpan(start, end)
      leading = 0
      text = visible(start, end)
      return
    }
    let marked = min(TerminalCells.width(of: visible(from, min(to, from + reach))), cells * 2 / 3)
    start = Excerpt.start(of: source, from: max(line.start, from - reach), to: from, cells: (cells - marked) / 2)
    leading = start > line.start ? 1 : 0
    let room = max(1, cells - leading - TerminalCells.width(of: visible(start, from)))
    let rest = visible(from, min(line.end, from + reach))
    text = (leading > 0 ? "…" : "") + visible(start, from) + TerminalCells.truncated(rest, to: room)
    end = min(line.end, from + reach)
    shown = SourceSpan(start, end)
  }

  /// The earliest offset from which the text up to `to` takes no more than `cells`.
  private static func start(of source: SourceText, from: Int, to: Int, cells: Int) -> Int {
    // Cut at `from` may stand inside a character: the replacement that it decodes to is dropped with it.
    let characters = Array(source.slice(SourceSpan(from, to)))
    var used = 0
    var start = to
    for character in characters.reversed() where character != "\u{FFFD}" {
      used += TerminalCells.width(of: VisibleText.escaped(String(character)))
      if used > cells { break }
      start -= character.utf8.count
    }
    return start
  }

  /// Whether a span begins in what is shown.
  func shows(_ span: SourceSpan) -> Bool {
    span.lower >= shown.lower && span.lower <= shown.upper && source.bounds(at: span.lower).number == number
  }

  /// The cells before a span, and those it takes: at least one.
  func place(of span: SourceSpan) -> (before: Int, width: Int) {
    func width(_ lower: Int, _ upper: Int) -> Int {
      TerminalCells.width(of: VisibleText.escaped(source.slice(SourceSpan(lower, min(upper, shown.upper)))))
    }
    let before = leading + width(shown.lower, span.lower)
    let total = TerminalCells.width(of: text)
    let most = max(1, total - before)
    return (min(before, total), min(max(1, width(span.lower, span.upper)), most))
  }
}
