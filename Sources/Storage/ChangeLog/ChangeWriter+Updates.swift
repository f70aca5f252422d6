internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Changes of records that exist. One record or a hundred thousand take the same statements: the log is written from
/// the rows as they stand, then the rows are changed.
extension ChangeWriter {
  private func select(_ ids: [Int64], on connection: Connection) throws -> RecordSelection {
    if ids.count == 1, let id = ids.first { return .one(id) }
    try connection.run("CREATE TEMP TABLE IF NOT EXISTS selected(id INTEGER PRIMARY KEY)")
    try connection.run("DELETE FROM temp.selected")
    for id in ids { try connection.run("INSERT OR IGNORE INTO temp.selected VALUES (?)", [.integer(id)]) }
    return .temporary
  }

  /// Returns how many records were changed.
  func update(_ update: Update, on connection: Connection) throws -> Int {
    guard !update.ids.isEmpty else { return 0 }
    let selection = try select(update.ids, on: connection)
    let touchesSearch = update.assignments.contains { $0.field.traits.contains(.searchable) }
    if touchesSearch { try removeFromSearch(update.entity, selection, on: connection) }
    var changed = try write(update.assignments, of: update.entity, selection, on: connection)
    if touchesSearch { try addToSearch(update.entity, selection, on: connection) }
    guard !update.labels.isEmpty else { return changed }
    let lastMember = try connection.integer("SELECT max(id) FROM member_changes") ?? 0
    var relabelled = 0
    for edit in update.labels { relabelled += try relabel(edit, update.entity, update.ids, on: connection) }
    if relabelled > 0 { changed = max(changed, try touch(update.entity, relabelledAfter: lastMember, on: connection)) }
    return changed
  }

  /// Records that gained or lost a label are changed now, and no others; returns how many.
  private func touch(_ entity: Entity, relabelledAfter last: Int64, on connection: Connection) throws -> Int {
    try connection.run(
      "UPDATE \(EntityTable(entity).name) SET updated_at = ?, updated_at_day = ? WHERE id IN "
        + "(SELECT record FROM member_changes WHERE id > ? AND entity = ?)",
      [.integer(origin.at.milliseconds), .integer(today), .integer(last), .integer(entity.key.rawValue)])
  }

  // MARK: Fields

  private func write(
    _ assignments: [FieldAssignment], of entity: Entity, _ selection: RecordSelection, on connection: Connection
  ) throws -> Int {
    guard !assignments.isEmpty else { return 0 }
    let table = EntityTable(entity).name
    var sets: [SQLStatement] = []
    var differs: [SQLStatement] = []
    for assignment in assignments {
      let pieces = columns(assignment, of: entity)
      guard let first = pieces.first else { continue }
      let differ = Self.differing(pieces, assignment.field)
      differs.append(differ)
      for piece in pieces {
        sets.append(SQLStatement("\"\(piece.name)\" = \(piece.value.text)", piece.value.arguments))
      }
      try log(
        assignment.field, of: entity, to: logged(assignment, first.value), where: differ, selection, on: connection)
      if entity.key == .opportunity, assignment.field.name == "stage" {
        try visit(first.value, selection, on: connection)
        sets.append(
          SQLStatement("stage_mask = stage_mask | (1 << min(62, (\(first.value.text))))", first.value.arguments))
        // One that is there already has been there since it came.
        for (column, value) in [("stage_since", origin.at.milliseconds), ("stage_since_day", today)] {
          sets.append(
            SQLStatement(
              "\(column) = CASE WHEN stage IS (\(first.value.text)) THEN \(column) ELSE ? END",
              first.value.arguments + [.integer(value)]))
        }
      }
    }
    sets.append(
      SQLStatement("updated_at = ?, updated_at_day = ?", [.integer(origin.at.milliseconds), .integer(today)]))
    let text =
      "UPDATE \(table) AS outer_row SET \(sets.map(\.text).joined(separator: ", ")) WHERE id \(selection.condition) "
      + "AND (\(differs.map(\.text).joined(separator: " OR ")))"
    let count = try connection.run(
      text, sets.flatMap(\.arguments) + selection.arguments + differs.flatMap(\.arguments))
    if count > 0 { state.hasWritten = true }
    return count
  }

  /// The conditions under which a row of `outer_row` would become another.
  func differences(_ assignments: [FieldAssignment], of entity: Entity) -> [SQLStatement] {
    assignments.compactMap { assignment in
      let pieces = columns(assignment, of: entity)
      return pieces.isEmpty ? nil : Self.differing(pieces, assignment.field)
    }
  }

  /// Whether a row's value would become another: an amount also by its currency, and by its worth.
  private static func differing(_ pieces: [(name: String, value: SQLStatement)], _ field: Field) -> SQLStatement {
    let compared = pieces.prefix(field.type == .money ? 3 : 1)
    let text = compared.map { "\"\($0.name)\" IS NOT (\($0.value.text))" }.joined(separator: " OR ")
    return SQLStatement("(\(text))", compared.flatMap(\.value.arguments))
  }

  /// The columns of a field with what each becomes.
  private func columns(_ assignment: FieldAssignment, of entity: Entity) -> [(name: String, value: SQLStatement)] {
    let columns = EntityTable.columns(of: assignment.field)
    switch assignment.value {
    case .constant(let value):
      let parts = EntityTable.spread(value, over: assignment.field, zone: zone)
      return zip(columns, parts).map { ($0.name, SQLStatement("?", [$1])) }
    case .computed(let expression):
      if let source = assignment.copied {
        // Another field as it is: an amount keeps its own currency.
        return zip(columns, EntityTable.columns(of: source)).map {
          ($0.name, SQLStatement("outer_row.\"\($1.name)\""))
        }
      }
      let writer = QueryWriter(rules: dictionary.rules, now: origin.at, style: .bare)
      let value = writer.rowValue(expression, of: entity)
      if assignment.field.type == .text, columns.count >= 3 {
        let keys = ["crm_fold", "crm_sort", "crm_core"].map { SQLStatement("\($0)(\(value.text))", value.arguments) }
        return Array(zip(columns.map(\.name), [value] + keys))
      }
      guard assignment.field.type == .money else { return columns.prefix(1).map { ($0.name, value) } }
      // A computed amount is in the base currency; no amount has none.
      let base = SQLStatement(
        "CASE WHEN (\(value.text)) IS NOT NULL THEN ? END",
        value.arguments + [.text(dictionary.rules.baseCurrency.code)])
      return [(columns[0].name, value), (columns[1].name, base), (columns[2].name, value)]
    }
  }

  private func logged(_ field: Field) -> String {
    EntityTable.loggedValue(field, baseCurrency: dictionary.rules.baseCurrency)
  }

  /// The same of a value that is to be: a foreign amount is no bare number either.
  private func logged(_ assignment: FieldAssignment, _ value: SQLStatement) -> SQLStatement {
    if let source = assignment.copied { return SQLStatement(logged(source)) }
    guard case .constant(.money(let money, let base)) = assignment.value,
      money.currency != dictionary.rules.baseCurrency
    else { return value }
    return SQLStatement("?", [.text("\(money.minorUnits) \(money.currency.code) \(base)")])
  }

  private func log(
    _ field: Field, of entity: Entity, to after: SQLStatement, where differ: SQLStatement, _ selection: RecordSelection,
    on connection: Connection
  ) throws {
    // A text's value after is its next before, or the row.
    let keepsAfter = !field.type.isText
    let text =
      "INSERT INTO changes(change_set, entity, record, field, before, after, touched) SELECT ?, ?, id, ?, \(logged(field)), "
      + "\(keepsAfter ? after.text : "NULL"), updated_at FROM \(EntityTable(entity).name) AS outer_row WHERE id \(selection.condition) "
      + "AND \(differ.text)"
    let head: [SQLValue] = [
      .integer(try changeSet(on: connection)), .integer(entity.key.rawValue), .integer(field.key),
    ]
    let count = try connection.run(
      text, head + (keepsAfter ? after.arguments : []) + selection.arguments + differ.arguments)
    if count > 0 { state.hasWritten = true }
  }

  /// Leaves the stage that each opportunity is in and enters the new one.
  private func visit(_ stage: SQLStatement, _ selection: RecordSelection, on connection: Connection) throws {
    let moving =
      "SELECT id FROM opportunities AS outer_row WHERE id \(selection.condition) AND stage IS NOT (\(stage.text))"
    let arguments = selection.arguments + stage.arguments
    try connection.run(
      "UPDATE stage_visits SET left = ? WHERE left IS NULL AND opportunity IN (\(moving))",
      [.integer(origin.at.milliseconds)] + arguments)
    try connection.run(
      "INSERT INTO stage_visits(opportunity, stage, entered, author, change_set) SELECT id, \(stage.text), ?, ?, ? "
        + "FROM opportunities AS outer_row WHERE id IN (\(moving)) AND (\(stage.text)) IS NOT NULL",
      stage.arguments
        + [
          .integer(origin.at.milliseconds), .integer(origin.author), .integer(try changeSet(on: connection)),
        ] + arguments + stage.arguments)
  }

  // MARK: Labels

  private func relabel(_ edit: LabelEdit, _ entity: Entity, _ ids: [Int64], on connection: Connection) throws -> Int {
    let table = EntityTable(entity).labelTable(edit.field)
    var count = 0
    if edit.replacesAll {
      let kept = try Set(edit.added.map { try label($0, on: connection) })
      for id in ids {
        let current = try connection.integers(
          SQLStatement("SELECT label FROM \(table) WHERE record = ?", [.integer(id)]))
        for label in current where !kept.contains(label) {
          count += try removeLabel(label, edit.field, entity, table, id, on: connection)
        }
      }
    }
    for text in edit.removed {
      let label = try connection.integer("SELECT id FROM labels WHERE key = ?", [.text(TextFolding.folded(text))])
      guard let label else { continue }
      for id in ids { count += try removeLabel(label, edit.field, entity, table, id, on: connection) }
    }
    return try count + addLabels(edit.added, edit.field, entity, to: ids, on: connection, logs: true)
  }

  private func removeLabel(
    _ label: Int64, _ field: Field, _ entity: Entity, _ table: String, _ id: Int64, on connection: Connection
  ) throws -> Int {
    let removed = try connection.run(
      "DELETE FROM \(table) WHERE label = ? AND record = ?", [.integer(label), .integer(id)])
    if removed > 0 { try logMember(entity, field, label, id, -1, on: connection) }
    return removed
  }

  // MARK: Removal

  func remove(_ removal: Removal, on connection: Connection) throws -> Int {
    guard !removal.ids.isEmpty else { return 0 }
    let entity = removal.entity
    let selection = try select(removal.ids, on: connection)
    guard let field = entity.field(named: "deleted_at") else { return 0 }
    switch removal.manner {
    case .delete:
      try removeFromSearch(entity, selection, on: connection)
      return try write([FieldAssignment(field, .instant(origin.at))], of: entity, selection, on: connection)
    case .restore:
      let count = try write([FieldAssignment(field, .empty)], of: entity, selection, on: connection)
      try addToSearch(entity, selection, on: connection)
      return count
    case .purge: return try purge(entity, removal.ids, selection, on: connection)
    }
  }

  // MARK: Search index

  /// Records in the recycle bin are not in the index; a record is taken out by the same grams that went in.
  func removeFromSearch(_ entity: Entity, _ selection: RecordSelection, on connection: Connection) throws {
    guard let statement = statements(for: entity).deleteSearch else { return }
    try eachDocument(of: entity, selection, on: connection) { id, document in
      try connection.run(statement, [.integer(id), .text(document)])
    }
  }

  func addToSearch(_ entity: Entity, _ selection: RecordSelection, on connection: Connection) throws {
    guard let statement = statements(for: entity).insertSearch else { return }
    try eachDocument(of: entity, selection, on: connection) { id, document in
      try connection.run(statement, [.integer(id), .text(document)])
    }
  }

  /// Puts records into the index that a load held back because their numbers came out of order.
  func addToSearch(_ entity: Entity, late ids: [Int64], on connection: Connection) throws {
    guard !ids.isEmpty else { return }
    try addToSearch(entity, try select(ids, on: connection), on: connection)
  }

  private func eachDocument(
    of entity: Entity, _ selection: RecordSelection, on connection: Connection, _ body: (Int64, String) throws -> Void
  ) throws {
    let fields = entity.searchableFields
    let columns = fields.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let query = SQLStatement(
      "SELECT id, \(columns) FROM \(EntityTable(entity).name) WHERE deleted_at IS NULL AND id \(selection.condition)",
      selection.arguments)
    try connection.each(query) { row in
      let texts = fields.indices.compactMap { Connection.text(row, Int32($0 + 1)) }
      // A record without a gram has no row in the index; taking one out that is not there spoils the index's count.
      let document = SearchGrams.document(of: texts)
      if !document.isEmpty { try body(sqlite3_column_int64(row, 0), document) }
      return true
    }
  }
}

extension FieldAssignment {
  /// The other field of the same kind that the value is, as it stands in the row.
  fileprivate var copied: Field? {
    guard case .computed(let expression) = value, case .field(let source, let via) = expression.kind, via.isEmpty,
      !source.isDerived, source.type == field.type,
      EntityTable.columns(of: source).count == EntityTable.columns(of: field).count
    else { return nil }
    return source
  }
}
