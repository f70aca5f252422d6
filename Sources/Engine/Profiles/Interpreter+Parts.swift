package import Diagnostics
package import Domain
internal import Language
internal import Layout
internal import Query
internal import Values

/// `show cust_001 timeline`: one part of a profile with all of its rows, or all parts at once.
extension Interpreter {
  func showPart(_ name: Name, _ query: Language.Query, in statement: Statement) throws(Diagnostic) {
    let (subject, others) = try profileSubject(query)
    guard let subject else { return }
    guard others == 0 else {
      let help = Wording("show \(subject.reference) \(name.text)", "查看 \(subject.reference) \(name.text)")
      throw Diagnostic(
        "one-record", Wording("a part is shown of one record", "一次只能查看一条记录的某一部分"), kind: .failure,
        at: .init(query.source.span), help: [help])
    }
    if ProfilePart.isAll(name) { return try showAll(subject, query) }
    let parts = try parts(of: subject)
    guard let part = parts.first(where: { $0.isMeant(by: name) }) else {
      throw ProfilePart.unknown(name, parts, subject.reference)
    }
    if case .records(let listing) = part.content { return try showRecords(listing, query, in: statement) }
    let form = try form(query, name)
    guard let (table, _) = try madeTable(part.content, .max, of: subject) else {
      return face.tell(.notice(Wording("none", "无")))
    }
    try face.present(form.map { .format($0) } ?? .usual) { sink throws(Diagnostic) in table.send(to: &sink) }
  }

  /// Records are what a query gives, with the clauses and stages of the one that was said.
  private func showRecords(
    _ listing: ProfilePart.Listing, _ query: Language.Query, in statement: Statement
  ) throws(Diagnostic) {
    let records = try ownQuery(listing.whole(withColumns: !isForPrograms(query))).followed(by: query)
    try show(records, in: statement)
  }

  /// Programs get whole records.
  private func isForPrograms(_ query: Language.Query) -> Bool {
    switch query.stages.first?.kind {
    case .file: true
    case .format(let format): styleWanted(.format(format)) == .exchange
    case nil: styleWanted(.usual) == .exchange
    case .chart, .update, .each: false
    }
  }

  private func showAll(_ subject: ProfileSubject, _ query: Language.Query) throws(Diagnostic) {
    let form = try form(query, Name("all", span: query.span))
    switch form {
    case nil, .json, .jsonl, .table, .card: break
    case .csv, .markdown:
      throw Diagnostic(
        "several-lists", Wording("a profile is several lists", "完整档案包含多个列表"), kind: .failure,
        at: .init(query.stages.first?.span ?? query.span),
        help: [
          Wording(
            "| json, or one part at a time: show \(subject.reference) contacts",
            "用 | json，或一次查看一部分：查看 \(subject.reference) 联系人")
        ])
    }
    var profile = try profile(
      subject.entity, subject.id, subject.asker, isWhole: true, isForPrograms: isForPrograms(query))
    profile.format = form
    face.tell(.profile(profile))
  }

  /// What a part that is no query may be followed by.
  private func form(_ query: Language.Query, _ name: Name) throws(Diagnostic) -> Language.Stage.Format? {
    let isPlain =
      query.condition == nil && query.relations.isEmpty && query.shown == nil && query.grouping.isEmpty
      && query.having == nil && query.sorting.isEmpty && query.top == nil && query.limit == nil && query.across == nil
    if isPlain {
      if query.stages.isEmpty { return nil }
      if query.stages.count == 1, case .format(let format) = query.stages[0].kind { return format }
    }
    throw Diagnostic(
      "part-without-clauses",
      Wording(
        "“\(name.text)” is put together from several lists: it takes no clauses", "“\(name.text)”由多个列表汇总而成，不能带子句"),
      kind: .failure, at: .init(query.stages.first?.span ?? query.span),
      help: [Wording("| json, | csv, | markdown", "可以用 | json、| csv、| markdown")])
  }
}

extension Names {
  /// The first name that is one word: what asks for a part.
  package func word(_ language: UserLanguage) -> String {
    let names = language == .english ? english : chinese
    return names.first { !$0.contains(" ") } ?? names.first ?? ""
  }
}

extension Session {
  /// The words that may follow `show` and a record of an entity.
  package func profileParts(of entity: Entity) -> [Names] {
    ProfilePart.askable(of: entity, entity.reference(1), dictionary).map(\.names) + [ProfilePart.all]
  }
}
