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
  }

  package var allowance: Allowance
  /// Touched so far in this change set.
  private var touched: Set<RecordKey> = []

  package init(_ allowance: Allowance) { self.allowance = allowance }

  /// What must happen before a plan may run.
  package enum Verdict: Sendable {
    case pass
    case ask(Int)
    case refuse(Int, allowed: Int)
  }

  /// - Parameter expected: `expecting at most N` of the statement, which vouches for its own targets.
  package mutating func judge(_ plan: ChangePlan, expected: Int?) -> Verdict {
    judge(plan.existingCount, expected: expected) { plan.existingTargets }
  }

  package mutating func judge(_ targets: Set<RecordKey>, expected: Int?) -> Verdict {
    judge(targets.count, expected: expected) { targets }
  }

  private mutating func judge(_ own: Int, expected: Int?, _ targets: () -> Set<RecordKey>) -> Verdict {
    if let expected {
      return own > expected ? .refuse(own, allowed: expected) : .pass
    }
    guard own > 0 else { return .pass }
    switch allowance {
    case .all: return .pass
    case .asking: return own > Self.unasked ? .ask(own) : .pass
    case .atMost(let allowed):
      if own > allowed { return .refuse(own, allowed: allowed) }
      touched.formUnion(targets())
      return touched.count > allowed ? .refuse(touched.count, allowed: allowed) : .pass
    }
  }

  /// A change set ended.
  package mutating func reset() { touched = [] }

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
