import Diagnostics
import Domain
import Engine
import CSQLite
import Glibc
import Language
import Query
import Rendering
import Storage
import Values

/// Rows 2 and 3 of the targets: statements in one warm process against the best SQL by hand over the same file through
/// prepared statements. Ours counts everything from the text to the JSON bytes; the peer steps and reads its columns.
@main
enum Warm {
  static func main() throws {
    guard CommandLine.arguments.count > 1 else {
      print("usage: warm-benchmark WORKSPACE [WORKLOAD | past [WORKLOAD]]")
      return
    }
    let wanted = CommandLine.arguments.dropFirst(2).first
    let workloads = wanted.map { name in (Workload.all + Workload.fresh).filter { $0.name == name } } ?? Workload.all
    let path = CommandLine.arguments[1]
    let settings = WorkspaceSettings(fingerprint: nil, rules: DomainRules(baseCurrency: .cny, zone: .shanghai)) {
      Customization(rules: DomainRules(baseCurrency: .cny, zone: .shanghai))
    }
    let session = Session(
      store: try Store(path: path, settings: settings), catalogue: VerbCatalogue(VerbCatalogue.engine))
    session.settings.output = .json
    if wanted == "past" {
      comparePast(session)
      return
    }
    let peer = try Peer(path)
    print("workload\tours ms\tpeer ms\tratio\trows")
    for workload in workloads {
      let ours = Ours(session: session)
      var mine: [Double] = []
      var theirs: [[Double]] = workload.ways.map { _ in [] }
      var rows = (0, 0)
      for _ in 0..<workload.runs {
        for (way, sql) in workload.ways.enumerated() { theirs[way].append(clocked { rows.1 = peer.run(sql) }) }
        mine.append(clocked { rows.0 = ours.run(workload.statement) })
      }
      let (a, b) = (median(mine), theirs.map(median).min() ?? 0)
      print("\(workload.name)\t\(rounded(a))\t\(rounded(b))\t\(rounded(a / b))\t\(rows.0)/\(rows.1)")
    }
  }

  /// Row 9: a query of the end of last month against the same query of now.
  private static func comparePast(_ session: Session) {
    print("workload\tthen ms\tnow ms\tratio\trows")
    let wanted = CommandLine.arguments.dropFirst(3)
    for workload in Workload.all + Workload.pages
    where wanted.isEmpty ? Workload.past.contains(workload.name) : wanted.contains(workload.name) {
      let ours = Ours(session: session)
      var then: [Double] = []
      var now: [Double] = []
      var rows = (0, 0)
      for _ in 0..<min(30, workload.runs) {
        now.append(clocked { rows.1 = ours.run(workload.statement) })
        then.append(clocked { rows.0 = ours.run("\(workload.statement) as of last month") })
      }
      let (a, b) = (median(then), median(now))
      print("\(workload.name)\t\(rounded(a))\t\(rounded(b))\t\(rounded(a / b))\t\(rows.0)/\(rows.1)")
    }
  }

  /// Milliseconds of this process's own time: the file lies in memory, and what else runs on the machine is no part.
  static func clocked(_ body: () -> Void) -> Double {
    var start = timespec()
    var end = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start)
    body()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) * 1000 + Double(end.tv_nsec - start.tv_nsec) / 1_000_000
  }

  static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
  static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

/// One statement with the SQL that an expert would write for it.
struct Workload {
  let name: String
  let runs: Int
  let statement: String
  /// The best of these counts.
  let ways: [String]

  init(name: String, runs: Int, statement: String, sql: String...) {
    self.name = name
    self.runs = runs
    self.statement = statement
    ways = sql
  }

  private static let live = "deleted_at IS NULL"
  private static let tagged =
    "id IN (SELECT record FROM customers_tags WHERE label = (SELECT id FROM labels WHERE key = 'vip'))"
  private static let probed =
    "EXISTS(SELECT 1 FROM customers_tags WHERE label = (SELECT id FROM labels WHERE key = 'vip') AND record = c.id)"
  private static let shown = "id, name, industry, scale, city, updated_at"

  /// Row 2b: of a workspace whose newest rows have no tags, where the walk of the order looks at all of them.
  static let fresh = [
    Workload(
      name: "2b", runs: 60,
      statement:
        "find customers where industry = 软件 and tag = VIP show customer_id, name, industry, scale, city, updated_at sort by updated_at desc limit 50",
      sql:
        "SELECT \(shown) FROM customers c WHERE industry = 1 AND \(live) AND \(probed) ORDER BY updated_at DESC LIMIT 50",
      "SELECT \(shown) FROM customers WHERE \(tagged) AND +industry = 1 AND \(live) ORDER BY +updated_at DESC LIMIT 50")
  ]

  /// What row 9 asks for when it is not told.
  static let past = ["top 50", "all", "count", "group by", "by id"] + pages.map(\.name)

  /// Row 9: other orders to walk in an earlier state.
  static let pages = [
    Workload(name: "page by name", runs: 60, statement: "find customers show customer_id, name sort by name limit 20"),
    Workload(
      name: "page by number", runs: 60,
      statement: "find customers where industry = 软件 and tag = VIP show customer_id, name limit 50"),
    Workload(
      name: "longest untouched", runs: 60,
      statement: "find customers where industry = 软件 show customer_id, updated_at sort by updated_at limit 50"),
  ]

  static let all = [
    Workload(
      name: "top 50", runs: 200,
      statement:
        "find customers where industry = 软件 and tag = VIP show customer_id, name, industry, scale, city, updated_at sort by updated_at desc limit 50",
      sql:
        "SELECT \(shown) FROM customers c WHERE industry = 1 AND \(live) AND \(probed) ORDER BY updated_at DESC LIMIT 50"
    ),
    Workload(
      name: "all", runs: 30,
      statement:
        "find customers where industry = 软件 and tag = VIP show customer_id, name, industry, scale, city, updated_at",
      sql: "SELECT \(shown) FROM customers WHERE \(tagged) AND industry = 1 AND \(live) ORDER BY id"),
    Workload(
      name: "count", runs: 30, statement: "count customers where industry = 软件 and tag = VIP",
      sql: "SELECT count(*) FROM customers WHERE \(tagged) AND industry = 1 AND \(live)"),
    Workload(
      name: "group by", runs: 30, statement: "count customers by industry",
      sql: "SELECT industry, count(*) FROM customers WHERE \(live) GROUP BY industry"),
    Workload(
      name: "by id", runs: 500,
      statement:
        "find customers where customer_id = cust_5000 show customer_id, name, industry, scale, city, updated_at",
      sql: "SELECT \(shown) FROM customers WHERE id = 5000 AND \(live)"),
    Workload(
      name: "search common, top 20", runs: 50, statement: "find customers \"科技\" show customer_id, name limit 20",
      sql: "SELECT id, name FROM customers WHERE name LIKE '%科技%' AND \(live) ORDER BY id LIMIT 20"),
    Workload(
      name: "search common, count", runs: 20, statement: "count customers \"科技\"",
      sql: "SELECT count(*) FROM customers WHERE name LIKE '%科技%' AND \(live)"),
    Workload(
      name: "search rare, top 20", runs: 50, statement: "find customers \"麒麟\" show customer_id, name limit 20",
      sql: "SELECT id, name FROM customers WHERE name LIKE '%麒麟%' AND \(live) ORDER BY id LIMIT 20"),
    Workload(
      name: "search rare, count", runs: 20, statement: "count customers \"麒麟\"",
      sql: "SELECT count(*) FROM customers WHERE name LIKE '%麒麟%' AND \(live)"),
  ]
}

/// A statement from its text to JSON bytes.
final class Ours {
  let session: Session

  init(session: Session) { self.session = session }

  func run(_ statement: String) -> Int {
    let face = CountingFace(session)
    let source = SourceText(name: "benchmark", text: statement)
    let interpreter = Interpreter(
      session: session, face: face, source: source, origin: "benchmark", isOneChangeSet: false, allowance: .atMost(0))
    do throws(DiagnosticList) { try interpreter.run(source) } catch {
      print(DiagnosticRenderer(language: .english).render(error.diagnostics[0]))
    }
    return face.rows
  }
}

final class CountingFace: Face {
  private let session: Session
  var rows = 0

  init(_ session: Session) { self.session = session }

  func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var sink: any ResultSink = Counting(sink: JSONSink(.compact, baseCurrency: .cny))
    try fill(&sink)
    rows = (sink as? Counting)?.count ?? 0
  }

  func tell(_ outcome: Outcome) {}
  func confirm(_ question: BulkQuestion) -> Bool? { nil }
}

struct Counting: ResultSink {
  var sink: JSONSink
  var count = 0
  mutating func begin(_ shape: ResultShape) { sink.begin(shape) }
  mutating func row(_ row: any ResultRow) -> Bool {
    count += 1
    return sink.row(row)
  }
  mutating func end() { sink.end() }
}

/// The hand-written side: one connection with the same pragmas, statements prepared once.
final class Peer {
  private var database: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]
  private var sum = 0

  init(_ path: String) throws {
    sqlite3_open(path, &database)
    sqlite3_exec(
      database, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536", nil, nil, nil)
  }

  func run(_ sql: String) -> Int {
    var statement = statements[sql]
    if statement == nil {
      sqlite3_prepare_v3(database, sql, -1, 0, &statement, nil)
      statements[sql] = statement
    }
    var rows = 0
    let columns = sqlite3_column_count(statement)
    while sqlite3_step(statement) == SQLITE_ROW {
      rows += 1
      for column in 0..<columns {
        if sqlite3_column_type(statement, column) == SQLITE_TEXT {
          sum &+= Int(sqlite3_column_text(statement, column).pointee) &+ Int(sqlite3_column_bytes(statement, column))
        } else {
          sum &+= Int(truncatingIfNeeded: sqlite3_column_int64(statement, column))
        }
      }
    }
    sqlite3_reset(statement)
    return rows
  }
}
