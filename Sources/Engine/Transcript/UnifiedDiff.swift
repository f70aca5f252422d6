/// The difference between two texts as `diff -u` shows it.
package struct UnifiedDiff: Sendable {
  package let name: String
  private let edits: [Edit]

  private enum Edit: Sendable {
    case same(String), removed(String), inserted(String)

    var isChange: Bool {
      switch self {
      case .same: false
      case .removed, .inserted: true
      }
    }
  }

  private static let context = 3

  /// - Parameters:
  ///   - old: the lines between line ends: the last one is empty where the text ends with one.
  package init(of name: String, from old: [String], to new: [String]) {
    self.name = name
    let (old, new) = (Self.ended(old), Self.ended(new))
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var edits: [Edit] = []
    var (before, after) = (0, 0)
    while before < old.count || after < new.count {
      if before < old.count, removed.contains(before) {
        edits.append(.removed(old[before]))
        before += 1
      } else if after < new.count, inserted.contains(after) {
        edits.append(.inserted(new[after]))
        after += 1
      } else {
        guard before < old.count, after < new.count else { break }
        edits.append(.same(old[before]))
        before += 1
        after += 1
      }
    }
    self.edits = edits
  }

  /// The lines, each with its end: one that has none at the end of the text is another line, and says so.
  private static func ended(_ lines: [String]) -> [String] {
    guard let last = lines.last else { return [] }
    return lines.dropLast() + (last.isEmpty ? [] : [last + "\n\\ No newline at end of file"])
  }

  package var isEmpty: Bool { !edits.contains(where: \.isChange) }

  /// Nothing where the texts are the same.
  package var lines: [String] {
    guard !isEmpty else { return [] }
    return ["--- \(name)", "+++ \(name)"] + hunks.flatMap(drawn)
  }

  /// Ranges of edits: changes with the lines around them, joined where these meet.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in edits.indices where edits[index].isChange {
      let lower = max(0, index - Self.context)
      let upper = min(edits.count, index + 1 + Self.context)
      if let last = hunks.last, last.upperBound >= lower {
        hunks[hunks.count - 1] = last.lowerBound..<upper
      } else {
        hunks.append(lower..<upper)
      }
    }
    return hunks
  }

  private func drawn(_ hunk: Range<Int>) -> [String] {
    func count(_ range: Range<Int>, removed: Bool) -> Int {
      edits[range].count { edit in
        switch edit {
        case .same: true
        case .removed: removed
        case .inserted: !removed
        }
      }
    }
    func place(removed: Bool) -> String {
      let length = count(hunk, removed: removed)
      let before = count(0..<hunk.lowerBound, removed: removed)
      return "\(length == 0 ? before : before + 1),\(length)"
    }
    let body = edits[hunk].map { edit -> String in
      switch edit {
      case .same(let line): " " + line
      case .removed(let line): "-" + line
      case .inserted(let line): "+" + line
      }
    }
    return ["@@ -\(place(removed: true)) +\(place(removed: false)) @@"]
      + body.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }
}
