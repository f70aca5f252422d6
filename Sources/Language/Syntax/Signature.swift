/// A word of the language in its accepted spellings; the first of each is the one that the formatter prints.
package struct Word: Sendable, Hashable {
  package let english: [String]
  package let chinese: [String]
  /// The English spelling word by word, where it is more than one: `as of`.
  let phrase: [String]

  package init(_ english: String..., zh chinese: String...) {
    self.init(english: english, chinese: chinese)
  }

  package init(english: [String], chinese: [String]) {
    self.english = english
    self.chinese = chinese
    phrase = []
  }

  package init(phrase: [String], zh chinese: String...) {
    english = [phrase.joined(separator: " ")]
    self.chinese = chinese
    self.phrase = phrase
  }

  package var spellings: [String] { english + chinese }

  /// Whether a text is one of its spellings, whatever its case.
  func isSpelled(_ text: String) -> Bool {
    if english.contains(text) || chinese.contains(text) { return true }
    guard text.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return false }
    return english.contains(text.lowercased())
  }

  package func spelling(_ set: SpellingSet) -> String {
    let preferred = set == .english ? english.first : chinese.first
    return preferred ?? english.first ?? chinese.first ?? ""
  }
}

/// Which of the two spellings the formatter writes.
package enum SpellingSet: String, Sendable { case english = "en", chinese = "zh" }

/// The kinds of place that a verb has for its objects: a closed set that parser, check, completion and help share.
package enum SlotKind: Sendable, Hashable {
  case target
  case entity
  /// One value, read by the type that the verb gives it.
  case value
  /// A stretch of days: `2026-03`, `last month`. As a clause of its own it needs no word before it.
  case period
  /// Values separated by commas.
  case values
  case assignments
  case query
  /// What stands behind `where`.
  case condition
  /// A view's or rule's name, a setting.
  case name
  case mapping
  /// Any one statement, unexecuted.
  case statement
}

/// One step of a verb's signature after its own words.
package indirect enum SignatureElement: Sendable {
  case slot(String, SlotKind)
  case word(Word)
  /// One of several words: `won | lost`.
  case oneOf(String, [Option])
  /// Present or absent as a whole; recognised by its first word.
  case optional([SignatureElement])
  /// A slot at the end that may be missing.
  case trailing(String, SlotKind)
  /// `=`
  case equals(isOptional: Bool)
  /// `| json` and its kin, which may be missing: how the answer is shown, or where it goes.
  case stage(String, Stage.Range)
  /// Clauses in any order, each at most once, each begun by its word.
  case clauses([[SignatureElement]])

  package struct Option: Sendable {
    package let key: String
    package let word: Word

    package init(_ key: String, _ word: Word) {
      self.key = key
      self.word = word
    }
  }
}

/// What a verb does to the world, known before it runs.
package enum Effect: String, Sendable {
  case reads, writes, session, outside
}

/// How a verb is said. The parser, the static check, completion, help and the documents read this.
package struct VerbSignature: Sendable {
  package let verb: String
  /// The verb's own words in order (`delete view` has two).
  package let words: [Word]
  package let elements: [SignatureElement]
  package let effect: Effect
  /// False for a verb that the language reserves and the program cannot do yet.
  package let isBuilt: Bool
  /// What stands in its places, by their labels, where completion has something to offer.
  package let contents: [String: SlotContent]

  package init(
    _ verb: String, _ words: [Word], _ elements: [SignatureElement], effect: Effect, isBuilt: Bool = true,
    holding contents: [String: SlotContent] = [:]
  ) {
    self.contents = contents
    self.verb = verb
    self.words = words
    self.elements = elements
    self.effect = effect
    self.isBuilt = isBuilt
  }
}

/// The verbs that a parser knows, found by their first word in any spelling.
package struct VerbVocabulary: Sendable {
  package let signatures: [VerbSignature]
  private let byFirstWord: PackedTable<Int>
  /// Words that begin a clause of some verb: a deeper-indented line that begins with one continues the statement.
  let clauseWords: WordSet

  package init(_ signatures: [VerbSignature]) {
    self.signatures = signatures
    var firstWords: [(spelling: String, meaning: Int)] = []
    var clauseWords: [String] = []
    for (position, signature) in signatures.enumerated() {
      for spelling in signature.words.first?.spellings ?? [] { firstWords.append((spelling, position)) }
      for element in signature.elements { element.collectWords(into: &clauseWords) }
    }
    // The longer form is tried first: `delete view x` before `delete x`.
    var index = PackedTable(firstWords)
    index.arrange { $0.sort { signatures[$0].words.count > signatures[$1].words.count } }
    byFirstWord = index
    self.clauseWords = WordSet(clauseWords)
  }

  /// The places in `signatures` of the verbs that begin with a word, whatever its case; the longer ones first.
  func candidates(firstWord: String) -> [Int] { byFirstWord[firstWord] }

  package func signature(of verb: String) -> VerbSignature? { signatures.last { $0.verb == verb } }

  /// Every first word, for suggestions and completion.
  package var firstWords: [String] { Array(Set(signatures.flatMap { $0.words.first?.spellings ?? [] })) }
}

extension VerbSignature {
  /// `add customer …`: what it says is a record that a variable may hold.
  var makesRecord: Bool {
    var kinds: [SlotKind] = []
    for element in elements {
      switch element {
      case .slot(_, let kind), .trailing(_, let kind): kinds.append(kind)
      case .word, .oneOf, .optional, .equals, .stage, .clauses: break
      }
    }
    return isBuilt && kinds == [.entity, .assignments]
  }

  /// Whether it changes as many records as it is aimed at.
  var changesMany: Bool {
    effect == .writes
      && elements.contains { element in
        if case .slot(_, .target) = element { true } else { false }
      }
  }

  /// Whether nothing stands behind it but clauses and what becomes of its rows.
  var takesClausesOnly: Bool {
    let hasClauses = elements.contains { if case .clauses = $0 { true } else { false } }
    return hasClauses
      && elements.allSatisfy { element in
        switch element {
        case .clauses, .stage: true
        case .slot, .trailing, .word, .oneOf, .optional, .equals: false
        }
      }
  }

  /// Every word that its elements may begin with or hold.
  var clauseWords: Set<String> {
    var words: [String] = []
    for element in elements { element.collectWords(into: &words) }
    return Set(words)
  }
}

extension SignatureElement {
  fileprivate func collectWords(into words: inout [String]) {
    switch self {
    case .slot, .trailing, .equals, .stage: break
    case .word(let word): words += word.spellings + word.phrase.prefix(1)
    case .oneOf: break
    case .optional(let elements): for element in elements { element.collectWords(into: &words) }
    case .clauses(let clauses):
      for clause in clauses { for element in clause { element.collectWords(into: &words) } }
    }
  }
}
