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
      if !isBlank, indent == 0, start + indent < end, bytes[start + indent] != 0x7D {
        isNotifications = bytes[start..<end].drop { Self.opening.contains($0) }.starts(with: "notifications".utf8)
      }
      // A list may stand at its key's own indent, and the value of a `?` key behind a `:`.
      let goesOn = indent == hidden && start + indent < end && [0x2D, 0x3A].contains(bytes[start + indent])
      if let depth = hidden, isBlank || indent > depth || goesOn {
        mask(&bytes, (start + indent)..<end)
      } else {
        hidden = nil
        if isSecretKey(bytes[(start + indent)..<end], isNotifications) {
          hidden = indent
        } else if let value = secretValue(bytes, start..<end, isNotifications) {
          let shown = String(decoding: bytes[value..<end], as: UTF8.self)
          if !isPlace(shown) { mask(&bytes, value..<end) }
          hidden = indent
        }
      }
      start = end + 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What may stand before a key: blanks, quotes, a brace, `?`, the mark of the byte order.
  private static let opening: Set<UInt8> = [0x20, 0x09, 0x22, 0x27, 0x7B, 0x3F, 0xEF, 0xBB, 0xBF]

  /// `? smtp_password`: the value stands on lines of its own.
  private static func isSecretKey(_ line: ArraySlice<UInt8>, _ isNotifications: Bool) -> Bool {
    guard line.first == 0x3F else { return false }
    let name = String(decoding: line.filter { isName($0) }, as: UTF8.self).lowercased()
    return isNotifications ? !openKeys.contains(name) : words.contains { name.contains($0) }
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
    var rest = value[...]
    func drop(_ dropped: String) { rest = rest.drop { dropped.contains($0) } }
    drop(" \t")
    if rest.isEmpty || rest == "\r" { return true }
    let quote = rest.first.flatMap { "\"'".contains($0) ? $0 : nil }
    if quote != nil { rest.removeFirst() }
    if rest.hasPrefix("${") {
      rest.removeFirst(2)
      rest = rest.drop { $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) }
      guard rest.first == "}" else { return false }
      rest.removeFirst()
    } else if rest.hasPrefix("file:") {
      rest = rest.drop { !$0.isWhitespace && $0 != quote && !"\"'},".contains($0) }
    } else {
      return false
    }
    if quote != nil, rest.first == quote { rest.removeFirst() }
    return rest.allSatisfy { $0.isWhitespace || $0 == "}" || $0 == "," }
  }

  private static func mask(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for index in range where bytes[index] > 0x20 { bytes[index] = 0x2A }
  }
}
