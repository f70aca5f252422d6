internal import Diagnostics
internal import Domain
internal import Engine
internal import Query
internal import Storage
internal import Values

/// What `add` asks of a record, asked of those of one entity that stand inside the rows of a JSON file.
final class NestedRules {
  private let entity: Entity
  private let link: Field
  private let invariants: RowInvariants
  private let finder: DuplicateFinder?
  private let rows: RowWriter
  /// Without a default assignee who is not there any more.
  let defaults: DomainRules

  init(_ column: NestedColumn, _ dictionary: DataDictionary, _ rows: RowWriter, now: Instant) throws {
    (entity, link, self.rows) = (column.child, column.link, rows)
    invariants = try RowInvariants(column.child, dictionary, rows, now: now)
    var defaults = dictionary.rules
    if try invariants.canAssign(defaults.defaultAssignee, rows) == false { defaults.defaultAssignee = nil }
    self.defaults = defaults
    finder = defaults.checksDuplicates ? try DuplicateFinder(column.child, rows) : nil
  }

  private func values(of record: NewRecord, under id: Int64) -> [FieldValue] {
    entity.fields.map { $0.key == link.key ? .reference(id) : record[$0.name] }
  }

  /// Why a record cannot stand, beside those of its row before it.
  func refusal(of record: NewRecord, after others: [NestedRecord]) throws -> RowRefusal? {
    // The record that it belongs to has no number yet.
    if let refusal = try invariants.refusal(of: values(of: record, under: 0), rows) { return refusal }
    let primary = FieldValue.flag(true)
    if entity.key == .contact, record["is_primary"] == primary,
      others.contains(where: { $0.record["is_primary"] == primary })
    {
      return RowRefusal(
        .other, Wording("only one contact can be the primary one", "只能有一个主要联系人"))
    }
    return nil
  }

  /// In what a record is one that is there already, or one before it in its row.
  func double(of record: NewRecord, after others: [NestedRecord]) throws -> Wording? {
    guard let finder else { return nil }
    for rule in entity.duplicateRules {
      guard let field = rule.fields.first, rule.fields.allSatisfy({ $0.key == link.key || !record[$0.name].isEmpty })
      else { continue }
      let isTwice = others.contains { other in
        rule.fields.allSatisfy { $0.key == link.key || other.record[$0.name] == record[$0.name] }
      }
      if isTwice {
        return Wording("two of them have the same \(field.name)", "其中两条的\(field.names.chineseName)相同")
      }
    }
    try finder.take(values(of: record, under: 0))
    guard let match = try finder.matches().first, let field = match.fields.first else { return nil }
    return Wording(
      "\(entity.reference(match.id)) has the same \(field.name)",
      "\(entity.reference(match.id)) 的\(field.names.chineseName)相同")
  }

  /// A record that was made counts for those that follow.
  func note(_ record: NewRecord, _ id: Int64, under owner: Int64) throws {
    let values = values(of: record, under: owner)
    invariants.note(id, values)
    try finder?.take(values)
    finder?.note(id)
  }
}
