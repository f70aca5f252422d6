/// The statements entered before, oldest first.
///
/// In memory it is bounded and holds no two equal neighbours. With a path it is loaded from a file and every new
/// statement is appended there at once, so that two prompts at a time keep each other's entries. A fault of the file
/// never stops the prompt: it stands in `problem`, and the history goes on in memory.
package struct History: Sendable {
  /// Oldest first.
  package private(set) var entries: [String] = []
  /// What went wrong with the file last; nil while all is well. The caller tells the user.
  package private(set) var problem: HistoryError?
  private let file: HistoryFile?
  private let limit: Int

  package static let usualLimit = 10_000

  /// A history in memory only.
  package init(limit: Int = usualLimit) {
    self.limit = Self.bounded(limit)
    self.file = nil
  }

  /// The history kept in the file at `path`; it and its folder are created by the first statement.
  package init(path: String, limit: Int = usualLimit) {
    self.limit = Self.bounded(limit)
    let file = HistoryFile(path: path)
    self.file = file
    do throws(HistoryError) {
      let loaded = try file.load(limit: self.limit)
      entries = loaded.entries
      if loaded.damaged > 0 { problem = .damagedEntries(loaded.damaged, path: path) }
    } catch {
      problem = error
    }
  }

  private static func bounded(_ limit: Int) -> Int { min(max(1, limit), 1_000_000) }

  /// Remembers a statement. Not kept: one that is blank, that begins with a space (so that a user can keep it out), or
  /// that equals the one before.
  package mutating func add(_ statement: String) {
    guard let first = statement.unicodeScalars.first, !first.properties.isWhitespace else { return }
    guard statement != entries.last else { return }
    entries.append(statement)
    if entries.count > limit { entries.removeFirst(entries.count - limit) }
    guard let file else { return }
    do throws(HistoryError) {
      try file.append(statement)
    } catch {
      problem = error
    }
  }

  /// What the newest entry that begins with `text` goes on with, for a text of one line.
  package func suggestion(for text: String) -> String? {
    guard !text.isEmpty else { return nil }
    for entry in entries.reversed() where entry.utf8.count > text.utf8.count && entry.utf8.starts(with: text.utf8) {
      let rest = String(entry.utf8.dropFirst(text.utf8.count))
      // A mark that would join the last character of the text is no continuation of it.
      if let rest, (text + rest).count == text.count + rest.count { return rest }
    }
    return nil
  }
}

/// What can go wrong with the file of the history.
package enum HistoryError: Error, Equatable, Sendable {
  /// It cannot be read, with the system's error number: the history starts empty.
  case unreadable(path: String, number: Int32)
  /// It cannot be written: what is entered now is forgotten at the end.
  case unwritable(path: String, number: Int32)
  /// Another process holds its lock.
  case locked(path: String)
  /// So many lines are no text; they were passed over.
  case damagedEntries(Int, path: String)
}
