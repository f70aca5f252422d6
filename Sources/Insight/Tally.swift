/// Histories by how often something happened (x): equal ones are taken once with their number, since most customers of a
/// shop bought once and began on few days, and those of one x lie side by side, so that what depends on x alone is
/// computed once for each.
struct Tally<Entry> {
  /// What the search reads of a history, and how many have it.
  struct Counted {
    let entry: Entry
    var count: Double
  }

  /// The entries of one x, and how many histories they stand for.
  struct Group {
    let x: Double
    let range: Range<Int>
    let count: Double
  }

  let entries: [Counted]
  let groups: [Group]

  /// - Parameters:
  ///   - sorted: by x first, equal ones side by side.
  ///   - entry: asked once for those that are equal.
  init<History: Equatable>(
    _ sorted: [History], by x: (History) -> Int, entry: (History) -> Entry
  ) {
    var entries: [Counted] = []
    var groups: [Group] = []
    var index = 0
    while index < sorted.count {
      let first = index
      let start = entries.count
      let repeats = x(sorted[index])
      while index < sorted.count, x(sorted[index]) == repeats {
        if index > first, sorted[index] == sorted[index - 1] {
          entries[entries.count - 1].count += 1
        } else {
          entries.append(Counted(entry: entry(sorted[index]), count: 1))
        }
        index += 1
      }
      groups.append(Group(x: Double(repeats), range: start..<entries.count, count: Double(index - first)))
    }
    self.entries = entries
    self.groups = groups
  }
}
