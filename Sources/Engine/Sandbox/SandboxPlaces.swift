internal import Query
internal import Storage

/// Which of a sandbox's statements touched a record, as places of the log, so that `why` tells a record's own and not
/// all. What touched several records alike is one line of a text that the log keeps beside the change set.
struct SandboxPlaces {
  /// As the log names the text: where it is quoted, no line is told.
  static let names: Set<String> = [Sandbox.Kind.sandbox.word, Sandbox.Kind.transaction.word]

  private var source: ChangeSource?
  private var lines: [RecordKey: Int] = [:]

  /// Nil where the change set's own words say it: one statement was all, or words are to be forgotten.
  init?(_ sandbox: Sandbox, _ differences: [RecordDifference]) throws(StorageError) {
    guard sandbox.statements.count > 1, let sets = sandbox.changeSets, try sandbox.store.wordsLeft(in: sets) == nil
    else { return nil }
    let touches = try sandbox.store.touches(in: sets)
    // An empty line says nothing: then all of the change set's words are told.
    var text = "\n"
    var next = 2
    var known: [[Int]: Int] = [:]
    for difference in differences {
      let said = sandbox.statements(of: touches[difference.key] ?? [])
      if let line = known[said] {
        lines[difference.key] = line
      } else if let words = Self.line(of: said, sandbox) {
        (known[said], lines[difference.key]) = (next, next)
        text += words + "\n"
        next += words.split(whereSeparator: \.isNewline).count
      } else {
        (known[said], lines[difference.key]) = (1, 1)
      }
    }
    source = ChangeSource(name: sandbox.kind.word, text: text)
  }

  /// Statements that all begin in one line; nil where they cannot.
  private static func line(of said: [Int], _ sandbox: Sandbox) -> String? {
    let words = said.map { sandbox.statements[$0] }
    guard !words.isEmpty, !words.dropLast().contains(where: { $0.contains(where: \.isNewline) }),
      !words.contains(where: { $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).contains("") })
    else { return nil }
    return words.joined(separator: "; ")
  }

  func place(of record: RecordKey) -> ChangePlace? {
    source.map { ChangePlace($0, line: lines[record] ?? 1) }
  }
}
