/// The cards of a file, one after the other: its lines unfolded into properties, nested cards passed over.
struct VCardScan: ~Copyable {
  struct Card {
    /// Of its BEGIN:VCARD.
    let line: Int
    var properties: [VCardProperty] = []
    /// Lines within it that are no property.
    var strays: [(line: Int, bytes: [UInt8])] = []
    /// Cards within it, of agents.
    var nested = 0
    var flaw: Flaw?

    /// Version 2.1, which escapes otherwise.
    var isOld: Bool {
      properties.first { $0.name == "VERSION" }.map { $0.value.starts(with: "2".utf8) } ?? false
    }
  }

  /// Why a card cannot be taken.
  enum Flaw {
    case unfinished
    case tooManyProperties
    case lineTooLong(line: Int)
  }

  /// The most properties that a card has.
  static let propertyLimit = 5000

  private var lines: VCardLines
  private var waiting: VCardLines.Line?
  /// The line of a BEGIN:VCARD that was met within another card.
  private var begun: Int?
  /// Lines outside any card that are not blank.
  private(set) var outside = 0
  private var isOld = false

  init(_ lines: consuming VCardLines) { self.lines = lines }

  var isUnicode: Bool { lines.isUnicode }
  var encoding: CSVEncoding? { lines.encoding }

  /// Nil at the end.
  mutating func next() throws(CSVError) -> Card? {
    while begun == nil {
      guard let line = try logical() else { return nil }
      if Self.says(line.bytes, "BEGIN:VCARD") {
        begun = line.number
      } else {
        outside += 1
      }
    }
    guard let first = begun.take() else { return nil }
    isOld = false
    var card = Card(line: first)
    while let line = try logical() {
      if Self.says(line.bytes, "END:VCARD") { return card }
      if Self.says(line.bytes, "BEGIN:VCARD") {
        guard let last = card.properties.last, last.name == "AGENT", last.value.isEmpty else {
          card.flaw = .unfinished
          begun = line.number
          return card
        }
        card.nested += 1
        guard try skipNested() else { break }
        continue
      }
      add(line, to: &card)
    }
    card.flaw = .unfinished
    return card
  }

  private mutating func add(_ line: VCardLines.Line, to card: inout Card) {
    guard card.properties.count + card.strays.count < VCardScan.propertyLimit else {
      card.flaw = .tooManyProperties
      return
    }
    guard let property = VCardProperty(line.bytes, line: line.number, isCut: line.isCut) else {
      if line.isCut { card.flaw = .lineTooLong(line: line.number) }
      card.strays.append((line.number, line.isCut ? [] : line.bytes))
      return
    }
    if property.name == "VERSION" { isOld = property.value.starts(with: "2".utf8) }
    card.properties.append(property)
  }

  /// False where the file ends before the nested card does.
  private mutating func skipNested() throws(CSVError) -> Bool {
    var depth = 1
    while depth > 0 {
      guard let line = try logical() else { return false }
      if Self.says(line.bytes, "BEGIN:VCARD") { depth += 1 }
      if Self.says(line.bytes, "END:VCARD") { depth -= 1 }
    }
    return true
  }

  // MARK: Lines

  /// The next line that is not blank, with those that continue it.
  private mutating func logical() throws(CSVError) -> VCardLines.Line? {
    var found: VCardLines.Line?
    while found == nil {
      guard let line = try physical() else { return nil }
      if line.bytes.contains(where: { $0 > 0x20 }) { found = line }
    }
    guard var line = found else { return nil }
    let (isPrintable, isBinary) = Self.manner(line.bytes)
    while let next = try physical() {
      if isPrintable, line.bytes.last == UInt8(ascii: "="), !Self.says(next.bytes, "END:VCARD") {
        line.bytes.removeLast()
        Self.append(next.bytes[...], of: next, to: &line, isBinary: false)
      } else if let first = next.bytes.first, first == 0x20 || first == 0x09 {
        // What folds a line of version 2.1 is a part of it.
        let isKept = isOld && !isBinary && !isPrintable
        Self.append(isKept ? next.bytes[...] : next.bytes.dropFirst(), of: next, to: &line, isBinary: isBinary)
      } else if isBinary, !next.bytes.isEmpty, !next.bytes.contains(UInt8(ascii: ":")) {
        continue
      } else {
        waiting = next
        break
      }
    }
    return line
  }

  private mutating func physical() throws(CSVError) -> VCardLines.Line? {
    if let line = waiting.take() { return line }
    return try lines.next()
  }

  /// What is binary is not taken, and so not kept.
  private static func append(
    _ bytes: ArraySlice<UInt8>, of next: VCardLines.Line, to line: inout VCardLines.Line, isBinary: Bool
  ) {
    guard !isBinary else { return }
    let room = VCardLines.limit - line.bytes.count
    line.bytes.append(contentsOf: bytes.prefix(room))
    if next.isCut || bytes.count > room { line.isCut = true }
  }

  /// How the value of a line is written, from what stands before its colon.
  private static func manner(_ bytes: [UInt8]) -> (isPrintable: Bool, isBinary: Bool) {
    let head = bytes.prefix(1024)
    guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return (false, false) }
    guard let property = VCardProperty(Array(bytes[...colon]), line: 0, isCut: false) else { return (false, false) }
    let isData = bytes[(colon + 1)...].starts(with: "data:".utf8)
    return (property.isQuotedPrintable, property.isBinary || isData)
  }

  /// Whether a line says just this, in any case.
  private static func says(_ bytes: [UInt8], _ text: StaticString) -> Bool {
    var rest = bytes[...]
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return rest.elementsEqual(wanted) { byte, capital in
      byte == capital || (byte >= UInt8(ascii: "a") && byte &- 0x20 == capital)
    }
  }
}
