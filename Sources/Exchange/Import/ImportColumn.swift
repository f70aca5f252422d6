internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// One column of the file with the field that it fills.
struct ImportColumn: Sendable {
  /// In the file, from 0.
  let index: Int
  let heading: String
  let field: Field
  /// The field's place in its entity.
  let position: Int
}

/// A column that holds records of another entity, which refer to the row's.
struct NestedColumn: Sendable {
  let index: Int
  let heading: String
  let child: Entity
  /// The child's field that refers to the row's record.
  let link: Field
}

/// Which column fills which field, found from the file's heading.
struct ImportLayout: Sendable {
  let headings: [String]
  private(set) var columns: [ImportColumn] = []
  private(set) var identity: Int?
  /// Columns that fill nothing, as they are named.
  private(set) var ignored: [String] = []
  /// Columns of records that belong to the row's: `contacts` of a customer. Only JSON has such.
  private(set) var nested: [NestedColumn] = []
  /// Those among them that name a field which no file sets.
  private(set) var derived: [Field] = []

  init(_ headings: [String], _ request: ImportRequest, _ dictionary: DataDictionary) throws(ImportProblem) {
    self.headings = headings.map { ImportLayout.trimmed($0) }
    // An empty list of records names no columns.
    if request.isJSON, headings.allSatisfy(\.isEmpty) { return }
    try checkHeadings()
    var claimed: [Int: ImportRequest.Mapping] = [:]
    for mapping in request.mappings {
      let index = try find(mapping)
      if claimed[index] != nil { throw .mappedTwice(mapping.column, mapping.span) }
      claimed[index] = mapping
    }
    var filled: [Int: String] = [:]
    for mapping in request.mappings { filled[mapping.field.key] = mapping.column }
    let entity = request.entity
    for (index, heading) in self.headings.enumerated() {
      let own = claimed[index] == nil && !heading.isEmpty ? dictionary.field(named: heading, of: entity) : nil
      if request.isJSON, claimed[index] == nil, own == nil,
        let relation = dictionary.relation(named: heading, of: request.entity),
        let child = dictionary.entity(relation.child)
      {
        nested.append(NestedColumn(index: index, heading: heading, child: child, link: relation.field))
        continue
      }
      guard let field = claimed[index]?.field ?? own else {
        ignored.append(heading.isEmpty ? "(\(index + 1))" : heading)
        continue
      }
      if own != nil, let other = filled[field.key] {
        // What `map` says stands above a heading that happens to be the field's name.
        guard request.mappings.contains(where: { $0.field.key == field.key }) else {
          throw .sameField(other, heading, field)
        }
        ignored.append(heading)
        continue
      }
      filled[field.key] = heading
      try add(field, index, heading, entity)
    }
    guard identity != nil || !columns.isEmpty else { throw .nothingMatches(self.headings, entity, dictionary) }
  }

  /// The table of a vCard file, whose headings are the names of fields.
  init(fields headings: [String], of entity: Entity) {
    self.headings = headings
    for (index, heading) in headings.enumerated() {
      guard let position = entity.fields.firstIndex(where: { $0.name == heading }) else { continue }
      columns.append(ImportColumn(index: index, heading: heading, field: entity.fields[position], position: position))
    }
  }

  /// Whether a file's heading is still the one that this was made for.
  func isHeading(_ headings: [String]) -> Bool { headings.map { ImportLayout.trimmed($0) } == self.headings }

  private mutating func add(_ field: Field, _ index: Int, _ heading: String, _ entity: Entity) throws(ImportProblem) {
    if field.isDerived || field.name == "deleted_at" {
      ignored.append(heading)
      derived.append(field)
    } else if field.type == .identity {
      identity = index
    } else if let position = entity.fields.firstIndex(where: { $0.key == field.key }) {
      columns.append(ImportColumn(index: index, heading: heading, field: field, position: position))
    }
  }

  private func checkHeadings() throws(ImportProblem) {
    guard headings.contains(where: { !$0.isEmpty }) else { throw .noHeading }
    var seen: [String: Int] = [:]
    for (index, heading) in headings.enumerated() where !heading.isEmpty {
      if let first = seen.updateValue(index, forKey: heading) { throw .sameHeading(heading, first + 1, index + 1) }
    }
  }

  /// The column that a mapping names: exactly, else folded.
  private func find(_ mapping: ImportRequest.Mapping) throws(ImportProblem) -> Int {
    if let index = headings.firstIndex(of: mapping.column) { return index }
    let folded = TextFolding.folded(ImportLayout.trimmed(mapping.column))
    let found = headings.indices.filter { TextFolding.folded(headings[$0]) == folded }
    if found.count == 1 { return found[0] }
    throw .noSuchColumn(
      mapping.column, nearest: NearestName.suggestions(for: mapping.column, among: headings), headings, mapping.span)
  }

  static func trimmed(_ heading: String) -> String {
    let scalars = heading.unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar.value == 0xFEFF }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
