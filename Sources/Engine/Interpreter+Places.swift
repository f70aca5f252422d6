internal import Diagnostics
internal import Storage

/// Where in the text that is being run a change comes from.
extension Interpreter {
  /// The line of a statement: of the text that is being run, a library's too.
  func place(of span: SourceSpan) -> ChangePlace {
    let text = known(source)
    return ChangePlace(text.source, line: source.firstLine + text.lines.lineEnds(before: span.lower))
  }

  private func known(_ text: SourceText) -> (source: ChangeSource, lines: LineStarts) {
    // Equal texts are mostly the same in memory, and compared at once.
    if let place = texts.firstIndex(where: { $0.source.name == text.name && $0.source.text == text.text }) {
      if place > 0 { texts.swapAt(0, place) }
      return texts[0]
    }
    let made = (source: ChangeSource(name: text.name, text: text.text), lines: LineStarts(text.text))
    texts.insert(made, at: 0)
    if texts.count > 64 { texts.removeLast() }
    return made
  }
}
