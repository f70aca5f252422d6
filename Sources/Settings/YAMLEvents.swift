internal import CYAML

/// The events of a YAML text, one after another. All of libyaml is here.
final class YAMLEvents {
  enum Event {
    case scalar(String, isPlain: Bool)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    case alias(String)
    case documentStart
    case documentEnd
    case streamEnd
  }

  /// An event, the anchor that stands before it, and where it begins.
  struct Item {
    var event: Event
    var anchor: String?
    var position: SettingsPosition
  }

  /// What the text is no YAML for, in libyaml's words.
  enum Failure: Error {
    case syntax(String, SettingsPosition)
    /// It was not decoded even; the offset is in bytes.
    case unreadable(String, offset: Int)
    case noMemory
  }

  private var parser = yaml_parser_t()
  // The parser reads from it until the end.
  private let text: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) throws(Failure) {
    text = .allocate(capacity: bytes.count)
    _ = text.initialize(from: bytes)
    guard yaml_parser_initialize(&parser) == 1 else {
      text.deallocate()
      throw .noMemory
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
  }

  deinit {
    yaml_parser_delete(&parser)
    text.deallocate()
  }

  func next() throws(Failure) -> Item {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else { throw failure }
      defer { yaml_event_delete(&event) }
      if let item = Self.item(event) { return item }
    }
  }

  /// Nil for what says nothing.
  private static func item(_ event: yaml_event_t) -> Item? {
    func item(_ kind: Event, _ anchor: UnsafeMutablePointer<yaml_char_t>? = nil) -> Item {
      Item(event: kind, anchor: anchor.map { String(cString: $0) }, position: position(event.start_mark))
    }
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE || scalar.style == YAML_ANY_SCALAR_STYLE
      return item(.scalar(text, isPlain: isPlain), scalar.anchor)
    case YAML_SEQUENCE_START_EVENT: return item(.sequenceStart, event.data.sequence_start.anchor)
    case YAML_SEQUENCE_END_EVENT: return item(.sequenceEnd)
    case YAML_MAPPING_START_EVENT: return item(.mappingStart, event.data.mapping_start.anchor)
    case YAML_MAPPING_END_EVENT: return item(.mappingEnd)
    case YAML_ALIAS_EVENT: return item(.alias(event.data.alias.anchor.map { String(cString: $0) } ?? ""))
    case YAML_DOCUMENT_START_EVENT: return item(.documentStart)
    case YAML_DOCUMENT_END_EVENT: return item(.documentEnd)
    // Behind its end the parser goes on saying nothing.
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return item(.streamEnd)
    default: return nil
    }
  }

  private static func position(_ mark: yaml_mark_t) -> SettingsPosition {
    SettingsPosition(line: Int(mark.line) &+ 1, column: Int(mark.column) &+ 1)
  }

  private var failure: Failure {
    let problem = parser.problem.map { String(cString: $0) } ?? "unreadable"
    return switch parser.error {
    case YAML_MEMORY_ERROR: .noMemory
    case YAML_READER_ERROR: .unreadable(problem, offset: Int(parser.problem_offset))
    default: .syntax(problem, Self.position(parser.problem_mark))
    }
  }
}
