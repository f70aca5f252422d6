internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What a profile shows beside the record and what refers to it.
extension Interpreter {
  /// - Parameter past: the state that is shown; nil for the one that stands.
  func ownSections(of entity: Entity, _ id: Int64, _ past: Past?) throws(Diagnostic) -> [Profile.Section] {
    switch entity.key {
    case .opportunity: try [stageHistory(of: id, entity, past)].compactMap(\.self)
    case .competitor: try encounters(with: id, entity, past)
    default: []
    }
  }

  // MARK: Opportunities

  /// Each stage with its days and who put the opportunity there; the last ones where there are many.
  private func stageHistory(of id: Int64, _ entity: Entity, _ past: Past?) throws(Diagnostic) -> Profile.Section? {
    let stages = entity.field(named: "stage")?.type.choices
    var visits: [StageVisit]
    do throws(StorageError) { visits = try session.store.stageVisits(of: id) } catch { throw error.diagnostic }
    let end = past?.at ?? session.clock()
    visits.removeAll { $0.entered > end }
    guard visits.count > 1, let stages else { return nil }
    let logged = LoggedValues(session)
    let rows: [[Cell]] = visits.suffix(8).map { visit in
      let left = visit.left.map { min($0, end) } ?? end
      return [
        stages.choice(key: visit.stage).map { .choice($0) } ?? .integer(Int64(visit.stage)), .instant(visit.entered),
        .duration(max(0, left.milliseconds &- visit.entered.milliseconds) / 1000),
        logged.reference(RecordKey(.user, visit.author)),
      ]
    }
    let shape = ResultShape(
      listing: [
        ("stage", "阶段", .choice), ("entered", "进入时间", .instant), ("stayed", "停留", .duration), ("by", "操作人", .reference),
      ], zone: session.dictionary.rules.zone)
    return Profile.Section(
      heading: Names("stages", zh: "阶段历程"), table: ResultTable(shape: shape, rows: rows), total: visits.count)
  }

  // MARK: Competitors

  /// The opportunities that name a competitor: those that are open, and the last losses with their reasons.
  private func encounters(
    with id: Int64, _ entity: Entity, _ past: Past?
  ) throws(Diagnostic) -> [Profile.Section] {
    guard let opportunity = session.dictionary.entity(.opportunity),
      let list = opportunity.field(named: "competitors"), let name = try name(of: id, entity)
    else { return [] }
    let named = BoundExpression(.hasLabel(list, via: [], key: TextFolding.folded(name)), .truth)
    let lost = try encounters(
      opportunity, named, status: 3, ["title", "customer", "amount", "closed_at", "lost_reason"], by: "closed_at",
      Names("lost opportunities", zh: "输单"), past)
    let won = try encounters(
      opportunity, named, status: 2, ["title", "customer", "actual_amount", "closed_at"], by: "closed_at",
      Names("won opportunities", zh: "赢单"), past)
    let open = try encounters(
      opportunity, named, status: 1, ["title", "customer", "amount", "stage", "assigned_to"], by: "updated_at",
      Names("open opportunities", zh: "进行中的商机"), past)
    return [lost, won, open].compactMap(\.self)
  }

  private func name(of id: Int64, _ entity: Entity) throws(Diagnostic) -> String? {
    guard let title = entity.titleField else { return nil }
    do throws(StorageError) {
      guard case .text(let text)? = try session.store.values(of: [title], record: id, entity: entity)?.first else {
        return nil
      }
      return text
    } catch { throw error.diagnostic }
  }

  private func encounters(
    _ entity: Entity, _ named: BoundExpression, status key: Int, _ names: [String], by order: String,
    _ heading: Names, _ past: Past?
  ) throws(Diagnostic) -> Profile.Section? {
    guard let status = entity.field(named: "status"), let clock = entity.field(named: order) else { return nil }
    let binder = Binder(session.context(), scope: entity)
    let condition = BoundExpression(.all([named, Self.holds(status, [key], of: entity)]), .truth)
    let columns = ["opportunity_id"] + names
    var query = BoundQuery(
      entity: entity, condition: condition,
      columns: columns.compactMap { name in
        entity.field(named: name).map { binder.plainColumn($0, of: entity) }
      },
      order: [
        .init(expression: BoundExpression(.field(clock, via: []), ValueType(clock, of: entity)), isDescending: true)
      ])
    query.past = past
    query.limit = Self.shown
    return try latest(of: query, heading)
  }

  private static func holds(_ field: Field, _ keys: [Int], of entity: Entity) -> BoundExpression {
    BoundExpression(
      .membership(
        BoundExpression(.field(field, via: []), ValueType(field, of: entity)), keys.map { .integer(Int64($0)) }),
      .truth)
  }
}
