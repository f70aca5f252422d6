/// Expected output. `[..]` within a line matches anything there; a line `[..]` alone matches any number of lines,
/// none included. White space at the ends of lines does not count.
package struct Expectation: Sendable, Equatable {
  package let lines: [String]
  private static let wildcard = "[..]"

  package init(_ lines: [String]) { self.lines = lines.map { Self.trimmed($0) } }

  package func matches(_ output: [String]) -> Bool {
    Self.matches(lines, output.map { Self.trimmed($0) }, isAny: { $0 == Self.wildcard }, Self.matches)
  }

  /// The output as expected lines, each as it was expected already where that fits it.
  package func keptPatterns(for output: [String]) -> [String] {
    let said = output.map { Self.trimmed($0) }
    guard lines.contains(where: { $0.contains(Self.wildcard) }) else { return said }
    // What a wildcard matched is a line like any other for the difference: it is put in its place first.
    var kept = said
    var place = 0
    for line in lines where line != Self.wildcard && line.contains(Self.wildcard) {
      guard let found = said[place...].firstIndex(where: { Self.matches(line, $0) }) else { continue }
      kept[found] = line
      place = found + 1
    }
    return kept
  }

  /// One line against its pattern.
  private static func matches(_ pattern: String, _ line: String) -> Bool {
    guard pattern.contains(wildcard) else { return pattern == line }
    let pieces = pieces(of: pattern)
    return matches(pieces, Array(line).map { String($0) }, isAny: { $0.isEmpty }) { $0 == $1 }
  }

  /// The characters of a pattern; an empty one stands for the wildcard.
  private static func pieces(of pattern: String) -> [String] {
    var pieces: [String] = []
    var rest = Substring(pattern)
    while let first = rest.first {
      if rest.hasPrefix(wildcard) {
        pieces.append("")
        rest = rest.dropFirst(wildcard.count)
      } else {
        pieces.append(String(first))
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  /// Patterns against texts, where some patterns match any number of them: the last such pattern takes one more
  /// whenever what follows it does not fit. In the worst case the product of both lengths.
  private static func matches(
    _ patterns: [String], _ texts: [String], isAny: (String) -> Bool, _ fits: (String, String) -> Bool
  ) -> Bool {
    var (pattern, text) = (0, 0)
    var retry: (pattern: Int, text: Int)?
    while text < texts.count {
      if pattern < patterns.count, isAny(patterns[pattern]) {
        retry = (pattern, text)
        pattern += 1
      } else if pattern < patterns.count, fits(patterns[pattern], texts[text]) {
        pattern += 1
        text += 1
      } else if let last = retry {
        (pattern, text) = (last.pattern + 1, last.text + 1)
        retry = (last.pattern, last.text + 1)
      } else {
        return false
      }
    }
    return patterns[pattern...].allSatisfy(isAny)
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var end = text.endIndex
    while end > text.startIndex, text[text.index(before: end)].isWhitespace { end = text.index(before: end) }
    return String(text[..<end])
  }
}
