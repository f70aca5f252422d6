internal import Diagnostics
internal import Domain
internal import Engine
internal import Layout
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
  private let searches: [MatchSearch]
  /// Of the row at hand: what its records are known by, and whether one of them is the primary contact.
  private var keys: Set<String> = []
  private var hasPrimary = false

  init(_ column: NestedColumn, _ dictionary: DataDictionary, _ rows: RowWriter, now: Instant) throws {
    (entity, link, self.rows) = (column.child, column.link, rows)
    // Who is primary is settled among the row's own.
    invariants = try RowInvariants(column.child, dictionary, rows, now: now, settlesPrimary: false)
    var defaults = dictionary.rules
    if try invariants.canAssign(defaults.defaultAssignee, rows) == false { defaults.defaultAssignee = nil }
    self.defaults = defaults
    finder = defaults.checksDuplicates ? try DuplicateFinder(column.child, rows) : nil
    searches = defaults.checksDuplicates ? column.child.duplicateRules.map { MatchSearch($0.fields) } : []
  }

  /// The records of another row follow.
  func beginRow() {
    keys = []
    hasPrimary = false
  }

  private func values(of record: NewRecord, under id: Int64) -> [FieldValue] {
    entity.fields.map { $0.key == link.key ? .reference(id) : record[$0.name] }
  }

  /// Why a record cannot stand, beside those of its row before it.
  func refusal(of record: NewRecord) throws -> RowRefusal? {
    // The record that it belongs to has no number yet.
    if let refusal = try invariants.refusal(of: values(of: record, under: 0), rows) { return refusal }
    guard entity.key == .contact, record["is_primary"] == .flag(true) else { return nil }
    defer { hasPrimary = true }
    return hasPrimary
      ? RowRefusal(.other, Wording("only one contact can be the primary one", "只能有一个主要联系人")) : nil
  }

  /// In what a record is one that is there already, or one before it in its row.
  func double(of record: NewRecord) throws -> Wording? {
    guard let finder else { return nil }
    for search in searches {
      let key = search.key { $0.key == link.key ? .reference(0) : record[$0.name] }
      guard let key, let field = search.fields.first else { continue }
      let place = "\(field.key) " + key.map(\.text).joined(separator: "\u{1F}")
      if !keys.insert(place).inserted {
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
