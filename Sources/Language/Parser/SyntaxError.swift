package import Diagnostics

/// What can be wrong with a text before anyone knows what it is about.
package enum SyntaxError: Error, Sendable, Hashable {
  case invalidEncoding(offset: Int)
  case fileTooLong(Int)
  case nestingTooDeep(SourceSpan)
  case nameTooLong(SourceSpan)
  case tooManyTerms(SourceSpan)
  case strayCharacter(String, SourceSpan)
  case unterminatedText(SourceSpan)
  case unknownEscape(String, SourceSpan)
  case emptyInterpolation(SourceSpan)
  /// No verb of that name; the nearest ones.
  case unknownVerb(String, suggestions: [String], SourceSpan)
  /// `查找客户其中行业=软件`: the same with spaces between the words.
  case runTogether(String, segmented: String, SourceSpan)
  /// A reference where a verb should stand: `cust_001`.
  case bareReference(String, SourceSpan)
  case expected(Expectation, found: Found, SourceSpan)
  /// `industry = and …`
  case missingValue(after: String, found: Found, SourceSpan)
  /// `name = New York`
  case unquotedSpace(whole: String, SourceSpan)
  case unclosed(String, opened: SourceSpan, found: SourceSpan)
  case duplicateClause(String, first: SourceSpan, SourceSpan)
  /// `where stage changed to X` swallowed the `to` that the verb needs.
  case swallowedWord(verb: String, word: String, history: SourceSpan, SourceSpan)
  /// A verb's `won | lost`: none of its words stands here.
  case expectedChoice([String], found: Found, suggestion: String?, SourceSpan)
  /// A write over a whole table that does not say so.
  case isNotComparison(SourceSpan)

  /// What stood where something else was expected.
  package enum Found: Sendable, Hashable {
    case end
    case text(String)
  }

  /// The kinds of thing that the grammar asks for.
  package enum Expectation: Sendable, Hashable {
    case statement, entity, expression, condition, name, variable, value, stage, number, block, target, text, field
    case word(String)
    case symbol(String)
    case endOfStatement
    case closingChoice([String])
  }

  package var span: SourceSpan {
    switch self {
    case .invalidEncoding(let offset): SourceSpan(offset, offset + 1)
    case .fileTooLong: .zero
    case .nestingTooDeep(let span), .nameTooLong(let span), .tooManyTerms(let span), .strayCharacter(_, let span),
      .unterminatedText(let span), .unknownEscape(_, let span), .emptyInterpolation(let span),
      .unknownVerb(_, _, let span), .runTogether(_, _, let span), .bareReference(_, let span),
      .expected(_, _, let span), .missingValue(_, _, let span), .unquotedSpace(_, let span),
      .unclosed(_, _, let span), .duplicateClause(_, _, let span), .swallowedWord(_, _, _, let span),
      .expectedChoice(_, _, _, let span), .isNotComparison(let span):
      span
    }
  }

  /// Whether more text could still make it right: the prompt then asks for another line.
  package var isUnfinished: Bool {
    switch self {
    case .unclosed(_, _, _): true
    case .expected(_, found: .end, _), .missingValue(_, found: .end, _): true
    default: false
    }
  }
}
