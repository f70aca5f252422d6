/// Reads values out of the tree, notes where each came from, and gathers what is wrong.
struct SettingsReader {
  /// So many problems are told at once.
  static let problemLimit = 10

  let path: String
  private(set) var problems: [SettingsProblem] = []
  private(set) var origins: [String: SettingsOrigin] = [:]
  private(set) var places: [String: SettingsPosition] = [:]

  init(path: String) {
    self.path = path
  }

  mutating func report(_ fault: SettingsFault, at position: SettingsPosition) {
    guard problems.count < SettingsReader.problemLimit else { return }
    problems.append(SettingsProblem(fault, at: position))
  }

  mutating func note(_ key: String, at position: SettingsPosition) {
    origins[key] = .file(path: path, line: position.line, column: position.column)
    places[key] = position
  }

  mutating func note(_ key: String, variable: String) {
    origins[key] = .environment(variable)
  }

  // MARK: Shapes

  /// The entries of a mapping whose keys are all known, each with its key; reports the others. A section that is nothing
  /// has none.
  mutating func entries<Key: RawRepresentable & CaseIterable>(
    _ node: SettingsNode, _ section: String, _ keys: Key.Type
  ) -> [(key: Key, path: String, node: SettingsNode)] where Key.RawValue == String {
    let known = Key.allCases.map(\.rawValue)
    var found: [(key: Key, path: String, node: SettingsNode)] = []
    for entry in mapping(node, section) {
      if let key = Key(rawValue: entry.key) {
        found.append((key, section.isEmpty ? entry.key : "\(section).\(entry.key)", entry.value))
      } else {
        let nearest = NearestName.of(entry.key, among: known)
        report(
          .unknownKey(entry.key, section: section, nearest: nearest, known: known), at: entry.keyPosition)
      }
    }
    return found
  }

  mutating func mapping(_ node: SettingsNode, _ path: String) -> [SettingsEntry] {
    switch node.content {
    case .mapping(let entries): return entries
    case .nothing: return []
    case .text, .list:
      report(.wrongShape(path: path, expected: .mapping, found: node.found), at: node.position)
      return []
    }
  }

  /// The elements of a list; nil where it is none.
  mutating func list(_ node: SettingsNode, _ path: String) -> [SettingsNode]? {
    guard case .list(let items) = node.content else {
      report(.wrongShape(path: path, expected: .list, found: node.found), at: node.position)
      return nil
    }
    return items
  }

  // MARK: Values

  /// Text that is not empty. A plain number or word is text too: `name: 2024`.
  mutating func text(_ node: SettingsNode, _ path: String) -> String? {
    guard case .text(let text, _) = node.content else {
      report(.wrongShape(path: path, expected: .text, found: node.found), at: node.position)
      return nil
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      report(.empty(path: path), at: node.position)
      return nil
    }
    note(path, at: node.position)
    return text
  }

  mutating func integer(_ node: SettingsNode, _ path: String, _ range: ClosedRange<Int>) -> Int? {
    guard case .text(let text, isQuoted: false) = node.content, let value = Int(text) else {
      report(.wrongShape(path: path, expected: .wholeNumber, found: node.found), at: node.position)
      return nil
    }
    guard range.contains(value) else {
      report(.outOfRange(path: path, value: value, range: range), at: node.position)
      return nil
    }
    note(path, at: node.position)
    return value
  }

  mutating func boolean(_ node: SettingsNode, _ path: String) -> Bool? {
    guard case .text(let text, isQuoted: false) = node.content, let value = ["true": true, "false": false][text] else {
      report(.wrongShape(path: path, expected: .boolean, found: node.found), at: node.position)
      return nil
    }
    note(path, at: node.position)
    return value
  }

  /// One of a closed set of words.
  mutating func choice<Word: RawRepresentable & CaseIterable>(
    _ node: SettingsNode, _ path: String, _ words: Word.Type
  ) -> Word? where Word.RawValue == String {
    guard let text = text(node, path) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    let nearest = NearestName.of(text, among: known)
    report(.notOneOf(path: path, value: text, nearest: nearest, known: known), at: node.position)
    return nil
  }

  /// A list of names, none twice.
  mutating func names(_ node: SettingsNode, _ path: String) -> [String]? {
    guard let items = list(node, path) else { return nil }
    var names: [String] = []
    for (index, item) in items.enumerated() {
      guard let name = text(item, path) else { continue }
      note("\(path)[\(index)]", at: item.position)
      if names.contains(name) {
        report(.duplicateName(name, path: path), at: item.position)
      } else {
        names.append(name)
      }
    }
    note(path, at: node.position)
    return names
  }

  mutating func secret(_ node: SettingsNode, _ path: String) -> Secret? {
    guard let text = text(node, path) else { return nil }
    guard let secret = Secret.parse(text, directory: SettingsFile.directory(of: self.path)) else {
      report(.badVariable(path: path), at: node.position)
      return nil
    }
    if let variable = secret.variables.first { note(path, variable: variable) }
    return secret
  }

  /// A stable key: lower-case letters, digits and `_`, a letter first.
  mutating func keyName(_ node: SettingsNode, _ path: String) -> String? {
    guard let text = text(node, path) else { return nil }
    let letters: ClosedRange<UInt8> = 0x61...0x7A
    let isKey =
      text.utf8.count <= 64 && text.utf8.first.map(letters.contains) ?? false
      && text.utf8.allSatisfy { letters.contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    guard isKey else {
      report(.badKeyName(text, path: path), at: node.position)
      return nil
    }
    return text
  }
}
