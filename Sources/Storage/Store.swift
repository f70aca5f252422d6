internal import CSQLite
internal import Diagnostics
package import Domain
internal import Glibc
package import Layout
package import Query
package import Values

/// One workspace: the only thing in the house that has a database open.
///
/// Not shared between threads: its owner is one session.
package final class Store {
  package let path: String
  package internal(set) var dictionary: DataDictionary
  /// The number under which the workspace keeps it: change sets name it.
  var dictionaryNumber: Int64 = 1
  /// The file was made by this opening.
  package let isNew: Bool
  let database: OpenDatabase
  private let lock: WriteLock?
  private let cancellation: Cancellation
  private(set) var writer: ChangeWriter?
  private var savepoints: [ChangeWriter.State] = []
  /// This session wrote something.
  var hasWritten = false
  /// What time it is for a workspace that is being made.
  let clock: @Sendable () -> Instant
  /// Change sets that this session committed.
  package private(set) var writeCount = 0
  /// What the configuration wanted to drop and records still hold: it stays in force until they do not.
  package internal(set) var strandings: [Stranding] = []
  /// The configuration that was taken over names another time zone.
  package internal(set) var zoneMove: ZoneMove?
  var planChoices: [LabelChoice] = []
  var pastOrder: (identity: PastOrderIdentity, order: PastOrder)?
  /// The rules of an earlier dictionary, as its text has them: reading that takes longer than a small query.
  var formerRules: (text: String, rules: DomainRules)?
  /// Below so many records to start from, a page of an earlier state is not found by walking its order. With 0 it
  /// always is, for tests.
  package var pastWalkFloor = 2000
  var duplicateSearches: [String: [RuleSearch]] = [:]
  /// Called with true when another process keeps the file for more than a second, and with false when it has let go.
  package var onWaiting: (Bool) -> Void {
    get { cancellation.onWaiting }
    set { cancellation.onWaiting = newValue }
  }
  /// The files that this session has open.
  var ground: Ground?

  /// - Parameter customize: the built-in entities adapted to the configuration; given the stored state so that keys
  ///   stay what they were. Nil keeps what the workspace knows.
  package init(
    path: String?, settings: WorkspaceSettings, cancellation: Cancellation = Cancellation(),
    clock: @escaping @Sendable () -> Instant = { Instant.now() }
  ) throws(StorageError) {
    self.clock = clock
    let name = path ?? ":memory:"
    self.path = name
    self.cancellation = cancellation
    isNew = path.map { access($0, F_OK) != 0 } ?? true
    if isNew, let path { try Store.prepareFolder(of: path) }
    // Customers' data are their owner's alone; SQLite gives its other files the same mode.
    if isNew, let path {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .cannotOpen(path: path, why: String(cString: strerror(errno))) }
      close(descriptor)
    }
    let turn = path.map { WriteLock(path: $0 + "-lock") }
    lock = turn
    let isNew = self.isNew
    // Two that make one workspace at once would both switch its journal.
    if isNew, let turn {
      guard try turn.acquire(isCancelled: cancellation.isCancelled, waiting: cancellation.onWaiting) else {
        throw .interrupted
      }
    }
    defer { if isNew { turn?.release() } }
    do {
      database = try OpenDatabase(name)
    } catch {
      throw StorageError(error, path: name)
    }
    dictionary = DataDictionary(entities: DataDictionary.builtIn, rules: settings.rules)
    try prepareConnection()
    dictionary = try openDictionary(settings)
    try installRestoring()
    ground = path.map { Ground(path: $0) }
  }

  /// A workspace that is only looked at: nothing is made, brought up to date or written.
  init(reading path: String) throws(StorageError) {
    self.path = path
    cancellation = Cancellation()
    clock = { Instant.now() }
    isNew = false
    lock = nil
    do {
      database = try OpenDatabase(path, isReadOnly: true)
    } catch {
      throw StorageError(error, path: path)
    }
    dictionary = DataDictionary(
      entities: DataDictionary.builtIn, rules: DomainRules(baseCurrency: .cny, zone: .shanghai))
    try prepareConnection()
    let format = try perform { try $0.integer("PRAGMA user_version") ?? 0 }
    guard format > 0 else { throw .notAWorkspace(path: path) }
    if format > Int64(SchemaStatements.version) {
      throw .newerFormat(path: path, found: Int(format), known: SchemaStatements.version)
    }
  }

  /// See `privateCopy`.
  init(privateCopyOf other: Store) throws {
    path = other.path
    cancellation = other.cancellation
    clock = other.clock
    isNew = false
    lock = nil
    database = try OpenDatabase(other.lock == nil ? ":memory:" : "")
    dictionary = other.dictionary
    dictionaryNumber = other.dictionaryNumber
    timeoutSeconds = other.timeoutSeconds
    try other.database.copy(to: database)
    try prepareConnection()
    try installRestoring()
  }

  func installRestoring() throws(StorageError) {
    let dictionary = dictionary
    try perform {
      CustomFunctions.installRestoring(on: $0.database, zone: dictionary.rules.zone)
      CustomFunctions.installCalendar(on: $0.database, zone: dictionary.rules.zone)
      CustomFunctions.installShowing(on: $0.database, dictionary: dictionary)
    }
  }

  private func prepareConnection() throws(StorageError) {
    database.obey(cancellation)
    try perform { connection in
      if isNew { try connection.database.execute("PRAGMA journal_mode = WAL") }
      try connection.database.execute(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -\(Store.usualCache); PRAGMA temp_store = MEMORY"
      )
      CustomFunctions.install(on: connection.database)
      CustomFunctions.installPatterns(on: connection.database)
      CustomFunctions.installStandings(on: connection.database)
    }
  }

  /// Of pages, in KiB.
  static let usualCache = 64 << 10

  private static func prepareFolder(of path: String) throws(StorageError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    guard !folder.isEmpty else { return }
    var current = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      current += current.isEmpty && part.isEmpty ? "" : "\(part)"
      if !current.isEmpty, mkdir(current, 0o700) != 0, errno != EEXIST, errno != EISDIR, errno != EROFS {
        throw .cannotOpen(path: path, why: String(cString: strerror(errno)))
      }
      current += "/"
    }
  }

  func lockForSchema() throws(StorageError) {
    guard let lock else { return }
    let started = Instant.now()
    guard try lock.acquire(isCancelled: cancellation.isCancelled, waiting: onWaiting) else { throw .interrupted }
    // The time that a statement may take is its own, not another program's.
    let waited = Instant.now().milliseconds - started.milliseconds
    if waited > 0, let deadline = cancellation.deadline {
      cancellation.deadline = Instant(milliseconds: deadline.milliseconds &+ waited)
    }
  }

  func unlockForSchema() { lock?.release() }

  // MARK: Reading

  /// Runs `body` on the connection, with the database's own errors turned into ours.
  func perform<Result>(_ body: (Connection) throws -> Result) throws(StorageError) -> Result {
    do {
      return try body(Connection(database: database))
    } catch let error as DatabaseFailure {
      if error.primaryCode == SQLITE_INTERRUPT, let deadline = cancellation.deadline, Instant.now() > deadline {
        throw .timedOut(seconds: timeoutSeconds)
      }
      throw StorageError(error, path: path)
    } catch let error as StorageError {
      throw error
    } catch {
      throw .failed("\(error)")
    }
  }

  package var timeoutSeconds = 30

  /// Sends the rows of a query to a sink; the statement is closed before this returns.
  package func run(_ query: CompiledQuery, into sink: inout some ResultSink) throws(StorageError) -> [Int64] {
    var ids: [Int64] = []
    sink.begin(query.shape)
    var copy = sink
    var current: StatementRow?
    try perform { connection in
      try connection.each(query.statement) { statement in
        if query.hasIdentity { ids.append(sqlite3_column_int64(statement, 0)) }
        let row = current ?? StatementRow(statement, of: query)
        current = row
        return copy.row(row)
      }
    }
    copy.end()
    sink = copy
    return ids
  }

  package func identities(_ statement: SQLStatement) throws(StorageError) -> [Int64] {
    try perform { try $0.integers(statement) }
  }

  /// The first value of the first row.
  package func scalar(_ statement: SQLStatement) throws(StorageError) -> SQLValue {
    try perform { connection in
      var found = SQLValue.null
      try connection.each(statement) { row in
        found = Connection.value(row, 0)
        return false
      }
      return found
    }
  }

  /// Another number whenever another connection has changed the file.
  package var foreignChanges: Int64 { (try? perform { try $0.integer("PRAGMA data_version") }) ?? 0 }

  /// SQLite's own account of how it would run a statement.
  package func explain(_ statement: SQLStatement) throws(StorageError) -> [String] {
    try perform { connection in
      var lines: [String] = []
      try connection.each(SQLStatement("EXPLAIN QUERY PLAN " + statement.text, statement.arguments)) { row in
        lines.append(Connection.text(row, 3) ?? "")
        return true
      }
      return lines
    }
  }

  // MARK: Writing

  package var isWriting: Bool { writer != nil }

  /// The open change set has written something already.
  var hasUncommitted: Bool { writer?.state.hasWritten ?? false }

  /// For work that takes the time that it takes, and that Ctrl-C ends.
  func liftDeadline() { cancellation.deadline = nil }
  /// Writes down which records the open change set has made so far: the log is about to be read.
  func noteCreated(on connection: Connection) throws { try writer?.flush(on: connection) }

  /// Opens a change set: everything written until `commit` is one transaction with one entry in the log.
  package func begin(_ origin: ChangeOrigin) throws(StorageError) {
    guard writer == nil else { return }
    try lockForSchema()
    do throws(StorageError) {
      _ = try perform { try $0.run("BEGIN IMMEDIATE") }
      try checkGround()
      try noticeDictionary()
    } catch {
      abandonTransaction()
      lock?.release()
      throw cancellation.isCancelled() ? .interrupted : error
    }
    writer = ChangeWriter(origin: origin, dictionary: dictionary, number: dictionaryNumber)
  }

  /// The open change set comes from here, if nothing was written in it yet.
  package func begins(with origin: @autoclosure () -> ChangeOrigin) throws(StorageError) {
    guard let writer, !writer.state.hasWritten else { return }
    let origin = origin()
    try perform { try writer.begins(with: origin, on: $0) }
  }

  /// What is applied from here on stands at `place`.
  package func stand(at place: ChangePlace?) { writer?.stand(at: place) }

  /// Applies a plan inside the open change set.
  package func apply(_ plan: ChangePlan) throws(StorageError) -> ChangeSummary {
    guard let writer else { throw .failed("no change set is open") }
    var summary = try perform { try writer.apply(plan, on: $0) }
    if !summary.mended.isEmpty, lock != nil {
      let copy = writer.state.copy ?? freeName(forCopyAt: writer.origin.at)
      writer.state.copy = copy
      summary.copy = copy
    }
    return summary
  }

  /// Ends the change set; nil where nothing was written.
  @discardableResult
  package func commit() throws(StorageError) -> Int64? {
    guard let writer else { return nil }
    do throws(StorageError) {
      if let copy = writer.state.copy { try copyFile(to: copy) }
      let id = try perform { connection in
        let id = try writer.finish(on: connection)
        try connection.run(id == nil ? "ROLLBACK" : "COMMIT")
        return id
      }
      self.writer = nil
      savepoints = []
      if id != nil { checkpointIfLarge() }
      lock?.release()
      return id
    } catch {
      rollback()
      throw error
    }
  }

  package func rollback() {
    guard writer != nil else { return }
    writer = nil
    savepoints = []
    abandonTransaction()
    lock?.release()
  }

  /// A failed statement may have ended the transaction itself.
  private func abandonTransaction() {
    _ = try? perform { connection in
      if sqlite3_get_autocommit(connection.database.sqliteConnection) == 0 { try connection.run("ROLLBACK") }
    }
  }

  /// Runs `body` so that what it wrote is undone alone where it throws.
  package func savepoint<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let writer else { return try body() }
    let saved = writer.state
    let open = savepoints.count
    // What was begun inside and not ended goes with it.
    defer { if savepoints.count > open { savepoints.removeLast(savepoints.count - open) } }
    _ = try? perform { try $0.run("SAVEPOINT inner_step") }
    do throws(Failure) {
      let result = try body()
      _ = try? perform { try $0.run("RELEASE inner_step") }
      return result
    } catch {
      _ = try? perform { connection in
        try connection.run("ROLLBACK TO inner_step")
        try connection.run("RELEASE inner_step")
      }
      writer.state = saved
      throw error
    }
  }

  /// `begin` inside a script: what follows can be taken back alone.
  package func openSavepoint() throws(StorageError) {
    guard let writer else { return }
    savepoints.append(writer.state)
    _ = try perform { try $0.run("SAVEPOINT script_part") }
  }

  package func closeSavepoint(keeps: Bool) throws(StorageError) {
    guard let writer, let saved = savepoints.popLast() else { return }
    _ = try perform { connection in
      if !keeps { try connection.run("ROLLBACK TO script_part") }
      try connection.run("RELEASE script_part")
    }
    if !keeps { writer.state = saved }
  }

  /// Copies the log into the database when it has grown; the lock is held.
  private func checkpointIfLarge() {
    hasWritten = true
    writeCount += 1
    if walSize > 4 << 20 { _ = try? perform { try $0.run("PRAGMA wal_checkpoint(PASSIVE)") } }
  }

  private var walSize: Int {
    guard lock != nil else { return 0 }
    var status = stat()
    return stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
  }

  /// The end of a session: what it wrote is copied into the database, so that the next one opens at once.
  package func finish() {
    rollback()
    // Who writes now will do it; who reads now is not waited for.
    guard hasWritten, walSize > 0, let lock, lock.acquireAtOnce() else { return }
    defer { unlockForSchema() }
    _ = try? perform { connection in
      connection.stopWaiting()
      try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
