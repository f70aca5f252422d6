import Diagnostics
import Domain
import Engine
import Exchange
import Language
import Query
import Settings
import Shell
import Storage
import Values

/// The fresh workspace in memory that a transcript runs in: nothing of the user's own, of the machine or of the day
/// reaches it.
struct TranscriptWorkspace {
  let session: Session
  /// Where its relative file names start from; absolute.
  let folder: String

  /// - Parameter scratch: the folder that the transcript's files are written to.
  init(
    _ header: TranscriptHeader, of file: String, scratch: String?,
    cancellation: Store.Cancellation = Store.Cancellation()
  ) throws {
    let home = Self.absolute(ScriptFile.folder(of: file))
    func named(_ path: String) -> String { path.hasPrefix("/") ? path : "\(home)/\(path)" }
    folder = header.folder.map { Self.absolute(named($0)) } ?? home
    let settings = try header.configuration.map { try Self.loaded(named($0)) } ?? Settings.defaults
    let customization = try Customization(settings)
    let zone = customization.rules.zone
    let clock = FrozenClock(try Self.moment(header, zone, file))
    let fingerprint: String? = header.configuration == nil ? nil : ""
    let store = try Store(
      path: nil,
      settings: WorkspaceSettings(fingerprint: fingerprint, rules: customization.rules) { customization },
      cancellation: cancellation, clock: { clock.now })
    let user = store.dictionary.entity(.user) ?? .user
    session = Session(
      store: store, catalogue: .complete(language: header.language),
      author: try header.user.map { try Self.author($0, user, in: file) } ?? 0, frozenClock: clock)
    session.settings.language = header.language
    session.exporter = FileExport.exporter(language: header.language)
    session.chartExporter = FileExport.chartExporter(language: header.language)
    session.scratchFolder = scratch
    try prepare(header.fixture, home: home)
  }

  private static func loaded(_ path: String) throws -> Settings {
    do throws(SettingsError) { return try Settings.load(path: path) } catch {
      throw DiagnosticList(error.diagnostics)
    }
  }

  private static func moment(_ header: TranscriptHeader, _ zone: Zone, _ file: String) throws -> Instant {
    let usual =
      header.fixture == .demonstration ? FrozenClock.demonstration(in: zone) : FrozenClock.usual(in: zone)
    guard let text = header.clock else { return usual }
    switch try? TemporalReader(now: usual, zone: zone).read(text) {
    case .instant(let instant): return instant
    case .day(let day): return zone.instant(of: day, at: zone.time(of: usual))
    case .time, .days, .instants, nil: throw TranscriptError.badClock(text).diagnostic(in: file)
    }
  }

  /// The user must be there once the fixture is in place: the id alone is read here.
  private static func author(_ name: String, _ user: Entity, in file: String) throws -> Int64 {
    guard let id = user.number(of: name) else { throw TranscriptError.unknownUser(name).diagnostic(in: file) }
    return id
  }

  /// What the workspace holds before the first statement, in one change set; nothing of it is shown.
  private func prepare(_ fixture: TranscriptHeader.Fixture?, home: String) throws {
    let path: String
    // Under which the log names it, whatever machine the transcript runs on.
    let name: String
    switch fixture {
    case .nothing, nil: return
    case .demonstration:
      guard let script = DemonstrationData.script(given: nil) else { throw DemonstrationData.missing }
      (path, name) = (script, "load.crm")
    case .script(let given): (path, name) = (given.hasPrefix("/") ? given : "\(home)/\(given)", given)
    }
    let source = SourceText(name: name, text: try ScriptFile.read(path).text)
    try Interpreter(
      session: session, face: SilentFace(), source: source, folder: ScriptFile.folder(of: path), origin: "fixture",
      isOneChangeSet: true, allowance: .all
    ).run(source)
    session.variables = [:]
    session.lastResult = nil
  }

  /// A path from the root, for a name from the working folder.
  private static func absolute(_ folder: String) -> String {
    WorkingFolder.absolute(folder)
  }
}
