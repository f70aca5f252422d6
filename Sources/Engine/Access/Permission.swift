package import Diagnostics
package import Query

/// The one place where a plan is allowed or refused. Roles come with a later issue; until then whoever may open the
/// file may do everything in it, and says so here and nowhere else.
package struct Permission: Sendable {
  package init() {}

  /// Nil lets the plan pass.
  package func refusal(of plan: ChangePlan, author: Int64) -> Diagnostic? { nil }

  /// The row condition that an author's queries get; nil sees everything.
  package func visibility(of query: BoundQuery, author: Int64) -> BoundExpression? { nil }
}
