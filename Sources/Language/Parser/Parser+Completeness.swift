internal import Diagnostics

extension Parser {
  /// Whether a text can be run as it stands, or is waiting for its end (the prompt then asks on).
  package static func isComplete(_ text: String, vocabulary: VerbVocabulary) -> Bool {
    var parser = Parser(text, vocabulary: vocabulary)
    let errors = parser.parseProgram().errors
    let end = parser.endOfContent
    if parser.lexer.bytes[..<end].last == 0x5C { return false }
    guard let last = errors.last else { return true }
    // What is wrong already is told now: more lines make none of it right.
    guard errors.allSatisfy({ $0.isUnfinished }) else { return true }
    switch last {
    case .unclosed(_, _, let found): return found.upper < end
    case .expected(.word(Keyword.otherwise.word), _, let place), .expected(.block, found: .end, let place):
      return place.upper < end
    default: return !parser.endsOpen(at: end)
    }
  }

  /// Whether a line goes on with the complete statement above it: it begins with `|`, with `else` or `otherwise`, or it
  /// is indented deeper and begins with a clause's word.
  package static func continues(_ statement: String, with line: String, vocabulary: VerbVocabulary) -> Bool {
    let parser = Parser(line, vocabulary: vocabulary)
    let indent = indentation(of: line)
    let rest = Lexer.foldedText(parser.lexer.bytes.drop { $0 == 0x20 || $0 == 0x09 })
    if rest.hasPrefix("|") { return true }
    let word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }).lowercased()
    if Keyword.meanings(of: word).contains(where: { $0 == .else || $0 == .otherwise }) { return true }
    return indent > indentation(of: statement) && parser.lexer.continuesWith(word)
  }

  private static func indentation(of line: String) -> Int {
    var indent = 0
    for byte in line.utf8 {
      guard byte == 0x20 || byte == 0x09 else { break }
      indent += byte == 0x09 ? 8 : 1
    }
    return indent
  }

  /// Whether a text ends inside a `"""`, where a line is no line of its own.
  package static func endsInsideText(_ text: String, vocabulary: VerbVocabulary) -> Bool {
    var parser = Parser(text, vocabulary: vocabulary)
    return parser.parseProgram().errors.contains { error in
      if case .unclosed("\"\"\"", _, _) = error { true } else { false }
    }
  }

  /// Behind the last thing that is neither white space nor a comment.
  private var endOfContent: Int {
    var end = lexer.trimmed(lexer.bytes.count)
    for comment in lexer.comments.reversed() {
      guard comment.upper >= end, comment.lower < end else { break }
      end = lexer.trimmed(comment.lower)
    }
    return end
  }

  /// The text's last word is an operator, a comma, a pipe: a newline there means nothing.
  private func endsOpen(at end: Int) -> Bool {
    let tail = Lexer.foldedText(lexer.bytes[max(0, end - 16)..<end].drop { $0 & 0xC0 == 0x80 })
    guard let last = tail.unicodeScalars.last else { return false }
    if "=<>+-*/%|,≤≥≠([{".unicodeScalars.contains(last) { return true }
    let word = tail.split { $0.isWhitespace }.last.map(String.init) ?? ""
    return Keyword.meanings(of: word).contains { $0 == .and || $0 == .or || $0 == .not }
  }
}
