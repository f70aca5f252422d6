internal import Diagnostics
internal import Domain

/// What a card says of a person, as the cells of a contact. What no field takes goes into the notes, so that nothing is
/// lost but pictures, sounds and keys.
struct VCardPerson {
  /// By the fields' names.
  private(set) var cells: [String: String] = [:]
  /// Properties by name: those whose text went into the notes, and those that were left out.
  private(set) var kept: [String] = []
  private(set) var leftOut: [String] = []
  /// What the person is called by where the card has no name.
  private(set) var namedBy: String?
  private(set) var refusal: RowRefusal?

  private let card: VCardScan.Card
  private let manner: VCardManner
  private var rest: [Value] = []
  private var notes: [String] = []

  /// A property with its text.
  private struct Value {
    let property: VCardProperty
    let raw: String
    /// Whole, unescaped.
    let text: String
    let types: [String]

    var name: String { property.name }
  }

  /// What says nothing of the person: the card's own matters, and what else is written for one program only.
  private static let technical: Set<String> = [
    "BEGIN", "END", "VERSION", "PRODID", "PROFILE", "REV", "UID", "CLASS", "MAILER", "SORT-STRING", "CLIENTPIDMAP",
    "X-ABLABEL", "X-ABADR", "X-ABSHOWAS", "X-ABUID", "X-GENERATOR",
  ]

  init(_ card: VCardScan.Card, _ manner: VCardManner) {
    self.card = card
    self.manner = manner
    refusal = card.flaw.map { RowRefusal($0) }
    read()
    takeOwn()
    takeMapped()
    takeName()
    takeOrganisation()
    take("TITLE", as: "position")
    takeWeChat()
    take("TEL", as: "phone") { !$0.types.contains { ["fax", "pager", "modem", "textphone"].contains($0) } }
    take("EMAIL", as: "email")
    take("BDAY", as: "birthday")
    takeNotes()
  }

  // MARK: Properties

  private mutating func read() {
    var labels: [String: String] = [:]
    for property in card.properties where property.name == "X-ABLABEL" && !property.group.isEmpty {
      guard let text = text(of: property) else { continue }
      let plain = text.hasPrefix("_$!<") && text.hasSuffix(">!$_") ? String(text.dropFirst(4).dropLast(4)) : text
      labels[property.group] = plain
    }
    for property in card.properties {
      if property.isBinary || property.name.hasPrefix("X-MS-OL-") || property.name == "X-MS-CARDPICTURE" {
        leftOut.append(property.name)
        continue
      }
      guard !Self.technical.contains(property.name) else { continue }
      guard let raw = text(of: property) else { continue }
      let text = VCardText.address(VCardText.plain(raw, isOld: card.isOld), of: property.name)
      let isBlank = text.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0 == ";" }
      if isBlank, property.name != "X-GUANXI-FIELD" { continue }
      let passed: Set<String> = ["pref", "internet", "voice", "x-internet"]
      var types = property.types.filter { !passed.contains($0) }
      if let label = labels[property.group] { types.append(label) }
      rest.append(Value(property: property, raw: raw, text: text, types: types))
    }
    for _ in 0..<card.nested { leftOut.append("AGENT") }
    for stray in card.strays {
      guard let text = String(validating: stray.bytes, as: UTF8.self), !stray.bytes.contains(0) else {
        refusal = refusal ?? RowRefusal(.malformed(manner.charset, isNamed: false), at: stray.line)
        continue
      }
      notes.append(text)
      kept.append("…")
    }
  }

  /// Its value as text; nil where it has none, which refuses the card.
  private mutating func text(of property: VCardProperty) -> String? {
    do throws(VCardProperty.Fault) {
      return try property.raw(charset: manner.charset, isUnicode: manner.isUnicode)
    } catch {
      refusal = refusal ?? RowRefusal(error, at: property.line)
      return nil
    }
  }

  /// The values of a property, the preferred one first, taken out of what is left.
  private mutating func taken(_ name: String) -> [Value] {
    let all = rest.filter { $0.name == name }
    rest.removeAll { $0.name == name }
    return all.enumerated().sorted {
      ($0.element.property.preference, $0.offset) < ($1.element.property.preference, $1.offset)
    }.map(\.element)
  }

  // MARK: Fields

  /// Our own files name the fields that a vCard has no property for.
  private mutating func takeOwn() {
    for value in taken("X-GUANXI-FIELD") {
      if let name = value.property.parameter("NAME"), manner.accepts(name), cells[name] == nil {
        cells[name] = value.text
      } else {
        keep(value)
      }
    }
  }

  private mutating func takeMapped() {
    for (property, field) in manner.mapped {
      for value in taken(property) {
        if cells[field] == nil { cells[field] = joined(value) } else { keep(value) }
      }
    }
  }

  /// The first value that is one of the field; the others into the notes.
  private mutating func take(_ property: String, as field: String, where fits: (VCardProperty) -> Bool = { _ in true })
  {
    for value in taken(property) {
      if manner.fills(field), cells[field] == nil, fits(value.property), let text = manner.read(value.text, field) {
        cells[field] = text
      } else if cells[field] != value.text {
        keep(value)
      }
    }
  }

  private mutating func takeName() {
    let formatted = taken("FN")
    let structured = taken("N")
    let others = Array(formatted.dropFirst())
    let parts = structured.first.map { VCardText.parts($0.raw, isOld: card.isOld) } ?? []
    let name = formatted.first?.text ?? Self.name(of: parts)
    guard manner.fills("name") else {
      for value in formatted + structured { keep(value) }
      return
    }
    if cells["name"] != nil {
      for value in formatted + structured { keep(value) }
      return
    }
    if let name {
      cells["name"] = name
    } else if let stand = stand {
      cells["name"] = VCardText.parts(stand.raw, isOld: card.isOld).first ?? stand.text
      namedBy = stand.name
    }
    for value in others where value.text != name { keep(value) }
    // What the parts say beyond the name as it is written.
    let folded = (name ?? "").lowercased()
    let isWhole = parts.allSatisfy { part in
      part.split(whereSeparator: { $0 == "," || $0.isWhitespace }).allSatisfy { folded.contains($0.lowercased()) }
    }
    if !isWhole, let first = structured.first { keep(first) }
    for value in structured.dropFirst() { keep(value) }
  }

  /// What a person without a name is called by.
  private var stand: Value? {
    for property in ["NICKNAME", "ORG", "EMAIL", "TEL"] {
      if let value = rest.first(where: { $0.name == property }) { return value }
    }
    return nil
  }

  /// `Mr. John Doe`, `张三`.
  private static func name(of parts: [String]) -> String? {
    func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
    let isHan = part(0).unicodeScalars.contains { $0.properties.isIdeographic }
    let order = isHan ? [3, 0, 2, 1, 4] : [3, 1, 2, 0, 4]
    let name = order.map { part($0) }.filter { !$0.isEmpty }.joined(separator: isHan ? "" : " ")
    return name.isEmpty ? nil : name
  }

  private mutating func takeOrganisation() {
    for value in taken("ORG") {
      let parts = VCardText.parts(value.raw, isOld: card.isOld).filter { !$0.isEmpty }
      if manner.fills("customer"), cells["customer"] == nil, let company = parts.first {
        cells["customer"] = company
        // The department has no field.
        if parts.count > 1 { keep(value) }
      } else {
        keep(value)
      }
    }
  }

  private mutating func takeWeChat() {
    for property in ["X-WECHAT", "X-WEIXIN"] { take(property, as: "wechat") }
    guard manner.fills("wechat"), cells["wechat"] == nil else { return }
    let messengers = rest.firstIndex { value in
      value.name == "IMPP" && ["wechat:", "weixin:"].contains { value.text.lowercased().hasPrefix($0) }
    }
    guard let messengers else { return }
    cells["wechat"] = String(rest.remove(at: messengers).text.dropFirst("wechat:".count))
  }

  // MARK: Notes

  private mutating func takeNotes() {
    let written = taken("NOTE").map(\.text)
    for value in rest { keep(value) }
    let all = (cells["notes"].map { [$0] } ?? []) + written + notes
    if !all.isEmpty { cells["notes"] = all.joined(separator: "\n") }
  }

  private mutating func keep(_ value: Value) {
    let types = value.types.isEmpty ? "" : " (\(value.types.joined(separator: ", ")))"
    notes.append("\(value.name)\(types): \(joined(value))")
    kept.append(value.name)
  }

  /// Values with parts in one line of text.
  private func joined(_ value: Value) -> String {
    switch value.name {
    case "ADR", "ORG", "N":
      VCardText.parts(value.raw, isOld: card.isOld).filter { !$0.isEmpty }.joined(separator: ", ")
    default: value.text
    }
  }
}

extension RowRefusal {
  fileprivate init(_ flaw: VCardScan.Flaw) {
    switch flaw {
    case .unfinished: self.init(.other, Wording("the card has no END:VCARD", "名片没有 END:VCARD"))
    case .tooManyProperties:
      let limit = VCardScan.propertyLimit
      self.init(.other, Wording("the card has more than \(limit) lines", "名片超过 \(limit) 行"))
    case .lineTooLong(let line): self.init(VCardProperty.Fault.tooLong, at: line)
    }
  }

  fileprivate init(_ fault: VCardProperty.Fault, at line: Int) {
    let (english, chinese): (String, String)
    switch fault {
    case .malformed(let charset, isNamed: true):
      (english, chinese) = ("it is no text in \(charset)", "不是 \(charset) 文本")
    case .malformed(let charset, isNamed: false):
      (english, chinese) = (
        "it is no text in \(charset): try encoding gb18030", "不是 \(charset) 文本，可尝试 encoding gb18030"
      )
    case .unknownCharset(let name): (english, chinese) = ("there is no encoding “\(name)”", "没有“\(name)”这种编码")
    case .nul: (english, chinese) = ("it holds a NUL byte", "含有 NUL 字节")
    case .tooLong:
      let limit = VCardLines.limit >> 20
      (english, chinese) = ("it is longer than \(limit) MiB", "超过 \(limit) MiB")
    }
    self.init(.value, Wording("line \(line): \(english)", "第 \(line) 行：\(chinese)"))
  }
}
