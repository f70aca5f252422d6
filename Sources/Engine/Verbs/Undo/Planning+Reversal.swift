internal import Diagnostics
internal import Language
internal import Query
internal import Storage
internal import Values

/// Which change set an `undo` or `redo` means.
extension Planning {
  func reversal(_ command: Command, isRedo: Bool) throws(BindingError) -> Plan {
    var number: (id: Int64, span: SourceSpan)?
    if case .value(let expression)? = command["number"] {
      number = (try changeSetNumber(expression), expression.span)
    }
    guard let store else { return .undetermined }
    let isForced = command["force"] != nil
    do throws(StorageError) {
      let choice = ReversalChoice(store: store, author: author, isRedo: isRedo)
      let changeSet = try choice.changeSet(number?.id)
      guard let reversal = try store.reversal(of: changeSet, isForced: isForced) else {
        throw ReversalRefusal.noSuchChangeSet(changeSet).storageError
      }
      if reversal.hasNothingToReverse, !reversal.purged.isEmpty {
        let next = number == nil ? try choice.nextReversible(before: changeSet) : nil
        throw ReversalRefusal.purged(changeSet, reversal.purged.count, next: next).storageError
      }
      if reversal.isForgotten {
        let next = number == nil ? try choice.nextReversible(before: changeSet) : nil
        throw ReversalRefusal.forgotten(changeSet, next: next).storageError
      }
      return .change(ChangePlan([.revert(reversal)]))
    } catch {
      throw .failed(error.diagnostic.located(at: number?.span ?? command.span))
    }
  }

  /// The number of a change set, `42`.
  func changeSetNumber(_ expression: Expression) throws(BindingError) -> Int64 {
    let text = try text(expression)
    let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
    guard let number = (try? ExactDecimal(reading: digits))?.int64Value, number > 0 else {
      throw .failed(ReversalRefusal.notANumber(text).diagnostic.located(at: expression.span))
    }
    return number
  }
}

/// Finds the change set that has to be taken back.
private struct ReversalChoice {
  let store: Store
  let author: Int64
  let isRedo: Bool

  func changeSet(_ number: Int64?) throws(StorageError) -> Int64 {
    guard let number else {
      let last = isRedo ? try store.lastToRedo(by: author) : try store.lastToUndo(by: author)
      guard let last else { throw (isRedo ? ReversalRefusal.nothingToRedo : .nothingToUndo).storageError }
      return last
    }
    guard try store.changeSetEntry(number) != nil else { throw ReversalRefusal.noSuchChangeSet(number).storageError }
    guard number > 1 else { throw ReversalRefusal.first.storageError }
    let (undoer, isUndo) = (try store.standing(of: number).undoneBy, try store.isUndo(number))
    // `redo 42` brings back 42, or what the undo 42 took back.
    if isRedo, !isUndo {
      guard let undoer else { throw ReversalRefusal.notUndone(number).storageError }
      return undoer
    }
    if let undoer { throw ReversalRefusal.alreadyUndone(number, by: undoer, isUndo: isUndo).storageError }
    return number
  }
}

extension ReversalChoice {
  /// The one that a plain `undo` would mean if a change set without a way back did not stand before it.
  func nextReversible(before end: Int64) throws(StorageError) -> Int64? {
    guard !isRedo else { return nil }
    var end = end
    while let earlier = try store.lastToUndo(by: author, before: end) {
      guard let reversal = try store.reversal(of: earlier, isForced: false) else { return nil }
      if !reversal.isForgotten, !(reversal.hasNothingToReverse && !reversal.purged.isEmpty) { return earlier }
      end = earlier
    }
    return nil
  }
}

/// Why there is nothing to take back.
enum ReversalRefusal {
  case notANumber(String)
  case noSuchChangeSet(Int64)
  case first
  case nothingToUndo, nothingToRedo
  case alreadyUndone(Int64, by: Int64, isUndo: Bool)
  case notUndone(Int64)
  /// Only purged records, which no one can bring back.
  case purged(Int64, Int, next: Int64?)
  /// What it did was of records that are purged by now.
  case forgotten(Int64, next: Int64?)

  var storageError: StorageError { .configuration(diagnostic) }

  private static func before(_ number: Int64) -> Wording {
    Wording("the one before it: undo \(number)", "撤销更早的一次：撤销 \(number)")
  }

  private static let list = Wording("changes", "变更记录")

  var diagnostic: Diagnostic {
    switch self {
    case .notANumber(let text):
      Diagnostic(
        "no-change-set", Wording("“\(text)” is no number of a change set", "“\(text)”不是变更编号"), help: [Self.list])
    case .noSuchChangeSet(let number):
      Diagnostic(
        "no-change-set", Wording("there is no change set \(number)", "没有编号为 \(number) 的变更"), kind: .failure,
        help: [Self.list])
    case .first:
      Diagnostic(
        "first-change-set", Wording("change set 1 made the workspace; it stays", "变更 1 建立了工作区，不能撤销"),
        kind: .failure, help: [Self.list])
    case .nothingToUndo:
      Diagnostic(
        "nothing-to-undo", Wording("you have changed nothing that could be undone", "没有可撤销的变更"), kind: .failure,
        help: [Self.list])
    case .nothingToRedo:
      Diagnostic(
        "nothing-to-redo", Wording("no undo of yours waits to be taken back", "没有可重做的撤销"), kind: .failure,
        help: [Self.list])
    case .alreadyUndone(let number, let other, let isUndo):
      Diagnostic(
        "already-undone",
        isUndo
          ? Wording(
            "change set \(number) was an undo and is redone already, by \(other)", "变更 \(number) 是一次撤销，已由变更 \(other) 重做"
          )
          : Wording("change set \(number) is undone already, by \(other)", "变更 \(number) 已由变更 \(other) 撤销"),
        kind: .failure,
        help: [isUndo ? Wording("undo \(other)", "撤销 \(other)") : Wording("redo \(number)", "重做 \(number)")])
    case .notUndone(let number):
      Diagnostic(
        "not-undone", Wording("change set \(number) is not undone", "变更 \(number) 没有被撤销"), kind: .failure,
        help: [Wording("undo \(number)", "撤销 \(number)")])
    case .purged(let number, let count, let next):
      Diagnostic(
        "not-reversible",
        Wording(
          "change set \(number) purged \(count) record\(count == 1 ? "" : "s"); there is no way back",
          "变更 \(number) 彻底删除了 \(count) 条记录，无法恢复"),
        kind: .failure, help: [next.map(Self.before) ?? Self.list])
    case .forgotten(let number, let next):
      Diagnostic(
        "not-reversible",
        Wording(
          "what change set \(number) changed was purged since; there is no way back",
          "变更 \(number) 所改的记录后来已被彻底删除，无法恢复"),
        kind: .failure, help: [next.map(Self.before) ?? Self.list])
    }
  }
}
