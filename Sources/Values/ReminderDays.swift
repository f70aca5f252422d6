/// On which days before a due date somebody is reminded: `7, 3, 1`, the day itself being 0.
package struct ReminderDays: Sendable, Hashable {
  /// The longest first, each once.
  package let days: [Int]
  package static let range = 0...365
  /// As many as a task may have.
  package static let limit = 20

  package init(_ days: some Sequence<Int>) { self.days = Set(days).sorted(by: >) }

  /// `1, 3, 7`, `1d 3d`, `提前1天、3天`; nil where a piece is no number of days.
  package init?(reading text: String) {
    var found: [Int] = []
    let folded = TextFolding.folded(text)
    for piece in folded.split(whereSeparator: { ",，、;； []".contains($0) }) {
      var word = piece
      for start in ["提前"] where word.hasPrefix(start) { word = word.dropFirst(start.count) }
      for end in ["days", "day", "d", "天", "日"] where word.hasSuffix(end) && word.count > end.count {
        word = word.dropLast(end.count)
        break
      }
      if word == "当天" { word = "0" }
      guard let number = Int(word), Self.range.contains(number), found.count < Self.limit else { return nil }
      found.append(number)
    }
    guard !found.isEmpty else { return nil }
    self.init(found)
  }

  /// `7, 3, 1`: numbers and commas, as a query takes it apart.
  package var text: String { days.map(String.init).joined(separator: ", ") }
}
