/// The scanning: where fields and records end. Offsets count from the record's start, so that moving the buffer
/// leaves them right.
extension CSVReader {
  /// What stands behind a field.
  private enum Terminator {
    case delimiter, lineBreak, end
  }

  /// Finds the next record's fields; false at the end of the file.
  mutating func scanRecord() throws(CSVError) -> Bool {
    fieldCount = 0
    recordStart = recordEnd
    guard try skipEmptyLines() else { return false }
    line = scannedLine
    let special = ByteMarks(delimiter, CSVByte.quote, CSVByte.lineFeed, CSVByte.carriageReturn)
    var at = 0
    var fieldStart = 0
    scan: while true {
      let text = UnsafeRawPointer(buffer.base + recordStart)
      let available = textEnd &- recordStart
      while at < available {
        var marks = special.marks(text, at, of: available &- at)
        while marks != 0 {
          let hit = at &+ ByteMarks.place(marks)
          marks &= marks &- 1
          let byte = text.load(fromByteOffset: hit, as: UInt8.self)
          if byte == delimiter {
            try append(fieldStart, hit, wasQuoted: false)
            fieldStart = hit &+ 1
          } else if byte != CSVByte.quote {
            try append(fieldStart, hit, wasQuoted: false)
            endRecord(hit, byte)
            return true
          } else if hit == fieldStart {
            at = hit
            guard try scanQuoted(&at) == .delimiter else { return true }
            fieldStart = at
            continue scan
          }
        }
        at = min(at &+ 8, available)
      }
      guard try readMore(fieldStart: fieldStart, fieldLine: scannedLine) else {
        try append(fieldStart, at, wasQuoted: false)
        recordEnd = recordStart &+ at
        return true
      }
    }
  }

  /// Passes over line breaks before a record; false at the end of the file.
  private mutating func skipEmptyLines() throws(CSVError) -> Bool {
    while true {
      if recordStart == textEnd {
        guard try readMore(fieldStart: 0, fieldLine: scannedLine) else {
          recordEnd = recordStart
          return false
        }
      }
      switch buffer.base.load(fromByteOffset: recordStart, as: UInt8.self) {
      case CSVByte.lineFeed:
        if !skipsLineFeed { scannedLine &+= 1 }
        skipsLineFeed = false
      case CSVByte.carriageReturn:
        scannedLine &+= 1
        skipsLineFeed = true
      default:
        skipsLineFeed = false
        return true
      }
      recordStart &+= 1
    }
  }

  /// Scans a field from its opening quote at `at`, appends it, and leaves `at` behind what ends it. Doubled quotes
  /// are made single in the buffer itself: `write` never overtakes what is read.
  private mutating func scanQuoted(_ at: inout Int) throws(CSVError) -> Terminator {
    let openedLine = scannedLine
    let start = at &+ 1
    var write = start
    var runStart = start
    at = start
    while true {
      guard try findQuote(&at, start, openedLine) else { throw .unterminatedQuote(line: openedLine) }
      let closing = at
      let follows = try byte(closing &+ 1, start, openedLine)
      at = closing &+ 1
      if follows == CSVByte.quote {
        moveDown(runStart..<(closing &+ 1), to: &write)
        at = closing &+ 2
        runStart = at
        continue
      }
      moveDown(runStart..<closing, to: &write)
      return try endQuoted(&at, start, &write, openedLine)
    }
  }

  /// Behind a closing quote: text up to the next delimiter or line break belongs to the field as it is.
  private mutating func endQuoted(
    _ at: inout Int, _ start: Int, _ write: inout Int, _ openedLine: Int
  ) throws(CSVError) -> Terminator {
    while let next = try byte(at, start, openedLine) {
      if next == delimiter {
        try append(start, write, wasQuoted: true, line: openedLine)
        at &+= 1
        return .delimiter
      }
      if next == CSVByte.lineFeed || next == CSVByte.carriageReturn {
        try append(start, write, wasQuoted: true, line: openedLine)
        endRecord(at, next)
        return .lineBreak
      }
      moveDown(at..<(at &+ 1), to: &write)
      at &+= 1
    }
    try append(start, write, wasQuoted: true, line: openedLine)
    recordEnd = recordStart &+ at
    return .end
  }

  /// Moves `at` to the next quote and counts the line breaks on the way; false at the end of the file.
  private mutating func findQuote(_ at: inout Int, _ fieldStart: Int, _ openedLine: Int) throws(CSVError) -> Bool {
    let special = ByteMarks(CSVByte.quote, CSVByte.lineFeed, CSVByte.carriageReturn, CSVByte.quote)
    var carriageReturn = -2
    while true {
      let text = UnsafeRawPointer(buffer.base + recordStart)
      let available = textEnd &- recordStart
      while at < available {
        let place = ByteMarks.place(special.marks(text, at, of: available &- at))
        if place == 8 {
          at = min(at &+ 8, available)
          continue
        }
        at &+= place
        switch text.load(fromByteOffset: at, as: UInt8.self) {
        case CSVByte.quote: return true
        case CSVByte.carriageReturn:
          scannedLine &+= 1
          carriageReturn = at
        case CSVByte.lineFeed:
          if carriageReturn != at &- 1 { scannedLine &+= 1 }
        default: break
        }
        at &+= 1
      }
      guard try readMore(fieldStart: fieldStart, fieldLine: openedLine) else { return false }
    }
  }

  /// The byte at an offset, read from the file if need be; nil at its end.
  private mutating func byte(_ offset: Int, _ fieldStart: Int, _ fieldLine: Int) throws(CSVError) -> UInt8? {
    if recordStart &+ offset >= textEnd {
      guard try readMore(fieldStart: fieldStart, fieldLine: fieldLine) else { return nil }
    }
    return buffer.base.load(fromByteOffset: recordStart &+ offset, as: UInt8.self)
  }

  private func moveDown(_ run: Range<Int>, to write: inout Int) {
    let text = buffer.base + recordStart
    if run.lowerBound != write { (text + write).copyMemory(from: text + run.lowerBound, byteCount: run.count) }
    write &+= run.count
  }

  private mutating func endRecord(_ offset: Int, _ lineBreak: UInt8) {
    recordEnd = recordStart &+ offset &+ 1
    scannedLine &+= 1
    skipsLineFeed = lineBreak == CSVByte.carriageReturn
  }

  @inline(__always)
  private mutating func append(_ start: Int, _ end: Int, wasQuoted: Bool, line fieldLine: Int? = nil) throws(CSVError) {
    if fieldCount == fields.capacity { fields.grow() }
    if fieldCount >= limits.fields { throw .tooManyFields(line: line, limit: limits.fields) }
    if end > limits.record { throw .recordTooLong(line: line, limit: limits.record) }
    if end &- start > limits.field { throw .fieldTooLong(line: fieldLine ?? scannedLine, limit: limits.field) }
    fields.base[fieldCount] = CSVField(start: start, end: end, wasQuoted: wasQuoted)
    fieldCount &+= 1
  }
}
