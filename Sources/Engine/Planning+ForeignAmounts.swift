internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Amounts in other currencies than the workspace's.
extension Planning {
  /// Which targets have an amount of a field in another currency, and which amount.
  func foreignAmounts(of targets: Targets) throws(BindingError) -> [(id: Int64, amount: Money)] {
    guard !rules.rates.isEmpty, let field = targets.entity.field(named: "amount") else { return [] }
    return try amounts(of: [field], targets).compactMap { id, amounts in
      guard let amount = amounts.first, amount.currency != rules.baseCurrency else { return nil }
      return (id, amount)
    }
  }

  /// The stored amounts of each target that has any.
  private func amounts(
    of fields: [Field], _ targets: Targets
  ) throws(BindingError) -> [(id: Int64, amounts: [Money])] {
    let query = BoundQuery(
      entity: targets.entity, condition: isOne(of: targets.ids, targets.entity),
      columns: fields.map { binder.plainColumn($0, of: targets.entity) })
    return try rows(of: query, QueryWriter(rules: rules, now: now, style: .exchange)).compactMap { id, row in
      let amounts = row.compactMap { if case .money(let amount) = $0 { amount } else { nil } }
      return amounts.isEmpty ? nil : (id, amounts)
    }
  }

  private func rows(of query: BoundQuery, _ writer: QueryWriter) throws(BindingError) -> [(Int64, [Cell])] {
    guard let store else { return [] }
    var sink: any ResultSink = TableCollector()
    let ids: [Int64]
    do throws(StorageError) { ids = try store.run(writer.compile(query), into: &sink) } catch {
      throw .failed(error.diagnostic)
    }
    return Array(zip(ids, (sink as? TableCollector)?.table?.rows ?? []))
  }

  func isOne(of ids: [Int64], _ entity: Entity) -> BoundExpression {
    BoundExpression(.membership(binder.identity(of: entity), ids.map { .integer($0) }), .truth)
  }

  // MARK: Reckoning

  /// What is assigned to the targets whose amounts are in another currency, where it is worked out from them: in that
  /// currency, in which a bare number is too, and worth what the rate of this day makes of it.
  func ownFigures(
    _ assignments: [Assignment], _ assigned: Assigned, _ targets: Targets
  ) throws(BindingError) -> [(id: Int64, assigned: Assigned)] {
    guard !isCheck else { return [] }
    var sources: [Field] = []
    for assignment in assigned.fields {
      guard case .computed(let value) = assignment.value, assignment.field.type == .money else { continue }
      // Another field as it is keeps its currency.
      if case .field = value.kind { continue }
      for field in value.ownAmounts where !sources.contains(where: { $0.key == field.key }) { sources.append(field) }
    }
    guard !sources.isEmpty else { return [] }
    let span = assignments.first?.field.span ?? targets.span
    var found: [(id: Int64, assigned: Assigned)] = []
    var read: [Currency: Assigned] = [:]
    for (id, amounts) in try amounts(of: sources, targets) {
      guard let foreign = amounts.first(where: { $0.currency != rules.baseCurrency })?.currency else { continue }
      let reference = targets.entity.reference(id)
      func refused() -> BindingError { .otherCurrency(sources[0], reference, foreign, span) }
      if amounts.contains(where: { $0.currency != foreign }) { throw refused() }
      let planning = counting(in: foreign)
      let own: Assigned
      if let known = read[foreign] {
        own = known
      } else {
        // What was read in the workspace's currency fails here only where it names another.
        guard let again = try? planning.assign(assignments, to: targets.entity, isNew: false) else { throw refused() }
        own = again
        read[foreign] = again
      }
      var settled = assigned
      for assignment in own.fields {
        guard case .computed(let value) = assignment.value, assignment.field.type == .money, !value.ownAmounts.isEmpty
        else { continue }
        if case .field = value.kind { continue }
        if value.hasForeignAmounts { throw refused() }
        settled.set(
          assignment.field, try planning.figure(value, assignment.field, id, targets.entity, worth: self, span))
      }
      found.append((id, settled))
    }
    return found
  }

  private func counting(in currency: Currency) -> Planning {
    Planning(
      binder: Binder(binder.context.counting(in: currency, now: now)), store: store, author: author, now: now,
      folder: folder)
  }

  /// - Parameter home: knows what it is worth.
  private func figure(
    _ value: BoundExpression, _ field: Field, _ id: Int64, _ entity: Entity, worth home: Planning, _ span: SourceSpan
  ) throws(BindingError) -> FieldValue {
    let query = BoundQuery(
      entity: entity, condition: isOne(of: [id], entity),
      columns: [.init(name: field.name, heading: field.names, expression: value)])
    var writer = QueryWriter(rules: rules, now: now, style: .exchange)
    writer.countsOwnCurrency = true
    let cell = try rows(of: query, writer).first?.1.first ?? .empty
    switch cell {
    case .empty: return .empty
    case .money(let amount):
      if RecordInvariants.refusal(of: amount, in: field, of: entity) != nil {
        throw .computedMisfit(field, entity.reference(id), span)
      }
      do throws(FieldValueError) {
        return .money(amount, base: try home.binder.context.reader.worth(of: amount, "\(amount)"))
      } catch {
        throw .value(error, field: field, entity: entity, span)
      }
    default: throw .computedMisfit(field, entity.reference(id), span)
    }
  }
}
