/// The encodings a CSV file may have. Read text is UTF-8 whatever the file was.
package enum CSVEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case gb18030 = "gb18030"

  /// The name by which iconv knows it.
  var iconvName: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .gb18030: "GB18030"
    }
  }

  /// U+FEFF as this encoding spells it at the start of a file.
  var byteOrderMark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .gb18030: [0x84, 0x31, 0x95, 0x33]
    }
  }

  /// The most bytes a character has in any of them.
  static let longestCharacter = 4

  /// How many bytes of a file one must see to know its mark.
  static let longestMark = 4

  /// The encoding whose mark stands at the start of these bytes.
  static func marked(_ start: ArraySlice<UInt8>) -> CSVEncoding? {
    allCases.first { start.starts(with: $0.byteOrderMark) }
  }

  /// So many bytes beyond ASCII that are valid UTF-8 are no accident: Chinese in GB18030 breaks much sooner.
  private static let unmistakable = 32

  /// What text without a mark is, judged by a sample that begins at its first byte beyond ASCII: UTF-8 if it is valid
  /// UTF-8, or valid for so long that it can only be damaged UTF-8; else GB18030 if it is valid GB18030, else
  /// unknown. `whole` says that the sample reaches the file's end; otherwise a last character that is cut off does
  /// not count against it.
  static func judged(_ sample: UnsafeRawBufferPointer, whole: Bool) -> CSVEncoding? {
    let check = UTF8Check.prefix(of: sample)
    if check.accepts(whole: whole) { return .utf8 }
    if sample[..<check.valid].lazy.filter({ $0 >= 0x80 }).prefix(unmistakable).count == unmistakable { return .utf8 }
    return GB18030Check.isValid(sample, whole: whole) ? .gb18030 : nil
  }
}
