package import Diagnostics
internal import Domain
internal import Language
package import Query

/// The bulk guard of language.md section 4: it counts the records that existed before and are touched by the change
/// set, so that a loop cannot slip past it.
package struct BulkGuard {
  /// More than so many ask at the prompt, and need a word elsewhere.
  package static let unasked = 3

  package enum Allowance: Sendable, Equatable {
    /// Somebody can be asked.
    case asking
    /// `--yes`
    case all
    /// `--max-changes N`, or what goes unasked.
    case atMost(Int)
    /// A dry run: all is shown, and said where so many would not do.
    case noting(Int)
  }

  package var allowance: Allowance
  /// In a dry run, the largest number of records that nobody vouched for, where that is too many.
  private(set) var overrun: Int?
  /// Touched so far in this change set.
  private var touched: Set<RecordKey> = []
  /// Touched so far by each statement that says how many it changes, by its place in the text: a loop counts on.
  private var vouched: [String: Set<RecordKey>] = [:]
  /// The blocks that say so, which stand around what is running, the innermost last.
  private var blocks: [(limit: Int, touched: Set<RecordKey>)] = []

  package init(_ allowance: Allowance) { self.allowance = allowance }

  /// What must happen before a plan may run.
  package enum Verdict: Sendable {
    case pass
    case ask(Int)
    case refuse(Int, allowed: Int)
  }

  /// A statement or a block around it says how many records it changes.
  package var isVouchedFor: Bool { !blocks.isEmpty }

  /// `for … { … } expecting at most N`: the block vouches for all that is changed in it.
  mutating func enter(limit: Int) { blocks.append((limit, [])) }
  mutating func leave() { _ = blocks.popLast() }

  /// - Parameters:
  ///   - expected: `expecting at most N` of the statement, which vouches for its own targets.
  ///   - place: where the statement stands, by which it is known again.
  package mutating func judge(_ plan: ChangePlan, expected: Int?, at place: String) -> Verdict {
    judge(plan.existingCount, expected: expected, at: place) { plan.existingTargets }
  }

  package mutating func judge(_ targets: Set<RecordKey>, expected: Int?, at place: String) -> Verdict {
    judge(targets.count, expected: expected, at: place) { targets }
  }

  private mutating func judge(
    _ own: Int, expected: Int?, at place: String, _ targets: () -> Set<RecordKey>
  ) -> Verdict {
    if let expected {
      if own > expected { return .refuse(own, allowed: expected) }
      vouched[place, default: []].formUnion(targets())
      if let count = vouched[place]?.count, count > expected { return .refuse(count, allowed: expected) }
    }
    guard own > 0 else { return .pass }
    for index in blocks.indices {
      blocks[index].touched.formUnion(targets())
      let count = blocks[index].touched.count
      if count > blocks[index].limit { return .refuse(count, allowed: blocks[index].limit) }
    }
    if expected != nil || !blocks.isEmpty { return .pass }
    switch allowance {
    case .all: return .pass
    case .asking: return own > Self.unasked ? .ask(own) : .pass
    case .atMost(let allowed):
      if own > allowed { return .refuse(own, allowed: allowed) }
      touched.formUnion(targets())
      return touched.count > allowed ? .refuse(touched.count, allowed: allowed) : .pass
    case .noting(let allowed):
      touched.formUnion(targets())
      if touched.count > allowed { overrun = max(overrun ?? 0, touched.count) }
      return .pass
    }
  }

  /// A change set ended.
  package mutating func reset() {
    touched = []
    vouched = [:]
  }

  /// What has to be said for it to be kept.
  var needs: Wording? {
    overrun.map { count in
      Wording(
        "\(count) records that were there would change: to keep it, --max-changes \(count) or --yes",
        "会改动 \(count) 条已有记录：要真正执行，请加 --max-changes \(count) 或 --yes")
    }
  }

  package static func refusal(_ count: Int, allowed: Int, _ span: SourceSpan?, isExpectation: Bool) -> Diagnostic {
    Diagnostic(
      "too-many-changes",
      Wording("this would change \(count) records; \(allowed) are allowed", "这会改动 \(count) 条记录，最多允许 \(allowed) 条"),
      kind: .guarded,
      at: span.map { .init($0) },
      help: isExpectation
        ? [Wording("nothing was written", "没有写入任何内容")]
        : [
          Wording("say so in the statement: … expecting at most \(count)", "在语句里写明：… 预计 至多 \(count)"),
          Wording("or run with --max-changes \(count) or --yes", "或运行时加 --max-changes \(count) 或 --yes"),
        ])
  }
}
