/// An incremental search backwards through the history, as Ctrl-R starts it.
package struct HistorySearch {
  package private(set) var query = ""
  /// What the line was before the search, to come back to.
  package let original: EditedLine
  /// The index of the entry shown; nil while nothing matches.
  package private(set) var found: Int?
  private let entries: [String]
  /// Folded lazily would cost a pass for each key; folded once it is one pass for the whole search.
  private let folded: [[UInt8]]

  package init(entries: [String], original: EditedLine) {
    self.entries = entries
    self.original = original
    self.folded = entries.map(Self.fold)
  }

  /// The entry shown.
  package var match: String? { found.map { entries[$0] } }
  package var hasFailed: Bool { !query.isEmpty && found == nil }

  package mutating func append(_ text: String) {
    query += text
    // A longer query may still match the entry shown.
    find(from: found ?? entries.count - 1, step: -1)
  }

  /// Takes back the last character of the query; the search starts afresh with the newest entry.
  package mutating func deleteLast() {
    guard !query.isEmpty else { return }
    query.removeLast()
    find(from: entries.count - 1, step: -1)
  }

  /// The next older entry that matches and differs; the present one stays where there is none.
  package mutating func older() { move(step: -1) }
  package mutating func newer() { move(step: 1) }

  private mutating func move(step: Int) {
    guard let present = found else { return find(from: step < 0 ? entries.count - 1 : 0, step: step) }
    var next = present + step
    while folded.indices.contains(next), entries[next] == entries[present] || !matches(next) { next += step }
    if folded.indices.contains(next) { found = next }
  }

  private mutating func find(from start: Int, step: Int) {
    found = nil
    guard !query.isEmpty else { return }
    var index = start
    while folded.indices.contains(index) {
      if matches(index) {
        found = index
        return
      }
      index += step
    }
  }

  private func matches(_ index: Int) -> Bool {
    Self.contains(folded[index], Self.fold(query))
  }

  /// Case of Latin letters is ignored; Chinese has none.
  private static func fold(_ text: String) -> [UInt8] {
    text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= text.count else { return part.isEmpty }
    for start in 0...(text.count - part.count) where text[start] == first {
      if text[start..<start + part.count].elementsEqual(part) { return true }
    }
    return false
  }

  /// The UTF-8 offset of the query in the entry shown, where the cursor goes.
  package var offset: Int? {
    guard let found else { return nil }
    let (text, part) = (folded[found], Self.fold(query))
    guard part.count <= text.count else { return nil }
    return (0...(text.count - part.count)).first { text[$0..<$0 + part.count].elementsEqual(part) }
  }
}
