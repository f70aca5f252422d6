internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

extension Interpreter {
  /// The contacts of a query with all that a vCard file says of them, whatever columns the query shows: every stored
  /// field, references by their titles.
  func cardRecord(_ query: BoundQuery, at span: SourceSpan) throws(Diagnostic) -> BoundQuery {
    guard query.entity.key == .contact, !query.isGrouped, query.pivot == nil else {
      throw Diagnostic(
        "not-contacts", Wording("a vCard file holds contacts", "名片文件只能保存联系人"), kind: .failure, at: .init(span),
        help: [Wording("export find contacts to \"contacts.vcf\"", "导出 查找 联系人 到 \"contacts.vcf\"")])
    }
    var columns: [BoundQuery.Column] = []
    for field in query.entity.fields {
      guard field.isStored, field.type != .identity, !field.traits.contains(.automatic), field.name != "deleted_at"
      else { continue }
      var names = [Name(field.name, span: span)]
      if let key = field.type.referenced {
        guard let title = session.dictionary.entity(key)?.titleField else { continue }
        names.append(Name(title.name, span: span))
      }
      let path = Expression(.path(Path(names), isSubject: false), span: span)
      let asker = Binder(session.context(), scope: query.entity)
      let bound = try binding { () throws(BindingError) in try asker.bind(path) }
      columns.append(.init(name: field.name, heading: field.names, expression: bound))
    }
    var wanted = query
    wanted.columns = columns
    wanted.showsRecord = false
    return wanted
  }
}
