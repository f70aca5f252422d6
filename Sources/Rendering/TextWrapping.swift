internal import Values

/// Breaks text into lines of a terminal.
package enum TextWrapping {
  /// Lines of at most `width` cells (2 at least), without trailing spaces; nil keeps each line whole. What could move
  /// the cursor is spelled out, except for the line breaks of the text itself, which stay.
  ///
  /// A line ends at a space or beside a wide character (Chinese is written without spaces), never before closing
  /// punctuation while there is another place; a word longer than a line is cut.
  package static func lines(_ text: String, width: Int?) -> [String] {
    pieces(of: text).flatMap { line -> [String] in
      let visible = VisibleText.escaped(line)
      guard let width else { return [trimmed(visible[...])] }
      return broken(visible, width: max(2, width))
    }
  }

  /// The text cut at its own line breaks, of whatever kind.
  static func pieces(of text: String) -> [String] {
    // The bytes with which a line break can begin: LF to CR, U+0085, U+2028 and U+2029.
    let isOneLine = !text.utf8.contains { (0x0A...0x0D).contains($0) || $0 == 0xC2 || $0 == 0xE2 }
    if isOneLine { return [text] }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// The line without the spaces at its end.
  static func trimmed(_ line: Substring) -> String {
    var bytes = line.utf8
    while bytes.last == 0x20 { bytes.removeLast() }
    return String(Substring(bytes))
  }

  /// A place where a line may end: what stands before `end` stays, what stands from `next` on follows.
  private struct Opportunity {
    let end: String.Index
    let next: String.Index
    /// Cells from the line's start to `next`.
    let cells: Int
  }

  private static func broken(_ text: String, width: Int) -> [String] {
    if TerminalCells.width(of: text) <= width { return [trimmed(text[...])] }
    var lines: [String] = []
    var start = text.startIndex
    var used = 0
    var opportunity: Opportunity?
    var previous: (character: Character, isWide: Bool)?
    var index = start
    while index < text.endIndex {
      let character = text[index]
      let cells = TerminalCells.width(of: character)
      let next = text.index(after: index)
      if character == " " {
        opportunity = Opportunity(end: index, next: next, cells: used + cells)
      } else if let previous, previous.character != " ", index > start, previous.isWide || cells == 2,
        !closing.contains(character), !opening.contains(previous.character)
      {
        opportunity = Opportunity(end: index, next: index, cells: used)
      }
      while used + cells > width, index > start {
        let place = opportunity ?? Opportunity(end: index, next: index, cells: used)
        lines.append(trimmed(text[start..<place.end]))
        start = place.next
        used = max(0, used - place.cells)
        opportunity = nil
      }
      // A space at which the line was broken is gone with it.
      if index >= start { used += cells }
      previous = (character, cells == 2)
      index = next
    }
    if start < text.endIndex { lines.append(trimmed(text[start...])) }
    return lines
  }

  private static let closing: Set<Character> = Set("，。、；：！？）】》〉」』”’…％,.;:!?)]}%")
  private static let opening: Set<Character> = Set("（【《〈「『“‘([{￥¥$")
}
