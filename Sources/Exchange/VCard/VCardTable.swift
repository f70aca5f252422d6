internal import Diagnostics
internal import Domain

/// The cards of a file as rows of a table, which the import reads like those of any other file: one column for each
/// field that a card fills, headed by the field's name.
struct VCardTable: Sendable {
  let headings: [String]
  /// CSV in UTF-8, with its heading.
  let bytes: [UInt8]
  /// Of each record, the heading's 0.
  let lines: [Int]
  /// Cards that cannot be taken, by their record's place.
  let refusals: [Int: RowRefusal]
  let remarks: [(count: Int, text: Wording)]
  let encoding: CSVEncoding

  init(_ request: ImportRequest, _ reader: FieldReader, isCancelled: () -> Bool) throws(ImportProblem) {
    var gathering = Gathering()
    do throws(CSVError) {
      var scan = VCardScan(try VCardLines(path: request.path, encoding: request.encoding))
      let manner = VCardManner(request, reader, isUnicode: scan.isUnicode)
      while let card = try scan.next() {
        gathering.add(VCardPerson(card, manner), of: card)
        if gathering.size > VCardTable.limit { break }
        if isCancelled() { break }
      }
      gathering.outside = scan.outside
      encoding = scan.encoding ?? .utf8
    } catch { throw .file(error, path: request.path) }
    if isCancelled() { throw .cancelled }
    guard gathering.size <= VCardTable.limit else { throw .tooManyCards(path: request.file) }
    guard !gathering.rows.isEmpty else { throw .noCards(path: request.file) }
    try VCardTable.check(request.mappings, gathering.properties)
    headings = request.entity.fields.map(\.name).filter { gathering.filled.contains($0) || $0 == request.entity.title }
    (bytes, lines, refusals, remarks) = (
      gathering.csv(headings), [0] + gathering.lines, gathering.refusals, gathering.remarks
    )
  }

  /// The text of all cards that is held in memory, in bytes.
  private static let limit = 256 << 20

  /// A property that is mapped must be there.
  private static func check(
    _ mappings: [ImportRequest.Mapping], _ properties: Set<String>
  ) throws(ImportProblem) {
    var seen: Set<String> = []
    for mapping in mappings {
      let name = mapping.column.uppercased()
      guard seen.insert(name).inserted else { throw .mappedTwice(mapping.column, mapping.span) }
      guard mapping.field.name != "notes" else { throw .mappedToNotes(mapping.span) }
      let all = properties.sorted()
      guard properties.contains(name) else {
        throw .noSuchColumn(
          mapping.column, nearest: NearestName.suggestions(for: name, among: all), all, mapping.span)
      }
    }
  }
}

/// What is known of the cards while they are read.
private struct Gathering {
  var rows: [[String: String]] = []
  var lines: [Int] = []
  var refusals: [Int: RowRefusal] = [:]
  var filled: Set<String> = []
  var properties: Set<String> = []
  var outside = 0
  var size = 0
  private var kept: [String: Int] = [:]
  private var leftOut: [String: Int] = [:]
  private var namedBy: [String: Int] = [:]

  mutating func add(_ person: VCardPerson, of card: VCardScan.Card) {
    rows.append(person.cells)
    lines.append(card.line)
    if let refusal = person.refusal { refusals[rows.count] = refusal }
    filled.formUnion(person.cells.keys)
    if properties.count < 10_000 { properties.formUnion(card.properties.map(\.name)) }
    size += person.cells.values.reduce(100) { $0 + $1.utf8.count }
    for name in person.kept { kept[name, default: 0] += 1 }
    for name in person.leftOut { leftOut[name, default: 0] += 1 }
    if let name = person.namedBy { namedBy[name, default: 0] += 1 }
  }

  func csv(_ headings: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    func append(_ text: String, _ isLast: Bool) {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(UInt8(ascii: isLast ? "\n" : ","))
    }
    for (index, heading) in headings.enumerated() { append(heading, index == headings.count - 1) }
    for row in rows {
      for (index, heading) in headings.enumerated() { append(row[heading] ?? "", index == headings.count - 1) }
    }
    return bytes
  }

  var remarks: [(count: Int, text: Wording)] {
    var remarks: [(count: Int, text: Wording)] = []
    for (name, count) in Self.ranked(kept) {
      remarks.append((count, Wording("\(name): kept in notes", "\(name)：记入备注")))
    }
    for (name, count) in Self.ranked(leftOut) {
      remarks.append((count, Wording("\(name): left out", "\(name)：未导入")))
    }
    for (name, count) in Self.ranked(namedBy) {
      remarks.append((count, Wording("cards without a name are called by their \(name)", "名片没有姓名，以 \(name) 为名")))
    }
    if outside > 0 {
      remarks.append((outside, Wording("lines outside any card are left out", "行不在任何名片之内，未导入")))
    }
    return remarks
  }

  /// The most frequent ones; a hostile file has any number of names.
  private static func ranked(_ counts: [String: Int]) -> [(String, Int)] {
    let all = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = all.prefix(12).map { (String($0.key.prefix(40)), $0.value) }
    let others = all.dropFirst(12).reduce(0) { $0 + $1.value }
    return others == 0 ? shown : shown + [("…", others)]
  }
}
