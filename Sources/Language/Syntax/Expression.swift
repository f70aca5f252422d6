package import Diagnostics

/// Anything that has a value: a field of a record, a literal, a condition.
package struct Expression: Sendable, Hashable {
  package let kind: Kind
  package let span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan = .zero) {
    self.kind = kind
    self.span = span
  }

  package indirect enum Kind: Sendable, Hashable {
    /// `amount`, `customer.name`; with `isSubject` it began with `it.` (or is `it` alone, with no names).
    case path(Path, isSubject: Bool)
    /// `$c.owner`
    case variable(Variable, Path?)
    /// A number in a syntax position: `3`, `10万`, `50%`.
    case number(Atom)
    case text(TextLiteral)
    /// One raw atom in a value position, spelling kept: the slot's type says what it is.
    case atom(Atom)
    /// `$days days ago`, `$days 天后`: a date counted from a computed number.
    case ago(Expression, unit: Name, isLater: Bool = false)
    case list([Expression])
    case call(Call)
    /// `(find …)` in parentheses or as an argument.
    case query(Query)
    case negative(Expression)
    /// Terms joined by `+ - * / %`, of one precedence, left to right.
    case arithmetic(Expression, [ArithmeticTerm])
    case comparison(Expression, Comparator, Expression)
    case membership(Expression, isNegated: Bool, Expression)
    case between(Expression, Expression, Expression)
    case quantified(Expression, Quantifier, [Expression])
    case emptiness(Expression, isNegated: Bool)
    /// `stage was X during …`, `stage changed to Y since …`.
    case history(Expression, HistoryPredicate)
    case not(Expression)
    case all([Expression])
    case any([Expression])
    /// Parentheses that the writer put, kept so that the printer can keep them.
    case group(Expression)
  }
}

/// A raw word or phrase as typed: `C#`, `2026-03`, `last 30 days`, `10万`.
package struct Atom: Sendable, Hashable {
  package let text: String
  /// With its quotes, where a reference was written in quotes: then it is a name, whatever it looks like.
  package let quoted: String?
  package let span: SourceSpan

  package init(_ text: String, quoted: String? = nil, span: SourceSpan = .zero) {
    self.text = text
    self.quoted = quoted
    self.span = span
  }

  /// As it stands in the source.
  package var spelling: String { quoted ?? text }
}

package struct ArithmeticTerm: Sendable, Hashable {
  package enum Operator: String, Sendable, Hashable {
    case plus = "+", minus = "-", times = "*", over = "/", modulo = "%"
  }
  package let `operator`: Operator
  package let operand: Expression
}

package enum Comparator: String, Sendable, Hashable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case contains
  case startsWith = "starts with"
  case endsWith = "ends with"
  case matches
  case overlaps
}

package enum Quantifier: String, Sendable, Hashable { case any, all, none }

/// `was 商务谈判 during 2026-Q1`, `changed from x to y by sales_001 since last month`.
package struct HistoryPredicate: Sendable, Hashable {
  package enum Verb: String, Sendable, Hashable { case was, changed }
  package let verb: Verb
  package var value: Expression?
  package var from: Expression?
  package var to: Expression?
  package var during: Expression?
  package var since: Expression?
  package var by: Expression?
  package let span: SourceSpan
}

/// `count(contacts)`, `latest(interactions.date (type = phone))`, `rotate(a, b)`.
package struct Call: Sendable, Hashable {
  package let function: Name
  package let arguments: [Expression]
  /// The inner condition of an aggregate over a relation.
  package let condition: Expression?
  /// Written `do name(…)`: its arguments were read as values.
  package let isPerformed: Bool

  package init(function: Name, arguments: [Expression], condition: Expression?, isPerformed: Bool = false) {
    self.function = function
    self.arguments = arguments
    self.condition = condition
    self.isPerformed = isPerformed
  }
}

/// A quoted text. Its source spelling is kept: the formatter never changes a string.
package struct TextLiteral: Sendable, Hashable {
  package enum Segment: Sendable, Hashable {
    case text(String)
    case interpolation(Expression)
  }

  package let segments: [Segment]
  /// With its quotes, as typed.
  package let spelling: String
  package let span: SourceSpan

  package init(segments: [Segment], spelling: String, span: SourceSpan = .zero) {
    self.segments = segments
    self.spelling = spelling
    self.span = span
  }

  /// The text where nothing is interpolated.
  package var plain: String? {
    var whole = ""
    for segment in segments {
      switch segment {
      case .text(let piece): whole += piece
      case .interpolation: return nil
      }
    }
    return whole
  }
}
