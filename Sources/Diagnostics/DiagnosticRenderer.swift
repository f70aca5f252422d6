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
      let drawn = excerpts(of: source, mark, diagnostic.furtherMarks)
      let callers = diagnostic.callers.map { ($0, Excerpt(of: $0.source, around: $0.span, cells: maximumCells - 6)) }
      let numbers = drawn.map(\.excerpt.number) + callers.map(\.1.number)
      let gutter = numbers.map { String($0).count }.max() ?? 1
      let margin = String(repeating: " ", count: gutter)
      let position = source.position(at: mark.span.lower)
      lines.append(faint("\(margin) ╭─ ") + "\(shown(source.name)):\(position.line):\(position.column)")
      for (excerpt, marks) in drawn { lines += rows(of: excerpt, marks, main: mark, margin: margin) }
      for (caller, excerpt) in callers { lines += rows(of: caller, excerpt, margin: margin) }
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
    let shade =
      switch diagnostic.severity {
      case .error: "1;31"
      case .warning: "1;33"
      case .note: "1;36"
      }
    return paint("\(word.in(language))[\(diagnostic.code)]", shade) + ": " + shown(diagnostic.message.in(language))
  }

  private func footer(_ help: [Wording], margin: String) -> [String] {
    help.enumerated().map { index, wording in
      let corner = index == help.count - 1 ? "╰─" : "├─"
      let word = Wording("help", "帮助").in(language)
      return faint("\(margin)\(corner) ") + paint(word, "1;32") + ": " + shown(wording.in(language))
    }
  }

  // MARK: Lines of source

  private typealias Drawn = (excerpt: Excerpt, marks: [Diagnostic.Mark])

  /// The lines that hold the marks, each once, in their order in the text.
  private func excerpts(of source: SourceText, _ mark: Diagnostic.Mark, _ further: [Diagnostic.Mark]) -> [Drawn] {
    var drawn: [Drawn] = []
    for each in [mark] + further {
      if let index = drawn.firstIndex(where: { $0.excerpt.shows(each.span) }) {
        drawn[index].marks.append(each)
      } else {
        drawn.append((Excerpt(of: source, around: each.span, cells: maximumCells - 6), [each]))
      }
    }
    return drawn.sorted { $0.excerpt.number < $1.excerpt.number }
  }

  /// A line of source with a row of carets for each of its marks.
  private func rows(
    of excerpt: Excerpt, _ marks: [Diagnostic.Mark], main: Diagnostic.Mark, margin: String
  ) -> [String] {
    let number = String(excerpt.number)
    let gutter = String(repeating: " ", count: max(0, margin.count - number.count)) + number
    let carets = marks.map { mark in
      let place = excerpt.place(of: mark.span)
      let isMain = mark.span == main.span
      let sign = String(repeating: isMain ? "^" : "-", count: place.width)
      var row = String(repeating: " ", count: place.before) + paint(sign, isMain ? "1;31" : "1;34")
      if let label = mark.label { row += " " + shown(label.in(language)) }
      return faint("\(margin) │ ") + row
    }
    return [faint("\(gutter) │ ") + excerpt.text] + carets
  }

  /// The place that led there.
  private func rows(of caller: Diagnostic.Caller, _ excerpt: Excerpt, margin: String) -> [String] {
    let position = caller.source.position(at: caller.span.lower)
    let label = Wording("called from here", "从这里调用")
    let mark = Diagnostic.Mark(caller.span, label)
    return [faint("\(margin) ├─ ") + "\(shown(caller.source.name)):\(position.line):\(position.column)"]
      + rows(of: excerpt, [mark], main: Diagnostic.Mark(.zero), margin: margin)
  }

  private func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { VisibleText.escaped(String($0)) }
      .joined(separator: "\n  ")
  }

  private func paint(_ text: String, _ shade: String) -> String { colour ? "\u{1B}[\(shade)m\(text)\u{1B}[0m" : text }
  private func faint(_ text: String) -> String { paint(text, "2") }
}
