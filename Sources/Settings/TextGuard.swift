/// What can be told from the file's text without parsing it. All of these count too much rather than too little.
enum TextGuard {
  /// Refuses text that could cost the parser dearly: many aliases, deep brackets, deep indentation.
  static func check(_ bytes: [UInt8]) throws(SettingsDocument.Unusable) {
    var aliases = 0
    var depth = 0
    var dashes = 0
    // Spaces the line begins with; nil behind them.
    var indent: Int? = 0
    var before = UInt8(ascii: "\n")
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "*") where canPrecedeNode(before): aliases &+= 1
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth &+= 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth &- 1)
      case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
        if before == UInt8(ascii: " ") || before == UInt8(ascii: "\n") { dashes &+= 1 }
      case UInt8(ascii: "\n"): dashes = 0
      default: break
      }
      before = byte
      indent = byte == UInt8(ascii: "\n") ? 0 : byte == UInt8(ascii: " ") ? indent.map { $0 &+ 1 } : nil
      if aliases > SettingsDocument.aliasLimit {
        let fault = SettingsFault.tooManyAliases(limit: SettingsDocument.aliasLimit)
        throw SettingsDocument.Unusable(fault: fault, position: position(offset: offset, bytes))
      }
      let deepest = max(depth, dashes, (indent ?? 0) / 2)
      if deepest > SettingsDocument.bracketLimit {
        let fault = SettingsFault.tooDeep(limit: SettingsDocument.depthLimit)
        throw SettingsDocument.Unusable(fault: fault, position: position(offset: offset, bytes))
      }
    }
  }

  /// The line and column of a byte.
  static func position(offset: Int, _ bytes: [UInt8]) -> SettingsPosition {
    let before = bytes.prefix(max(0, offset))
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.lazy.filter { $0 == UInt8(ascii: "\n") }.count + 1
    let column = before[lineStart...].lazy.filter { $0 & 0xC0 != 0x80 }.count + 1
    return SettingsPosition(line: line, column: column)
  }

  /// The byte with which the character at a place begins.
  static func byte(at position: SettingsPosition, _ bytes: [UInt8]) -> UInt8? {
    let line = line(position.line, bytes)
    return line?.lazy.filter { $0 & 0xC0 != 0x80 }.dropFirst(max(0, position.column - 1)).first
  }

  private static func line(_ number: Int, _ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var start = 0
    var left = number
    while left > 1 {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
      left -= 1
    }
    return bytes[start...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
  }

  private static func canPrecedeNode(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"): true
    default: false
    }
  }
}
