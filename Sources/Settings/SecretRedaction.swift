/// A configuration's text as a diagnostic may quote it: what is secret is dots of the same length, so that marks stay
/// where they are.
///
/// Judged line by line, since the text may be no YAML: behind a name that speaks of a secret, and behind any name in the
/// section of the notifications that is not known to be none, nothing is shown to the line's end and on the lines that
/// belong to it. A mere `${NAME}` or `file:PATH` is no secret.
package enum SecretRedaction {
  private static let words = ["pas", "pwd", "secret", "token", "webhook", "key_", "apikey"]
  private static let openKeys: Set<String> = [
    "notifications", "email", "feishu", "enabled", "smtp_server", "smtp_port", "smtp_user",
  ]

  package static func redacted(_ text: String) -> String {
    var bytes = Array(text.utf8)
    var start = 0
    /// Of a key whose value goes on below: what lies deeper belongs to it.
    var hidden: Int?
    var isNotifications = false
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let indent = bytes[start..<end].prefix { $0 == 0x20 || $0 == 0x09 }.count
      let isBlank = bytes[(start + indent)..<end].allSatisfy { $0 == 0x0D }
      if indent == 0, !isBlank { isNotifications = bytes[start..<end].starts(with: "notifications".utf8) }
      if let depth = hidden, isBlank || indent > depth {
        mask(&bytes, (start + indent)..<end)
      } else {
        hidden = nil
        if let value = secretValue(bytes, start..<end, isNotifications) {
          let shown = String(decoding: bytes[value..<end], as: UTF8.self)
          if !isPlace(shown) { mask(&bytes, value..<end) }
          hidden = indent
        }
      }
      start = end + 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where the value of the line's first secret begins: behind the colon.
  private static func secretValue(_ bytes: [UInt8], _ line: Range<Int>, _ isNotifications: Bool) -> Int? {
    var index = line.lowerBound
    while index < line.upperBound {
      guard isName(bytes[index]) else {
        index += 1
        continue
      }
      let end = bytes[index..<line.upperBound].firstIndex { !isName($0) } ?? line.upperBound
      var colon = end
      while colon < line.upperBound, [0x20, 0x09, 0x22, 0x27].contains(bytes[colon]) { colon += 1 }
      guard colon < line.upperBound, bytes[colon] == 0x3A else {
        index = end
        continue
      }
      let name = String(decoding: bytes[index..<end], as: UTF8.self).lowercased()
      if isNotifications ? !openKeys.contains(name) : words.contains(where: { name.contains($0) }) {
        return colon + 1
      }
      index = colon + 1
    }
    return nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte == 0x5F || byte == 0x2D || byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  /// `${NAME}` or `file:PATH` and no more: where the secret is, and not what.
  private static func isPlace(_ value: String) -> Bool {
    let bare = value.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" && $0 != "}" && $0 != "," }
    if bare.isEmpty || bare.hasPrefix("file:") { return true }
    guard bare.hasPrefix("${"), value.count(where: { $0 == "$" }) == 1 else { return false }
    return bare.dropFirst(2).allSatisfy { $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) }
  }

  private static func mask(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for index in range where bytes[index] > 0x20 { bytes[index] = 0x2A }
  }
}
