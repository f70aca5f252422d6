internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What stands in the way of an undo, record by record and field by field.
struct ConflictWording {
  private let session: Session
  private let values: LoggedValues
  private let book: ChangeBook

  init(_ session: Session) {
    self.session = session
    values = LoggedValues(session)
    book = ChangeBook(session)
  }

  func diagnostic(_ conflicts: ReversalConflicts) -> Diagnostic {
    let number = conflicts.changeSet
    var help = conflicts.list.map { line($0) }
    let more = conflicts.count - conflicts.list.count
    if more > 0 { help.append(Wording("and \(more) more", "以及另外 \(more) 处")) }
    if conflicts.yieldsToForce {
      help.append(
        conflicts.isRedo
          ? Wording("redo \(number) force goes over them", "重做 \(number) 强制 会覆盖这些改动")
          : Wording("undo \(number) force goes over them", "撤销 \(number) 强制 会覆盖这些改动"))
    } else {
      help.append(
        Wording(
          "undo what refers to the records first; force cannot leave a reference to nothing",
          "请先撤销引用这些记录的改动；强制也不能留下无效引用"))
    }
    return Diagnostic(
      "undo-conflict",
      conflicts.isRedo
        ? Wording(
          "undo \(number) cannot be taken back: \(Self.newer(conflicts.count)) in its way",
          "无法收回撤销 \(number)：有 \(conflicts.count) 处之后的改动")
        : Wording(
          "change set \(number) cannot be undone: \(Self.newer(conflicts.count)) in its way",
          "无法撤销变更 \(number)：有 \(conflicts.count) 处之后的改动"), kind: .failure, help: help)
  }

  private static func newer(_ count: Int) -> String {
    count == 1 ? "a newer change stands" : "\(count) newer changes stand"
  }

  private func line(_ conflict: ReversalConflict) -> Wording {
    let record = conflict.entity.reference(conflict.id)
    let by = since(conflict.since)
    switch conflict.reason {
    case .changed(let field, _, let now) where field.name == "deleted_at":
      return now == .null
        ? Wording("\(record) was restored\(by.english)", "\(record) 已被恢复\(by.chinese)")
        : Wording("\(record) was deleted\(by.english)", "\(record) 已被删除\(by.chinese)")
    case .changed(let field, let left, let now):
      let (from, to) = (values.text(left, field), values.text(now, field))
      if left == now {
        return Wording(
          "\(record).\(field.name): \(to) again\(by.english)",
          "\(record) 的\(field.names.chineseName)：又是 \(to)\(by.chinese)")
      }
      return Wording(
        "\(record).\(field.name): \(from) → \(to)\(by.english)",
        "\(record) 的\(field.names.chineseName)：\(from) → \(to)\(by.chinese)")
    case .relabelled(let field, let label, let isGained):
      return Wording(
        "\(record).\(field.name): \(isGained ? "+" : "−")\(label)\(by.english)",
        "\(record) 的\(field.names.chineseName)：\(isGained ? "+" : "−")\(label)\(by.chinese)")
    case .gone:
      return Wording("\(record) is no longer there\(by.english)", "\(record) 已不存在\(by.chinese)")
    case .referred(let other, let field):
      let name = session.dictionary.entity(other.entity)?.reference(other.id) ?? String(other.id)
      return Wording("\(name).\(field.name) refers to \(record)", "\(name) 的\(field.names.chineseName)引用了 \(record)")
    case .dangling(let field, let missing):
      let name = session.dictionary.entity(missing.entity)?.reference(missing.id) ?? String(missing.id)
      return Wording(
        "\(record).\(field.name) would refer to \(name), which is no longer there",
        "\(record) 的\(field.names.chineseName)将引用已不存在的 \(name)")
    case .unknownField(let key):
      return Wording(
        "\(conflict.entity.pluralEnglish) no longer have the field (number \(key)) that it changed",
        "\(conflict.entity.names.chineseName)已没有它改动过的字段（编号 \(key)）")
    }
  }

  private func since(_ entry: ChangeSetEntry?) -> (english: String, chinese: String) {
    guard let entry else { return ("", "") }
    let at = values.text(entry.at)
    let author = values.person(entry.author)
    return (", by \(author) in change set \(entry.id) (\(at))", "（\(author)，变更 \(entry.id)，\(at)）")
  }
}
