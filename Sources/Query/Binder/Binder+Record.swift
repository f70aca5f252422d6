package import Domain
internal import Layout

extension Binder {
  /// A whole record as programs get it: the keys of the user's own examples in their order, then what else can be said
  /// of it, the configuration's own fields included.
  ///
  /// - Parameters:
  ///   - isExact: with everything that the program adds of itself too.
  ///   - isScored: with places among all, for which all purchases are read; else they are empty.
  package func recordColumns(of entity: Entity, isExact: Bool, isScored: Bool) -> [BoundQuery.Column] {
    let stated = entity.record.isEmpty ? [entity.fields[0].name] : entity.record
    let first = stated.compactMap { entity.field(named: $0) }
    let rest = entity.fields.filter { field in
      guard !stated.contains(field.name), field.name != "deleted_at" else { return false }
      if isExact { return true }
      guard !field.isDerived, !field.traits.contains(.automatic) else { return false }
      // How something ended, and when, is part of what it is: without it a closed record would be closed anew where
      // it is read back. What it was made into are other records.
      return !field.traits.contains(.guided) || field.type.referenced == nil
    }
    return (first + rest).map { field in
      var column = isScored || !field.isScore ? plainColumn(field, of: entity) : emptyColumn(field)
      column.name = field.recordName
      return column
    }
  }

  /// For a figure that a list does not work out.
  private func emptyColumn(_ field: Field) -> BoundQuery.Column {
    .init(name: field.name, heading: field.names, expression: .literal(.null, .text))
  }
}
