import Exchange
import FoundationEssentials
import Testing

/// What is written is read back, byte for byte, in every dialect.
@Suite struct CSVRoundTripTests {
  private static let hostile = [
    "", " ", "\"", "\"\"", ",", ";", "\t", "\n", "\r", "\r\n", "'", "'=", "''=1", "=1+1", "+1", "-1", "-1-1", "@x",
    "\t=1", "\r=", "sep=;", "sep=,", "SEP=x", "\u{FEFF}", "\u{FEFF}a", "a\"b", "\"a\"", "a,b", "a;b", "a\tb", "a\nb",
    "a\r\nb",
    "科技有限公司", "😀", "👨‍👩‍👧‍👦", "é", "e\u{301}", "＝1", "＋", "－5", "＠", "'＝", "\u{2028}", "\u{85}", "\u{1}", "\u{7F}",
    "12345678", "1234567\"",
    "1234567\n",
  ]

  private static func naughty() throws -> [String] {
    guard let folder = CSVTestBytes.sharedFolder("naughty_strings") else { return [] }
    return try JSONDecoder().decode([String].self, from: Data(CSVTestBytes.of("\(folder)/blns.json")))
  }

  private static func dialects() -> [CSVWriter.Options] {
    var all: [CSVWriter.Options] = []
    for delimiter in [",", ";", "\t", "|", "-"] as [Unicode.Scalar] {
      for flags in 0..<8 {
        var options = CSVWriter.Options()
        options.delimiter = UInt8(ascii: delimiter)
        options.endsLinesWithCRLF = flags & 1 != 0
        options.byteOrderMark = flags & 2 != 0
        options.spreadsheetSafe = flags & 4 != 0
        options.block = 64
        all.append(options)
      }
    }
    return all
  }

  private func expectRoundTrip(_ table: [[String]], _ options: CSVWriter.Options, block: Int = 100) throws {
    var limits = CSVLimits()
    limits.block = block
    let back = try CSVTable.read(
      CSVTable.write(table, options: options), delimiter: options.delimiter, spreadsheetSafe: options.spreadsheetSafe,
      limits: limits)
    // Strings compare by canonical equivalence; what counts here is the bytes.
    #expect(back.map { $0.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } })
  }

  @Test func `random tables of hostile texts come back byte for byte`() throws {
    var numbers = CSVRepeatableNumbers(state: 1)
    let texts = try Self.hostile + Self.naughty()
    let dialects = Self.dialects()
    for _ in 0..<400 {
      let table = (0..<Int.random(in: 1...6, using: &numbers)).map { _ in
        (0..<Int.random(in: 1...5, using: &numbers)).map { _ in
          let parts = (0..<Int.random(in: 1...3, using: &numbers)).map { _ in texts.randomElement(using: &numbers) ?? ""
          }
          return Bool.random(using: &numbers) ? parts[0] : parts.joined()
        }
      }
      let options = try #require(dialects.randomElement(using: &numbers))
      try expectRoundTrip(table, options, block: Int.random(in: 1...200, using: &numbers))
    }
  }

  @Test func `every naughty string comes back, alone and in company`() throws {
    let texts = try Self.hostile + Self.naughty()
    for options in Self.dialects() {
      try expectRoundTrip(texts.map { [$0] }, options)
      try expectRoundTrip(texts.map { [$0, "x", $0] }, options)
      try expectRoundTrip([texts], options)
    }
  }

  @Test func `every naughty string comes back as the first field of a file`() throws {
    for text in try Self.hostile + Self.naughty() {
      try expectRoundTrip([[text]], CSVWriter.Options())
      try expectRoundTrip([[text, "b"], ["c", "d"]], CSVWriter.Options())
    }
  }
}
