internal import Diagnostics

/// Keeps the comments that the lexer passed over until a statement claims them, so that the formatter loses none.
struct CommentShelf {
  /// The first comment of the lexer's list that nobody has claimed.
  private var next = 0

  mutating func claim(from lexer: Lexer, before end: Int) -> [Comment] {
    var claimed: [Comment] = []
    while next < lexer.comments.count, lexer.comments[next].lower < end {
      claimed.append(comment(lexer.comments[next], in: lexer.bytes))
      next += 1
    }
    return claimed
  }

  /// The comments inside a statement.
  mutating func claimInner(from lexer: Lexer, before end: Int) -> [InnerComment] {
    var claimed: [InnerComment] = []
    while next < lexer.comments.count, lexer.comments[next].lower < end {
      let span = lexer.comments[next]
      var comment = comment(span, in: lexer.bytes)
      comment = Comment(text: comment.text, followsBlankLine: false, isTrailing: comment.isTrailing)
      claimed.append(InnerComment(comment: comment, offset: span.lower))
      next += 1
    }
    return claimed
  }

  /// The comment that stands behind a statement on its last line.
  mutating func claimTrailing(from lexer: Lexer, after end: Int) -> String? {
    guard next < lexer.comments.count, lexer.comments[next].lower >= end else { return nil }
    let span = lexer.comments[next]
    guard !lexer.bytes[end..<span.lower].contains(0x0A) else { return nil }
    next += 1
    return comment(span, in: lexer.bytes).text
  }

  private func comment(_ span: SourceSpan, in bytes: [UInt8]) -> Comment {
    var end = span.upper
    while end > span.lower, bytes[end - 1] <= 0x20 { end -= 1 }
    let text = String(decoding: bytes[span.lower..<end], as: UTF8.self)
    let before = bytes[..<span.lower].last { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    return Comment(
      text: text, followsBlankLine: CommentShelf.followsBlankLine(span.lower, in: bytes),
      isTrailing: before != nil && before != 0x0A)
  }

  /// Whether an empty line stands above the line of an offset.
  static func followsBlankLine(_ offset: Int, in bytes: [UInt8]) -> Bool {
    var newlines = 0
    var index = offset
    while index > 0 {
      index -= 1
      if bytes[index] == 0x0A { newlines += 1 } else if bytes[index] > 0x20 { return newlines > 1 }
    }
    return false
  }
}
