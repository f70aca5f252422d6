/// Fields, options and stages: the lists of things with names.
extension SettingsReader {
  mutating func customFields(_ node: SettingsNode, _ path: String) -> [CustomField]? {
    guard let items = list(node, path) else { return nil }
    var fields: [CustomField] = []
    for (index, item) in items.enumerated() {
      guard let field = customField(item, "\(path)[\(index)]") else { continue }
      note("\(path)[\(index)]", at: item.position)
      if fields.contains(where: { $0.name == field.name }) {
        report(.duplicateName(field.name, path: path), at: item.position)
      } else {
        fields.append(field)
      }
    }
    note(path, at: node.position)
    return fields
  }

  private mutating func customField(_ node: SettingsNode, _ path: String) -> CustomField? {
    let count = problems.count
    var name: String?
    var label: String?
    var type: CustomField.Kind?
    var options: [ChoiceOption]?
    var isRequired = false
    var given: Set<CustomField.Key> = []
    for (key, path, node) in entries(node, path, CustomField.Key.self) {
      given.insert(key)
      switch key {
      case .name: name = text(node, path)
      case .label: label = text(node, path)
      case .type: type = choice(node, path, CustomField.Kind.self)
      case .options: options = self.options(node, path)
      case .required: isRequired = boolean(node, path) ?? false
      }
    }
    // What is not there is told only where the rest is right: a missing mapping has all of its keys missing.
    guard problems.count == count else { return nil }
    for key in [CustomField.Key.name, .type] where !given.contains(key) {
      report(.missingKey(key.rawValue, section: path), at: node.position)
    }
    guard let name, let type else { return nil }
    if type.isChoice, options?.isEmpty ?? true { report(.optionsMissing(field: name), at: node.position) }
    if !type.isChoice, options != nil {
      report(.optionsUnwanted(field: name, type: type.rawValue), at: node.position)
    }
    return CustomField(name: name, label: label, type: type, options: options ?? [], isRequired: isRequired)
  }

  private mutating func options(_ node: SettingsNode, _ path: String) -> [ChoiceOption]? {
    guard let items = list(node, path) else { return nil }
    var options: [ChoiceOption] = []
    var spellings: Set<String> = []
    var keys: Set<String> = []
    for (index, item) in items.enumerated() {
      guard let option = option(item, "\(path)[\(index)]") else { continue }
      claim([option.name] + option.aliases, &spellings, path, item.position)
      claim(option.key.map { [$0] } ?? [], &keys, path, item.position)
      options.append(option)
    }
    note(path, at: node.position)
    return options
  }

  private mutating func option(_ node: SettingsNode, _ path: String) -> ChoiceOption? {
    guard case .mapping = node.content else { return text(node, path).map { ChoiceOption($0) } }
    let count = problems.count
    var option = ChoiceOption("")
    for (key, path, node) in entries(node, path, ChoiceOption.Key.self) {
      switch key {
      case .name: option.name = text(node, path) ?? ""
      case .aliases: option.aliases = names(node, path) ?? []
      case .key: option.key = keyName(node, path)
      }
    }
    if option.name.isEmpty, problems.count == count {
      report(.missingKey(ChoiceOption.Key.name.rawValue, section: path), at: node.position)
    }
    return option.name.isEmpty ? nil : option
  }

  mutating func stages(_ node: SettingsNode, _ path: String) -> [Stage]? {
    guard let items = list(node, path) else { return nil }
    let count = problems.count
    var stages: [(stage: Stage, position: SettingsPosition)] = []
    for (index, item) in items.enumerated() {
      guard let stage = stage(item, "\(path)[\(index)]") else { continue }
      stages.append((stage, item.position))
      note("\(path)[\(index)]", at: item.position)
    }
    note(path, at: node.position)
    var spellings: Set<String> = []
    var keys: Set<String> = []
    for (stage, position) in stages {
      claim([stage.name] + stage.aliases, &spellings, path, position)
      claim(stage.key.map { [$0] } ?? [], &keys, path, position)
    }
    // The order is judged only when all stages are known.
    if problems.count == count { checkOrder(stages, node.position) }
    return Stage.completed(stages.map(\.stage))
  }

  private mutating func stage(_ node: SettingsNode, _ path: String) -> Stage? {
    let count = problems.count
    var name: String?
    var probability: Int?
    var stage = Stage("", 0)
    for (key, path, node) in entries(node, path, Stage.Key.self) {
      switch key {
      case .name: name = text(node, path)
      case .probability: probability = integer(node, path, 0...100)
      case .aliases: stage.aliases = names(node, path) ?? []
      case .key: stage.key = keyName(node, path)
      }
    }
    if problems.count == count {
      if name == nil { report(.missingKey(Stage.Key.name.rawValue, section: path), at: node.position) }
      if probability == nil { report(.missingKey(Stage.Key.probability.rawValue, section: path), at: node.position) }
    }
    guard let name else { return nil }
    stage.name = name
    stage.probability = probability ?? 0
    return stage
  }

  private mutating func checkOrder(_ stages: [(stage: Stage, position: SettingsPosition)], _ start: SettingsPosition) {
    if stages.isEmpty { return report(.noStages, at: start) }
    guard let closing = stages.firstIndex(where: { $0.stage.probability == 100 }) else {
      return report(.noClosingStage, at: stages.last?.position ?? start)
    }
    // A stage of probability 0 is where the lost ones go: it may stand behind the closing one.
    for (stage, position) in stages[(closing + 1)...] where stage.probability != 0 {
      report(.stageAfterClosing(stage.name, closing: stages[closing].stage.name), at: position)
    }
  }

  /// Takes names that nothing else in the list may have.
  private mutating func claim(
    _ names: [String], _ taken: inout Set<String>, _ path: String, _ position: SettingsPosition
  ) {
    for name in names where !taken.insert(name).inserted {
      report(.duplicateName(name, path: path), at: position)
    }
  }
}

extension Stage {
  /// Gives stages that are named like standard ones the standard aliases and key where the file says nothing of them and
  /// no other stage has taken them.
  static func completed(_ stages: [Stage]) -> [Stage] {
    let spellings = Set(stages.flatMap { [$0.name] + $0.aliases })
    let keys = Set(stages.compactMap(\.key))
    return stages.map { stage in
      guard let known = standard.first(where: { $0.name == stage.name }) else { return stage }
      var stage = stage
      if stage.aliases.isEmpty { stage.aliases = known.aliases.filter { !spellings.contains($0) } }
      if stage.key == nil, let key = known.key, !keys.contains(key) { stage.key = key }
      return stage
    }
  }
}
