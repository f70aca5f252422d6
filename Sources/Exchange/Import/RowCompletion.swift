internal import Domain
internal import Engine
internal import Storage
internal import Values

/// What the domain adds to a new record, worked out once where it does not depend on the record's other values.
struct RowCompletion {
  private let entity: Entity
  private let rules: DomainRules
  private let author: Int64
  private let now: Instant
  private let defaults: [(position: Int, value: FieldValue)]
  /// The defaults follow from other values: a stage's probability.
  private let isDependent: Bool
  private let required: [Int]
  /// Where the customer stands; nil where the entity has none.
  let customer: Int?

  init(_ entity: Entity, _ rules: DomainRules, author: Int64, now: Instant) {
    self.entity = entity
    self.rules = rules
    self.author = author
    self.now = now
    isDependent =
      entity.key == .opportunity || entity.key == .task || (entity.key == .lead && rules.scoresLeads)
    var blank = NewRecord(entity)
    if !isDependent { blank.complete(rules: rules, author: author, now: now) }
    defaults = blank.values.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element) }
    required = entity.fields.indices.filter { entity.fields[$0].isRequired }
    customer = entity.fields.firstIndex { $0.name == "customer" }
  }

  /// - Returns: what stands for the day on which the record was closed, where it is closed and its row says no day.
  func complete(_ values: inout [FieldValue]) -> ClosingGuess? {
    for (position, value) in defaults where values[position].isEmpty { values[position] = value }
    guard isDependent else { return nil }
    var record = NewRecord(entity)
    record.values = values
    record.beginSeries(rules, now: now)
    record.complete(rules: rules, author: author, now: now)
    let guess = guess(&record, beside: values)
    for position in values.indices where values[position].isEmpty { values[position] = record.values[position] }
    return guess
  }

  /// What was over before it came was not closed by coming: a new record's closing is now, a row's is when it was.
  private func guess(_ record: inout NewRecord, beside given: [FieldValue]) -> ClosingGuess? {
    let name = entity.key == .opportunity ? "closed_at" : "completed_at"
    guard entity.key == .opportunity || entity.key == .task, record.has(name),
      let place = entity.fields.firstIndex(where: { $0.name == name }), given[place].isEmpty
    else { return nil }
    if entity.key == .task {
      record[name] = .empty
      return .unknown
    }
    guard case .date(let expected) = record["expected_close_date"], expected < rules.zone.day(of: now) else {
      return .today
    }
    record[name] = .date(expected)
    return .expected
  }

  func missing(_ values: [FieldValue], _ labels: [LabelSet]) -> [Field] {
    var missing: [Field] = []
    for position in required where values[position].isEmpty {
      let field = entity.fields[position]
      if !labels.contains(where: { $0.field.key == field.key }) { missing.append(field) }
    }
    return missing
  }

  /// Where the row names a record that has a customer itself.
  func parentsOfCustomer(_ dictionary: DataDictionary) -> [(position: Int, parent: Entity, field: Field)] {
    ["contact", "opportunity"].compactMap { name in
      guard let position = entity.fields.firstIndex(where: { $0.name == name }),
        let parent = entity.fields[position].type.referenced.flatMap({ dictionary.entity($0) }),
        let field = parent.field(named: "customer")
      else { return nil }
      return (position, parent, field)
    }
  }
}

/// What stands for a day of closing that a row does not say.
enum ClosingGuess {
  /// The opportunity's expected day, which is past.
  case expected
  case today
  /// Nothing: when a task was completed is not known.
  case unknown
}
