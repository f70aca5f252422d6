internal import Diagnostics
internal import Domain
internal import Language
internal import Values

/// How a part is asked for, and what is asked of it: for what runs and for what is only checked.
extension ProfilePart {
  func isMeant(by name: Name) -> Bool { Self.is(names, name) }
  static func isAll(_ name: Name) -> Bool { Self.is(all, name) }

  /// The parts that a record of an entity has, whatever it is called.
  static func askable(of entity: Entity, _ reference: String, _ dictionary: DataDictionary) -> [ProfilePart] {
    entity.key == .competitor ? competitor(named: "") : parts(of: entity, reference, dictionary)
  }

  private static func `is`(_ names: Names, _ name: Name) -> Bool {
    let word = TextFolding.folded(name.text)
    return names.spellings.contains { TextFolding.folded($0) == word }
  }

  static func unknown(_ name: Name, _ parts: [ProfilePart], _ reference: String) -> Diagnostic {
    let known = parts.map(\.names) + [all]
    let near = NearestName.suggestions(
      for: name.text, among: known.flatMap(\.spellings) + Keyword.clauseStarts.flatMap { $0.word.spellings })
    let english = known.map { $0.word(.english) }.joined(separator: ", ")
    let chinese = known.map { $0.word(.chinese) }.joined(separator: "、")
    return Diagnostic(
      "unknown-part",
      Wording(
        "the profile of \(reference) has no part “\(name.text)”", "\(reference) 的档案没有“\(name.text)”这一部分"),
      kind: .failure,
      at: .init(name.span, near.first.map { Wording("did you mean \($0)?", "是不是 \($0)？") }),
      help: [Wording("show \(reference) …: \(english)", "查看 \(reference) …：\(chinese)")])
  }
}

extension Language.Query {
  /// The query that a part stands for, with the clauses and stages of the one that was said.
  func followed(by said: Language.Query) -> Language.Query {
    var records = self
    if let more = said.condition {
      records.condition = condition.map { Expression(.all([.init(.group($0)), .init(.group(more))])) } ?? more
    }
    records.relations = said.relations
    records.shown = said.shown ?? records.shown
    if !said.sorting.isEmpty || said.top != nil || !said.grouping.isEmpty { records.sorting = said.sorting }
    (records.grouping, records.having, records.across) = (said.grouping, said.having, said.across)
    (records.top, records.limit, records.asOf, records.stages) = (said.top, said.limit, said.asOf, said.stages)
    records.span = said.span
    return records
  }
}
