package import Domain
internal import Layout
internal import Query

extension Store {
  /// In what two records of an entity would be the same one, of which there can be only one.
  package enum Sameness: Sendable {
    case primaryContact, target, view

    package init?(_ entity: Entity) {
      switch entity.key {
      case .contact: self = .primaryContact
      case .target: self = .target
      case .view: self = .view
      default: return nil
      }
    }

    /// What can bring a record into the place of another.
    package var fields: [String] {
      switch self {
      case .primaryContact: ["is_primary", "customer", "deleted_at"]
      case .target: ["user", "team", "period", "deleted_at"]
      case .view: ["name", "deleted_at"]
      }
    }

    /// The condition on another record `b` beside `a`.
    fileprivate var condition: String {
      switch self {
      case .primaryContact: "a.is_primary = 1 AND b.is_primary = 1 AND b.customer = a.customer"
      case .target:
        "b.\"user\" IS a.\"user\" AND crm_fold(b.period) IS crm_fold(a.period) AND crm_fold(b.team) IS crm_fold(a.team)"
      case .view: "crm_fold(b.name) = crm_fold(a.name)"
      }
    }
  }

  /// A live record in the place that a live record has too.
  package func rival(
    of id: Int64, in sameness: Sameness, _ entity: Entity
  ) throws(StorageError) -> Int64? {
    let table = EntityTable(entity).name
    return try perform {
      try $0.integer(
        "SELECT b.id FROM \(table) a JOIN \(table) b ON b.id <> a.id AND \(sameness.condition) "
          + "WHERE a.id = ? AND a.deleted_at IS NULL AND b.deleted_at IS NULL ORDER BY b.id LIMIT 1", [.integer(id)])
    }
  }
}
