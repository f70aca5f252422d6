internal import CSQLite
package import Diagnostics
package import Domain
internal import Layout
package import Query
internal import Values

/// Opening a workspace: making its tables, refusing what is not its own, bringing its dictionary up to the
/// configuration.
extension Store {
  /// "GXCR": what `file` and SQLite tools show of a workspace.
  private static let applicationID: Int64 = 0x4758_4352

  func openDictionary(_ settings: WorkspaceSettings) throws(StorageError) -> DataDictionary {
    let format = try perform { try $0.integer("PRAGMA user_version") ?? 0 }
    if format > Int64(SchemaStatements.version) {
      throw .newerFormat(path: path, found: Int(format), known: SchemaStatements.version)
    }
    if format == 0 { return try createWorkspace(settings) }
    guard try perform({ try $0.integer("PRAGMA application_id") }) == Self.applicationID else {
      throw .notAWorkspace(path: path)
    }
    try migrate(from: format)
    return try reopen(settings)
  }

  private func createWorkspace(_ settings: WorkspaceSettings) throws(StorageError) -> DataDictionary {
    try lockForSchema()
    defer { unlockForSchema() }
    // Another process may have made it while this one waited.
    let format = try perform { try $0.integer("PRAGMA user_version") ?? 0 }
    guard format == 0 else { return try openDictionary(settings) }
    let tables = try perform { try $0.integer("SELECT count(*) FROM sqlite_master") ?? 0 }
    guard tables == 0 else { throw .notAWorkspace(path: path) }
    let customization = try loaded(settings)
    var keys = AssignedKeys()
    let dictionary = try dictionary(of: customization, &keys)
    let assigned = keys
    // An empty file that was there has no mode of its own yet.
    if path != ":memory:" { _ = try perform { try $0.text("PRAGMA journal_mode = WAL") } }
    try locked { connection in
      for statement in SchemaStatements.create(dictionary) { try connection.run(statement) }
      try self.remember(customization, assigned, settings.fingerprint ?? "", on: connection)
      try connection.run("PRAGMA application_id = \(Self.applicationID)")
      try connection.run("PRAGMA user_version = \(SchemaStatements.version)")
      try self.addFirstUsers(dictionary, on: connection)
    }
    hasWritten = true
    return dictionary
  }

  /// The administrator who made the workspace (number 0, outside the counting) and the one who gets new tasks.
  private func addFirstUsers(_ dictionary: DataDictionary, on connection: Connection) throws {
    let user = dictionary.entity(.user) ?? .user
    let now = clock()
    let writer = ChangeWriter(
      origin: ChangeOrigin(author: 0, source: "workspace", statement: nil, at: now), dictionary: dictionary, number: 1)
    func add(_ id: Int64, _ name: String, role: Int) throws {
      let values: [(String, FieldValue)] = [("name", .text(name)), ("role", .choice(role)), ("active", .flag(true))]
      let assignments = values.compactMap { name, value in user.field(named: name).map { FieldAssignment($0, value) } }
      _ = try writer.insert(Insertion(entity: user, id: id, values: assignments), on: connection)
    }
    try add(0, dictionary.rules.administratorName, role: 1)
    if let reference = dictionary.rules.defaultAssignee, let id = user.number(of: reference), id > 0 {
      try add(id, reference, role: 3)
    }
    _ = try writer.finish(on: connection)
  }

  private func reopen(_ settings: WorkspaceSettings) throws(StorageError) -> DataDictionary {
    let known = try perform { try KnownDictionary($0) }
    if settings.fingerprint == nil || settings.fingerprint == known.fingerprint, known.customization != nil {
      return try taken(known)
    }
    return try adopt(try loaded(settings), settings)
  }

  /// The dictionary as the workspace keeps it.
  private func taken(_ known: KnownDictionary) throws(StorageError) -> DataDictionary {
    guard let customization = known.customization else { throw .failed("the workspace has no dictionary") }
    var keys = known.keys
    dictionaryNumber = known.number
    return try dictionary(of: customization, &keys)
  }

  /// A configuration that the workspace does not know: new custom fields become columns, new choices get keys. What it
  /// would take from records stays in force, and the configuration counts as not yet taken.
  private func adopt(
    _ customization: Customization, _ settings: WorkspaceSettings
  ) throws(StorageError) -> DataDictionary {
    var adopted: DataDictionary?
    var kept: [Stranding] = []
    var moved: ZoneMove?
    try locked { connection in
      // Another process may have adopted one since it was looked at.
      let known = try KnownDictionary(connection)
      self.dictionaryNumber = known.number
      var keys = known.keys
      try self.refuseChangedTypes(known.customization, to: customization)
      try self.refuseChangedBase(known, to: customization, on: connection)
      let settled = try self.settle(customization, known, &keys, on: connection)
      adopted = settled.dictionary
      kept = settled.kept
      let fingerprint = kept.isEmpty ? settings.fingerprint ?? "" : ""
      let isKnown = settled.customization.encoded == known.encoded && keys == known.keys
      guard !isKnown || fingerprint != known.fingerprint else { return }
      for entity in settled.dictionary.entities { try self.addColumns(of: entity, on: connection) }
      moved = try self.moveDays(
        from: known.customization, to: settled.customization, settled.dictionary, on: connection)
      try self.remember(settled.customization, keys, fingerprint, on: connection)
    }
    strandings = kept
    zoneMove = moved
    guard let adopted else { throw .failed("the configuration was not adopted") }
    return adopted
  }

  private func settle(
    _ customization: Customization, _ known: KnownDictionary, _ keys: inout AssignedKeys, on connection: Connection
  ) throws -> (customization: Customization, dictionary: DataDictionary, kept: [Stranding]) {
    let wanted = try dictionary(of: customization, &keys)
    guard let old = known.customization else { return (customization, wanted, []) }
    var earlier = known.keys
    let losses = customization.losses(from: try dictionary(of: old, &earlier), to: wanted)
    var merged = customization
    var kept: [Stranding] = []
    for (loss, held) in zip(losses, try holders(of: losses, on: connection)) {
      guard held.live + held.binned > 0 else { continue }
      kept.append(Stranding(loss: loss, live: Int(held.live), binned: Int(held.binned)))
      merged.keep(loss, of: old, new: wanted)
    }
    return (merged, kept.isEmpty ? wanted : try dictionary(of: merged, &keys), kept)
  }

  /// Beside every instant stands its day in the workspace's zone: in another zone it is another. Dates that are days
  /// (due dates, birthdays) stay what they are.
  private func moveDays(
    from old: Customization?, to new: Customization, _ dictionary: DataDictionary, on connection: Connection
  ) throws -> ZoneMove? {
    guard let old, old.rules.zone != new.rules.zone else { return nil }
    CustomFunctions.installRestoring(on: connection.database, zone: new.rules.zone)
    var count = 0
    for entity in dictionary.entities {
      for field in entity.fields where field.type == .instant && field.isStored {
        let day = "\"\(field.name)_day\""
        count += try connection.run(
          "UPDATE \(EntityTable(entity).name) SET \(day) = crm_day(\"\(field.name)\") "
            + "WHERE \(day) IS NOT crm_day(\"\(field.name)\")")
      }
    }
    return ZoneMove(from: old.rules.zone, to: new.rules.zone, days: count)
  }

  /// What a configuration would take from the records of a workspace, which is opened to be read only.
  package static func strandings(
    of customization: Customization, at path: String
  ) throws(StorageError) -> [Stranding] {
    let store = try Store(reading: path)
    return try store.perform { connection in
      let known = try KnownDictionary(connection)
      var keys = known.keys
      try store.refuseChangedTypes(known.customization, to: customization)
      try store.refuseChangedBase(known, to: customization, on: connection)
      return try store.settle(customization, known, &keys, on: connection).kept
    }
  }

  /// A custom field keeps its type.
  private func refuseChangedTypes(_ old: Customization?, to new: Customization) throws(StorageError) {
    for (name, section) in (old?.sections ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let entity = DataDictionary.builtIn.first(where: { $0.name == name }) else { continue }
      for field in section.fields where Customization.isAddition(field, to: entity) {
        guard let successor = new.sections[name]?.fields.first(where: { $0.name == field.name }),
          successor.type != field.type
        else { continue }
        let error = CustomizationError.changedCustomType(
          field.name, entity: name, from: field.type, to: successor.type, successor.place)
        throw .configuration(error.diagnostic)
      }
    }
  }

  /// Amounts are kept with their worth in the base currency: another one would have them mean something else.
  private func refuseChangedBase(
    _ known: KnownDictionary, to new: Customization, on connection: Connection
  ) throws {
    guard let old = known.customization, old.rules.baseCurrency != new.rules.baseCurrency else { return }
    let from = old.rules.baseCurrency
    var keys = known.keys
    var count: Int64 = 0
    for entity in try dictionary(of: old, &keys).entities {
      for field in entity.fields where field.type == .money && field.isStored {
        count += try connection.integer("SELECT count(\"\(field.name)\") FROM \(EntityTable(entity).name)") ?? 0
      }
    }
    guard count > 0 else { return }
    let error = CustomizationError.changedBase(from: from, to: new.rules.baseCurrency, count: Int(count))
    throw StorageError.configuration(error.diagnostic)
  }

  /// Takes over the dictionary of another process that adopted a configuration while this one runs.
  package func noticeDictionary() throws(StorageError) {
    let number = try perform { try $0.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'dictionary'") }
    guard let number, number != dictionaryNumber else { return }
    let known = try perform { try KnownDictionary($0) }
    guard known.customization != nil else { return }
    dictionary = try taken(known)
    duplicateSearches = [:]
    try installRestoring()
  }

  private func addColumns(of entity: Entity, on connection: Connection) throws {
    let table = EntityTable(entity)
    var existing: Set<String> = []
    try connection.each(SQLStatement("SELECT name FROM pragma_table_info('\(table.name)')")) { row in
      existing.insert(Connection.text(row, 0) ?? "")
      return true
    }
    for column in table.columns where !existing.contains(column.name) {
      try connection.run("ALTER TABLE \(table.name) ADD COLUMN \"\(column.name)\" \(column.type)")
    }
    for field in entity.labelFields where field.traits.contains(.custom) {
      let name = table.labelTable(field)
      guard try connection.integer("SELECT 1 FROM sqlite_schema WHERE name = ?", [.text(name)]) == nil else { continue }
      try connection.run(
        "CREATE TABLE \"\(name)\"(label INTEGER NOT NULL REFERENCES labels(id), record INTEGER NOT NULL, "
          + "PRIMARY KEY(label, record)) STRICT, WITHOUT ROWID")
      try connection.run("CREATE INDEX \"\(name)_record\" ON \"\(name)\"(record, label)")
    }
  }

  /// Earlier dictionaries are kept: change sets name the one that they were written under.
  private func remember(
    _ customization: Customization, _ keys: AssignedKeys, _ fingerprint: String, on connection: Connection
  ) throws {
    let encoded = customization.encoded
    let current = "SELECT id FROM dictionaries WHERE id = (SELECT max(id) FROM dictionaries) AND customization = ?"
    if try connection.integer(current, [.text(encoded)]) == nil {
      try connection.run(
        "INSERT INTO dictionaries(at, customization) VALUES (?, ?)",
        [.integer(clock().milliseconds), .text(encoded)])
    }
    dictionaryNumber = try connection.integer("SELECT max(id) FROM dictionaries") ?? 1
    for (key, value) in [
      ("customization", encoded), ("keys", keys.encoded), ("fingerprint", fingerprint),
      ("dictionary", String(dictionaryNumber)),
    ] {
      try connection.run("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", [.text(key), .text(value)])
    }
  }

  // MARK: Steps

  private func loaded(_ settings: WorkspaceSettings) throws(StorageError) -> Customization {
    do { return try settings.load() } catch let diagnostic as Diagnostic { throw .configuration(diagnostic) } catch {
      throw .failed("\(error)")
    }
  }

  private func dictionary(
    of customization: Customization, _ keys: inout AssignedKeys
  ) throws(StorageError) -> DataDictionary {
    do throws(CustomizationError) { return try customization.dictionary(keys: &keys) } catch {
      throw .configuration(error.diagnostic)
    }
  }

  /// One transaction under the cross-process lock, outside any change set.
  func locked(_ body: (Connection) throws -> Void) throws(StorageError) {
    try lockForSchema()
    defer { unlockForSchema() }
    try perform { connection in
      try connection.run("BEGIN IMMEDIATE")
      do {
        try body(connection)
        try connection.run("COMMIT")
      } catch {
        if sqlite3_get_autocommit(connection.database.sqliteConnection) == 0 { try connection.run("ROLLBACK") }
        throw error
      }
    }
  }
}

/// What the workspace keeps of the dictionary in force.
private struct KnownDictionary {
  let number: Int64
  let keys: AssignedKeys
  let fingerprint: String
  let encoded: String
  /// Nil where another version of the program wrote what this one cannot read.
  let customization: Customization?

  init(_ connection: Connection) throws {
    var values: [String: String] = [:]
    try connection.each(SQLStatement("SELECT key, value FROM meta")) { row in
      values[Connection.text(row, 0) ?? ""] = Connection.text(row, 1) ?? ""
      return true
    }
    number = values["dictionary"].flatMap { Int64($0) } ?? 1
    keys = AssignedKeys(decoding: values["keys"] ?? "")
    fingerprint = values["fingerprint"] ?? ""
    encoded = values["customization"] ?? ""
    customization = Customization(decoding: encoded)
  }
}

extension AssignedKeys {
  var encoded: String {
    (choices.map { "choice\t\($0.key)\t\($0.value)" } + fields.map { "field\t\($0.key)\t\($0.value)" }).sorted()
      .joined(separator: "\n")
  }

  init(decoding text: String) {
    self.init()
    for words in TabbedText.lines(text) {
      guard words.count == 3, let key = Int(words[2]) else { continue }
      if words[0] == "choice" { choices[words[1]] = key } else { fields[words[1]] = key }
    }
  }
}

extension CustomizationError {
  package var diagnostic: Diagnostic { told(withPlace: true) }

  /// - Parameter withPlace: where nothing points into the file, the place stands in the message.
  package func told(withPlace: Bool) -> Diagnostic {
    func make(_ code: String, _ place: ConfigurationPlace?, _ english: String, _ chinese: String) -> Diagnostic {
      let column = place?.column.map { "\($0):" } ?? ""
      let position = withPlace ? place.map { "\($0.file):\($0.line):\(column) " } ?? "" : ""
      return Diagnostic("config.\(code)", Wording(position + english, position + chinese), kind: .usage)
    }
    switch self {
    case .unknownField(let name, let entity, let known, let place):
      var made = make("unknown-field", place, "a \(entity) has no field “\(name)”", "\(entity) 没有“\(name)”字段")
      if let nearest = NearestName.suggestions(for: name, among: known, limit: 1).first {
        made.help = [Wording("did you mean \(nearest)?", "是否想写 \(nearest)？")]
      }
      return made
    case .optionsOfNoChoice(let name, let entity, let place):
      return make("no-choice", place, "“\(name)” of a \(entity) takes no options", "\(entity) 的“\(name)”不是选项字段")
    case .changedType(let name, let entity, let place):
      return make(
        "changed-type", place, "“\(name)” of a \(entity) is built in; its type cannot change",
        "\(entity) 的“\(name)”是内置字段，不能更改类型")
    case .changedCustomType(let name, let entity, let from, let to, let place):
      return make(
        "changed-type", place, "“\(name)” of a \(entity) holds \(from) and cannot become \(to); take another name",
        "\(entity) 的“\(name)”类型是 \(from)，不能改为 \(to)，请换一个名称")
    case .changedBase(let from, let to, let count):
      return Diagnostic(
        "config.changed-currency",
        Wording(
          "\(count) amounts are kept in \(from.code); the base currency cannot become \(to.code)",
          "已有 \(count) 笔金额以 \(from.code) 为本位币，不能改为 \(to.code)"),
        help: [Wording(verbatim: "currency: \(from.code)")])
    case .nameOfRelation(let name, let entity, let place):
      return make(
        "relation-name", place, "“\(name)” already names what belongs to a \(entity)", "“\(name)”已是 \(entity) 的关联名称")
    case .badName(let name, let entity, let place):
      return make(
        "bad-name", place, "“\(name)” of a \(entity): a field's name is letters, digits and _",
        "\(entity) 的“\(name)”：字段名只能包含文字、数字和下划线")
    }
  }
}
