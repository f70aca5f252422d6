internal import Diagnostics
internal import Domain
internal import Language
package import Query

/// What somebody answered to a question of a statement, as a transcript has it under the statement: `#< y`.
///
/// Each kind of question reads its answer from the same text, in both languages.
package enum TranscriptAnswer: Sendable, Equatable {
  /// Whether many records may change.
  case bulk(Bool)
  /// Whether somebody may be entered who may be there already.
  case duplicate(Bool)
  /// Which of several; `isNew` where it was none of those that are there.
  case choice(Chosen, isNew: Bool)
  case row(RowDecision)
  /// A line that was typed.
  case line(String)

  /// Behind `#<`.
  package var text: String {
    switch self {
    case .bulk(let isYes), .duplicate(let isYes): isYes ? "y" : "n"
    case .choice(.option(let key), let isNew): isNew ? "new" : key
    case .choice(.nothing, isNew: _): "cancel"
    case .row(.one(let answer)): answer.rawValue
    case .row(.rest(let answer)): "all \(answer.rawValue)"
    case .row(.stop): "stop"
    // A line is a line here too.
    case .line(let text): text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }

  // MARK: Read again

  /// Nil where it is neither yes nor no.
  package static func agreement(in text: String) -> Bool? {
    switch text.lowercased() {
    case "y", "yes", "是": true
    case "n", "no", "否": false
    default: nil
    }
  }

  /// One of what is offered; nil where it is none of it.
  package static func choice(in text: String, of choice: PlanChoice) -> Chosen? {
    switch text.lowercased() {
    case "new", "n", "新建": return .option(choice.other.key)
    case "cancel", "c", "取消": return .nothing
    case let key: return choice.options.first { $0.key.lowercased() == key }.map { .option($0.key) }
    }
  }

  package static func decision(in text: String) -> RowDecision? {
    let words = text.lowercased().split(separator: " ").map(String.init)
    switch (words.count, words.first) {
    case (1, "stop"), (1, "停止"): return .stop
    case (1, let word?): return row(word).map { .one($0) }
    case (2, "all"), (2, "全部"): return row(words[1]).map { .rest($0) }
    default: return nil
    }
  }

  private static func row(_ word: String) -> RowAnswer? {
    switch word {
    case "skip", "跳过": .skip
    case "update", "更新": .update
    case "create", "新建": .create
    default: nil
    }
  }
}

extension TranscriptAnswer {
  /// A statement that says the answer itself, so that nobody is asked: `… allow duplicate`, `convert lead_001 to cust_002`.
  /// Nil where the language has no words for it there: a loop, a file that is run, rows of a file.
  package func said(in statement: String, of session: Session) -> String? {
    let isChinese = session.settings.language == .chinese
    let words: String
    let isMeant: (Command) -> Bool
    switch self {
    case .duplicate(true):
      words = isChinese ? "允许 重复" : "allow duplicate"
      isMeant = { $0.allowsDuplicates }
    case .choice(.option(let key), let isNew):
      words = isNew ? (isChinese ? "为 客户 仍然新建" : "to customer anyway") : (isChinese ? "为 \(key)" : "to \(key)")
      // Of several leads only one was asked about.
      isMeant = { $0.verb == "convert" && $0["customer"] != nil && Self.namesOne($0["target"], session.dictionary) }
    case .bulk, .duplicate(false), .choice(.nothing, isNew: _), .row, .line: return nil
    }
    let text = "\(statement) \(words)"
    var parser = Parser(text, vocabulary: session.catalogue.vocabulary, knownWords: session.dictionary.knownWords)
    let (program, errors) = parser.parseProgram()
    guard errors.isEmpty, program.statements.count == 1, let only = program.statements.first,
      let command = only.kind.ownCommand, isMeant(command)
    else { return nil }
    return text
  }

  /// One record by its id.
  private static func namesOne(_ target: SlotValue?, _ dictionary: DataDictionary) -> Bool {
    guard case .target(let target)? = target, case .references(let named) = target.kind, named.count == 1,
      let atom = named.first
    else { return false }
    return dictionary.identify(atom.text) != nil
  }
}

extension Statement.Kind {
  /// `add …` and `let $c = add …`
  fileprivate var ownCommand: Command? {
    switch self {
    case .command(let command), .letting(_, .command(let command)): command
    case .letting, .query, .expression, .parameter, .conditional, .loop, .definition, .perform, .give, .use, .attempt,
      .fail, .print, .expect:
      nil
    }
  }
}
