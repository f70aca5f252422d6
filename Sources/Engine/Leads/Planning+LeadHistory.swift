internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// `score … using history`: what the leads that ended say of others. Nothing is written unless it is asked for.
extension Planning {
  func scoringByHistory(_ command: Command) throws(BindingError) -> Plan {
    let keeps = command["keep"] != nil
    let isWhole = isEveryLead(command["target"])
    let targets: Targets?
    if isWhole, !keeps {
      targets = nil
    } else {
      targets = try self.targets(command["target"], verb: "score", allowed: [.lead])
      guard targets != nil else { return .undetermined }
    }
    guard let store, !isCheck else { return .undetermined }
    let leads: [LeadPast]
    do throws(StorageError) { leads = try store.leadPasts(now: now) } catch { throw .failed(error.diagnostic) }
    let odds = LeadOdds(leads)
    if let refusal = LeadHistoryRefusal(odds.ended) { throw .failed(refusal.diagnostic(at: command.span)) }
    let account = LeadHistoryAccount(odds, LeadTrial(leads, odds), zone: rules.zone)
    guard let targets else { return .report(.account(account.values, of: nil, account.remarks)) }
    let wanted = Set(targets.ids)
    // Among many, those that ended are what is learned from.
    let found = leads.filter { wanted.contains($0.id) && (wanted.count == 1 || $0.isConverted == nil) }
    let scores = found.map { account.standing(of: $0) }
    let table =
      if found.count == 1, let only = found.first, wanted.count == 1 {
        account.contributions(to: only)
      } else {
        account.list(scores, entity(.lead))
      }
    guard keeps else { return .report(.account(table, of: entity(.lead), account.remarks + [.nothingWritten])) }
    return .change(keeping(scores, table, account))
  }

  private func keeping(
    _ scores: [LeadHistoryAccount.Standing], _ table: ResultTable, _ account: LeadHistoryAccount
  ) -> ChangePlan {
    let lead = entity(.lead)
    guard let field = lead.field(named: "score") else { return ChangePlan() }
    var byScore: [Int: [Int64]] = [:]
    for standing in scores where standing.score != standing.lead.score {
      byScore[standing.score, default: []].append(standing.lead.id)
    }
    var plan = ChangePlan(
      byScore.sorted { $0.key < $1.key }.map { score, ids in
        .update(Update(entity: lead, ids: ids, assignments: [FieldAssignment(field, FieldValue.integer(Int64(score)))]))
      })
    plan.account = table
    plan.remarks = account.remarks
    return plan
  }

  /// `leads`, with neither `where` nor `all`: nothing is aimed at.
  private func isEveryLead(_ value: SlotValue?) -> Bool {
    guard case .target(let target)? = value, case .references(let atoms) = target.kind, atoms.count == 1,
      let atom = atoms.first, dictionary.identify(atom.text) == nil
    else { return false }
    return dictionary.entity(named: atom.text)?.key == .lead
  }
}

extension Wording {
  fileprivate static let nothingWritten = Wording(
    "nothing was written: … using history and keep", "没有写入任何内容：… 按 历史 并 保存 才会保存评分")
}

/// Why nothing is learned from the leads that ended.
struct LeadHistoryRefusal {
  private let ended: LeadOdds.Tally

  /// Nil where there is enough to learn from.
  init?(_ ended: LeadOdds.Tally) {
    guard ended.total < LeadOdds.leastEnded || ended.converted == 0 || ended.disqualified == 0 else { return nil }
    self.ended = ended
  }

  func diagnostic(at span: SourceSpan) -> Diagnostic {
    let english = "\(ended.total) leads have ended, \(ended.converted) converted and \(ended.disqualified) disqualified"
    let chinese = "已结束的线索有 \(ended.total) 条（转化 \(ended.converted)，淘汰 \(ended.disqualified)）"
    let least = LeadOdds.leastEnded
    let isFew = ended.total < least
    return Diagnostic(
      "too-little-history",
      Wording(
        isFew ? "\(english): history needs \(least)" : "\(english): history needs both",
        isFew ? "\(chinese)，按历史评分至少需要 \(least) 条" : "\(chinese)，按历史评分两种都要有"),
      kind: .failure, at: .init(span),
      help: [
        Wording("by the rules, without history: score leads all", "不用历史、按规则评分：评分 线索 全部"),
        Wording(
          "count leads by status where status in (converted, disqualified)",
          "统计 线索 按 状态 其中 状态 属于 (已转化, 已淘汰)"),
      ])
  }
}
