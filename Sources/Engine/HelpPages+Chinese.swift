internal import Diagnostics
internal import Domain
internal import Language

/// The same pages for who reads Chinese: names and examples as they would be typed.
extension HelpPages {
  func worded(_ topic: HelpTopic) -> HelpTopic {
    guard session.settings.language == .chinese else { return topic }
    return HelpTopic(
      name: topic.name, summary: topic.summary, usage: topic.usage, examples: topic.examples.map(chinese),
      entries: topic.entries.map { ("\(chineseName($0.name)) \($0.name)", $0.summary) })
  }

  /// A verb or topic in Chinese; where it has no such name, as it is.
  private func chineseName(_ name: String) -> String {
    let words = session.catalogue.verb(name)?.signature.words.first?.spellings ?? Self.topicSpellings(name)
    return words.first(where: { $0.utf8.contains { $0 >= 0x80 } }) ?? name
  }

  /// An example in Chinese words; what cannot be said so stays.
  func chinese(_ example: String) -> String {
    var parser = Parser(example, vocabulary: session.catalogue.vocabulary)
    let (program, errors) = parser.parseProgram()
    guard errors.isEmpty else { return example }
    let printer = Printer(
      vocabulary: session.catalogue.vocabulary, spelling: .chinese, speller: speller(for: example))
    let text = printer.print(program)
    // What it prints is read again, so that what is shown can be said.
    var reader = Parser(text, vocabulary: session.catalogue.vocabulary)
    let (again, slips) = reader.parseProgram()
    guard slips.isEmpty, StaticCheck(session: session, folder: "").problems(in: again).isEmpty else { return example }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// A field is called as the first entity calls it that the example names, else as any does.
  private func speller(for example: String) -> @Sendable (String, Printer.NameRole) -> String {
    let words = example.split { !($0.isLetter || $0 == "_") }.map(String.init)
    let named = words.compactMap { session.dictionary.entity(named: $0) ?? entity(ofVerb: $0) }
    let all = named + session.dictionary.entities
    return { [dictionary = session.dictionary] name, role in
      switch role {
      case .entity: return dictionary.entity(named: name)?.names.chineseName ?? name
      case .field:
        for entity in all {
          if let field = dictionary.field(named: name, of: entity) { return field.names.chineseName }
        }
        return dictionary.entity(named: name)?.names.chineseName ?? name
      }
    }
  }

  /// The kind of record that an example names by its id alone.
  private func entity(ofVerb word: String) -> Entity? {
    session.dictionary.entities.first { word.hasPrefix($0.idPrefix + "_") }
  }
}
