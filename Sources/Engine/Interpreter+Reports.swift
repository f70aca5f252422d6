internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// `describe`, `help`, `explain`: what the catalogue and the dictionary know of themselves.
extension Interpreter {
  func report(_ request: ReportRequest, at span: SourceSpan) throws(Diagnostic) {
    switch request {
    case .entities: face.tell(.entities(session.dictionary.entities))
    case .entity(let entity):
      face.tell(.entity(entity, relations: session.dictionary.relations(of: entity)))
    case .settings: face.tell(.settings(session.settings.listed))
    case .help(let topic): face.tell(.help(try HelpPages(session: session).page(topic)))
    case .preview(let statement): try preview(statement)
    case .difference: try showDifference(at: span)
    case .checkup: try checkUp()
    case .log(let question): try show(question)
    case .calendar(let request): try showCalendar(request)
    case .figures(let question): try show(question)
    case .account(let table, let entity, let remarks):
      try present(table)
      // A program gets rows and nothing between them.
      if !session.settings.output.isForPrograms { for remark in remarks { face.tell(.notice(remark)) } }
      if let entity, !table.ids.isEmpty { session.lastResult = .init(entity: entity.key, ids: table.ids) }
    case .explain(let statement): face.tell(.explanation(try explanation(of: statement)))
    }
  }

  private func explanation(of statement: Statement) throws(Diagnostic) -> Explanation {
    let printer = Printer(vocabulary: session.catalogue.vocabulary)
    var sql: SQLStatement?
    var change: [String] = []
    var effect = Effect.reads
    switch statement.kind {
    case .query(let query):
      let binder = Binder(session.context())
      let bound = try binding { () throws(BindingError) in try binder.bindQuery(query) }
      sql = session.compile(bound, style: .person).statement
    case .command(let command):
      guard let verb = session.catalogue.verb(command.verb) else {
        throw BindingError.notBuilt("`\(command.verb)`", command.spelling).diagnostic()
      }
      effect = verb.signature.effect
      let planning = session.planning(folder: folder)
      switch try binding({ () throws(BindingError) in try verb.plan(command, planning) }) {
      case .change(let plan):
        if let choice = plan.choice { throw choice.refusal }
        change = plan.steps.map { describe($0) }
      case .export(let query, _, _): sql = session.compile(query, style: .exchange).statement
      case .undetermined, .session, .report, .exportCalendar: break
      }
    case .expression, .letting, .parameter, .conditional, .loop, .definition, .perform, .give, .use, .attempt, .fail,
      .print, .expect:
      break
    }
    var steps: [String] = []
    if let sql {
      do throws(StorageError) { steps = try session.store.explain(sql) } catch { throw error.diagnostic }
    }
    return Explanation(
      canonical: printer.print(statement), effect: effect, sql: sql?.text,
      arguments: sql?.arguments.map { $0.shown } ?? [], steps: steps, change: change)
  }

  private func describe(_ step: ChangeStep) -> String {
    switch step {
    case .insert(let insertion):
      let fields = insertion.values.map { $0.field.name } + insertion.labels.map(\.field.name)
      return "insert 1 \(insertion.entity.name): \(fields.joined(separator: ", "))"
    case .update(let update):
      let fields = update.assignments.map { $0.field.name } + update.labels.map(\.field.name)
      return "update \(update.ids.count) \(update.entity.pluralEnglish): \(fields.joined(separator: ", "))"
    case .remove(let removal):
      return "\(removal.manner.rawValue) \(removal.ids.count) \(removal.entity.pluralEnglish)"
    case .load(let source): return "load \(source.entity.pluralEnglish)"
    case .repair(let repair):
      let parts = repair.findings.map { finding in
        "\(finding.flaw.rawValue) \(finding.entity?.pluralEnglish ?? "")\(finding.field.map { ".\($0.name)" } ?? "")"
      }
      return "make again: \(parts.joined(separator: ", "))"
    case .revert(let reversal): return "\(reversal.isRedo ? "redo" : "undo") change set \(reversal.changeSet)"
    }
  }
}

extension SQLValue {
  var shown: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): "'\(text)'"
    }
  }
}
