internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// A lead on its way to become a customer: its values as the records to come take them.
struct LeadCandidate {
  let id: Int64
  let reference: String
  let name: FieldValue
  let company: FieldValue
  let phone: FieldValue
  let email: FieldValue
  let position: FieldValue
  let source: FieldValue
  let owner: FieldValue
  let status: Int?
  /// What it became, where it is converted.
  let customer: Int64?

  /// - Parameter given: what the same statement sets, which counts before what is stored.
  init?(_ id: Int64, _ planning: Planning, beside given: Planning.Assigned) throws(BindingError) {
    let lead = planning.entity(.lead)
    let fields = lead.fields.filter { $0.isStored && Self.names.contains($0.name) }
    guard let store = planning.store else { return nil }
    let stored: [SQLValue]?
    do throws(StorageError) { stored = try store.values(of: fields, record: id, entity: lead) } catch {
      throw .failed(error.diagnostic)
    }
    guard let stored else { return nil }
    var values: [String: FieldValue] = [:]
    for (field, value) in zip(fields, stored) {
      if let said = given.constant(field.name) {
        values[field.name] = said
      } else {
        values[field.name] = try Self.value(value, field, lead, planning)
      }
    }
    func value(_ name: String) -> FieldValue { values[name] ?? .empty }
    self.id = id
    reference = lead.reference(id)
    name = value("name")
    company = value("company")
    phone = value("phone")
    email = value("email")
    position = value("position")
    source = value("source")
    owner = value("assigned_to")
    if let index = fields.firstIndex(where: { $0.name == "status" }), case .integer(let key) = stored[index] {
      status = Int(key)
    } else {
      status = nil
    }
    customer = if case .reference(let id) = value("converted_customer") { id } else { nil }
  }

  private static let names: Set<String> = [
    "name", "company", "phone", "email", "position", "source", "assigned_to", "status", "converted_customer",
  ]

  /// A stored value as a field's value.
  private static func value(
    _ value: SQLValue, _ field: Field, _ entity: Entity, _ planning: Planning
  ) throws(BindingError) -> FieldValue {
    switch (value, field.type) {
    case (.integer(let id), .reference): return .reference(id)
    case (.integer(let key), _): return .choice(Int(key))
    case (.text(let text), _) where !text.isEmpty:
      do throws(FieldValueError) {
        return try planning.binder.context.reader.read(text, as: field, isQuoted: true)
      } catch {
        throw .value(error, field: field, entity: entity, .zero)
      }
    default: return .empty
    }
  }

  /// What its customer is called where nobody says it.
  var customerName: FieldValue { company.isEmpty ? name : company }
}
