package import Diagnostics

/// What can be wrong with a text before anyone knows what it is about.
package enum SyntaxError: Error, Sendable, Hashable {
  case invalidEncoding(offset: Int)
  case fileTooLong(Int)
  case nestingTooDeep(SourceSpan)
  case nameTooLong(SourceSpan)
  case pathTooLong(SourceSpan)
  case tooManyTerms(SourceSpan)
  case strayCharacter(String, SourceSpan)
  /// A `)`, `]` or `}` that nothing opened.
  case strayClosing(String, SourceSpan)
  /// `else` or `otherwise` without the block that it belongs to.
  case strayBranch(String, SourceSpan)
  case unterminatedText(SourceSpan)
  case unknownEscape(String, SourceSpan)
  case emptyInterpolation(SourceSpan)
  /// `"{a, b}"`: what stands between the braces is no expression.
  case unclosedInterpolation(found: Found, opened: SourceSpan, SourceSpan)
  /// `show "{$x}"`: a reference in quotes is a name.
  case interpolatedReference(SourceSpan)
  /// No verb of that name; the nearest ones.
  case unknownVerb(String, suggestions: [String], SourceSpan)
  /// No clause of that name; the nearest ones.
  case unknownClause(String, suggestions: [String], SourceSpan)
  /// Behind a verb that takes clauses only, what is none of them: the verb, how it is said, the nearest words.
  case unknownPart(String, verb: String, usage: Wording, suggestions: [String], SourceSpan)
  /// `performance 2026-03 2026-04`
  case twoPeriods(first: SourceSpan, SourceSpan)
  /// `查找客户其中行业=软件`: the same with spaces between the words.
  case runTogether(String, segmented: String, SourceSpan)
  /// A reference where a verb should stand: `cust_001`.
  case bareReference(String, SourceSpan)
  /// `| xlsx`: a format that is promised and not there.
  case unbuiltFormat(String, SourceSpan)
  case expected(Expectation, found: Found, SourceSpan)
  /// `industry = and …`
  case missingValue(after: String, found: Found, SourceSpan)
  /// `with #重点`: the `#` begins a comment.
  case commentForValue(String, SourceSpan)
  /// `name = New York`; behind a comma it may also be a field without its `=`.
  case unquotedSpace(whole: String, assignment: String?, SourceSpan)
  /// `view my view = …`
  case spacedName(whole: String, SourceSpan)
  /// `in a, b`: the members of a list without parentheses.
  case looseList(String, SourceSpan)
  /// `in (100,000)`: one number, or two members.
  case digitGroup(String, SourceSpan)
  /// `name = 科技 industry = 软件`: a comma, or an `and`, is missing before the second field.
  case missingSeparator(String, before: String, SourceSpan)
  /// `find customers industry = 软件`
  case missingWhere(before: String, SourceSpan)
  /// `n > 5 * 3`: arithmetic to the right of a comparison stands in parentheses.
  case looseArithmetic(String, SourceSpan)
  /// `$99.5`
  case moneySign(String, SourceSpan)
  /// `&&`, `||`, `like`: the word of another language; ours for it.
  case foreignWord(String, ours: Keyword, SourceSpan)
  case unclosed(String, opened: SourceSpan, found: SourceSpan)
  case duplicateClause(String, first: SourceSpan, SourceSpan)
  /// `where stage changed to X` swallowed the `to` that the verb needs.
  case swallowedWord(verb: String, word: Word, history: SourceSpan, SourceSpan)
  /// A verb's `won | lost`: none of its words stands here.
  case expectedChoice([Word], found: Found, suggestion: String?, SourceSpan)
  /// `is` with anything but `empty`.
  case isNotComparison(found: Found, SourceSpan)

  /// What stood where something else was expected.
  package enum Found: Sendable, Hashable {
    case end
    case text(String)
  }

  /// The kinds of thing that the grammar asks for.
  package enum Expectation: Sendable, Hashable {
    case statement, entity, expression, condition, name, variable, value, number, block, target, text, field
    /// What may stand behind a `|`.
    case stage(Stage.Range)
    /// A record by its id or name.
    case record
    /// Members in parentheses.
    case list
    /// `(…)` behind the name of what is defined or done.
    case arguments(String)
    case word(Word)
    case symbol(String)
    /// The `=` behind the field of that name.
    case assignment(String)
    case endOfStatement
    case closingChoice([String])
  }

  package var span: SourceSpan {
    switch self {
    case .invalidEncoding(let offset): SourceSpan(offset, offset + 1)
    case .fileTooLong: .zero
    case .nestingTooDeep(let span), .nameTooLong(let span), .pathTooLong(let span), .tooManyTerms(let span),
      .strayCharacter(_, let span), .strayClosing(_, let span), .strayBranch(_, let span), .unterminatedText(let span),
      .unknownEscape(_, let span), .emptyInterpolation(let span), .unclosedInterpolation(_, _, let span),
      .interpolatedReference(let span), .unknownVerb(_, _, let span), .unknownClause(_, _, let span),
      .unknownPart(_, _, _, _, let span), .twoPeriods(_, let span),
      .runTogether(_, _, let span), .bareReference(_, let span), .expected(_, _, let span), .unbuiltFormat(_, let span),
      .missingValue(_, _, let span), .commentForValue(_, let span), .unquotedSpace(_, _, let span),
      .spacedName(_, let span), .looseList(_, let span), .digitGroup(_, let span),
      .missingSeparator(_, _, let span), .missingWhere(_, let span), .looseArithmetic(_, let span),
      .moneySign(_, let span), .foreignWord(_, _, let span), .unclosed(_, _, let span),
      .duplicateClause(_, _, let span),
      .swallowedWord(_, _, _, let span), .expectedChoice(_, _, _, let span), .isNotComparison(_, let span):
      span
    }
  }

  /// Whether more text could still make it right: the prompt then asks for another line.
  package var isUnfinished: Bool {
    switch self {
    case .unclosed: true
    case .expected(_, found: .end, _), .missingValue(_, found: .end, _): true
    default: false
    }
  }

  /// The next statement is looked for from here on.
  var recoveryOffset: Int {
    switch self {
    case .unterminatedText(let span): span.upper
    default: span.lower
    }
  }

  /// Whether words written without spaces between them may be behind it.
  var mayBeRunTogether: Bool {
    switch self {
    case .unknownVerb, .unknownClause, .unknownPart, .expected, .missingValue, .unquotedSpace, .missingSeparator,
      .missingWhere,
      .expectedChoice, .isNotComparison:
      true
    default: false
    }
  }
}
