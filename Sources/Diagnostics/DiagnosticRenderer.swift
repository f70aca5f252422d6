internal import Values

/// Draws a diagnostic as language.md section 7 shows it. Carets are counted in terminal cells.
package struct DiagnosticRenderer: Sendable {
  package let language: UserLanguage
  package let colour: Bool
  /// Longer lines are cut around the span, so that a 64 MiB line does not flood a terminal.
  package let maximumCells: Int

  package init(language: UserLanguage, colour: Bool = false, maximumCells: Int = 120) {
    self.language = language
    self.colour = colour
    self.maximumCells = max(40, maximumCells)
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    var lines = [headline(diagnostic)]
    if let mark = diagnostic.mark, let source = diagnostic.source {
      let marks = [mark] + diagnostic.furtherMarks
      let gutter = String(source.line(at: mark.span.lower).number).count
      let margin = String(repeating: " ", count: gutter)
      let position = source.position(at: mark.span.lower)
      lines.append(faint("\(margin) ╭─ ") + "\(source.name):\(position.line):\(position.column)")
      for each in marks { lines += excerpt(each, of: source, margin: margin) }
      lines += footer(diagnostic.help, margin: margin + " ")
    } else {
      lines += footer(diagnostic.help, margin: "  ")
    }
    return lines.joined(separator: "\n")
  }

  private func headline(_ diagnostic: Diagnostic) -> String {
    let word =
      switch diagnostic.severity {
      case .error: Wording("error", "错误")
      case .warning: Wording("warning", "警告")
      case .note: Wording("note", "说明")
      }
    let shade = diagnostic.severity == .error ? "1;31" : diagnostic.severity == .warning ? "1;33" : "1;36"
    return paint("\(word.in(language))[\(diagnostic.code)]", shade) + ": " + shown(diagnostic.message.in(language))
  }

  private func footer(_ help: [Wording], margin: String) -> [String] {
    help.enumerated().map { index, wording in
      let corner = index == help.count - 1 ? "╰─" : "├─"
      let word = Wording("help", "帮助").in(language)
      return faint("\(margin)\(corner) ") + paint(word, "1;32") + ": " + shown(wording.in(language))
    }
  }

  /// The line of source and the carets under it, cut to the width.
  private func excerpt(_ mark: Diagnostic.Mark, of source: SourceText, margin: String) -> [String] {
    let line = source.line(at: mark.span.lower)
    let window = Window(line: line, span: mark.span, cells: maximumCells - margin.count - 3)
    let number = String(line.number)
    let gutter = String(repeating: " ", count: max(0, margin.count - number.count)) + number
    var caretLine = String(repeating: " ", count: window.leadingCells)
    caretLine += paint(String(repeating: "^", count: max(1, window.markedCells)), "1;31")
    if let label = mark.label { caretLine += " " + shown(label.in(language)) }
    return [faint("\(gutter) │ ") + window.text, faint("\(margin) │ ") + caretLine]
  }

  private func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { VisibleText.escaped(String($0)) }
      .joined(separator: "\n  ")
  }

  private func paint(_ text: String, _ shade: String) -> String { colour ? "\u{1B}[\(shade)m\(text)\u{1B}[0m" : text }
  private func faint(_ text: String) -> String { paint(text, "2") }
}

/// The part of a line that is shown, with the place of the span in cells.
private struct Window {
  let text: String
  let leadingCells: Int
  let markedCells: Int

  init(line: SourceText.Line, span: SourceSpan, cells: Int) {
    let bytes = Array(line.text.utf8)
    let from = min(max(0, span.lower - line.start), bytes.count)
    let to = min(max(from, span.upper - line.start), bytes.count)
    func piece(_ lower: Int, _ upper: Int) -> String {
      VisibleText.escaped(String(decoding: bytes[lower..<upper], as: UTF8.self))
    }
    // Only the neighbourhood of the span is measured: a line may be as long as a file.
    let reach = 4 * cells
    var before = piece(Window.boundary(bytes, max(0, from - reach)), from)
    var marked = piece(from, Window.boundary(bytes, min(to, from + reach)))
    var after = piece(to, Window.boundary(bytes, min(bytes.count, to + reach)))
    marked = TerminalCells.truncated(marked, to: max(1, cells * 2 / 3))
    let room = max(0, cells - TerminalCells.width(of: marked))
    if TerminalCells.width(of: before) > room * 2 / 3 {
      before = "…" + Window.suffix(before, cells: max(0, room / 2 - 1))
    }
    after = TerminalCells.truncated(after, to: max(0, room - TerminalCells.width(of: before)))
    text = before + marked + after
    leadingCells = TerminalCells.width(of: before)
    markedCells = TerminalCells.width(of: marked)
  }

  /// The nearest character boundary at or before an offset.
  private static func boundary(_ bytes: [UInt8], _ offset: Int) -> Int {
    var index = offset
    while index > 0, index < bytes.count, bytes[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }

  private static func suffix(_ text: String, cells: Int) -> String {
    var kept: [Character] = []
    var used = 0
    for character in text.reversed() {
      used += TerminalCells.width(of: character)
      if used > cells { break }
      kept.append(character)
    }
    return String(kept.reversed())
  }
}
