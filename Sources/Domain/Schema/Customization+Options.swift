/// Lists of options: each option keeps the number that it once got, whatever becomes of the list and of its name.
extension Customization {
  /// A field with the options that the configuration gives it, and behind them those that it had before.
  func listed(
    _ field: Field, of entity: Entity, _ options: [Option], _ place: ConfigurationPlace?, _ keys: inout AssignedKeys
  ) -> Field {
    let builtIn = field.type.choices?.choices ?? []
    var numbering = OptionNumbering(prefix: "\(entity.name).\(field.name).", builtIn: builtIn, keys)
    let numbers = numbering.numbers(of: options)
    var choices = zip(options, numbers).map { option, number in
      // A name of the standard list keeps its other language.
      let known = builtIn.first { $0.name == option.name }
      let names = Names(
        english: [option.name] + (known?.names.english ?? []),
        chinese: (known?.names.chinese ?? [option.name]) + option.aliases)
      return Choice(
        number, option.name, names, probability: option.probability ?? known?.probability, isKept: option.isKept,
        former: field.type == .labels ? numbering.names(of: number).filter { $0 != option.name } : [])
    }
    choices += numbering.retired(besides: numbers).map { number, name in
      Choice(number, name, Names(english: [name], chinese: [name]), isRetired: true)
    }
    keys.choices.merge(numbering.assigned) { _, new in new }
    let list = ChoiceList(choices, place: place)
    guard field.type.choices != nil else { return field.with(options: list) }
    return field.with(type: .choice(list), place: field.place)
  }
}

/// Gives the options of one field their numbers: by the stable key where there is one, by the name, by a name that they
/// had before and keep as an alias, and new ones to those that are new.
private struct OptionNumbering {
  let prefix: String
  let builtIn: [Choice]
  private(set) var assigned: [String: Int]
  private var last: Int
  /// Between the prefix and a stable key: no name of an option begins with it.
  private static let keyMark = "\u{1F}"

  init(prefix: String, builtIn: [Choice], _ keys: AssignedKeys) {
    self.prefix = prefix
    self.builtIn = builtIn
    assigned = keys.choices.filter { $0.key.utf8.starts(with: prefix.utf8) }
    last = max(assigned.values.max() ?? 0, builtIn.map(\.key).max() ?? 0)
  }

  mutating func numbers(of options: [Customization.Option]) -> [Int] {
    var found: [Int?] = Array(repeating: nil, count: options.count)
    func claim(_ number: Int?, _ place: Int) {
      guard found[place] == nil, let number, !found.contains(number) else { return }
      found[place] = number
    }
    for (place, option) in options.enumerated() {
      claim(option.key.flatMap { assigned[prefix + Self.keyMark + $0] }, place)
    }
    for (place, option) in options.enumerated() { claim(number(named: option.name), place) }
    for (place, option) in options.enumerated() {
      for alias in option.aliases { claim(number(named: alias), place) }
    }
    return options.indices.map { place in
      let option = options[place]
      let number = found[place] ?? next()
      assigned[prefix + option.name] = number
      if let key = option.key { assigned[prefix + Self.keyMark + key] = number }
      return number
    }
  }

  private func number(named name: String) -> Int? {
    assigned[prefix + name] ?? builtIn.first { $0.name == name }?.key
  }

  private mutating func next() -> Int {
    last += 1
    return last
  }

  /// Every name that an option ever had.
  func names(of number: Int) -> [String] {
    assigned.filter { $0.value == number }.map { String($0.key.dropFirst(prefix.count)) }
      .filter { !$0.hasPrefix(Self.keyMark) }.sorted()
  }

  /// Options of earlier lists, each by one of its names.
  func retired(besides current: [Int]) -> [(number: Int, name: String)] {
    var names: [(number: Int, name: String)] = []
    for (identity, number) in assigned where !current.contains(number) {
      let name = String(identity.dropFirst(prefix.count))
      if !name.hasPrefix(Self.keyMark) { names.append((number, name)) }
    }
    names.sort { $0.number == $1.number ? $0.name < $1.name : $0.number < $1.number }
    // Of several names that one had, the first.
    return names.indices.filter { $0 == 0 || names[$0].number != names[$0 - 1].number }.map { names[$0] }
  }
}
