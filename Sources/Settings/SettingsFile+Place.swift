extension SettingsFile {
  /// The file's text; nil where it cannot be read or is none.
  package static func text(of path: String) -> String? {
    guard let bytes = try? bytes(of: path, limit: limit) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The bytes of the key or value that begins at a line and a column, both from 1; the column counts Unicode scalars.
  /// Nil outside the text.
  package static func span(line: Int, column: Int, in text: String) -> Range<Int>? {
    var number = 1
    var start = text.utf8.startIndex
    while number < line {
      guard let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = text.utf8.index(after: end)
      number += 1
    }
    let lineEnd = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.utf8.endIndex
    let line = text.unicodeScalars[start..<lineEnd]
    guard let lower = line.index(line.startIndex, offsetBy: max(0, column - 1), limitedBy: line.endIndex) else {
      return nil
    }
    let upper = end(of: line[lower...])
    let from = text.utf8.distance(from: text.utf8.startIndex, to: lower)
    return from..<(from + text.utf8.distance(from: lower, to: upper))
  }

  /// Behind the word, or the quoted text, that a piece of a line begins with.
  private static func end(of rest: Substring.UnicodeScalarView) -> String.Index {
    guard let first = rest.first else { return rest.startIndex }
    if first == "\"" || first == "'" {
      let inner = rest.dropFirst()
      return inner.firstIndex(of: first).map { inner.index(after: $0) } ?? rest.endIndex
    }
    let behind = rest.dropFirst()
    return behind.firstIndex { $0.properties.isWhitespace || [":", ",", "]", "}"].contains($0) } ?? rest.endIndex
  }
}
