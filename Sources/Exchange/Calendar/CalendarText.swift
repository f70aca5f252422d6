/// Texts as a calendar file can hold them: it has no place for control characters, and who reads it drops the blanks at the
/// ends. What would be lost so stands beside it, in a property of our own.
enum CalendarText {
  static let exactProperty = "X-GUANXI-EXACT"

  /// What comes back of a text.
  static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar.value >= 0x20 || scalar == "\t" || scalar == "\n" {
      plain.append(scalar)
    }
    return String(plain).trimmed
  }

  /// The whole text in characters that any reader keeps (`%20a`); nil where nothing would be lost.
  static func exact(_ text: String) -> String? {
    guard plain(text).unicodeScalars.elementsEqual(text.unicodeScalars) == false else { return nil }
    var exact = ""
    for byte in text.utf8 {
      let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "%")
      let digits = String(byte, radix: 16, uppercase: true)
      exact += isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }
    return exact
  }

  /// What `exact` was made of, where `shown` is still what a reader gets of it; nil where somebody changed that.
  static func text(exact: String, shown: String?) -> String? {
    var bytes: [UInt8] = []
    var rest = exact.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    guard let text = String(validating: bytes, as: UTF8.self), plain(text) == plain(shown ?? "") else { return nil }
    return text
  }
}

extension String {
  fileprivate var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
