internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What the values of one record must be to each other.
extension Planning {
  func confirmConstraints(_ record: NewRecord, _ span: SourceSpan) throws(BindingError) {
    guard !isCheck else { return }
    switch record.entity.key {
    case .task: try confirmTimes(record["start_at"], record["end_at"], record.entity, span)
    case .lead where record["status"] == .choice(LeadStatus.converted) && record["converted_customer"].isEmpty:
      throw .failed(
        Diagnostic(
          "guided-field",
          Wording("a new lead is not converted yet", "新线索不能直接是已转化"), kind: .failure, at: .init(span),
          help: [
            Wording("add the lead, then convert lead_001", "先新建线索，再 转化 lead_001"),
            Wording(
              "or name the customer that it became: status = converted, converted_customer = cust_001",
              "或写明它转成的客户：状态 = 已转化，转化客户 = cust_001"),
          ]))
    default: break
    }
  }

  func confirmConstraints(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    guard !isCheck else { return }
    for assignment in assigned.fields where assignment.field.type == .reference(targets.entity.key) {
      guard case .constant(.reference(let above)) = assignment.value else { continue }
      try confirmTree(assignment.field, above, targets, span)
    }
    switch targets.entity.key {
    case .task: try confirmTimes(assigned, targets, span)
    case .opportunity: try confirmProbability(assigned, targets, span)
    case .lead: try confirmStatus(assigned, targets, span)
    default: break
    }
  }

  // MARK: Trees

  /// Nobody stands above himself, directly or around.
  private func confirmTree(
    _ field: Field, _ above: Int64, _ targets: Targets, _ span: SourceSpan
  ) throws(BindingError) {
    var seen: Set<Int64> = []
    var current = above
    let below = Set(targets.ids)
    while seen.insert(current).inserted {
      if below.contains(current) {
        let reference = targets.entity.reference(current)
        throw .failed(
          Diagnostic(
            "circular",
            Wording(
              current == above
                ? "\(reference) cannot be its own \(field.name)"
                : "\(targets.entity.reference(above)) stands below \(reference) itself",
              current == above
                ? "\(reference) 不能是自己的\(field.names.chineseName)"
                : "\(targets.entity.reference(above)) 本身就在 \(reference) 之下"),
            kind: .failure, at: .init(span),
            help: [Wording(verbatim: "show \(targets.entity.reference(above))")]))
      }
      guard case .integer(let next)? = try values(of: [field], current, targets.entity).first else { return }
      current = next
    }
  }

  // MARK: Tasks

  private func confirmTimes(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    guard let start = targets.entity.field(named: "start_at"), let end = targets.entity.field(named: "end_at"),
      assigned.constant("start_at") != nil || assigned.constant("end_at") != nil
    else { return }
    for id in targets.ids {
      let stored = try values(of: [start, end], id, targets.entity).map { value -> FieldValue in
        if case .integer(let moment) = value { .instant(Instant(milliseconds: moment)) } else { .empty }
      }
      guard stored.count == 2 else { continue }
      try confirmTimes(
        assigned.constant("start_at") ?? stored[0], assigned.constant("end_at") ?? stored[1], targets.entity, span)
    }
  }

  private func confirmTimes(
    _ start: FieldValue, _ end: FieldValue, _ entity: Entity, _ span: SourceSpan
  ) throws(BindingError) {
    guard case .instant(let start) = start, case .instant(let end) = end, end < start else { return }
    let zone = rules.zone
    func text(_ instant: Instant) -> String { "\(zone.day(of: instant)) \(zone.time(of: instant))" }
    throw .failed(
      Diagnostic(
        "ends-before-start",
        Wording(
          "it would end (\(text(end))) before it starts (\(text(start)))",
          "结束时间（\(text(end))）早于开始时间（\(text(start))）"),
        kind: .failure, at: .init(span),
        help: [Wording(verbatim: "start_at = …, end_at = …")]))
  }

  // MARK: Opportunities and leads

  /// What is won or lost is certain.
  private func confirmProbability(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    guard let probability = assigned.constant("probability"), assigned.constant("stage") == nil,
      assigned.constant("status") == nil
    else { return }
    let now = try outcomes(of: targets)
    let wrong =
      (probability == .integer(100) ? [] : now.won) + (probability == .integer(0) ? [] : now.lost)
    guard let first = wrong.sorted().first else { return }
    let reference = targets.entity.reference(first)
    let outcome = now.won.contains(first) ? Wording("won", "赢单") : Wording("lost", "输单")
    throw .failed(
      Diagnostic(
        "already-closed",
        Wording(
          "\(reference) is \(outcome.english): its probability is certain",
          "\(reference) 已\(outcome.chinese)，概率已确定"), kind: .failure, at: .init(span),
        help: [Wording(verbatim: "reopen \(reference)")]))
  }

  /// A converted lead lives on as a customer.
  private func confirmStatus(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    guard let status = assigned.constant("status"), status != .choice(LeadStatus.converted),
      let first = try leadFacts(targets.ids).first(where: { $0.status == LeadStatus.converted })
    else { return }
    let reference = targets.entity.reference(first.id)
    throw .failed(
      Diagnostic(
        "already-converted", Wording("\(reference) is converted and stays so", "\(reference) 已转化，状态不再变动"),
        kind: .failure, at: .init(span),
        help: [
          Wording(
            "history of \(reference) names the change set of the conversion; undo it by its number",
            "历史 \(reference) 会列出转化的变更编号，可按编号撤销")
        ]))
  }
}
