import Domain
import Values

/// The flags that an entity's fields are.
extension UserCommand {
  func isPresence(_ name: String) -> Bool {
    guard let flag = flag(name), case .presence = flag.role else { return false }
    return true
  }

  /// The field that a flag names, in any of its spellings.
  func field(_ name: String, in dictionary: DataDictionary) -> Field? {
    guard let fields, let entity = dictionary.entity(fields.entity), flag(name) == nil,
      let field = dictionary.field(named: name, of: entity), isOffered(field)
    else { return nil }
    return field
  }

  /// The fields that may be given, in the order of their declaration.
  func fields(in dictionary: DataDictionary) -> [Field] {
    guard let fields, let entity = dictionary.entity(fields.entity) else { return [] }
    return entity.fields.filter { isOffered($0) && flag($0.recordName) == nil }
  }

  private func isOffered(_ field: Field) -> Bool {
    switch fields?.use {
    case .set?:
      return !field.isDerived && field.type != .identity && !field.traits.contains(.automatic)
        && !field.traits.contains(.guided)
    case .ask?: return field.name != "deleted_at"
    case nil: return false
    }
  }

  /// Whether the built-in entity knows such a flag.
  func offers(_ name: String) -> Bool { field(name, in: .plain) != nil }

  func flagNames(in dictionary: DataDictionary) -> [String] {
    flags.map(\.name) + fields(in: dictionary).map(\.recordName)
  }
}

extension Field {
  /// As a statement says it: a name that a person gave may need its backticks.
  var languageName: String {
    let isPlain = name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" }
    return isPlain ? name : "`\(name)`"
  }
}

extension DataDictionary {
  /// The built-in entities, where no workspace is at hand.
  static let plain = DataDictionary(
    entities: DataDictionary.builtIn, rules: DomainRules(baseCurrency: .cny, zone: .shanghai))
}
