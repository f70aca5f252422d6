internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Query
internal import Values

/// What Tab offers and how a line is coloured, from the grammar and the dictionary.
final class Completer {
  private let session: Session

  init(session: Session) { self.session = session }

  func highlight(_ text: String) -> [HighlightedRange] { [] }

  func complete(_ text: String, at cursor: Int) -> CompletionAnswer { .none }
}
