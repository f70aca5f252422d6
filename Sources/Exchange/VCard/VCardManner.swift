internal import Domain
internal import Values

/// How the cards of one file become contacts.
struct VCardManner {
  private let entity: Entity
  private let reader: FieldReader
  /// Of values that name no charset.
  let charset: String
  /// The file was converted as a whole.
  let isUnicode: Bool
  /// What the statement maps: a property in capitals, the name of a field.
  let mapped: [(property: String, field: String)]

  init(_ request: ImportRequest, _ reader: FieldReader, isUnicode: Bool) {
    entity = request.entity
    self.reader = reader
    self.isUnicode = isUnicode
    charset = "UTF-8"
    mapped = request.mappings.map { ($0.column.uppercased(), $0.field.name) }
  }

  /// Whether the usual property fills a field: not where another is mapped to it.
  func fills(_ field: String) -> Bool { !mapped.contains { $0.field == field } }

  /// Whether a file may set a field of that name.
  func accepts(_ name: String) -> Bool {
    guard let field = entity.field(named: name), field.name == name else { return false }
    return !field.isDerived && field.isStored && field.type != .identity && !field.traits.contains(.automatic)
      && fills(name)
  }

  /// The text to put into a field, where it is a value of it.
  func read(_ text: String, _ name: String) -> String? {
    guard let field = entity.field(named: name) else { return nil }
    switch field.type {
    case .text: return text
    case .phone, .email: return accepted(Self.bare(text), field)
    case .date: return Self.day(text).flatMap { accepted($0, field) }
    case .choice, .integer, .number, .money, .instant, .duration, .flag, .webAddress, .labels, .reference, .identity:
      return text
    }
  }

  private func accepted(_ text: String, _ field: Field) -> String? {
    let value = (try? reader.read(text, as: field)) ?? .empty
    return value.isEmpty ? nil : text
  }

  private static func bare(_ text: String) -> String {
    text.lowercased().hasPrefix("mailto:") ? String(text.dropFirst("mailto:".count)) : text
  }

  /// `19800321`, `1980-03-21`, either with a time behind it; nil for a day without a year, which no field takes.
  private static func day(_ text: String) -> String? {
    let day = text.prefix { $0 != "T" && $0 != " " }
    let digits = day.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
    guard digits.count == 8, day.utf8.count == 8 || day.split(separator: "-").map(\.utf8.count) == [4, 2, 2] else {
      return nil
    }
    let plain = String(decoding: digits, as: UTF8.self)
    return "\(plain.prefix(4))-\(plain.dropFirst(4).prefix(2))-\(plain.suffix(2))"
  }
}
