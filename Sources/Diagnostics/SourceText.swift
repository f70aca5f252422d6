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
/// Positions are byte offsets; lines and columns are worked out only when a diagnostic is shown, in one pass over the
/// bytes before them.
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
    let bounds = bounds(at: offset)
    return Line(number: bounds.number, start: bounds.start, text: slice(SourceSpan(bounds.start, bounds.end)))
  }

  package func position(at offset: Int) -> Position {
    let bounds = bounds(at: offset)
    let before = SourceSpan(bounds.start, max(bounds.start, min(offset, bounds.end)))
    return Position(line: bounds.number, column: characters(in: before) + 1)
  }

  /// The ends of lines that a span covers.
  package func lineEnds(in span: SourceSpan) -> Int {
    withBytes { bytes in
      let upper = min(max(0, span.upper), bytes.count)
      return bytes[min(max(0, span.lower), upper)..<upper].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    }
  }

  /// The text that a span covers; empty where the span lies outside.
  package func slice(_ span: SourceSpan) -> String {
    withBytes { bytes in
      let lower = min(max(0, span.lower), bytes.count)
      let upper = min(max(lower, span.upper), bytes.count)
      return String(decoding: bytes[lower..<upper], as: UTF8.self)
    }
  }

  /// The number of the line that holds an offset, and its bytes without the newline.
  func bounds(at offset: Int) -> (number: Int, start: Int, end: Int) {
    withBytes { bytes in
      let clamped = min(max(0, offset), bytes.count)
      var number = firstLine
      var start = 0
      for index in 0..<clamped where bytes[index] == 0x0A {
        number += 1
        start = index + 1
      }
      var end = clamped
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
      return (number, start, end)
    }
  }

  /// Beyond so many bytes nobody counts the columns of a line: scalars stand for characters there.
  private static let countedBytes = 4096

  private func characters(in span: SourceSpan) -> Int {
    guard span.upper - span.lower > Self.countedBytes else { return slice(span).count }
    return withBytes { bytes in
      var count = 0
      for index in span.lower..<min(span.upper, bytes.count) where bytes[index] & 0xC0 != 0x80 { count += 1 }
      return count
    }
  }

  private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }
}
