internal import CSQLite
internal import Diagnostics
internal import Domain
internal import Layout
internal import Query

/// One look at a whole workspace. Each step is one or a few statements over whole tables; a step that the damage itself
/// stops is a finding, and the next goes on.
struct Examination {
  let connection: Connection
  let dictionary: DataDictionary
  private let progress: (Wording) -> Void
  private(set) var findings: [Finding] = []

  init(_ connection: Connection, _ dictionary: DataDictionary, progress: @escaping (Wording) -> Void) {
    self.connection = connection
    self.dictionary = dictionary
    self.progress = progress
  }

  mutating func run() throws {
    try makeGramTables()
    try step(Wording("references", "引用")) { try $0.examineReferences() }
    for entity in dictionary.entities {
      let name = Wording(entity.pluralEnglish, entity.names.chineseName)
      func part(_ english: String, _ chinese: String) -> Wording {
        Wording("\(name.english): \(english)", "\(name.chinese)：\(chinese)")
      }
      try step(part("rows and search index", "记录和搜索索引"), entity) { try $0.examineRows(of: entity) }
      try step(part("log", "变更日志"), entity) { try $0.examineLog(of: entity) }
      try step(part("makings", "创建记录"), entity) { try $0.examineMakings(of: entity) }
      try step(part("numbers", "编号"), entity) { try $0.examineCounter(of: entity) }
    }
    try step(Wording("stage visits", "阶段记录")) { try $0.examineVisits() }
    try step(Wording("labels", "标签")) { try $0.examineLabels() }
    try step(Wording("change sets", "变更集")) { try $0.examineChangeSets() }
    try step(Wording("configuration", "配置")) { try $0.examineConfiguration() }
    try step(Wording("indexes", "索引")) { try $0.examineIndexes() }
    let others = findings
    findings = []
    try step(Wording("the file", "数据文件")) { try $0.examineFile() }
    findings += others
  }

  private mutating func step(
    _ name: Wording, _ entity: Entity? = nil, _ body: (inout Examination) throws -> Void
  ) throws {
    progress(name)
    try part(name.english, entity, body)
  }

  /// Looks at one part of a step; what the damage stops is a finding, and the next part goes on.
  mutating func part(_ name: String, _ entity: Entity? = nil, _ body: (inout Examination) throws -> Void) throws {
    do { try body(&self) } catch {
      if connection.wasInterrupted { throw error }
      let words = connection.message
      findings.append(Finding(.unreadable, entity: entity, count: 1, detail: "\(name): \(words)"))
    }
  }

  mutating func add(_ finding: Finding) { findings.append(finding) }

  // MARK: Counting

  /// The records that a query names, as one finding; the query's first column is the record.
  mutating func note(
    _ flaw: Flaw, _ entity: Entity?, _ field: Field? = nil, _ text: String, _ arguments: [SQLValue] = []
  ) throws {
    var tally = Tally()
    try connection.each(SQLStatement(text, arguments)) { row in
      tally.add(sqlite3_column_int64(row, 0))
      return true
    }
    add(tally, flaw, entity, field)
  }

  mutating func add(_ tally: Tally, _ flaw: Flaw, _ entity: Entity?, _ field: Field? = nil) {
    guard tally.count > 0 else { return }
    add(Finding(flaw, entity: entity, field: field, records: tally.records, count: tally.count))
  }
}

/// How many records, and the first few.
struct Tally {
  private(set) var count = 0
  private(set) var records: [Int64] = []

  mutating func add(_ record: Int64) {
    count &+= 1
    if records.count < Finding.named { records.append(record) }
  }

  /// Some that are not named one by one.
  mutating func add(more: Int) { count &+= more }
}
