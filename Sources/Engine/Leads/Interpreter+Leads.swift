internal import Diagnostics
internal import Domain
internal import Query
internal import Storage

/// What a change means for leads, in the same change set: their scores, and the conversion of those that reached the
/// threshold. Every plan comes through here, whatever verb made it.
extension Interpreter {
  /// Carries a plan out, with what follows from it.
  func apply(_ plan: ChangePlan) throws(StorageError) -> ChangeSummary {
    let rules = session.dictionary.rules
    guard rules.scoresLeads || rules.convertThreshold != nil else { return try session.store.apply(plan) }
    var watch = try LeadWatch(plan, session.store)
    var summary = try session.store.apply(plan)
    try watch.finish(plan, created: summary.created)
    do throws(Diagnostic) {
      let reached = rules.scoresLeads ? try rescore(watch.moved.subtracting(watch.scored), &summary) : []
      if watch.bringsRecords {
        try countReached(watch.scored.union(reached), &summary)
      } else {
        try convertReached(watch.scored.union(reached), &summary)
      }
    } catch {
      throw .configuration(error)
    }
    return summary
  }

  /// Returns those whose score changed.
  private func rescore(_ ids: Set<Int64>, _ summary: inout ChangeSummary) throws(Diagnostic) -> Set<Int64> {
    guard !ids.isEmpty else { return [] }
    let planning = session.planning(folder: folder)
    let before = try binding { () throws(BindingError) in try planning.leadFacts(ids.sorted()) }.filter { !$0.isEnded }
    let scoring = planning.scoring(before)
    let changed = scoring.existingTargets
    guard !changed.isEmpty else { return [] }
    try follow(scoring, &summary)
    summary.remarks += remarks(before, changed, planning)
    return Set(changed.map(\.id))
  }

  /// A few leads are told one by one, many by their number.
  private func remarks(_ before: [LeadFacts], _ changed: Set<RecordKey>, _ planning: Planning) -> [Wording] {
    guard changed.count <= Self.toldOneByOne else {
      return [Wording("\(changed.count) leads scored anew", "已重新计算 \(changed.count) 条线索的评分")]
    }
    let (lead, rules) = (planning.entity(.lead), planning.rules)
    return before.filter { changed.contains(RecordKey(.lead, $0.id)) }.map { facts in
      let score = rules.leadScoring.score(facts, now: planning.now)
      let old = facts.score.map { "\($0) → " } ?? ""
      return Wording(
        "\(lead.reference(facts.id)) score \(old)\(score)", "\(lead.reference(facts.id)) 评分 \(old)\(score)")
    }
  }

  private func convertReached(_ ids: Set<Int64>, _ summary: inout ChangeSummary) throws(Diagnostic) {
    guard let threshold = session.dictionary.rules.convertThreshold, !ids.isEmpty else { return }
    let planning = session.planning(folder: folder)
    let facts = try binding { () throws(BindingError) in try planning.leadFacts(ids.sorted()) }
    var told: [Wording] = []
    for lead in facts where !lead.isEnded && (lead.score ?? 0) >= threshold {
      let conversion = try binding { () throws(BindingError) in
        try planning.conversion(of: lead.id, ConversionWish(), .zero)
      }
      switch conversion {
      case .plan(let plan):
        try follow(plan, &summary)
        told += plan.remarks
      case .refused(let refusal): told.append(refusal.remark(threshold))
      }
    }
    summary.remarks += Planning.shortened(told)
  }

  /// An import converts nothing by itself: thousands of customers are nothing to find out about afterwards.
  private func countReached(_ ids: Set<Int64>, _ summary: inout ChangeSummary) throws(Diagnostic) {
    guard let threshold = session.dictionary.rules.convertThreshold, let changeSet = session.store.openChangeSet else {
      return
    }
    let count: Int64
    do throws(StorageError) {
      count = try session.store.leadsReached(threshold, by: changeSet, or: ids)
    } catch { throw error.diagnostic }
    guard count > 0 else { return }
    summary.remarks.append(
      Wording(
        "\(count) lead\(count == 1 ? " reaches" : "s reach") \(threshold); an import converts none: "
          + "convert leads where score >= \(threshold) and status in (new, contacted, qualified)",
        "\(count) 条线索达到 \(threshold) 分；导入不会自动转化：转化 线索 其中 评分 >= \(threshold) 且 状态 属于 (新线索, 已联系, 已确认)"))
  }

  /// What follows is told in remarks; the summary's own figures stay those of the statement.
  private func follow(_ plan: ChangePlan, _ summary: inout ChangeSummary) throws(Diagnostic) {
    do throws(StorageError) {
      let followed = try session.store.apply(plan)
      summary.changeSet = followed.changeSet ?? summary.changeSet
    } catch { throw error.diagnostic }
  }

  private static let toldOneByOne = 3
}
