/// One key as it came from the terminal.
package enum EditorKey: Equatable, Sendable {
  /// A character, control characters included.
  case unit(GlyphUnit)
  /// Escape held with a character, or typed before it.
  case meta(GlyphUnit)
  case named(NamedKey)
  /// Escape and nothing after it.
  case escape
  /// A pasted block, line endings and all.
  case paste([UInt8])
  /// A sequence that the user's .editrc binds: libedit gets it as it came.
  case sequence([UInt8])
}

/// The keys that terminals send as escape sequences of several spellings. To libedit each is one unit of the C1 range
/// (0x80…0x9F), which nobody types: so each can be bound in emacs and in both of vi's maps, and no sequence of several
/// units makes a lone Escape wait.
package enum NamedKey: UInt8, CaseIterable, Sendable {
  case escape = 0x80
  case up, down, left, right, home, end, delete, insert, pageUp, pageDown
  case shiftTab, wordLeft, wordRight, altEnter, paste

  package var unit: GlyphUnit { GlyphUnit(rawValue) }
}

extension NamedKey {
  /// The key of a control sequence `ESC [ parameters final`, or of `ESC O final`; nil for one that we know nothing of.
  init?(parameters: ArraySlice<UInt8>, final: UInt8) {
    let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Self.number)
    // xterm's modifier parameter is 1 + a bit set of Shift 1, Alt 2, Ctrl 4.
    let modifiers = (numbers.count > 1 ? numbers[1] : 1) - 1
    let byWord = modifiers & 6 != 0
    switch final {
    case UInt8(ascii: "A"): self = .up
    case UInt8(ascii: "B"): self = .down
    case UInt8(ascii: "C"): self = byWord ? .wordRight : .right
    case UInt8(ascii: "D"): self = byWord ? .wordLeft : .left
    case UInt8(ascii: "H"): self = .home
    case UInt8(ascii: "F"): self = .end
    case UInt8(ascii: "Z"): self = .shiftTab
    case UInt8(ascii: "u") where numbers.first == 13: self = .altEnter
    case UInt8(ascii: "~"):
      switch numbers.first {
      case 1, 7: self = .home
      case 2: self = .insert
      case 3: self = .delete
      case 4, 8: self = .end
      case 5: self = .pageUp
      case 6: self = .pageDown
      // Alt-Enter as xterm's modifyOtherKeys spells it: 27;3;13~
      case 27 where numbers.count == 3 && numbers[2] == 13: self = .altEnter
      case .none, .some: return nil
      }
    default: return nil
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    var value = 0
    for digit in digits.prefix(6) where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
