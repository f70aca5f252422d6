package import Diagnostics
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
  var statements: [String] = []
  private var counted: (writes: Int, count: DifferenceCount)?

  init(_ kind: Kind, of session: Session) throws(StorageError) {
    self.kind = kind
    base = try session.workspace.lastChangeSet()
    store = try session.workspace.privateCopy()
    variables = session.variables
    lastResult = session.lastResult
  }

  /// The change sets that were made in it; nil where none was.
  var changeSets: ClosedRange<Int64>? {
    guard let last = try? store.lastChangeSet(), last > base else { return nil }
    return base + 1...last
  }

  /// How many records differ from the workspace as it was.
  package var count: DifferenceCount {
    if let counted, counted.writes == store.writeCount { return counted.count }
    let count = changeSets.flatMap { try? store.differenceCount(in: $0) } ?? DifferenceCount()
    counted = (store.writeCount, count)
    return count
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
