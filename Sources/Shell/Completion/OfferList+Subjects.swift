internal import Domain
internal import Engine
internal import Language
internal import Storage
internal import Values

/// What the names of a place stand for in this workspace.
extension OfferList {
  func entity(of subject: CompletionPoint.Subject?) -> Entity? { entity(of: subject, depth: 0) }

  /// - Parameter depth: a view may be of a view, and neither of itself.
  private func entity(of subject: CompletionPoint.Subject?, depth: Int) -> Entity? {
    guard let subject, depth < 8 else { return nil }
    switch subject {
    case .named(let name): return dictionary.entity(named: name)
    case .reference(let text): return dictionary.identify(text)?.entity ?? entity(titled: text)
    case .view(let name):
      switch session.source(ofView: name) {
      case .entity(let name)?: return dictionary.entity(named: name.text)
      case .view(let name)?: return entity(of: .view(name.text), depth: depth + 1)
      case .references(let atoms)?: return entity(of: atoms.first.map { .reference($0.text) }, depth: depth + 1)
      case .variable?, nil: return nil
      }
    case .variable(let name): return session.entity(ofVariable: name)
    case .relation(let name, let outer):
      let parent = entity(of: outer, depth: depth + 1)
      return parent.flatMap { step(name, from: $0) } ?? dictionary.entity(named: name)
    case .path(let names, let outer):
      return entity(of: outer, depth: depth + 1).flatMap { entity(at: names, from: $0) }
    }
  }

  private func entity(titled text: String) -> Entity? {
    let folded = TextFolding.folded(text)
    return dictionary.entities.first { (try? session.store.records(titled: folded, of: $0))?.isEmpty == false }
  }

  /// Where a path of references and relations leads.
  func entity(at path: [String], from entity: Entity) -> Entity? {
    var current = entity
    for name in path {
      guard let next = step(name, from: current) else { return nil }
      current = next
    }
    return current
  }

  private func step(_ name: String, from entity: Entity) -> Entity? {
    let field = dictionary.field(named: name, of: entity)
    let key = field?.type.referenced ?? dictionary.relation(named: name, of: entity)?.child
    return key.flatMap { dictionary.entity($0) }
  }

  /// The field that a path of names ends in.
  func field(at path: String, of entity: Entity?) -> Field? {
    let names = path.split(separator: ".").map(String.init)
    guard let entity, let last = names.last else { return nil }
    let parts = scoreParts(of: entity, through: names.dropLast())
    guard parts.isEmpty else { return parts.first { $0.names.spellings.contains(last.lowercased()) } }
    guard let owner = self.entity(at: names.dropLast(), from: entity) else { return nil }
    return dictionary.field(named: last, of: owner)
  }

  /// What stands behind a score's name: `rfm_score.recency` and its kin. Empty where the path ends in no score.
  func scoreParts(of entity: Entity?, through path: [String]) -> [Field] {
    guard let entity, let last = path.last, let owner = self.entity(at: path.dropLast(), from: entity),
      let score = dictionary.field(named: last, of: owner), score.isScore
    else { return [] }
    return dictionary.rules.rfm.parts(of: score)
  }

  /// A name as the grammar reads it: in backticks where it is not one word.
  func nameSpelling(_ name: String) -> String { NameSpelling.of(name) }
}
