import Diagnostics

extension Lexer {
  /// Skips white space, comments and the newlines that do not end a statement. A newline that does is returned.
  mutating func skipBlanks() -> Token? {
    while let (value, length) = folded(at: position) {
      if Lexer.isSpace(value) {
        position += length
      } else if value == 0x5C, let after = newline(after: position + length) {
        position = after
      } else if value == 0x23, isCommentStart {
        skipComment()
      } else if value == 0x0A {
        if depth > 0 || continuesOnNextLine(from: position + 1) {
          position += 1
        } else {
          return Token(kind: .terminator, text: "\n", span: SourceSpan(position, position + 1))
        }
      } else {
        return nil
      }
    }
    return nil
  }

  /// A `#` opens a comment at the start of a line or after white space only: `C#` is a value.
  private var isCommentStart: Bool {
    guard position > 0 else { return true }
    let before = bytes[position - 1]
    if before == 0x0A || before == 0x20 || before == 0x09 || before == 0x0D || before == 0x7B { return true }
    return position >= 3 && bytes[position - 3] == 0xE3 && bytes[position - 2] == 0x80 && before == 0x80
  }

  private mutating func skipComment() {
    let start = position
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    if start > comments.last?.lower ?? -1 { comments.append(SourceSpan(start, position)) }
  }

  /// After a `\`: the offset behind the newline, where only white space stands between.
  private func newline(after start: Int) -> Int? {
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 0x0A { return offset + 1 }
      guard byte == 0x20 || byte == 0x0D || byte == 0x09 else { return nil }
      offset += 1
    }
    return nil
  }

  /// Whether the next line that holds anything continues the statement: it begins with `|`, or it is deeper
  /// indented and begins with a clause's word.
  private func continuesOnNextLine(from start: Int) -> Bool {
    var offset = start
    var indent = 0
    while let (value, length) = folded(at: offset) {
      switch value {
      case 0x20: indent += 1
      case 0x09: indent += 8
      case 0x0D: break
      case 0x0A: indent = 0
      case 0x23:
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
        continue
      case 0x7C: return true
      case _ where indent > statementIndent && Lexer.isNameStart(value): return continuesWith(word(at: offset))
      default: return false
      }
      offset += length
    }
    return false
  }

  private func word(at start: Int) -> String {
    var end = start
    while let (value, length) = folded(at: end), Lexer.isNamePart(value), end - start < 64 { end += length }
    return Lexer.foldedText(bytes[start..<end]).lowercased()
  }

  /// Notes the indentation of the line on which a statement begins.
  mutating func beginStatement(at offset: Int) {
    var lineStart = min(offset, bytes.count)
    while lineStart > 0, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    var indent = 0
    while lineStart < bytes.count {
      if bytes[lineStart] == 0x20 { indent += 1 } else if bytes[lineStart] == 0x09 { indent += 8 } else { break }
      lineStart += 1
    }
    statementIndent = indent
  }
}
