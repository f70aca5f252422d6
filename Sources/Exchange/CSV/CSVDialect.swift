/// What the beginning of a file says about its delimiter.
struct CSVDialect {
  var delimiter: UInt8
  /// Bytes of a first line `sep=…`, its line break included; 0 without one.
  var declarationLength = 0
  var endsWithCarriageReturn = false

  /// The longest declaration: `sep=;` and CRLF.
  static let declarationLength = 7
  private static let candidates = [CSVByte.comma, CSVByte.semicolon, CSVByte.tab]
  /// So many lines are compared.
  private static let comparedLines = 20

  /// A given delimiter stands above a declared one, a declared above a guessed one.
  init(_ start: UnsafeRawBufferPointer, given: UInt8?) {
    let declared = CSVDialect.declaration(start)
    if let declared {
      declarationLength = declared.length
      endsWithCarriageReturn = declared.endsWithCarriageReturn
    }
    delimiter = given ?? declared?.delimiter ?? CSVDialect.guess(start)
  }

  private static func declaration(
    _ start: UnsafeRawBufferPointer
  ) -> (delimiter: UInt8, length: Int, endsWithCarriageReturn: Bool)? {
    let word = Array("sep=".utf8)
    guard start.count > word.count, zip(start, word).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else { return nil }
    let delimiter = start[word.count]
    guard CSVByte.canDelimit(delimiter) else { return nil }
    let length = word.count &+ 1
    guard start.count > length else { return (delimiter, length, false) }
    switch start[length] {
    case CSVByte.lineFeed: return (delimiter, length &+ 1, false)
    case CSVByte.carriageReturn: return (delimiter, length &+ 1, true)
    default: return nil
    }
  }

  /// The candidate that splits the first lines most evenly: first one that stands equally often in each of them, then
  /// the one that stands most often in the heading; a tie goes to the comma, then to the semicolon.
  private static func guess(_ start: UnsafeRawBufferPointer) -> UInt8 {
    var best = CSVByte.comma
    var bestScore = (isEven: 0, heading: 0)
    for candidate in candidates {
      let counts = counts(of: candidate, start)
      guard let heading = counts.first, heading > 0 else { continue }
      let score = (isEven: counts.allSatisfy { $0 == heading } ? 1 : 0, heading: heading)
      if score > bestScore {
        best = candidate
        bestScore = score
      }
    }
    return best
  }

  /// How often a delimiter stands outside quotes in each of the first lines. A last line that is cut off is left out
  /// unless it is the only one.
  private static func counts(of delimiter: UInt8, _ start: UnsafeRawBufferPointer) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var isQuoted = false
    var atFieldStart = true
    var isEmpty = true
    for byte in start {
      if counts.count == comparedLines { return counts }
      if byte == CSVByte.quote, isQuoted || atFieldStart {
        isQuoted.toggle()
        // A quote that follows at once is a doubled one and opens the field again.
        atFieldStart = !isQuoted
        isEmpty = false
      } else if isQuoted {
        continue
      } else if byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn {
        if !isEmpty { counts.append(count) }
        (count, atFieldStart, isEmpty) = (0, true, true)
      } else {
        if byte == delimiter { count &+= 1 }
        atFieldStart = byte == delimiter
        isEmpty = false
      }
    }
    return counts.isEmpty ? [count] : counts
  }
}
