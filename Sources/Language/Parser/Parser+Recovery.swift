internal import Diagnostics

/// What happens after an error: the rest of the statement is passed over, and the next one is read.
extension Parser {
  mutating func report(_ error: SyntaxError) {
    guard errors.count < DiagnosticList.limit else { return }
    // A second error at the same place is a cascade.
    if let last = errors.last, last.span == error.span { return }
    errors.append(error)
  }

  @inline(never)
  mutating func parseStatementOrRecover() -> Statement? {
    let start = lexer.peek().span.lower
    let mark = lexer.mark
    let nesting = self.nesting
    do throws(SyntaxError) {
      return try parseStatement()
    } catch {
      recover(from: error, in: start, mark)
      self.nesting = nesting
      return nil
    }
  }

  @inline(never)
  private mutating func recover(from error: SyntaxError, in start: Int, _ mark: Lexer.Mark) {
    lexer.reset(to: mark)
    let end = endOfBrokenStatement(from: start, past: error.recoveryOffset)
    report(segmented(error, from: start, to: end))
    lexer.move(to: max(end, start + 1))
  }

  /// The end of a statement in which an error stands: of its line, over any block that opens in it and any deeper
  /// indented lines behind it.
  func endOfBrokenStatement(from start: Int, past error: Int) -> Int {
    extentOfStatement(from: start, past: error).end
  }

  /// The same, with the place of a comment on its last line.
  func extentOfStatement(from start: Int, past error: Int) -> (end: Int, comment: Int?) {
    let bytes = lexer.bytes
    var open = 0
    var offset = start
    let indent = lexer.indentation(at: start)
    // Quotes that nothing closes on this line.
    var unclosed: Set<TextQuote> = []
    var comment: Int?
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case 0x7B: open += 1
      case 0x7D:
        if open == 0, lexer.braces > 0 { return (offset, comment) }
        open = max(0, open - 1)
      case 0x3B where open == 0 && offset >= error: return (offset, comment)
      case 0x0A:
        if open == 0, offset >= error, !continuesBroken(after: offset + 1, indent: indent) { return (offset, comment) }
        unclosed = []
        comment = nil
      case 0x23 where lexer.followsSpace(offset):
        comment = offset
        while offset + 1 < bytes.count, bytes[offset + 1] != 0x0A { offset += 1 }
      default:
        if let quote = lexer.textOpening(at: offset), !unclosed.contains(quote) {
          if let end = lexer.endOfText(at: offset) {
            offset = end
            continue
          }
          unclosed.insert(quote)
        }
      }
      offset += 1
    }
    return (bytes.count, comment)
  }

  private func continuesBroken(after newline: Int, indent: Int) -> Bool {
    let bytes = lexer.bytes
    var offset = newline
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 || bytes[offset] == 0x0D { offset += 1 }
    guard offset < bytes.count, bytes[offset] != 0x0A else { return false }
    if bytes[offset] == 0x29 || bytes[offset] == 0x5D || bytes[offset] == 0x7C { return true }
    if bytes[offset] != 0x7D, lexer.indentation(at: offset) > indent { return true }
    var copy = lexer
    copy.move(to: offset)
    return copy.peek().keywords.contains { $0 == .else || $0 == .otherwise }
  }

  /// Where the words of the broken line make a right statement once they are set apart, that is the error to tell.
  private func segmented(_ error: SyntaxError, from start: Int, to end: Int) -> SyntaxError {
    guard error.mayBeRunTogether, end - start <= 1000, !isTrial else { return error }
    let line = String(decoding: lexer.bytes[start..<end], as: UTF8.self)
    let words = vocabulary.firstWords + knownWords()
    guard let cut = Segmenter(words: words).segment(line) else { return error }
    var trial = Parser(cut.text, vocabulary: vocabulary)
    trial.isTrial = true
    guard trial.parseProgram().errors.isEmpty else { return error }
    let place = SourceSpan(start + cut.offset, start + cut.offset + cut.word.utf8.count)
    return .runTogether(cut.word, segmented: cut.text, place)
  }

  mutating func skipTerminators() {
    while lexer.peek().kind == .terminator { _ = lexer.take() }
  }
}

extension Lexer {
  /// How far the line of an offset is indented, or the text that starts in it.
  func indentation(at offset: Int) -> Int {
    var lineStart = min(offset, bytes.count)
    while lineStart > 0, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    var indent = 0
    var index = lineStart
    while let (value, length) = folded(at: index) {
      if value == 0x20 { indent += 1 } else if value == 0x09 { indent += 8 } else { break }
      index += length
    }
    return indent
  }

  /// The quote that opens a text here: one inside a word (`O'Brien`) opens none.
  func textOpening(at offset: Int) -> TextQuote? {
    guard bytes[offset] == 0x22 || bytes[offset] == 0x27 || bytes[offset] >= 0xE2,
      let (opening, _) = scalar(at: offset), let quote = TextQuote(opening: opening)
    else { return nil }
    if offset > 0, bytes[offset - 1] < 0x80, Lexer.isNamePart(UInt32(bytes[offset - 1])) { return nil }
    return quote
  }

  /// The offset behind a text literal that opens here and closes on its line (or is a block); nil where none does.
  func endOfText(at offset: Int) -> Int? {
    guard let (opening, first) = scalar(at: offset), let quote = TextQuote(opening: opening) else { return nil }
    if opening == 0x22, offset + 2 < bytes.count, bytes[offset + 1] == 0x22, bytes[offset + 2] == 0x22 {
      return endOfBlockText(from: offset + 3)
    }
    var index = offset + first
    while let (value, length) = scalar(at: index), value != 0x0A {
      index += length
      if quote.closes(with: value) { return index }
      if value == 0x5C, quote == .interpolated, index < bytes.count, bytes[index] != 0x0A { index += 1 }
    }
    return nil
  }

  private func endOfBlockText(from start: Int) -> Int? {
    var index = start
    while index + 2 < bytes.count {
      if bytes[index] == 0x22, bytes[index + 1] == 0x22, bytes[index + 2] == 0x22 { return index + 3 }
      index += 1
    }
    return nil
  }
}
