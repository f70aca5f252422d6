/// Text as it may be put on a screen: whatever could move the cursor, turn the writing direction or hide is spelled out.
package enum VisibleText {
  /// `\t`, `\n`, `\r` and `\u{202E}` in place of control characters, bidirectional overrides, zero-width and other
  /// invisible characters, and of a combining mark that has nothing to stand on. Emoji sequences and variants of Han
  /// are kept. Ordinary text comes back as it is, without an allocation.
  package static func escaped(_ text: String) -> String {
    if UTF8Text.with(text, isPlain) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var previous: Unicode.Scalar?
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      let next = index < scalars.endIndex ? scalars[index] : nil
      if isVisible(scalar, after: previous, before: next) {
        result.unicodeScalars.append(scalar)
        previous = scalar
      } else {
        result += escape(of: scalar)
        previous = nil
      }
    }
    return result
  }

  /// Only printable ASCII, Latin letters of two bytes, Han, Kana and full-width forms: nothing to look at closely.
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        guard byte &- 0x20 < 0x5F else { return false }
        index &+= 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: index)
      switch scalar {
      case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3000...0x3029, 0x3041...0x3096, 0x309B...0x30FF, 0xFF01...0xFF5E: break
      case 0xA0...0xAC, 0xAE...0x2FF, 0x370...0x377, 0x391...0x3A1, 0x3A3...0x481, 0x2010...0x2027: break
      case 0xFFE0...0xFFE6, 0x2500...0x257F: break
      default: return false
      }
      index &+= length
    }
    return true
  }

  private static func isVisible(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: return true
    case 0x200D: return isPictograph(previous, orModifier: true) && isPictograph(next, orModifier: false)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      guard let previous else { return false }
      return previous.properties.isEmoji || previous.properties.isIdeographic
    case 0xE0020...0xE007F: return previous.map(carriesTag) ?? false
    // Fillers of Korean syllables: letters by their class, blank to the eye.
    case 0x115F, 0x1160, 0x3164, 0xFFA0: return false
    default: return isVisible(scalar.properties.generalCategory, after: previous)
    }
  }

  private static func isVisible(_ category: Unicode.GeneralCategory, after previous: Unicode.Scalar?) -> Bool {
    switch category {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    case .nonspacingMark, .enclosingMark: previous != nil
    default: true
    }
  }

  private static func isPictograph(_ scalar: Unicode.Scalar?, orModifier: Bool) -> Bool {
    guard let scalar else { return false }
    if orModifier && (scalar.value == 0xFE0F || scalar.properties.isEmojiModifier) { return true }
    return scalar.properties.isEmoji && scalar.value > 0x7F
  }

  /// The flags of England, Scotland and Wales are a black flag followed by tag characters.
  private static func carriesTag(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x1F3F4 || (0xE0020...0xE007E).contains(scalar.value)
  }

  private static func escape(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": "\\t"
    case "\n": "\\n"
    case "\r": "\\r"
    default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }
}
