import Domain
import Engine
import Layout
import Storage

/// What the change log must be able to bring back: every logged field of every record, and who has which label.
struct WorkspaceState: Equatable {
  struct Place: Hashable, Comparable {
    let entity: Int
    let record: Int64
    let field: Int

    static func < (one: Place, other: Place) -> Bool {
      (one.entity, one.record, one.field) < (other.entity, other.record, other.field)
    }
  }

  struct Label: Hashable {
    let place: Place
    let label: Int64
  }

  /// As SQLite quotes them; an empty field is not there.
  var values: [Place: String] = [:]
  var labels: Set<Label> = []
  var records: Set<Place> = []

  /// Kept beside the log: the stage's moment stands in its visits, the rest with the change sets.
  private static let unlogged: Set<String> = ["updated_at", "created_at", "created_by", "stage_since"]

  init(of bench: Workbench) throws {
    for entity in bench.session.dictionary.entities {
      let table = EntityTable(entity)
      for line in try Self.lines(bench, "SELECT id FROM \(table.name)") {
        if let id = Int64(line[0]) { records.insert(Place(entity: entity.key.rawValue, record: id, field: 0)) }
      }
      for field in entity.fields where field.isStored && field.type != .identity && !Self.unlogged.contains(field.name)
      {
        let value = Self.logged(field)
        for line in try Self.lines(
          bench, "SELECT id, quote(\(value)) FROM \(table.name) WHERE \"\(field.name)\" IS NOT NULL")
        {
          if let id = Int64(line[0]) {
            values[Place(entity: entity.key.rawValue, record: id, field: field.key)] = line[1]
          }
        }
      }
      for field in entity.labelFields {
        for line in try Self.lines(bench, "SELECT record, label FROM \"\(table.labelTable(field))\"") {
          guard let id = Int64(line[0]), let label = Int64(line[1]) else { continue }
          labels.insert(Label(place: Place(entity: entity.key.rawValue, record: id, field: field.key), label: label))
        }
      }
    }
  }

  private static func logged(_ field: Field) -> String {
    guard field.type == .money else { return "\"\(field.name)\"" }
    return "CASE WHEN \"\(field.name)_currency\" = 'CNY' THEN \"\(field.name)\" "
      + "ELSE \"\(field.name)\" || ' ' || \"\(field.name)_currency\" || ' ' || \"\(field.name)_base\" END"
  }

  private static func lines(_ bench: Workbench, _ query: String) throws -> [[String]] {
    let list = String(query.dropFirst("SELECT ".count))
    guard let from = list.firstRange(of: " FROM ") else { return [] }
    let fields = list[..<from.lowerBound].split(separator: ", ").map(String.init)
    let joined = fields.joined(separator: " || char(1) || ")
    let text = "SELECT group_concat(\(joined), char(2))\(list[from.lowerBound...])"
    guard case .text(let all) = try bench.sql(text) else { return [] }
    return all.split(separator: "\u{2}").map {
      $0.split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Goes back to before a change set, by the log alone.
  mutating func takeBack(_ changeSet: Int64, in bench: Workbench) throws {
    let query =
      "SELECT id, entity, record, field, quote(before), quote(after) FROM changes WHERE change_set = \(changeSet)"
    for line in try Self.lines(bench, query).sorted(by: { Int64($0[0]) ?? 0 > Int64($1[0]) ?? 0 }) {
      guard let entity = Int(line[1]), let record = Int64(line[2]), let field = Int(line[3]) else { continue }
      let place = Place(entity: entity, record: record, field: field)
      let isText = bench.session.dictionary.entity(EntityKey(rawValue: entity))?.field(key: field)?.type.isText ?? false
      let now = values[place] ?? "NULL"
      if !isText { guard now == line[5] else { throw Mismatch(text: "\(place): is \(now), the log says \(line[5])") } }
      guard now != line[4] else { throw Mismatch(text: "\(place): a change from \(now) to itself") }
      values[place] = line[4] == "NULL" ? nil : line[4]
    }
    let members = "SELECT id, entity, record, field, label, sign FROM member_changes WHERE change_set = \(changeSet)"
    for line in try Self.lines(bench, members).sorted(by: { Int64($0[0]) ?? 0 > Int64($1[0]) ?? 0 }) {
      guard let entity = Int(line[1]), let record = Int64(line[2]), let field = Int(line[3]), let label = Int64(line[4])
      else { continue }
      let member = Label(place: Place(entity: entity, record: record, field: field), label: label)
      if line[5] == "1" {
        guard labels.remove(member) != nil else { throw Mismatch(text: "\(member) was not there") }
      } else {
        guard labels.insert(member).inserted else { throw Mismatch(text: "\(member) was there") }
      }
    }
    for line in try Self.lines(bench, "SELECT entity, first, last FROM created WHERE change_set = \(changeSet)") {
      guard let entity = Int(line[0]), let first = Int64(line[1]), let last = Int64(line[2]) else { continue }
      let range = first...last
      for id in range where records.remove(Place(entity: entity, record: id, field: 0)) == nil {
        throw Mismatch(text: "\(entity) \(id) was not made")
      }
      values = values.filter { $0.key.entity != entity || !range.contains($0.key.record) }
      labels = labels.filter { $0.place.entity != entity || !range.contains($0.place.record) }
    }
  }

  struct Mismatch: Error { let text: String }

  func differences(from other: WorkspaceState) -> String {
    let places = Set(values.keys).union(other.values.keys).filter { values[$0] != other.values[$0] }.sorted().prefix(3)
    let shown = places.map { "\($0): \(values[$0] ?? "NULL") for \(other.values[$0] ?? "NULL")" }
    return
      (shown + [
        "labels ±\(labels.symmetricDifference(other.labels).count)",
        "records ±\(records.symmetricDifference(other.records).count)",
      ])
      .joined(separator: "; ")
  }
}
