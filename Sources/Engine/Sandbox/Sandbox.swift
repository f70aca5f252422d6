package import Diagnostics
internal import Layout
internal import Query
package import Storage
internal import Values

/// A private session: a copy of the workspace in which statements are tried, to be kept as one change set or dropped.
/// It holds no lock and nobody waits for it.
package final class Sandbox {
  package enum Kind: Sendable { case sandbox, transaction }

  package let kind: Kind
  let store: Store
  /// The last change set of the workspace that the copy holds.
  let base: Int64
  /// What the session knew before.
  let variables: [String: Value]
  let lastResult: BindingContext.LastResult?
  /// What was done in it, as it was said.
  private(set) var statements: [String] = []
  /// The last change set of each statement.
  private var ends: [Int64] = []
  /// The conflicts with others that a commit has named: over these `force` may go.
  var named: Set<SandboxConflict.Identity> = []
  private var counted: Tally?
  /// Tells the next start of it, should the process come to a sudden end.
  private let mark: SandboxMark?

  /// What was counted last, and up to which change set.
  private struct Tally {
    var writes: Int
    var last: Int64
    var kinds: [RecordKey: DifferenceCount.Kind] = [:]
    var count = DifferenceCount()
  }

  /// A statement that touched more records than this is counted with all of them, which is quicker.
  private static let fewRecords = 500

  init(_ kind: Kind, of session: Session) throws(StorageError) {
    self.kind = kind
    base = try session.workspace.lastChangeSet()
    store = try session.workspace.privateCopy()
    variables = session.variables
    lastResult = session.lastResult
    mark = session.workspace.markSandbox(.init(begun: session.clock(), author: session.author))
  }

  /// A statement in it has written.
  func note(_ statement: String) {
    guard let sets = changeSets else { return }
    statements.append(statement)
    ends.append(sets.upperBound)
    mark?.note { $0.count = count }
  }

  /// What the log may keep of `statements`: those that wrote what was purged in here have lost their words.
  func words() throws(StorageError) -> [String] {
    guard let sets = changeSets, let left = try store.wordsLeft(in: sets) else { return statements }
    return ends.indices.map { place in
      left.filter { made(byStatement: place).contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
        .joined(separator: "; ")
    }.filter { !$0.isEmpty }
  }

  private func made(byStatement place: Int) -> Range<Int64> {
    let before = place > 0 ? ends[place - 1] : base
    return before + 1..<max(before, ends[place]) + 1
  }

  /// The places among `statements` of those that made some change sets.
  func statements(of changeSets: Set<Int64>) -> [Int] {
    ends.indices.filter { place in
      let own = made(byStatement: place)
      return changeSets.contains { own.contains($0) }
    }
  }

  /// It is about to be kept: from here on a crash loses it only where the change set is not there.
  func noteCommit(_ summary: ChangeSummary, at now: Instant) {
    mark?.note { contents in contents.commit = summary.changeSet.map { .init(changeSet: $0, at: now) } }
  }

  /// The change sets that were made in it; nil where none was.
  var changeSets: ClosedRange<Int64>? {
    guard let last = try? store.lastChangeSet(), last > base else { return nil }
    return base + 1...last
  }

  /// How many records differ from the workspace as it was.
  ///
  /// It is asked for at every prompt: what a statement did not touch is not looked at again.
  package var count: DifferenceCount {
    if let counted, counted.writes == store.writeCount { return counted.count }
    guard let sets = changeSets else { return DifferenceCount() }
    let tally = continued(in: sets) ?? whole(of: sets)
    counted = tally
    return tally.count
  }

  /// What was counted last, with what was touched since; nil where that is not known or much.
  private func continued(in sets: ClosedRange<Int64>) -> Tally? {
    guard var tally = counted, tally.last <= sets.upperBound,
      let touched = try? store.differenceKinds(in: sets, touchedSince: tally.last + 1, limit: Self.fewRecords)
    else { return nil }
    // Held once: what is held twice is copied whole when it changes.
    counted = nil
    for (key, kind) in touched {
      if let before = tally.kinds[key] { tally.count.remove(before) }
      if let kind { tally.count.add(kind) }
      tally.kinds[key] = kind
    }
    (tally.writes, tally.last) = (store.writeCount, sets.upperBound)
    return tally
  }

  private func whole(of sets: ClosedRange<Int64>) -> Tally {
    var tally = Tally(writes: store.writeCount, last: sets.upperBound)
    tally.kinds = (try? store.differenceKinds(in: sets)) ?? [:]
    for kind in tally.kinds.values { tally.count.add(kind) }
    return tally
  }

  /// `沙盒 +12 ~3`: what a prompt shows of it.
  package var label: Wording {
    let figures = count.label.isEmpty ? "" : " " + count.label
    switch kind {
    case .sandbox: return Wording("sandbox" + figures, "沙盒" + figures)
    case .transaction: return Wording("begin" + figures, "事务" + figures)
    }
  }
}

extension DifferenceCount {
  /// `+12 ~3 -1`; empty where nothing differs.
  package var label: String {
    [(made, "+"), (changed, "~"), (removed, "-")].filter { $0.0 > 0 }.map { "\($0.1)\($0.0)" }.joined(separator: " ")
  }

  /// Records that were there before.
  package var existing: Int { changed + removed }
}
