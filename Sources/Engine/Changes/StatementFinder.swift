internal import Diagnostics
internal import Language

/// Finds what stands in a line of a script that was run once.
struct StatementFinder {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// What begins in a line (from 1), its statements together; nil where none does.
  func statement(at line: Int, in text: String) -> String? {
    let starts = LineStarts(text)
    var parser = Parser(text, vocabulary: session.catalogue.vocabulary, knownWords: session.dictionary.knownWords)
    var statements = parser.parseProgram().0.statements
    // One that begins above may hold it.
    while !statements.isEmpty {
      let here = statements.filter { starts.lineEnds(before: $0.span.lower) + 1 == line }
      if let first = here.first, let last = here.last {
        return SourceText(name: "", text: text).slice(first.span.joined(with: last.span))
      }
      statements = statements.last { starts.lineEnds(before: $0.span.lower) + 1 < line }?.kind.parts ?? []
    }
    return nil
  }
}
