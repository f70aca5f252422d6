import Diagnostics
import Domain
import Engine
import Exchange
import Glibc
import Language
import Query
import Settings
import Shell
import Storage
import Values

/// Opens what a command works on: the configuration, the store, a session with every verb.
struct Workspace {
  let session: Session
  let console: Console
  let cancellation: Store.Cancellation
  let path: String?
  let configured: String?

  /// - Parameter path: nil for a workspace in memory.
  init(_ options: WorkspaceOptions, path: String?, isInteractive: Bool) throws {
    let cancellation = Store.Cancellation()
    cancellation.isCancelled = { InterruptFlag.isSet }
    self.cancellation = cancellation
    self.path = path
    let language = options.userLanguage(configured: nil)
    let file = SettingsFile.find(explicit: options.config, environment: { Terminal.environment($0) })
    let settings = try WorkspaceSettings(file: file, options: options)
    let clock = Self.clock(options, settings.rules.zone)
    try Self.expectFolder(of: path, options)
    let store: Store
    do throws(StorageError) {
      store = try Store(path: path, settings: settings, cancellation: cancellation, clock: clock)
    } catch {
      throw CommandFailure(error.diagnostic, options)
    }
    configured = file
    let progress = ProgressLine(language: language)
    session = Session(
      store: store,
      catalogue: .complete(
        language: language, isCancelled: { InterruptFlag.isSet }, progress: { progress.show($0) }),
      author: try Self.author(in: store, options), clock: clock)
    session.settings.language = language
    session.settings.output = options.output ?? .auto
    session.settings.timeout = isInteractive ? 30 : 0
    session.settings.isExact = options.isExact
    session.exporter = FileExport.exporter(language: language)
    session.chartExporter = FileExport.chartExporter(language: language)
    console = Console(
      session: session, isInteractive: isInteractive, streams: .process(forbidsColour: options.noColor),
      progress: progress)
    for stranding in store.strandings { console.complain(stranding.diagnostic) }
    if let move = store.zoneMove { console.complain(move.diagnostic) }
    session.onProgress = { step in if let step { progress.show(step) } else { progress.clear() } }
    store.onWaiting = { progress.wait($0) }
  }

  /// The program makes its own folder; a name of the user's that leads nowhere is mistyped.
  private static func expectFolder(of path: String?, _ options: WorkspaceOptions) throws {
    guard let path, path != dataFolder + "/crm.db" else { return }
    let folder = ScriptFile.folder(of: path)
    guard !folder.isEmpty, access(folder, F_OK) != 0, errno == ENOENT else { return }
    throw CommandFailure(
      Diagnostic(
        "no-folder", Wording("there is no folder \(folder)", "没有文件夹 \(folder)"), kind: .storage,
        help: [Wording(verbatim: "mkdir -p '\(folder)'")]), options)
  }

  private static func clock(_ options: WorkspaceOptions, _ zone: Zone) -> @Sendable () -> Instant {
    guard options.isDemonstration else { return { Instant.now() } }
    return DemonstrationData.clock(in: zone)
  }

  /// Standard output is for results.
  func tellOfNew() {
    guard session.store.isNew, let path else { return }
    let said = Wording("a new workspace: \(path)", "新建工作区：\(path)").in(console.language)
    _ = Output.write(said + "\n", to: Terminal.Stream.error.rawValue)
  }

  /// `CRM_USER`, a user's id; else the administrator.
  private static func author(in store: Store, _ options: WorkspaceOptions) throws -> Int64 {
    guard let name = Terminal.environment("CRM_USER"), !name.isEmpty else { return 0 }
    let user = store.dictionary.entity(.user) ?? .user
    guard let id = user.number(of: name), (try? store.exists(id, of: user)) == true else {
      throw CommandFailure(
        Diagnostic(
          "unknown-user", Wording("there is no user \(name) (CRM_USER)", "没有用户 \(name)（CRM_USER）"),
          help: [Wording(verbatim: "CRM_USER=sales_001")]), options)
    }
    return id
  }

  /// `--db`, else `CRM_DB`, else the user's own data folder.
  static func path(_ options: WorkspaceOptions) -> String {
    if let db = options.db { return db }
    if let db = Terminal.environment("CRM_DB"), !db.isEmpty { return db }
    return dataFolder + "/crm.db"
  }

  /// `$XDG_DATA_HOME/guanxi`, by default under the home folder.
  static var dataFolder: String {
    if let base = Terminal.environment("XDG_DATA_HOME"), base.hasPrefix("/") { return base + "/guanxi" }
    return (Terminal.environment("HOME") ?? ".") + "/.local/share/guanxi"
  }

  /// `$XDG_STATE_HOME/guanxi/history`, or where `CRM_HISTORY` says.
  static var historyPath: String {
    if let path = Terminal.environment("CRM_HISTORY"), !path.isEmpty { return path }
    if let base = Terminal.environment("XDG_STATE_HOME"), base.hasPrefix("/") { return base + "/guanxi/history" }
    return (Terminal.environment("HOME") ?? ".") + "/.local/state/guanxi/history"
  }
}

extension VerbCatalogue {
  /// Every room's verbs.
  static func complete(
    language: UserLanguage = .english, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) -> VerbCatalogue {
    VerbCatalogue(
      VerbCatalogue.engine
        + [.importRecords(language: language, isCancelled: isCancelled, progress: progress)])
  }
}
