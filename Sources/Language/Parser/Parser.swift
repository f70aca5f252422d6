internal import Diagnostics

/// Text to tree. Knows the grammar and the verbs' signatures, and no entity: what a name stands for is the binder's.
///
/// Its functions speak three words: `parse…` builds, `expect…` is the user's error, `take…` tries and may find nothing.
package struct Parser {
  package static let maximumNesting = 64
  package static let maximumNameLength = 256
  package static let maximumTerms = 500
  package static let maximumMembers = 10_000

  let vocabulary: VerbVocabulary
  /// Words of the domain, to cut unspaced Chinese and to suggest from.
  let knownWords: () -> [String]
  let tracksSpans: Bool
  var lexer: Lexer
  var nesting = 0
  var errors: [SyntaxError] = []
  /// Comments met so far that no statement has claimed.
  var comments = CommentShelf()
  /// The raw value that was read last, and what it was read for: what stands behind it may have belonged to it.
  var lastValue = (span: SourceSpan.zero, role: ValueRole.other)

  /// Checks a corrected text: it makes no corrections of its own.
  var isTrial = false
  /// Notes what may stand at the text's end, for completion.
  var wishes: Wishes?

  enum ValueRole { case assigned, compared, member, other }

  /// - Parameter tracksSpans: false makes all spans zero, so that trees compare by meaning.
  package init(
    _ text: String, vocabulary: VerbVocabulary, knownWords: @autoclosure @escaping () -> [String] = [],
    tracksSpans: Bool = true
  ) {
    self.vocabulary = vocabulary
    self.knownWords = knownWords
    self.tracksSpans = tracksSpans
    let clauseWords = vocabulary.clauseWords
    lexer = Lexer(Array(text.utf8)) { word in
      clauseWords.contains(word)
        || Keyword.meanings(of: word).contains {
          Keyword.clauseStarts.contains($0) || $0 == .and || $0 == .or || $0 == .else || $0 == .otherwise || $0 == .set
        }
    }
  }

  /// The whole text; up to ten independent errors, each statement that has one left out.
  package mutating func parseProgram() -> (program: Program, errors: [SyntaxError]) {
    var statements: [Statement] = []
    while let statement = nextStatement() { statements.append(statement) }
    let trailing = comments.claim(from: lexer, before: lexer.bytes.count)
    return (Program(statements: statements, trailingComments: trailing), errors)
  }

  /// The next statement that has no error; nil at the end of the text, or where there are errors enough.
  package mutating func nextStatement() -> Statement? {
    while errors.count < DiagnosticList.limit {
      skipTerminators()
      let token = lexer.peek()
      if token.kind == .end {
        if lexer.endsStatement { wish { _ in .statement } }
        return nil
      }
      if token.kind == .symbol(.closeBrace) {
        report(.strayClosing("}", token.span))
        _ = lexer.take()
        continue
      }
      if let statement = parseStatementOrRecover() { return statement }
    }
    return nil
  }

  /// Whether nothing is left of the text.
  package var isAtEnd: Bool {
    var ahead = self
    ahead.skipTerminators()
    return ahead.lexer.peek().kind == .end
  }

  /// Whether everything so far was as the grammar wants it.
  package var isSound: Bool { errors.isEmpty }

  func span(_ lower: Int, _ upper: Int) -> SourceSpan { tracksSpans ? SourceSpan(lower, upper) : .zero }
  func span(_ span: SourceSpan) -> SourceSpan { tracksSpans ? span : .zero }

  /// The end of what was last taken.
  var here: Int { lexer.end }

  // MARK: Nesting

  /// Opens a parenthesis, a block, an interpolation: what can stand inside itself.
  mutating func enter() throws(SyntaxError) {
    guard nesting < Self.maximumNesting else { throw .nestingTooDeep(lexer.peek().span) }
    nesting += 1
  }

  mutating func leave() { nesting -= 1 }
}
