/// A range of UTF-8 byte offsets into one source text.
package struct SourceSpan: Sendable, Hashable {
  package let lower: Int
  package let upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  package static let zero = SourceSpan(0, 0)

  package func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(min(lower, other.lower), max(upper, other.upper))
  }
}

/// One named piece of program text: a prompt's statement, a file, a rule.
///
/// Positions are byte offsets; lines and columns are worked out only when a diagnostic is shown.
package struct SourceText: Sendable {
  /// What the place is called in a diagnostic: `prompt`, or the file as the user named it.
  package let name: String
  package let text: String
  /// The line number of the first line (a prompt counts its statements' lines from 1 each).
  package let firstLine: Int

  package init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.text = text
    self.firstLine = firstLine
  }

  /// A line and a column as a person counts them: both from 1, the column in characters.
  package struct Position: Sendable, Hashable {
    package let line: Int
    package let column: Int
  }

  /// The line that holds an offset, without its newline, and where it begins.
  package struct Line: Sendable {
    package let number: Int
    package let start: Int
    package let text: String
  }

  package func line(at offset: Int) -> Line {
    let bytes = text.utf8
    let clamped = min(max(0, offset), bytes.count)
    var start = 0
    var number = firstLine
    var index = 0
    var end: Int?
    for byte in bytes {
      if byte == 0x0A {
        if index < clamped {
          start = index + 1
          number += 1
        } else {
          end = index
          break
        }
      }
      index += 1
    }
    let from = bytes.index(bytes.startIndex, offsetBy: start)
    let to = bytes.index(bytes.startIndex, offsetBy: end ?? bytes.count)
    var line = String(decoding: bytes[from..<to], as: UTF8.self)
    if line.utf8.last == 0x0D { line = String(decoding: line.utf8.dropLast(), as: UTF8.self) }
    return Line(number: number, start: start, text: line)
  }

  package func position(at offset: Int) -> Position {
    let line = line(at: offset)
    let prefix = line.text.utf8.prefix(max(0, offset - line.start))
    return Position(line: line.number, column: String(decoding: prefix, as: UTF8.self).count + 1)
  }

  /// The text that a span covers; empty where the span lies outside.
  package func slice(_ span: SourceSpan) -> String {
    let bytes = text.utf8
    let lower = min(max(0, span.lower), bytes.count)
    let upper = min(max(lower, span.upper), bytes.count)
    let from = bytes.index(bytes.startIndex, offsetBy: lower)
    let to = bytes.index(bytes.startIndex, offsetBy: upper)
    return String(decoding: bytes[from..<to], as: UTF8.self)
  }
}
