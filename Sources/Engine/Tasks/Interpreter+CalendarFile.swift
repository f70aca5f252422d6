internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

extension Interpreter {
  /// The tasks of a query with all that a calendar file says of them, whatever columns the query shows.
  func calendarRecord(_ query: BoundQuery, at span: SourceSpan) throws(Diagnostic) -> BoundQuery {
    guard query.entity.key == .task, !query.isGrouped, query.pivot == nil else {
      throw Diagnostic(
        "not-tasks", Wording("a calendar file holds tasks", "日历文件只能保存任务"), kind: .failure, at: .init(span),
        help: [Wording("export find tasks to \"tasks.ics\"", "导出 查找 任务 到 \"tasks.ics\"")])
    }
    let entity = query.entity
    func column(_ name: String, _ expression: BoundExpression) -> BoundQuery.Column {
      .init(name: name, heading: Names(name), expression: expression)
    }
    var columns: [BoundQuery.Column] = []
    let own = [
      "task_id", "uid", "type", "title", "description", "due_date", "start_at", "end_at", "priority", "status",
      "reminders", "recurrence", "completed_at", "created_at", "updated_at",
    ]
    let references = ["customer", "contact", "opportunity", "lead", "assignee"]
    for name in own {
      guard let field = entity.field(named: name) else { continue }
      columns.append(column(name, BoundExpression(.field(field, via: []), ValueType(field, of: entity))))
    }
    for name in references {
      guard let field = entity.field(named: name), let key = field.type.referenced,
        let target = session.dictionary.entity(key), let title = target.titleField
      else { continue }
      columns.append(column(name, BoundExpression(.field(field, via: []), ValueType(field, of: entity))))
      let path = Expression(
        .path(Path([Name(name, span: span), Name(title.name, span: span)]), isSubject: false), span: span)
      let asker = Binder(session.context(), scope: entity)
      let bound = try binding { () throws(BindingError) in try asker.bind(path) }
      columns.append(column("\(name)_title", bound))
    }
    // What the configuration adds, by its name behind a colon.
    for field in entity.fields where field.isAdded(beside: own + references) {
      columns.append(
        column(":\(field.name)", BoundExpression(.field(field, via: []), ValueType(field, of: entity))))
    }
    columns.append(column("origin", .literal(.text(session.store.calendarOrigin), .text)))
    var wanted = query
    wanted.columns = columns
    wanted.showsRecord = false
    return wanted
  }
}

extension Field {
  /// Whether somebody fills it and it is none of those named.
  fileprivate func isAdded(beside names: [String]) -> Bool {
    (isStored || type == .labels) && !isDerived && type != .identity && name != "deleted_at"
      && traits.isDisjoint(with: [.automatic, .guided]) && !names.contains(name)
  }
}
