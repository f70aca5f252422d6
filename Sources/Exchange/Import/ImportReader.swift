/// The records of a file that is imported, one after the other: those of a CSV file, or the cards of a vCard file.
struct ImportReader: ~Copyable {
  private var rows: CSVReader
  private let cards: VCardTable?
  /// Of the record at hand; the heading is 0.
  private var place = -1

  init(_ rows: consuming CSVReader, _ cards: VCardTable?) {
    self.rows = rows
    self.cards = cards
  }

  /// Goes on to the next record; false at the end.
  mutating func next() throws(CSVError) -> Bool {
    guard try rows.next() else { return false }
    place += 1
    return true
  }

  /// In the file, as a person finds it.
  var line: Int { cards.map { place < $0.lines.count ? $0.lines[place] : 0 } ?? rows.line }
  /// Why the record cannot be taken, where its reader knows.
  var refusal: RowRefusal? { cards?.refusals[place] }

  var fieldCount: Int { rows.fieldCount }
  var encoding: CSVEncoding { cards?.encoding ?? rows.encoding }
  var bytesRead: Int { rows.bytesRead }
  var totalBytes: Int? { rows.totalBytes }
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> { rows.bytes(index) }
  func text(_ index: Int) -> String { rows.text(index) }
  /// Where the records come from a reader of our own.
  var supply: (any RowSupply)? { rows.supply }
}
