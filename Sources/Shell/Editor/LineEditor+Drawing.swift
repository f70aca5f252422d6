/// What the line looks like at this moment, and putting it on the screen.
extension LineEditor {
  func draw() {
    let size = Terminal.size()
    let frame = frame(size: size, isFinal: false)
    scroll = frame.scroll
    send(painter.paint(frame, above: notices.take()))
  }

  /// Draws the line for the last time: no ghost text, no menu, the cursor at its end; then goes to the row under it.
  func leaveFrame(after trailing: String = "") {
    mode = .typing
    line.cursor = line.units.count
    send(painter.paint(frame(size: Terminal.size(), isFinal: true), above: notices.take()))
    send(painter.leave(after: trailing))
  }

  private func frame(size: TerminalSize, isFinal: Bool) -> Frame {
    var content = Frame.Content(prompt: prompts.first, continuationPrompt: prompts.continuation, line: line)
    let text = colour(&content)
    if !isFinal {
      switch mode {
      case .typing: content.hint = hint(for: text) ?? ""
      case .choosing(let menu): content.footer = menu.rows(size: size, more: wording.more)
      case .searching(let search):
        let label = search.hasFailed ? "\(wording.search), \(wording.searchFailed)" : wording.search
        content.prompt = "(\(label): \(search.query)) "
      }
    }
    return Frame(content, glyphs: glyphs, size: size, scroll: scroll)
  }

  /// Sets the styles of the units, asked from the language again only when the text has changed. Returns the text.
  private func colour(_ content: inout Frame.Content) -> String {
    if let coloured, coloured.units == line.units {
      content.styles = coloured.styles
      return coloured.text
    }
    let text = glyphs.text(of: line.units)
    let styles = GlyphStyles.styles(of: line.units, ranges: hooks.highlight(text), glyphs: glyphs)
    coloured = (text, line.units, styles)
    content.styles = styles
    return text
  }

  /// The ghost text: only where the cursor is at the end of what was typed.
  func hint(for text: String) -> String? {
    guard line.isCursorAtEnd, !line.isEmpty else { return nil }
    let hint = hooks.hint(text) ?? history.suggestion(for: text)
    return hint.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// From the ranges of bytes that the language colours to a style for each unit.
package enum GlyphStyles {
  package static func styles(
    of units: [GlyphUnit], ranges: [HighlightedRange], glyphs: GlyphTable
  ) -> [HighlightStyle] {
    guard !ranges.isEmpty else { return [] }
    // The unit that each byte belongs to starts at; one more for the end.
    var starts: [Int] = []
    starts.reserveCapacity(units.count + 1)
    var offset = 0
    for unit in units {
      starts.append(offset)
      offset += glyphs.utf8Count(unit)
    }
    var styles = [HighlightStyle](repeating: .plain, count: units.count)
    for highlighted in ranges {
      var index = firstIndex(in: starts, notBefore: highlighted.range.lowerBound)
      while index < starts.count, starts[index] < highlighted.range.upperBound {
        styles[index] = highlighted.style
        index += 1
      }
    }
    return styles
  }

  private static func firstIndex(in starts: [Int], notBefore offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = low + (high - low) / 2
      if starts[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
