internal import Diagnostics
internal import Domain
internal import Query

/// Why a row of the file cannot be taken.
struct RowRefusal {
  enum Kind: Hashable, Sendable { case value, missingReference, duplicate, missingField, other }

  let kind: Kind
  let reason: Wording

  init(_ kind: Kind, _ reason: Wording) {
    self.kind = kind
    self.reason = reason
  }

  /// A cell that is no value of its field.
  init(_ error: FieldValueError, _ column: ImportColumn, _ entity: Entity) {
    let diagnostic = FieldValueWording(field: column.field, entity: entity).diagnostic(error, at: .zero)
    let message = diagnostic.message
    // A hint beside it is worth a few words: the nearest choice, the list of them, the corrected spelling.
    let hint = diagnostic.mark?.label ?? diagnostic.help.first
    let english = hint.map { " (\($0.english))" } ?? ""
    let chinese = hint.map { "（\($0.chinese)）" } ?? ""
    reason = Wording(
      "\(column.heading): \(message.english)\(english)", "\(column.heading)：\(message.chinese)\(chinese)")
    switch error {
    case .unknownReference: kind = .missingReference
    default: kind = .value
    }
  }

  static func tooManyCells(_ count: Int, of expected: Int) -> RowRefusal {
    RowRefusal(
      .other,
      Wording("\(count) cells where the heading has \(expected)", "有 \(count) 个单元格，而列名只有 \(expected) 个"))
  }

  static func missing(_ fields: [Field]) -> RowRefusal {
    let english = fields.map(\.name).joined(separator: ", ")
    let chinese = fields.map(\.names.chineseName).joined(separator: "、")
    return RowRefusal(.missingField, Wording("\(english) is missing", "缺少\(chinese)"))
  }

  static func ambiguousDuplicate(_ references: [String]) -> RowRefusal {
    RowRefusal(
      .other,
      Wording(
        "fits several records: \(references.joined(separator: ", "))",
        "与多条记录相符：\(references.joined(separator: "、"))"))
  }

  static func deleted(_ reference: String) -> RowRefusal {
    RowRefusal(
      .other,
      Wording(
        "\(reference) lies in the recycle bin: restore \(reference)", "\(reference) 在回收站中，可先 restore \(reference)"))
  }
}
