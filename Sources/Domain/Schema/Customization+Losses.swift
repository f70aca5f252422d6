/// What a new configuration would take away from a workspace, and how what is still held is kept.
extension Customization {
  /// Something that was in force and is not in the configuration any more.
  package struct Loss: Sendable, Hashable {
    /// As they were.
    package let entity: Entity
    package let field: Field
    /// The option that is gone; nil where the field itself is.
    package let choice: Choice?
    /// The option that records would most likely get instead: the one that is new in its place.
    package let successor: String?
    package let place: ConfigurationPlace?
  }

  /// - Parameters:
  ///   - old: the dictionary in force.
  ///   - new: the one that this customization makes.
  package func losses(from old: DataDictionary, to new: DataDictionary) -> [Loss] {
    var found: [Loss] = []
    for entity in old.entities {
      guard let successor = new.entity(entity.key) else { continue }
      for field in entity.fields {
        guard let other = successor.field(key: field.key) else {
          let place = sections[entity.name]?.fieldsPlace
          found.append(Loss(entity: entity, field: field, choice: nil, successor: nil, place: place))
          continue
        }
        guard let before = field.choices, let after = other.choices else { continue }
        let remaining = Set(after.current.map(\.key))
        for (index, choice) in before.current.enumerated() where !remaining.contains(choice.key) {
          // What is won stays won, and what is open stays open.
          let alike = after.current.filter { $0.isWinning == choice.isWinning && $0.isLosing == choice.isLosing }
          let added = alike.first { one in !before.current.contains { $0.key == one.key } }
          let heir = added ?? alike.prefix(index + 1).last ?? after.current.prefix(index + 1).last
          found.append(
            Loss(
              entity: entity, field: field, choice: choice, successor: heir?.name,
              place: after.place ?? sections[entity.name]?.fieldsPlace))
        }
      }
    }
    return found
  }

  /// Has what is lost stay in force.
  ///
  /// - Parameter old: the customization that had it.
  package mutating func keep(_ loss: Loss, of old: Customization?, new: DataDictionary) {
    let entity = loss.entity.name
    let former = old?.sections[entity]?.fields.first { $0.name == loss.field.name }
    guard let choice = loss.choice else {
      if let former { sections[entity, default: Section()].fields.append(former) }
      return
    }
    var option = Option(
      name: choice.name, aliases: former?.options.first { $0.name == choice.name }?.aliases ?? [],
      probability: choice.probability)
    option.isKept = true
    if loss.entity.key == .opportunity, loss.field.name == "stage" {
      option = old?.stages.first { $0.name == choice.name }.map { Self.kept($0) } ?? option
      Self.insert(option, into: &stages, after: old?.stages ?? [])
      return
    }
    var section = sections[entity] ?? Section()
    let names = [loss.field.name] + loss.field.names.spellings
    if let index = section.fields.firstIndex(where: { names.contains($0.name) }) {
      Self.insert(option, into: &section.fields[index].options, after: former?.options ?? [])
    } else {
      // The program's own list is in force again: with the option it becomes a configured one.
      let current = new.entity(loss.entity.key)?.field(key: loss.field.key)?.choices?.current ?? []
      section.fields.append(
        CustomField(
          name: loss.field.name, label: nil, type: "select",
          options: current.map { Option(name: $0.name, probability: $0.probability) } + [option], isRequired: false,
          place: loss.place))
    }
    sections[entity] = section
  }

  private static func kept(_ option: Option) -> Option {
    var option = option
    option.isKept = true
    // Another option may have it by now.
    option.key = nil
    return option
  }

  /// Behind the option that it used to follow; behind the stage of winning where it is one that closes.
  private static func insert(_ option: Option, into options: inout [Option], after former: [Option]) {
    if let winning = options.firstIndex(where: { $0.probability == 100 }),
      option.probability == 100 || option.probability == 0
    {
      options.insert(option, at: winning + 1)
      return
    }
    let before = former.prefix { $0.name != option.name }.reversed()
    var place = 0
    for one in before {
      guard let index = options.firstIndex(where: { $0.name == one.name }) else { continue }
      place = index + 1
      break
    }
    options.insert(option, at: place)
  }
}
