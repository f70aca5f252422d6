package import Diagnostics
internal import Domain
package import Query

/// The last line of a result: how many there were, and of what.
package enum RowCount {
  /// `(12 customers)`, `(1 group)`, `(no customers)`; `（12 个客户）`, `（没有客户）`.
  package static func wording(_ count: Int, of shape: ResultShape) -> Wording {
    let number = String(count)
    if shape.isGrouped {
      return wording(count, one: "group", many: "groups", none: "分组", counted: "\(number) 组")
    }
    guard let entity = shape.entity else {
      return wording(count, one: "row", many: "rows", none: "记录", counted: "\(number) 行")
    }
    let label = entity.names.chineseName
    return wording(
      count, one: entity.names.englishName, many: entity.pluralEnglish, none: label, counted: "\(number) 个\(label)")
  }

  private static func wording(
    _ count: Int, one: String, many: String, none: String, counted: String
  ) -> Wording {
    count == 0
      ? Wording("(no \(many))", "（没有\(none)）")
      : Wording("(\(count) \(count == 1 ? one : many))", "（\(counted)）")
  }

  /// What a scalar shows where there is nothing to count: an average of no records.
  static let nothing = Wording("(empty)", "（空）")
}
