internal import Diagnostics
package import Domain

/// What can be wrong with a question about the past.
package enum PastError: Error, Sendable {
  /// `as of` a day that has not come.
  case future(String)
  case noMoment
  case noSuchChangeSet(Int64, last: Int64)
  /// `find … as of … | update …`: what was cannot be changed.
  case write(verb: String)
  /// A field of which no change is logged; nil where there is no field at all.
  case noHistory(Field?, Entity?)
}

extension PastError {
  /// The error in its own words.
  func diagnostic(at span: SourceSpan) -> Diagnostic {
    switch self {
    case .future(let text):
      return Diagnostic(
        "future-moment", Wording("“\(text)” has not come yet", "“\(text)”还没有到"), at: .init(span),
        help: [
          Wording(
            "as of a day that has been: as of today, as of 2026-01-31, as of last month",
            "请用已经过去的时间：截至 今天、截至 2026-01-31、截至 上月")
        ])
    case .noMoment:
      return Diagnostic(
        "not-a-moment", Wording("this is no moment", "这不是时间"), at: .init(span),
        help: [
          Wording("as of 2026-01-31, as of 2026-01-31 14:30, as of #42", "截至 2026-01-31、截至 2026-01-31 14:30、截至 #42")
        ])
    case .noSuchChangeSet(let number, let last):
      return Diagnostic(
        "no-such-change-set", Wording("there is no change set \(number)", "没有第 \(number) 次变更"), kind: .failure,
        at: .init(span), help: [Wording("the last one is \(last)", "最近一次是第 \(last) 次")])
    case .write(let verb):
      return Diagnostic(
        "past-write", Wording("what was cannot be changed: `\(verb)` acts on what is", "过去不能更改：`\(verb)` 只能用于现在的记录"),
        at: .init(span),
        help: [
          Wording(
            "take the records from then and change them now: let $then = find … as of …, and on the next line \(verb) $then …",
            "先取出当时的记录，再更改现在的它们：let $then = find … as of …，下一行写 \(verb) $then …")
        ])
    case .noHistory(let field, let entity): return noHistory(field, entity, span)
    }
  }

  private func noHistory(_ field: Field?, _ entity: Entity?, _ span: SourceSpan) -> Diagnostic {
    guard let field, let entity else {
      return Diagnostic(
        "no-history", Wording("only a field was something or changed", "只有字段才有历史"), at: .init(span),
        help: [Wording(verbatim: "stage was 商务谈判 during 2026-Q1"), Wording(verbatim: "tag changed to VIP")])
    }
    let name = Wording(
      "\(field.name) of \(entity.pluralEnglish)", "\(entity.names.chineseName)的\(field.names.chineseName)")
    if field.isDerived {
      return Diagnostic(
        "no-history",
        Wording(
          "\(name.english) is worked out and has no history of its own", "\(name.chinese)由系统计算，本身没有变更历史"),
        at: .init(span),
        help: [
          Wording(
            "ask how it was at a moment: find \(entity.pluralEnglish) where \(field.name) = … as of last month",
            "请查询某个时间的情况：查找 \(entity.names.chineseName) 其中 \(field.names.chineseName) = … 截至 上月")
        ])
    }
    let isKept = field.name == "updated_at" || field.name == "stage_since"
    return Diagnostic(
      "no-history",
      isKept
        ? Wording("\(name.english) moves with every change and is not logged", "\(name.chinese)随每次变更而变，不单独记录")
        : Wording("\(name.english) never changes", "\(name.chinese)从不改变"), at: .init(span),
      help: [Wording(verbatim: "\(field.name) in last month")])
  }
}
