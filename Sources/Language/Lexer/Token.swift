package import Diagnostics

/// A word of syntax. Values are never tokens: the parser asks the lexer for them by what it expects.
package struct Token: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case name
    case quotedName
    /// Begins with a digit; the text is the whole literal with its unit: `10万`, `50%`, `30d`.
    case number
    /// The opening quote of a text literal; the lexer stands on it.
    case quote
    case variable
    /// `@重点客户`
    case view
    case symbol(Symbol)
    /// The end of a statement: a newline, `;`, `；` or a closing `。`.
    case terminator
    case end
    /// A character that begins nothing.
    case stray
  }

  package let kind: Kind
  /// Folded to ASCII where full width, sigils and backticks taken off; empty for symbols.
  package let text: String
  package let span: SourceSpan
  /// What the word may be in the grammar: empty for all but bare names.
  let keywords: [Keyword]

  init(kind: Kind, text: String, span: SourceSpan, keywords: [Keyword] = []) {
    self.kind = kind
    self.text = text
    self.span = span
    self.keywords = keywords
  }
}

package enum Symbol: String, Sendable, Hashable {
  case comma = ","
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case modulo = "%"
  case plusEqual = "+="
  case minusEqual = "-="
  case pipe = "|"
  case dot = "."
  case colon = ":"
}
