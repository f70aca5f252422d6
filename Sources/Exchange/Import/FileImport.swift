internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Query
internal import Storage
internal import Synchronization
internal import Values

/// An import that a statement has planned: its file opened once and its heading bound, nothing of it written yet.
final class FileImport: RowSource, ReportingSource, AskingSource {
  let request: ImportRequest
  let layout: ImportLayout
  let dictionary: DataDictionary
  let author: Int64
  let now: Instant
  let hooks: ImportHooks
  /// The cards of a vCard file, read once; nil for other files.
  let cards: VCardTable?
  /// What somebody has decided of its rows.
  let answers: RowAnswers
  private let outcome: Mutex<LoadReport>
  private let doubts = Mutex<(questions: [RowQuestion], count: Int)>(([], 0))

  var entity: Entity { request.entity }
  var report: LoadReport { outcome.withLock { $0 } }
  var asks: Bool { request.duplicate == .ask }
  var questions: [RowQuestion] { doubts.withLock { $0.questions } }
  var questionCount: Int { doubts.withLock { $0.count } }
  var unaskable: Diagnostic { request.unaskable }

  init(_ request: ImportRequest, _ planning: Planning, _ hooks: ImportHooks) throws(BindingError) {
    self.request = request
    self.hooks = hooks
    dictionary = planning.dictionary
    author = planning.author
    now = planning.now
    answers = planning.rowAnswers
    outcome = Mutex(LoadReport(entity: request.entity, file: request.file))
    do throws(ImportProblem) {
      guard request.isVCard else {
        cards = nil
        var reader = try FileImport.open(request, nil, nil)
        layout = try ImportLayout(try FileImport.headings(&reader, request), request, planning.dictionary)
        return
      }
      guard request.entity.key == .contact else { throw ImportProblem.notContacts(request.file) }
      let reader = FieldReader(dictionary: planning.dictionary, now: planning.now)
      let table = try VCardTable(request, reader, isCancelled: hooks.isCancelled)
      cards = table
      layout = ImportLayout(fields: table.headings, of: request.entity)
    } catch {
      throw .failed(error.diagnostic(at: request.fileSpan))
    }
  }

  func load(into rows: RowWriter) throws {
    do {
      let reader = try open()
      let run = try ImportRun(self, rows)
      let report = try run.run(reader)
      outcome.withLock { $0 = report }
      let found = (run.questions, run.doubtful)
      doubts.withLock { $0 = found }
    } catch let problem as ImportProblem {
      if case .cancelled = problem { throw StorageError.interrupted }
      throw StorageError.configuration(problem.diagnostic(at: request.fileSpan))
    }
  }

  // MARK: The file

  func open() throws(ImportProblem) -> ImportReader { try FileImport.open(request, layout, cards) }

  /// - Parameter layout: what the file's columns fill, where that is known by now.
  static func open(_ request: ImportRequest, _ layout: ImportLayout?, _ cards: VCardTable?) throws(ImportProblem)
    -> ImportReader
  {
    do {
      if let cards {
        return ImportReader(try CSVReader(bytes: cards.bytes, encoding: .utf8, delimiter: CSVByte.comma), cards)
      }
      guard request.isJSON else {
        return ImportReader(
          try CSVReader(path: request.path, encoding: request.encoding, delimiter: request.delimiter), nil)
      }
      let headings = try layout?.headings ?? JSONRows.headings(of: request.path)
      let columns = layout?.columns ?? []
      let rows = try JSONRows(
        path: request.path, headings: headings, filled: Set(columns.map(\.heading)),
        lists: Set(columns.filter { $0.field.type == .labels }.map(\.heading)),
        kept: Set((layout?.nested ?? []).map(\.heading)))
      return ImportReader(try CSVReader(supply: rows, name: request.path), nil)
    } catch {
      throw problem(error, request)
    }
  }

  static func problem(_ error: any Error, _ request: ImportRequest) -> ImportProblem {
    switch error {
    case let fault as JSONFault: .json(fault, path: request.file)
    case let error as CSVError: .file(error, path: request.path)
    default: .changedMeanwhile(path: request.path)
    }
  }

  static func headings(_ reader: inout ImportReader, _ request: ImportRequest) throws(ImportProblem) -> [String] {
    let hasOne: Bool
    do throws(CSVError) { hasOne = try reader.next() } catch {
      throw problem(reader.supply?.failure ?? error, request)
    }
    guard hasOne else { throw .noHeading }
    var headings: [String] = []
    for index in 0..<reader.fieldCount { headings.append(reader.text(index)) }
    return headings
  }
}
