import Diagnostics
import Domain
import Engine
import Exchange
import Language
import Query
import Rendering
import Storage
import Testing
import Values

/// A workspace in memory with a folder of files beside it, driven by statements.
final class TestWorkspace {
  let folder: CSVScratchDirectory
  let store: Store
  let session: Session
  let face = TestFace()
  /// What the next import asks and tells.
  let hooks = TestHooks()

  static func rules(_ change: (inout DomainRules) -> Void = { _ in }) -> DomainRules {
    var rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    rules.defaultAssignee = "sales_001"
    change(&rules)
    return rules
  }

  init(
    path: String? = nil, in folder: CSVScratchDirectory? = nil, exact: Bool = true,
    _ customization: Customization = Customization(rules: TestWorkspace.rules())
  ) throws {
    self.folder = try folder ?? CSVScratchDirectory()
    store = try Store(
      path: path, settings: WorkspaceSettings(fingerprint: nil, rules: customization.rules, load: { customization }))
    let hooks = hooks
    let verb = Verb.importRecords(isCancelled: { hooks.isCancelled }, progress: { hooks.note($0) })
    let catalogue = VerbCatalogue(VerbCatalogue.engine.filter { $0.name != "import" } + [verb])
    // 2026-11-20 12:00 in Shanghai.
    session = Session(store: store, catalogue: catalogue, clock: { Instant(milliseconds: 1_795_147_200_000) })
    session.exporter = FileExport.exporter()
    session.settings.isExact = exact
    session.chartExporter = FileExport.chartExporter()
  }

  func put(_ name: String, _ text: String) throws { try folder.put(name, Array(text.utf8)) }

  func text(_ name: String) throws -> String { String(decoding: try folder.bytes(name), as: UTF8.self) }

  /// Runs statements as a prompt does; throws what is wrong with them.
  func run(_ text: String, _ allowance: BulkGuard.Allowance = .all) throws {
    let source = SourceText(name: "test", text: text)
    let interpreter = Interpreter(
      session: session, face: face, source: source, folder: folder.root, origin: "test", isOneChangeSet: false,
      allowance: allowance)
    try interpreter.run(source)
  }

  /// The report of one import.
  @discardableResult
  func load(_ statement: String) throws -> LoadReport {
    face.reports = []
    try run(statement)
    return try #require(face.reports.last)
  }

  /// The diagnostic that a statement ends in.
  func failure(_ statement: String) throws -> Diagnostic {
    do { try run(statement) } catch let list as DiagnosticList { return try #require(list.diagnostics.first) }
    throw Expectation.noFailure
  }

  enum Expectation: Error { case noFailure }

  /// A query's rows as CSV, without its heading.
  func rows(_ query: String) throws -> [String] {
    face.output = []
    try run(query)
    let text = String(decoding: face.output, as: UTF8.self)
    return text.split(separator: "\r\n").dropFirst().map(String.init)
  }
}

final class TestFace: Face {
  var output: [UInt8] = []
  var reports: [LoadReport] = []

  func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var sink: any ResultSink = CSVSink()
    try fill(&sink)
    if let csv = sink as? CSVSink { output += csv.output.bytes }
  }

  func tell(_ outcome: Outcome) {
    if case .loaded(let report) = outcome { reports.append(report) }
  }

  func confirm(_ question: BulkQuestion) -> Bool? { nil }

  /// What is said to one row after the other; nobody is there when they run out.
  var decisions: [RowDecision] = []
  private(set) var asked: [DoubleQuestion] = []
  /// Done while somebody thinks.
  var whileAsked: () -> Void = {}

  func decide(_ question: DoubleQuestion) -> RowDecision? {
    asked.append(question)
    whileAsked()
    return decisions.isEmpty ? nil : decisions.removeFirst()
  }
}

/// Guarded by being used from one thread, the test's.
final class TestHooks: @unchecked Sendable {
  var isCancelled: Bool { cancelsAfter.map { $0 <= asked() } ?? false }
  var cancelsAfter: Int?
  private(set) var progress: [ImportProgress] = []
  private var count = 0

  private func asked() -> Int {
    count += 1
    return count
  }

  func note(_ state: ImportProgress) { progress.append(state) }
}
