/// A text of the language that means exactly what was given, whatever it holds: quotes, braces, line ends and what
/// cannot be seen are escaped.
package enum QuotedText {
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
