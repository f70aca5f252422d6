import Yams

/// The file's text as a tree of nodes. All of the YAML library is here.
///
/// A file is judged before it is parsed: aliases are few (an alias may multiply what it names, and comparing keys walks all
/// of it) and brackets are not nested deep (the parser recurses). Its own limit of 1,000 levels stands behind both.
enum SettingsDocument {
  static let aliasLimit = 16
  static let depthLimit = 32
  /// How deep brackets may seem to nest in text that is not parsed yet, strings and comments included.
  static let bracketLimit = 64

  /// A fault and its place: the document as a whole cannot be used.
  struct Unusable: Error {
    var fault: SettingsFault
    var position: SettingsPosition
  }

  static func parse(_ bytes: [UInt8]) throws(Unusable) -> SettingsNode {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Unusable(fault: .notUTF8, position: invalidPosition(bytes))
    }
    try TextGuard.check(bytes)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text, .default, .default, .utf8)
    } catch {
      throw unusable(error, bytes)
    }
    guard let root else { throw Unusable(fault: .emptyFile, position: .start) }
    return try node(root, depth: 0, .start)
  }

  private static func node(_ node: Node, depth: Int, _ parent: SettingsPosition) throws(Unusable) -> SettingsNode {
    let position = node.mark.map { SettingsPosition(line: $0.line, column: $0.column) } ?? parent
    if depth > depthLimit { throw Unusable(fault: .tooDeep(limit: depthLimit), position: position) }
    switch node {
    case .scalar(let scalar):
      return SettingsNode(position: position, content: content(scalar))
    case .sequence(let sequence):
      var items: [SettingsNode] = []
      for item in sequence { items.append(try self.node(item, depth: depth + 1, position)) }
      return SettingsNode(position: position, content: .list(items))
    case .mapping(let mapping):
      var entries: [SettingsEntry] = []
      for (key, value) in mapping {
        let keyPosition = key.mark.map { SettingsPosition(line: $0.line, column: $0.column) } ?? position
        guard case .scalar(let scalar) = key else {
          throw Unusable(fault: .keyNotText, position: keyPosition)
        }
        let value = try self.node(value, depth: depth + 1, keyPosition)
        entries.append(SettingsEntry(key: scalar.string, keyPosition: keyPosition, value: value))
      }
      return SettingsNode(position: position, content: .mapping(entries))
    case .alias:
      // The library puts what an alias names in its place; it makes no such node while parsing.
      throw Unusable(fault: .syntax("alias"), position: position)
    }
  }

  private static func content(_ scalar: Node.Scalar) -> SettingsNode.Content {
    let isPlain = scalar.style == .plain || scalar.style == .any
    if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .nothing }
    return .text(scalar.string, isQuoted: !isPlain)
  }

  private static func unusable(_ error: any Error, _ bytes: [UInt8]) -> Unusable {
    guard let error = error as? YamlError else {
      return Unusable(fault: .syntax("unreadable"), position: .start)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let position = SettingsPosition(line: mark.line, column: mark.column)
      if problem.contains("another document") { return Unusable(fault: .severalDocuments, position: position) }
      let isTab = TextGuard.byte(at: position, bytes) == UInt8(ascii: "\t")
      return Unusable(fault: isTab ? .tab : .syntax(problem), position: position)
    case .reader(let problem, let offset, _, _):
      let position = offset.map { TextGuard.position(offset: $0, bytes) } ?? .start
      return Unusable(fault: .syntax(problem), position: position)
    case .duplicatedKeysInMapping(let keys, let context):
      let first = SettingsPosition(line: context.mark.line, column: context.mark.column)
      let key = keys.first ?? ""
      let again = TextGuard.repetition(of: key, first, bytes)
      return Unusable(fault: .duplicateKey(key, firstLine: first.line), position: again ?? first)
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return Unusable(fault: .syntax("unreadable"), position: .start)
    @unknown default:
      return Unusable(fault: .syntax("unreadable"), position: .start)
    }
  }

  /// Where the first byte stands that is no UTF-8: what precedes it decodes to itself.
  private static func invalidPosition(_ bytes: [UInt8]) -> SettingsPosition {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var position = SettingsPosition.start
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      position.column += 1
      if scalar == "\n" { position = SettingsPosition(line: position.line + 1, column: 1) }
    }
    return position
  }
}
