import Diagnostics

extension Lexer {
  /// Skips white space, comments and the newlines that do not end a statement. A newline that does is returned.
  mutating func skipBlanks() -> Token? {
    while let (value, length) = folded(at: position) {
      if Lexer.isSpace(value) {
        position += length
      } else if value == 0x0A {
        if depth > 0 || continuesOnNextLine(from: position + 1) {
          position += 1
        } else {
          return Token(kind: .terminator, text: "\n", span: SourceSpan(position, position + 1))
        }
      } else if value == 0x5C, let after = newline(after: position + length) {
        position = after
      } else if value == 0x23, followsSpace(position) {
        skipComment()
      } else {
        return nil
      }
    }
    return nil
  }

  private mutating func skipComment() {
    let start = position
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    if start > comments.last?.lower ?? -1 { comments.append(SourceSpan(start, position)) }
  }

  /// After a `\`: the offset behind the newline (or the text's end), where only white space stands between.
  func newline(after start: Int) -> Int? {
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 0x0A { return offset + 1 }
      guard byte == 0x20 || byte == 0x0D || byte == 0x09 else { return nil }
      offset += 1
    }
    return bytes.count
  }

  /// Whether the next line that holds anything continues the statement: it begins with `|`, or it is deeper
  /// indented and begins with a clause's word.
  private mutating func continuesOnNextLine(from start: Int) -> Bool {
    if start >= lookedOver.from, start <= lookedOver.to, lookedOver.indent == statementIndent {
      return lookedOver.continues
    }
    let (end, continues) = lookOver(from: start)
    lookedOver = (start, end, statementIndent, continues)
    return continues
  }

  /// The beginning of the next line that holds anything, and whether it continues the statement.
  private func lookOver(from start: Int) -> (lineStart: Int, continues: Bool) {
    var offset = start
    var lineStart = start
    var indent = 0
    while let (value, length) = folded(at: offset) {
      switch value {
      case 0x20: indent += 1
      case 0x09: indent += 8
      case 0x0D: break
      case 0x0A:
        indent = 0
        lineStart = offset + 1
      case 0x23:
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
        continue
      case 0x7C: return (lineStart, true)
      case _ where indent > statementIndent && Lexer.isNameStart(value):
        return (lineStart, continuesWith(word(at: offset)))
      default: return (lineStart, false)
      }
      offset += length
    }
    return (lineStart, false)
  }

  private func word(at start: Int) -> String {
    var end = start
    while let (value, length) = folded(at: end), Lexer.isNamePart(value), end - start < 64 { end += length }
    return Lexer.foldedText(bytes[start..<end]).lowercased()
  }

  /// Notes the indentation of the line on which a statement begins.
  mutating func beginStatement(at offset: Int) {
    let known = offset >= measured.offset ? measured.offset : 0
    var lineStart = min(offset, bytes.count)
    while lineStart > known, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    if lineStart == known, known > 0 {
      // Several statements on one line: it was measured at the first.
      measured.offset = offset
      statementIndent = measured.indent
      return
    }
    var indent = 0
    var index = lineStart
    while let (value, length) = folded(at: index) {
      if value == 0x20 { indent += 1 } else if value == 0x09 { indent += 8 } else { break }
      index += length
    }
    measured = (lineStart, offset, indent)
    statementIndent = indent
  }
}
