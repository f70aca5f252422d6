internal import Values

/// A pattern as it is asked of folded texts: full-width and other compatible characters become what folding makes of
/// them in a text. What was typed as a full-width sign is that sign and never an operator: `（` is `\(`.
struct PatternSpelling {
  private var result = ""
  /// Between `\Q` and `\E`.
  private var isQuoted = false
  private var escapes = false
  private var characterClass = CharacterClass.none

  /// Where in `[^…[:alpha:]…]` the reading is.
  private enum CharacterClass { case none, opened, open, named }

  static func folded(_ pattern: String) -> String {
    guard pattern.utf8.contains(where: { $0 >= 0x80 }) else { return pattern }
    var spelling = PatternSpelling()
    var rest = pattern[...]
    while let character = rest.popFirst() { spelling.take(character, before: rest.first) }
    return spelling.result
  }

  private mutating func take(_ character: Character, before next: Character?) {
    let isPlain = character.utf8.count == 1
    if escapes {
      escapes = false
      if character == "Q" { isQuoted = true }
      if character == "E" { isQuoted = false }
      result += isPlain ? String(character) : escapedSign(character)
    } else if isPlain {
      if character == "\\" { escapes = true } else if !isQuoted { follow(character, before: next) }
      result.append(character)
    } else {
      if characterClass == .opened { characterClass = .open }
      let text = TextFolding.folded(String(character))
      result += isQuoted ? text : literal(text)
    }
  }

  private mutating func follow(_ character: Character, before next: Character?) {
    switch (characterClass, character) {
    case (.none, "["): characterClass = .opened
    case (.opened, "^"): break
    case (.opened, "["), (.open, "["): characterClass = next == ":" ? .named : .open
    case (.opened, _): characterClass = .open
    case (.open, "]"): characterClass = .none
    case (.named, "]"): characterClass = .open
    case (.none, _), (.open, _), (.named, _): break
    }
  }

  /// A full-width sign after a backslash is the sign; a letter there is left for RE2 to refuse.
  private func escapedSign(_ character: Character) -> String {
    let text = TextFolding.folded(String(character))
    return text.unicodeScalars.count == 1 && text.unicodeScalars.allSatisfy(Self.signs.contains)
      ? text : String(character)
  }

  /// One character's folded form as itself, and as one thing where it became several.
  private func literal(_ text: String) -> String {
    var spelled = ""
    for scalar in text.unicodeScalars {
      if Self.signs.contains(scalar) { spelled += "\\" }
      spelled.unicodeScalars.append(scalar)
    }
    return characterClass != .none || text.unicodeScalars.count == 1 ? spelled : "(?:\(spelled))"
  }

  private static let signs = Set("\\()[]{}.*+?|^$-&~!\"#%',/:;<=>@_`".unicodeScalars)
}
