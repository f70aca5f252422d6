/// The apostrophe that keeps a spreadsheet from running a cell as a formula.
///
/// A cell is dangerous if it begins with `=`, `+`, `-`, `@`, TAB, CR, LF or a full-width ＝＋－＠ (which spreadsheets of
/// double-width locales read as formulas too), unless it is nothing but a signed number: `-5` and `+8613800138000`
/// run nothing, and a column of amounts with apostrophes could no longer be summed. Written, a dangerous cell gets
/// one `'` before it; so does a cell of apostrophes followed by something dangerous. Read, exactly those lose one
/// `'`. So every text comes back as it was, as long as both sides have the option, and all cells that are not
/// dangerous look the same with and without it.
///
/// After <https://owasp.org/www-community/attacks/CSV_Injection>. A prefix is the least that disarms a cell: quoting
/// does not, and a leading space or tab would be trimmed by others on the way.
enum SpreadsheetPrefix {
  static let byte = CSVByte.apostrophe

  /// Whether a cell is to get a prefix.
  static func isNeeded(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = cell.first else { return false }
    // Nearly all cells end here.
    guard first < 0x30 || first == 0x3D || first == 0x40 || first == 0xEF else { return false }
    var start = 0
    while start < cell.count, cell[start] == byte { start &+= 1 }
    return isDangerous(UnsafeBufferPointer(rebasing: cell[start...]))
  }

  /// Whether a cell has a prefix that is to be taken off.
  static func isPrefixed(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    cell.first == byte && isNeeded(cell)
  }

  private static func isDangerous(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isNumber(text.dropFirst())
    case 0xEF:
      // ＋ EF BC 8B, － EF BC 8D, ＝ EF BC 9D, ＠ EF BC A0
      return text.count >= 3 && text[1] == 0xBC && [0x8B, 0x8D, 0x9D, 0xA0].contains(text[2])
    default: return false
    }
  }

  /// Digits, with at most one point between digits.
  private static func isNumber(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { digits.contains($0) } }
  }
}
