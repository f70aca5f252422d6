internal import Diagnostics
package import Domain
internal import Language
package import Query
internal import Storage
internal import Values

/// Scores as plans: worked out in one pass over the leads, written in as many updates as there are different scores.
extension Planning {
  package func leadFacts(_ ids: [Int64]) throws(BindingError) -> [LeadFacts] {
    guard let store, !ids.isEmpty else { return [] }
    do throws(StorageError) { return try store.leadFacts(ids, now: now) } catch { throw .failed(error.diagnostic) }
  }

  /// What brings the stored scores up to date; those that stand already are left alone.
  package func scoring(_ leads: [LeadFacts]) -> ChangePlan {
    let lead = entity(.lead)
    guard let field = lead.field(named: "score") else { return ChangePlan() }
    var byScore: [Int: [Int64]] = [:]
    for facts in leads {
      let score = rules.leadScoring.score(facts, now: now)
      if score != facts.score { byScore[score, default: []].append(facts.id) }
    }
    return ChangePlan(
      byScore.sorted { $0.key < $1.key }.map { score, ids in
        .update(
          Update(entity: lead, ids: ids, assignments: [FieldAssignment(field, FieldValue.integer(Int64(score)))]))
      })
  }
}
