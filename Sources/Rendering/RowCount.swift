package import Diagnostics
internal import Domain
package import Query

/// The last line of a result: how many there were, and of what.
package enum RowCount {
  /// `(12 customers)`, `(1 group)`, `(no customers)`, `(12 customers, as of 2026-01-31)`; `（12 个客户）`, `（没有客户）`.
  package static func wording(_ count: Int, of shape: ResultShape) -> Wording {
    let number = String(count)
    let plain: Wording
    if shape.isGrouped {
      plain = wording(count, one: "group", many: "groups", none: "分组", counted: "\(number) 组")
    } else if let entity = shape.entity {
      let label = entity.names.chineseName
      plain = wording(
        count, one: entity.names.englishName, many: entity.pluralEnglish, none: label, counted: "\(number) 个\(label)")
    } else {
      plain = wording(count, one: "row", many: "rows", none: "记录", counted: "\(number) 行")
    }
    guard let moment = shape.asOf else { return Wording("(\(plain.english))", "（\(plain.chinese)）") }
    return Wording("(\(plain.english), as of \(moment))", "（截至 \(moment)，\(plain.chinese)）")
  }

  private static func wording(
    _ count: Int, one: String, many: String, none: String, counted: String
  ) -> Wording {
    count == 0
      ? Wording("no \(many)", "没有\(none)") : Wording("\(count) \(count == 1 ? one : many)", counted)
  }

  /// The line under a single figure of an earlier moment.
  static func moment(of shape: ResultShape) -> Wording? {
    shape.asOf.map { Wording("(as of \($0))", "（截至 \($0)）") }
  }

  /// What a scalar shows where there is nothing to count: an average of no records.
  static let nothing = Wording("(empty)", "（空）")
}
