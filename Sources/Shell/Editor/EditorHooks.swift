/// What the editor asks the language about the text that is being typed. The editor itself knows no syntax.
///
/// All four are called on the thread that reads, between a key and its redraw: they must answer in milliseconds.
package struct EditorHooks {
  /// Whether Enter submits this text; otherwise it starts a continuation line.
  package var isComplete: (_ text: String) -> Bool
  /// The parts to colour, as UTF-8 byte ranges of the text. What is outside all ranges is plain; a later range wins.
  package var highlight: (_ text: String) -> [HighlightedRange]
  /// What may stand at the cursor, which is a UTF-8 byte offset into the text.
  package var complete: (_ text: String, _ cursor: Int) -> CompletionAnswer
  /// What could follow the text; shown dim after it and taken over by Right or End. Where it answers nil, the newest
  /// entry of the history that begins with the text is offered.
  package var hint: (_ text: String) -> String?

  package init(
    isComplete: @escaping (_ text: String) -> Bool = { _ in true },
    highlight: @escaping (_ text: String) -> [HighlightedRange] = { _ in [] },
    complete: @escaping (_ text: String, _ cursor: Int) -> CompletionAnswer = { _, _ in CompletionAnswer.none },
    hint: @escaping (_ text: String) -> String? = { _ in nil }
  ) {
    self.isComplete = isComplete
    self.highlight = highlight
    self.complete = complete
    self.hint = hint
  }
}

/// What a part of a statement is, for its colour.
package enum HighlightStyle: Sendable, CaseIterable {
  case plain, keyword, verb, name, string, number, variable, comment, error
}

/// A part of a text, as UTF-8 byte offsets, and what it is.
package struct HighlightedRange: Equatable, Sendable {
  package var range: Range<Int>
  package var style: HighlightStyle

  package init(_ range: Range<Int>, _ style: HighlightStyle) {
    self.range = range
    self.style = style
  }
}

/// One text that may replace what is being typed.
package struct CompletionCandidate: Equatable, Sendable {
  /// What is inserted, a trailing space included where one is wanted.
  package var text: String
  /// What stands beside it in the menu: a label, a count, the other language's spelling.
  package var note: String
  package var kind: HighlightStyle

  package init(_ text: String, note: String = "", kind: HighlightStyle = .plain) {
    self.text = text
    self.note = note
    self.kind = kind
  }
}

/// The candidates for one place, and the UTF-8 byte range of the text that each of them would replace.
package struct CompletionAnswer: Equatable, Sendable {
  package var range: Range<Int>
  package var candidates: [CompletionCandidate]

  package static let none = CompletionAnswer(range: 0..<0, candidates: [])

  package init(range: Range<Int>, candidates: [CompletionCandidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// How reading one statement ended.
package enum EditorAnswer: Equatable, Sendable {
  /// A complete statement, its lines joined by newlines, without one at its end. Empty when only Enter was pressed.
  case statement(String)
  /// Ctrl-D on an empty line, or the terminal went away.
  case endOfInput
  /// Ctrl-C: the line was dropped.
  case interrupted
}

package enum LineEditorError: Error, Equatable, Sendable {
  /// Standard input or output is no terminal, or one that cannot move its cursor: read plainly.
  case noTerminal
  /// The user's .editrc says `edit off`: read plainly.
  case editingOff
  /// libedit or the wake-up pipe could not be set up.
  case cannotStart
  /// Reading the terminal failed, with the system's error number.
  case readFailed(Int32)
}

/// The editor's few words on the screen.
package struct EditorWording: Equatable, Sendable {
  package var search: String
  package var searchFailed: String
  /// Stands under a menu that does not fit, before `3/40`.
  package var more: String

  package static let english = EditorWording(search: "search", searchFailed: "not found", more: "candidates")
  package static let chinese = EditorWording(search: "搜索", searchFailed: "未找到", more: "候选")

  package init(search: String, searchFailed: String, more: String) {
    self.search = search
    self.searchFailed = searchFailed
    self.more = more
  }
}
