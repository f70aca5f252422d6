/// Reads a CSV file record by record, in memory that does not grow with the file.
///
/// Accepted: RFC 4180 and what spreadsheets make of it. Lines end in LF, CRLF or a lone CR. A field that begins with
/// a quote runs to the closing quote, line breaks included, and `""` in it is a quote; text between the closing quote
/// and the next delimiter is appended as it is. A quote elsewhere in a bare field is kept. Empty lines are skipped
/// but counted. A first line `sep=;` names the delimiter and is no record. Records may differ in length: the caller
/// judges.
///
/// The first error ends the reading; asked again, the reader repeats it.
package struct CSVReader: ~Copyable {
  /// The line on which the current record begins, from 1; a line break inside quotes counts.
  package internal(set) var line = 0
  /// How many fields the current record has; 0 before the first record and after the last.
  package internal(set) var fieldCount = 0
  /// What separates the fields, given or detected.
  package let delimiter: UInt8

  /// What the records are made of, where they are no file's.
  let supply: (any RowSupply)?
  var decoder: CSVDecoder
  var buffer: CSVBuffer
  var fields: CSVFieldTable
  let path: String
  let limits: CSVLimits
  /// Takes the prefix of `SpreadsheetPrefix` off again.
  let removesSpreadsheetPrefix: Bool
  /// The current record's text in the buffer, and where checked text ends.
  var recordStart = 0
  var recordEnd = 0
  var textEnd = 0
  /// The line at which the scanning stands.
  var scannedLine = 1
  /// The last record ended with CR: an LF at once belongs to it.
  var skipsLineFeed = false
  var failure: CSVError?

  /// Opens a file. A nil encoding or delimiter (comma, semicolon or tab) is detected.
  package init(
    path: String, encoding: CSVEncoding? = nil, delimiter: UInt8? = nil, spreadsheetSafe: Bool = false,
    limits: CSVLimits = CSVLimits()
  ) throws(CSVError) {
    let source = try CSVSource(path: path, block: limits.block)
    try self.init(source, path, encoding, delimiter, spreadsheetSafe, limits)
  }

  /// Reads an open descriptor, such as standard input, and leaves it open. `name` stands for a path in errors.
  package init(
    descriptor: Int32, name: String, encoding: CSVEncoding? = nil, delimiter: UInt8? = nil,
    spreadsheetSafe: Bool = false, limits: CSVLimits = CSVLimits()
  ) throws(CSVError) {
    let source = CSVSource(descriptor: descriptor, block: limits.block)
    try self.init(source, name, encoding, delimiter, spreadsheetSafe, limits)
  }

  /// Reads bytes in memory.
  package init(
    bytes: [UInt8], encoding: CSVEncoding? = nil, delimiter: UInt8? = nil, spreadsheetSafe: Bool = false,
    limits: CSVLimits = CSVLimits()
  ) throws(CSVError) {
    let source = CSVSource(bytes: bytes, block: limits.block)
    try self.init(source, "", encoding, delimiter, spreadsheetSafe, limits)
  }

  /// Reads what is supplied; `name` stands for a path in errors.
  init(supply: any RowSupply, name: String, limits: CSVLimits = CSVLimits()) throws(CSVError) {
    let source = CSVSource(supply: supply, block: limits.block)
    try self.init(source, name, .utf8, CSVByte.comma, false, limits, supply: supply)
  }

  private init(
    _ source: consuming CSVSource, _ path: String, _ encoding: CSVEncoding?, _ delimiter: UInt8?,
    _ spreadsheetSafe: Bool, _ limits: CSVLimits, supply: (any RowSupply)? = nil
  ) throws(CSVError) {
    self.supply = supply
    if let delimiter, !CSVByte.canDelimit(delimiter) { throw .badDelimiter(delimiter) }
    var decoder = try CSVDecoder(source, encoding: encoding, sample: limits.sample, block: limits.block)
    var buffer = CSVBuffer(capacity: max(64, limits.block &* 2))
    let wanted = delimiter == nil ? max(limits.sample, CSVDialect.declarationLength) : CSVDialect.declarationLength
    let seen = try CSVReader.lookAhead(wanted, &decoder, &buffer)
    let dialect = CSVDialect(UnsafeRawBufferPointer(start: buffer.base, count: seen), given: delimiter)
    self.delimiter = dialect.delimiter
    self.decoder = decoder
    self.buffer = buffer
    fields = CSVFieldTable(capacity: 64)
    self.path = path
    self.limits = limits
    removesSpreadsheetPrefix = spreadsheetSafe
    textEnd = seen
    recordEnd = dialect.declarationLength
    scannedLine = dialect.declarationLength > 0 ? 2 : 1
    skipsLineFeed = dialect.endsWithCarriageReturn
  }

  /// The encoding; where none was given, UTF-8 as long as only ASCII was seen.
  package var encoding: CSVEncoding { decoder.encoding ?? .utf8 }

  /// Bytes of the file read up to now, a block or so ahead of the current record.
  package var bytesRead: Int { decoder.bytesRead }

  /// The file's size at opening; nil for a pipe.
  package var totalBytes: Int? { decoder.totalBytes }

  /// Goes on to the next record; false at the end.
  package mutating func next() throws(CSVError) -> Bool {
    if let failure { throw failure }
    do {
      let found = try scanRecord()
      if found, removesSpreadsheetPrefix { removeSpreadsheetPrefixes() }
      if found, let supply { line = supply.takeLine() }
      return found
    } catch {
      failure = error
      fieldCount = 0
      throw error
    }
  }

  private static func lookAhead(
    _ wanted: Int, _ decoder: inout CSVDecoder, _ buffer: inout CSVBuffer
  ) throws(CSVError) -> Int {
    var seen = 0
    while seen < wanted {
      if buffer.capacity &- seen < CSVDecoder.smallestRoom {
        buffer.compact(0..<seen, capacity: buffer.capacity &* 2)
      }
      let room = UnsafeMutableRawBufferPointer(start: buffer.base + seen, count: buffer.capacity &- seen)
      let got = try decoder.read(into: room)
      if got == 0 { break }
      seen &+= got
    }
    return seen
  }
}
