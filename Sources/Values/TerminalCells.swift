/// How many cells of a terminal a text takes.
///
/// The widths are those that terminals agree on: East Asian Wide and Fullwidth are two cells, ambiguous ones
/// (`“ ” … — ¥ ×`) one, combining marks and invisible characters none, an emoji sequence or a flag two. A control
/// character counts nothing: pass a value through `VisibleText` before it is measured and drawn.
package enum TerminalCells {
  package enum Alignment: Sendable {
    case leading, trailing, center
  }

  package static func width(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex { return width(of: first) }
    return widthOfCluster(scalars)
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  package static func width<S: StringProtocol>(of text: S) -> Int {
    if let simple = UTF8Text.with(text, simpleWidth) { return simple }
    var total = 0
    for character in text { total &+= width(of: character) }
    return total
  }

  /// The text itself where it fits; otherwise its longest beginning that fits together with the ellipsis. Where not
  /// even the ellipsis fits, nothing.
  @specialized(where S == String)
  @specialized(where S == Substring)
  package static func truncated<S: StringProtocol>(_ text: S, to cells: Int, ellipsis: String = "…") -> String {
    if width(of: text) <= cells { return String(text) }
    let room = cells - width(of: ellipsis)
    guard room >= 0 else { return "" }
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      let next = width(of: text[end])
      if used + next > room { break }
      used += next
      end = text.index(after: end)
    }
    return String(text[..<end]) + ellipsis
  }

  /// Filled with spaces to `cells`; a text as wide as that or wider is returned as it is.
  @specialized(where S == String)
  @specialized(where S == Substring)
  package static func padded<S: StringProtocol>(
    _ text: S, to cells: Int, alignment: Alignment = .leading
  ) -> String {
    let missing = cells - width(of: text)
    guard missing > 0 else { return String(text) }
    switch alignment {
    case .leading: return text + String(repeating: " ", count: missing)
    case .trailing: return String(repeating: " ", count: missing) + text
    case .center:
      let left = missing / 2
      return String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
    }
  }
}

// MARK: - Scalars and clusters

extension TerminalCells {
  /// The width of a text in which every scalar stands for itself, nil where one may join its neighbours.
  private static func simpleWidth(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    var total = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        total &+= byte &- 0x20 < 0x5F ? 1 : 0
        index &+= 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: index)
      switch scalar {
      case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3000...0x3029, 0x3041...0x3096, 0x30A0...0x30FF, 0xFF01...0xFF60:
        total &+= 2
      case 0xFFE0...0xFFE6: total &+= 2
      case 0xA0...0xA8, 0xAA...0xAC, 0xAF...0x2FF: total &+= 1
      case 0x2010...0x2027, 0x2030...0x203B, 0x2500...0x257F: total &+= 1
      default: return nil
      }
      index &+= length
    }
    return total
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 {
      return value < 0x20 || (0x7F...0x9F).contains(value) ? 0 : 1
    }
    if (0x4E00...0x9FFF).contains(value) { return 2 }
    // Vowels and finals of Korean syllables written as parts join the initial, which is wide.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: return WideRanges.contains(value) ? 2 : 1
    }
  }

  private static func widthOfCluster(_ scalars: Character.UnicodeScalarView) -> Int {
    var total = 0
    var isEmoji = false
    var indicators = 0
    for scalar in scalars {
      let value = scalar.value
      // An emoji presentation selector, a skin tone, or a pictograph joined to another makes one picture.
      if value == 0xFE0F || (0x1F3FB...0x1F3FF).contains(value) { isEmoji = true }
      if value == 0x200D, let first = scalars.first, first.value > 0x7F, first.properties.isEmoji { isEmoji = true }
      if (0x1F1E6...0x1F1FF).contains(value) { indicators &+= 1 }
      total &+= width(of: scalar)
    }
    if total == 0 { return 0 }
    return isEmoji || indicators == 2 ? 2 : total
  }
}
