internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What the values of one record must be to each other.
extension Planning {
  /// The workspace is asked only where a rule needs it: the plan of an `add` that asks nothing is made once, in the check.
  func confirmConstraints(_ record: NewRecord, _ span: SourceSpan) throws(BindingError) {
    switch record.entity.key {
    case .task:
      if let refusal = RecordInvariants.times(record["start_at"], record["end_at"], rules.zone) {
        throw .failed(endsBeforeStart(refusal, span))
      }
    case .opportunity:
      guard case .choice(let stage) = record["stage"] else { return }
      try agree(stage, record["status"], record.entity, span)
      try confirmOutcome(record["status"], { record[$0] }, record.entity, span)
    case .lead where record["status"] == .choice(LeadStatus.converted) && record["converted_customer"].isEmpty:
      guard !isCheck else { return }
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

  /// What is said beside an outcome must not gainsay it: what is won is not half won, and only what is lost was lost for
  /// a reason.
  ///
  /// - Parameter said: the value that is given for a field; nil where none is.
  func confirmOutcome(
    _ status: FieldValue, _ said: (String) -> FieldValue?, _ entity: Entity, _ span: SourceSpan
  ) throws(BindingError) {
    guard let certain = RecordInvariants.certainProbability(status), case .integer(let percent) = certain else {
      return
    }
    let isWon = status == .choice(OpportunityStatus.won)
    let outcome = isWon ? Wording("won", "赢单") : Wording("lost", "输单")
    var wrong: (field: String, message: Wording)?
    for name in isWon ? ["lost_reason", "lost_to"] : ["actual_amount"] {
      guard let field = entity.field(named: name), said(name)?.isEmpty == false else { continue }
      wrong = (
        name, Wording("what is \(outcome.english) has no \(name)", "\(outcome.chinese)的商机没有\(field.names.chineseName)")
      )
    }
    if let probability = said("probability"), probability != certain {
      wrong = (
        "probability",
        Wording("what is \(outcome.english) has the probability \(percent)", "已\(outcome.chinese)的商机概率应为 \(percent)")
      )
    }
    guard let wrong else { return }
    let chinese = entity.field(named: wrong.field)?.names.chineseName ?? wrong.field
    throw .failed(
      Diagnostic(
        "contradiction", wrong.message, kind: .failure, at: .init(span),
        help: [
          wrong.field == "probability"
            ? Wording("leave probability out; it follows", "不必写概率，会随之而定")
            : Wording("leave \(wrong.field) out", "去掉\(chinese)")
        ]))
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
            RecordInvariants.circle(reference, field, above: targets.entity.reference(above)),
            kind: .failure, at: .init(span),
            help: [Wording(verbatim: "show \(targets.entity.reference(above))")]))
      }
      guard case .integer(let next)? = try values(of: [field], current, targets.entity).first else { return }
      current = next
    }
  }

  // MARK: Tasks

  /// What is worked out row by row counts as well.
  private func confirmTimes(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    let entity = targets.entity
    guard let start = entity.field(named: "start_at"), let end = entity.field(named: "end_at"),
      assigned.fields.contains(where: { [start.key, end.key].contains($0.field.key) })
    else { return }
    func value(_ field: Field) -> BoundExpression {
      switch assigned.fields.last(where: { $0.field.key == field.key })?.value {
      case .computed(let expression)?: expression
      case .constant(.instant(let moment))?: .literal(.integer(moment.milliseconds), .instant)
      case .constant?: .literal(.null, .instant)
      case nil: BoundExpression(.field(field, via: []), ValueType(field, of: entity))
      }
    }
    let isWrong = BoundExpression(.comparison(value(end), .less, value(start)), .truth)
    let condition = BoundExpression(.all([isOne(of: targets.ids, entity), isWrong]), .truth)
    guard let id = try select(BoundQuery(entity: entity, condition: condition, limit: 1)).first else { return }
    let reference = entity.reference(id)
    throw .failed(
      endsBeforeStart(Wording("\(reference) would end before it starts", "\(reference) 的结束时间会早于开始时间"), span))
  }

  private func endsBeforeStart(_ refusal: Wording, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "ends-before-start", refusal, kind: .failure, at: .init(span),
      help: [Wording(verbatim: "start_at = …, end_at = …")])
  }

  // MARK: Opportunities and leads

  /// What is won or lost is certain.
  private func confirmProbability(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    guard assigned.fields.contains(where: { $0.field.name == "probability" }), assigned.constant("stage") == nil,
      assigned.constant("status") == nil
    else { return }
    // Nil where it is worked out row by row.
    let probability = assigned.constant("probability")
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
        "already-converted", RecordInvariants.staysConverted(reference),
        kind: .failure, at: .init(span),
        help: [
          Wording(
            "history of \(reference) names the change set of the conversion; undo it by its number",
            "历史 \(reference) 会列出转化的变更编号，可按编号撤销")
        ]))
  }
}
