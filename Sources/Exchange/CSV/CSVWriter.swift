/// Writes CSV (RFC 4180) to a descriptor, or to a path that gets its new content whole or not at all.
///
/// A field is quoted only where it must be: when it holds the delimiter, a quote or a line break; when it alone makes
/// a record and is empty (an empty line would be no record); and when the file would begin with `sep=` or a byte
/// order mark that is data. Text must be UTF-8 without NUL, which no CSV reader could take back.
package struct CSVWriter: ~Copyable {
  package struct Options: Sendable {
    package var delimiter = CSVByte.comma
    /// Ends lines with CRLF, as RFC 4180 says and every spreadsheet writes; LF otherwise.
    package var endsLinesWithCRLF = false
    /// Begins the file with U+FEFF, without which Excel takes UTF-8 for the system's old encoding.
    package var byteOrderMark = false
    /// Keeps spreadsheets from running cells as formulas; see `SpreadsheetPrefix`. Read back with the reader's
    /// `spreadsheetSafe`.
    package var spreadsheetSafe = false
    /// Bytes gathered before each write.
    package var block = 128 << 10

    package init() {}
  }

  /// Records ended up to now.
  package private(set) var recordCount = 0

  private var output: CSVOutput
  private var buffer: CSVBuffer
  private var held = 0
  private let options: Options
  private let special: ByteMarks
  private let nul = ByteMarks(0, 0, 0, 0)
  private var isFileStart = true
  private var fieldCount = 0
  /// Whether the record's only field up to now left no byte behind.
  private var leftNothing = false

  /// Writes to an open descriptor and leaves it open. `name` stands for a path in errors.
  package init(descriptor: Int32, name: String, options: Options = Options()) throws(CSVError) {
    if !CSVByte.canDelimit(options.delimiter) { throw .badDelimiter(options.delimiter) }
    self.init(CSVOutput.to(descriptor: descriptor, name: name), options)
  }

  /// Writes a temporary file beside `path` and puts it in its place in `finish`. A device or a pipe is written as it
  /// is. With `replacing` false an existing file is an error, now and in `finish`.
  package init(path: String, replacing: Bool = true, options: Options = Options()) throws(CSVError) {
    if !CSVByte.canDelimit(options.delimiter) { throw .badDelimiter(options.delimiter) }
    self.init(try CSVOutput.to(path: path, replacing: replacing), options)
  }

  private init(_ output: consuming CSVOutput, _ options: Options) {
    self.output = output
    self.options = options
    buffer = CSVBuffer(capacity: max(64, options.block))
    special = ByteMarks(options.delimiter, CSVByte.quote, CSVByte.lineFeed, CSVByte.carriageReturn)
    guard options.byteOrderMark else { return }
    for byte in CSVEncoding.utf8.byteOrderMark {
      buffer.base.storeBytes(of: byte, toByteOffset: held, as: UInt8.self)
      held &+= 1
    }
  }

  /// Appends a field to the current record.
  package mutating func field(_ text: String) throws(CSVError) {
    var text = text
    var failure: CSVError?
    text.withUTF8 { bytes in
      do throws(CSVError) { try field(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Appends a field given as UTF-8.
  package mutating func field(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
    if fieldCount > 0 { try put(options.delimiter) }
    let isPrefixed = options.spreadsheetSafe && SpreadsheetPrefix.isNeeded(bytes)
    if try mustQuote(bytes) {
      try putQuoted(bytes, isPrefixed: isPrefixed)
    } else {
      if isPrefixed { try put(SpreadsheetPrefix.byte) }
      try put(bytes)
    }
    leftNothing = fieldCount == 0 && bytes.isEmpty
    isFileStart = false
    fieldCount &+= 1
  }

  /// Ends the current record; without a field there is none.
  package mutating func endRecord() throws(CSVError) {
    guard fieldCount > 0 else { return }
    if fieldCount == 1, leftNothing {
      try put(CSVByte.quote)
      try put(CSVByte.quote)
    }
    if options.endsLinesWithCRLF { try put(CSVByte.carriageReturn) }
    try put(CSVByte.lineFeed)
    fieldCount = 0
    recordCount &+= 1
  }

  /// Writes a whole record.
  package mutating func record(_ fields: some Sequence<String>) throws(CSVError) {
    for text in fields { try field(text) }
    try endRecord()
  }

  /// Writes what is held back; to a path, makes it durable and puts it in its place. A writer dropped without it
  /// leaves nothing at its path.
  package consuming func finish() throws(CSVError) {
    try endRecord()
    try flush()
    try output.commit()
  }

  private func mustQuote(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    let text = UnsafeRawPointer(start)
    var found: UInt64 = 0
    var nulFound: UInt64 = 0
    let lastWord = bytes.count &- 8
    var at = 0
    while at < bytes.count, lastWord >= 0 {
      // The last word overlaps the one before it, so that no bytes are left over.
      let word = min(at, lastWord)
      found |= special.marks(text, word)
      nulFound |= nul.marks(text, word)
      at &+= 8
    }
    if lastWord < 0 {
      for byte in bytes {
        if byte == 0 { nulFound = 1 }
        if byte == options.delimiter || byte == CSVByte.quote || byte == CSVByte.lineFeed
          || byte == CSVByte.carriageReturn
        {
          found = 1
        }
      }
    }
    if nulFound != 0 { throw .nul(line: recordCount &+ 1) }
    return found != 0 || (isFileStart && looksLikeFileStart(bytes))
  }

  /// Whether a reader would take the file's first field for a mark or a declaration.
  private func looksLikeFileStart(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: CSVEncoding.utf8.byteOrderMark)
      || zip(bytes, "sep=".utf8).filter { $0 | 0x20 == $1 | 0x20 }.count == 4
  }

  private mutating func putQuoted(_ bytes: UnsafeBufferPointer<UInt8>, isPrefixed: Bool) throws(CSVError) {
    try put(CSVByte.quote)
    if isPrefixed { try put(SpreadsheetPrefix.byte) }
    var rest = bytes[...]
    while let quote = rest.firstIndex(of: CSVByte.quote) {
      try put(UnsafeBufferPointer(rebasing: rest[...quote]))
      try put(CSVByte.quote)
      rest = rest[(quote &+ 1)...]
    }
    try put(UnsafeBufferPointer(rebasing: rest))
    try put(CSVByte.quote)
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) throws(CSVError) {
    if held == buffer.capacity { try flush() }
    buffer.base.storeBytes(of: byte, toByteOffset: held, as: UInt8.self)
    held &+= 1
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
    guard let start = bytes.baseAddress else { return }
    if bytes.count > buffer.capacity &- held {
      try flush()
      if bytes.count > buffer.capacity {
        try output.write(UnsafeRawBufferPointer(bytes))
        return
      }
    }
    (buffer.base + held).copyMemory(from: start, byteCount: bytes.count)
    held &+= bytes.count
  }

  private mutating func flush() throws(CSVError) {
    let count = held
    held = 0
    try output.write(UnsafeRawBufferPointer(start: buffer.base, count: count))
  }
}
