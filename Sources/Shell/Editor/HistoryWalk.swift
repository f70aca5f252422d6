/// The way of Up and Down through the history from the line that is being typed, which waits at the near end.
package struct HistoryWalk {
  /// How many entries back; 0 is the line being typed.
  private var back = 0
  private var draft = EditedLine.empty

  package init() {}

  package enum Step: Equatable, Sendable {
    case entry(String)
    /// Back at the line that was being typed.
    case draft(EditedLine)
  }

  package mutating func older(_ entries: [String], from line: EditedLine) -> Step? {
    guard back < entries.count else { return nil }
    if back == 0 { draft = line }
    back += 1
    return .entry(entries[entries.count - back])
  }

  package mutating func newer(_ entries: [String]) -> Step? {
    guard back > 0 else { return nil }
    back -= 1
    return back == 0 ? .draft(draft) : .entry(entries[entries.count - back])
  }

  package mutating func oldest(_ entries: [String], from line: EditedLine) -> Step? {
    guard let entry = entries.first, back < entries.count else { return nil }
    if back == 0 { draft = line }
    back = entries.count
    return .entry(entry)
  }

  package mutating func newest() -> Step? {
    guard back > 0 else { return nil }
    back = 0
    return .draft(draft)
  }
}
