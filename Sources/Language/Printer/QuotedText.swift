/// A text of the language that means exactly what was given, whatever it holds: quotes, braces, line ends and what
/// cannot be seen are escaped.
package enum QuotedText {
  /// A value: as it is where it is one raw word that means itself, else in quotes.
  package static func value(_ text: String) -> String {
    var lexer = Lexer(Array(text.utf8)) { _ in false }
    let meansItself =
      Keyword.meanings(of: text).isEmpty && !Parser.looksLikeReference(text) && !lexer.startsSubject()
      && !lexer.startsCall()
    guard meansItself, let first = lexer.scalar(at: 0), ![0x24, 0xFF04, 0x28, 0x5B, 0xFF3B].contains(first.value),
      TextQuote(opening: first.value) == nil, let atom = lexer.takeAtom(groupsDigits: false), atom.text == text
    else { return of(text) }
    return text
  }

  package static func of(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\\": text += "\\\\"
      case "{": text += "{{"
      case "}": text += "}}"
      // Each of these would end the text.
      case "\"", "\u{201C}", "\u{201D}", "\u{FF02}": text.unicodeScalars += ["\\", scalar]
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          text += "\\u{\(String(scalar.value, radix: 16))}"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text + "\""
  }
}
