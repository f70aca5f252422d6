internal import Values

/// Text that Markdown shows as it is.
enum MarkdownText {
  /// Escaped for a paragraph or a cell of a table; its line breaks become `<br>`.
  static func escaped(_ text: String) -> String {
    TextWrapping.pieces(of: text).map { line(VisibleText.escaped($0)) }.joined(separator: "<br>")
  }

  private static func line(_ text: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    result.reserveCapacity(bytes.count + 8)
    // `1.` at the start of a paragraph would number a list.
    let point = bytes.firstIndex { !(0x30...0x39).contains($0) } ?? 0
    for (index, byte) in bytes.enumerated() {
      if index == point, index > 0, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ")") {
        result.append(UInt8(ascii: "\\"))
      }
      if needsEscape(byte, between: index > 0 ? bytes[index - 1] : nil, and: bytes.dropFirst(index + 1).first) {
        result.append(UInt8(ascii: "\\"))
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// An underscore inside a word is no emphasis: `cust_001` stays readable.
  private static func needsEscape(_ byte: UInt8, between before: UInt8?, and after: UInt8?) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "~"):
      true
    case UInt8(ascii: "_"): !(isWord(before) && isWord(after))
    // At the start of a line these would make a heading, a list, a quotation.
    case UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"): before == nil
    default: false
    }
  }

  private static func isWord(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= 0x80 || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
  }
}
