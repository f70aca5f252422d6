internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage

/// What others did meanwhile that stands in the way of a commit.
struct SandboxConflict {
  /// By which it is known again: `commit force` goes over what was named before, and over nothing else.
  enum Identity: Hashable {
    case later(RecordKey, LaterChange.What, changeSet: Int64)
    case double(String)
    /// It must be settled first: `force` does not go over it.
    case obstacle
  }

  let identity: Identity
  let wording: Wording

  var yields: Bool { identity != .obstacle }
  var isDouble: Bool { if case .double = identity { true } else { false } }

  /// A person who may be there already, entered by others meanwhile.
  init(_ double: LikelyDuplicate) {
    identity = .double(double.line.english)
    wording =
      double.stands
      ? Wording("entered elsewhere: \(double.line.english)", "别处已录入：\(double.line.chinese)") : double.line
  }

  /// What `force` cannot settle, with the way out.
  init(_ own: String, _ what: Wording, _ way: Wording) {
    identity = .obstacle
    wording = Wording("\(own): \(what.english); \(way.english)", "\(own)：\(what.chinese)；\(way.chinese)")
  }

  /// What a plan could not do at all.
  init(_ failure: Diagnostic) {
    identity = .obstacle
    wording = failure.message
  }
}

/// Puts conflicts into words.
struct SandboxConflictWording {
  private let dictionary: DataDictionary
  /// Records as others see them, and as they are in the sandbox.
  private let theirs: LoggedValues
  private let own: LoggedValues

  init(_ session: Session) {
    dictionary = session.dictionary
    theirs = LoggedValues(session, in: session.workspace)
    own = LoggedValues(session)
  }

  func conflict(_ change: LaterChange, with difference: RecordDifference) -> SandboxConflict {
    SandboxConflict(
      identity: .later(change.record, change.what, changeSet: change.changeSet), wording: wording(change, difference))
  }

  /// `cust_001 city: 上海, by 王芳 in change set 57 (2026-11-23 13:07); yours: 广州`
  private func wording(_ change: LaterChange, _ difference: RecordDifference) -> Wording {
    let record = difference.entity.reference(difference.id)
    let removal = Self.removal(difference.fate)
    func beside(_ field: Int, _ now: String, _ yours: Wording) -> Wording {
      let name = difference.entity.field(key: field)
      return Wording(
        "\(record) \(name?.name ?? String(field)): \(now), by \(theirs.person(change.author)) in change set "
          + "\(change.changeSet) (\(theirs.text(change.at))); yours: \(yours.english)",
        "\(record) \(name?.names.chineseName ?? String(field))：\(now)（\(theirs.person(change.author))，变更 "
          + "\(change.changeSet)，\(theirs.text(change.at))）；你的：\(yours.chinese)")
    }
    switch change.what {
    case .changed(let key, let now):
      guard let field = difference.entity.field(key: key) else { return beside(key, "", removal) }
      let yours = change.own.map { Wording(verbatim: own.text($0, field)) } ?? removal
      return beside(key, theirs.text(now, field), yours)
    case .labelled(let key, let label, let isGained): return beside(key, (isGained ? "+" : "−") + label, removal)
    case .deleted:
      let gone = fate(change, of: record, Wording("deleted", "被删除"))
      return Wording(
        "\(gone.english); `force` restores it with what you changed", "\(gone.chinese)；强制 会恢复它并保留你的改动")
    case .restored:
      let back = fate(change, of: record, Wording("restored", "被恢复"))
      return Wording("\(back.english); yours: \(removal.english)", "\(back.chinese)；你的：\(removal.chinese)")
    case .gone:
      let gone = fate(change, of: record, Wording("purged", "被彻底删除"))
      return Wording(
        "\(gone.english); it cannot come back: `force` leaves out what you changed of it",
        "\(gone.chinese)，无法恢复；强制 会略去你对它的改动")
    }
  }

  private static func removal(_ fate: RecordDifference.Fate) -> Wording {
    fate == .deleted ? Wording("deleted", "删除") : Wording("purged", "彻底删除")
  }

  /// `cust_002 was deleted elsewhere, 2026-11-23 13:07 by 王芳 (change set 58)`
  func fate(_ change: LaterChange, of record: String, _ what: Wording) -> Wording {
    let (at, who) = (theirs.text(change.at), theirs.person(change.author))
    return Wording(
      "\(record) was \(what.english) elsewhere, \(at) by \(who) (change set \(change.changeSet))",
      "\(record) 已在别处\(what.chinese)（\(at)，\(who)，变更 \(change.changeSet)）")
  }

  /// All of them at once, as a refusal.
  ///
  /// - Parameter force: it was to go over what was named; these were not.
  static func refusal(
    _ conflicts: [SandboxConflict], of kind: Sandbox.Kind, force: Bool, at span: SourceSpan
  ) -> Diagnostic {
    let (yielding, obstacles) = (conflicts.filter(\.yields), conflicts.filter { !$0.yields })
    let count = conflicts.count == 1 ? "1 conflict" : "\(conflicts.count) conflicts"
    var code = "conflict"
    var message = Wording(
      "\(count) with what others did meanwhile; nothing was written",
      "与他人其间的改动有 \(conflicts.count) 处冲突，没有写入任何内容")
    if force, !yielding.isEmpty {
      message = Wording(
        "`force` goes over what was named before; \(count) not: nothing was written",
        "强制 只覆盖已列出的冲突；有 \(conflicts.count) 处尚未列出，没有写入任何内容")
    } else if conflicts.allSatisfy(\.isDouble) {
      code = "likely-duplicate"
      message = Wording(
        "others entered meanwhile what the \(kind.word) enters too; nothing was written",
        "其间他人已录入相同的记录，没有写入任何内容")
    }
    return Diagnostic(
      code, message, kind: .failure, at: .init(span),
      help: yielding.prefix(lineLimit).map(\.wording) + rest(of: yielding) + obstacles.prefix(lineLimit).map(\.wording)
        + rest(of: obstacles) + [way(over: yielding, obstacles.count)])
  }

  /// More are named by the change sets that hold them.
  private static let lineLimit = 200

  private static func rest(of conflicts: [SandboxConflict]) -> [Wording] {
    let hidden = conflicts.dropFirst(lineLimit)
    guard !hidden.isEmpty else { return [] }
    var sets: Set<Int64> = []
    for case .later(_, _, let changeSet) in hidden.map(\.identity) { sets.insert(changeSet) }
    let list = sets.sorted().map { "`changes \($0)`" }
    return [
      Wording(
        "and \(hidden.count) more\(list.isEmpty ? "" : ": \(UserLanguage.english.joined(list))")",
        "以及另外 \(hidden.count) 处\(list.isEmpty ? "" : "：\(UserLanguage.chinese.joined(list))")")
    ]
  }

  private static func way(over yielding: [SandboxConflict], _ obstacles: Int) -> Wording {
    guard !yielding.isEmpty else {
      return Wording("`force` does not settle this; `discard` drops what was done in it", "强制 不能解决；放弃 会丢弃其中的全部改动")
    }
    var does: [Wording] = []
    if !yielding.allSatisfy(\.isDouble) { does.append(Wording("writes yours over theirs", "以你的改动为准")) }
    if yielding.contains(where: \.isDouble) { does.append(Wording("keeps both of what is alike", "相同的两条都保留")) }
    let settled =
      obstacles == 0
      ? Wording("", "")
      : Wording(
        "settle the last \(obstacles == 1 ? "one" : "\(obstacles)") first; then ", "先解决最后 \(obstacles) 处，然后 ")
    return Wording(
      "\(settled.english)`commit force` \(does.map(\.english).joined(separator: " and ")); `discard` drops yours",
      "\(settled.chinese)提交 强制 会\(does.map(\.chinese).joined(separator: "，"))；放弃 则丢弃自己的改动")
  }
}

extension SandboxConflict {
  fileprivate init(identity: Identity, wording: Wording) {
    self.identity = identity
    self.wording = wording
  }
}
