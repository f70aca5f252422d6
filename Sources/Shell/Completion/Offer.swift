internal import Language
internal import Values

/// Something that may stand at the cursor, in all the ways in which it may be written.
struct Offer {
  /// As it is written in the language of the statement.
  let text: String
  /// Its other spellings: offered where somebody begins to type one.
  var others: [String] = []
  var note = ""
  var kind: HighlightStyle = .plain
  /// Found for what was typed: it fits, whatever it looks like.
  var isFound = false
  /// What stands before its name.
  var sigil = ""

  /// A word in both languages, in that of the statement.
  init(_ word: Word, _ spelling: SpellingSet, note: String = "", kind: HighlightStyle) {
    text = word.spelling(spelling)
    others = word.spellings.filter { [text] in $0 != text }
    self.note = note
    self.kind = kind
  }

  init(
    _ text: String, others: [String] = [], note: String = "", kind: HighlightStyle, isFound: Bool = false,
    sigil: String = ""
  ) {
    self.sigil = sigil
    self.text = text
    self.others = others.filter { $0 != text }
    self.note = note
    self.kind = kind
    self.isFound = isFound
  }
}

/// Chooses from what is offered by what was typed.
struct OfferChoice {
  /// What was typed, folded.
  private let typed: String

  init(_ prefix: String) { typed = TextFolding.folded(prefix) }

  /// As it is written in the statement's language, by its beginning or its pinyin; where nothing is, the spellings of
  /// the other language.
  ///
  /// - Parameter isOpen: no language has been chosen yet, and both are as good.
  func candidates(_ offers: [Offer], isOpen: Bool) -> [CompletionCandidate] {
    var seen: Set<String> = []
    func candidate(_ text: String, _ offer: Offer) -> CompletionCandidate? {
      seen.insert(offer.sigil + text).inserted
        ? CompletionCandidate(offer.sigil + text, note: offer.note, kind: offer.kind) : nil
    }
    let own = offers.compactMap { $0.isFound || begins($0.text) ? candidate($0.text, $0) : nil }
    if typed.isEmpty || !own.isEmpty && !isOpen { return own }
    return own + offers.compactMap { offer in offer.others.first(where: begins).flatMap { candidate($0, offer) } }
  }

  private func begins(_ text: String) -> Bool {
    if typed.isEmpty || TextFolding.folded(text).hasPrefix(typed) { return true }
    guard typed.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
    return Pinyin.begins(text, with: typed)
  }
}
