/// The file's text as a tree of nodes.
///
/// A file is judged before it is parsed: aliases are few (an alias may multiply what it names) and brackets are not nested
/// deep (this recurses, and the parser looks back over all that is open).
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
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Unusable(fault: .notUTF8, position: invalidPosition(bytes))
    }
    try TextGuard.check(bytes)
    do {
      var composer = Composer(events: try YAMLEvents(bytes))
      return try composer.document()
    } catch let error as Unusable {
      throw error
    } catch {
      throw unusable(error as? YAMLEvents.Failure ?? .noMemory, bytes)
    }
  }

  /// Makes the tree of the events.
  private struct Composer {
    let events: YAMLEvents
    private var anchored: [String: Composed] = [:]

    /// A node, and how many levels lie below it.
    typealias Composed = (node: SettingsNode, height: Int)

    init(events: YAMLEvents) { self.events = events }

    mutating func document() throws -> SettingsNode {
      guard case .documentStart = try events.next().event else {
        throw Unusable(fault: .emptyFile, position: .start)
      }
      let root = try node(try events.next(), depth: 0).node
      _ = try events.next()
      let after = try events.next()
      guard case .streamEnd = after.event else { throw Unusable(fault: .severalDocuments, position: after.position) }
      return root
    }

    private mutating func node(_ item: YAMLEvents.Item, depth: Int) throws -> Composed {
      func limit(_ depth: Int) throws(Unusable) {
        if depth > depthLimit { throw Unusable(fault: .tooDeep(limit: depthLimit), position: item.position) }
      }
      try limit(depth)
      var height = 0
      let content: SettingsNode.Content
      switch item.event {
      case .scalar(let text, let isPlain):
        let isNothing = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
        content = isNothing ? .nothing : .text(text, isQuoted: !isPlain)
      case .sequenceStart: content = .list(try items(depth, &height))
      case .mappingStart: content = .mapping(try entries(depth, &height))
      case .alias(let name):
        guard let named = anchored[name] else {
          throw Unusable(fault: .syntax("found undefined alias"), position: item.position)
        }
        try limit(depth + named.height)
        return named
      case .sequenceEnd, .mappingEnd, .documentStart, .documentEnd, .streamEnd:
        throw Unusable(fault: .syntax("did not find expected node content"), position: item.position)
      }
      let composed = Composed(SettingsNode(position: item.position, content: content), height)
      // What an anchor stands before is whole only now: nothing holds itself.
      if let anchor = item.anchor { anchored[anchor] = composed }
      return composed
    }

    private mutating func items(_ depth: Int, _ height: inout Int) throws -> [SettingsNode] {
      var items: [SettingsNode] = []
      while true {
        let next = try events.next()
        if case .sequenceEnd = next.event { return items }
        let item = try node(next, depth: depth + 1)
        height = max(height, item.height + 1)
        items.append(item.node)
      }
    }

    private mutating func entries(_ depth: Int, _ height: inout Int) throws -> [SettingsEntry] {
      var entries: [SettingsEntry] = []
      var lines: [String: Int] = [:]
      while true {
        let next = try events.next()
        if case .mappingEnd = next.event { return entries }
        let key = try name(next, depth: depth + 1)
        if let first = lines.updateValue(next.position.line, forKey: key) {
          throw Unusable(fault: .duplicateKey(key, firstLine: first), position: next.position)
        }
        let value = try node(try events.next(), depth: depth + 1)
        height = max(height, value.height + 1)
        entries.append(SettingsEntry(key: key, keyPosition: next.position, value: value.node))
      }
    }

    private mutating func name(_ item: YAMLEvents.Item, depth: Int) throws -> String {
      let key = try node(item, depth: depth).node
      // `null:` is a name like another.
      if case .scalar(let text, _) = item.event { return text }
      guard case .text(let text, _) = key.content else {
        throw Unusable(fault: .keyNotText, position: item.position)
      }
      return text
    }
  }

  private static func unusable(_ failure: YAMLEvents.Failure, _ bytes: [UInt8]) -> Unusable {
    switch failure {
    case .syntax(let problem, let position):
      let isTab = TextGuard.byte(at: position, bytes) == UInt8(ascii: "\t")
      return Unusable(fault: isTab ? .tab : .syntax(problem), position: position)
    case .unreadable(let problem, let offset):
      return Unusable(fault: .syntax(problem), position: TextGuard.position(offset: offset, bytes))
    case .noMemory:
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
