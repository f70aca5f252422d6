internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Query
internal import Storage
internal import Values

/// What Tab offers: verbs, entities, fields, choices, people and tags, by where the cursor stands.
final class Completer {
  private let session: Session
  private let highlighter: Highlighter
  private static let limit = 60

  init(session: Session) {
    self.session = session
    let dictionary = session.dictionary
    let names = Set(
      (dictionary.entitySpellings + dictionary.entities.flatMap { dictionary.fieldSpellings(of: $0) }).map {
        TextFolding.folded($0)
      })
    highlighter = Highlighter(vocabulary: session.catalogue.vocabulary) { names.contains(TextFolding.folded($0)) }
  }

  private var dictionary: DataDictionary { session.dictionary }
  private var isChinese: Bool { session.settings.language == .chinese }

  func highlight(_ text: String) -> [HighlightedRange] {
    highlighter.runs(of: text).map { HighlightedRange($0.range, HighlightStyle($0.style)) }
  }

  func complete(_ text: String, at cursor: Int) -> CompletionAnswer {
    let context = CompletionContext(text, cursor: cursor)
    let candidates = candidates(context).filter { Self.begins($0.text, context.prefix) }
    let end = context.start + context.prefix.utf8.count
    return CompletionAnswer(range: context.start..<end, candidates: Array(candidates.prefix(Self.limit)))
  }

  /// As typed, or by the pinyin of what is meant: `kj` and `keji` offer 科技.
  private static func begins(_ candidate: String, _ prefix: String) -> Bool {
    guard !prefix.isEmpty else { return true }
    let folded = TextFolding.folded(prefix)
    if TextFolding.folded(candidate).hasPrefix(folded) { return true }
    guard folded.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    return Pinyin.initials(of: candidate).hasPrefix(folded) || Pinyin.spelling(of: candidate).hasPrefix(folded)
  }

  // MARK: What may stand here

  private func candidates(_ context: CompletionContext) -> [CompletionCandidate] {
    let words = context.words
    guard let first = words.first, let last = words.last else { return verbs }
    if context.prefix.hasPrefix("@") { return session.context().viewNames.map { .init("@\($0)", kind: .name) } }
    if context.prefix.hasPrefix("$") { return session.variables.keys.sorted().map { .init("$\($0)", kind: .variable) } }
    if last == "|" { return formats }
    if words.count == 1 {
      if Self.helpWords.contains(first) { return verbs }
      if first == "set" || first == "设置" { return SessionSetting.names.map { .init($0, kind: .name) } }
      if Self.entityWords.contains(first) || last == "of" || last == "的" { return entities }
    }
    if last == "of" || last == "的" { return entities }
    guard let entity = entity(in: words) else { return entities + keywords }
    if words.count == 2, Self.showWords.contains(first), dictionary.identify(last) != nil {
      return session.profileParts(of: entity).map { .init($0.word(isChinese ? .chinese : .english), kind: .name) }
        + keywords
    }
    if Self.comparisons.contains(last) || last == "in" || last == "属于" {
      return values(ofFieldBefore: words.dropLast(), entity, context.prefix)
    }
    if last == "(" || last == "," { return inList(words, entity, context.prefix) }
    if let slot = slotValues(first, last, entity, context.prefix) { return slot }
    if Self.fieldWords.contains(last) { return fields(of: entity) }
    return keywords
  }

  private static let helpWords: Set<String> = ["help", "帮助", "explain", "解释"]
  private static let entityWords: Set<String> = [
    "find", "count", "add", "create", "describe", "import", "查找", "查询", "统计", "添加", "新建", "说明", "导入", "deleted",
  ]
  private static let showWords: Set<String> = Set(Keyword.show.word.spellings)
  private static let comparisons: Set<String> = ["=", "<", ">", "!", "≠", "≤", "≥"]
  private static let fieldWords: Set<String> = [
    "where", "and", "or", "not", "by", "show", "set", "having", "其中", "且", "或", "非", "按", "显示", "设为", "排序", "分组", "组内",
  ]

  /// What the statement is about: an entity that it names, the shape of an id, or what its verb acts on.
  private func entity(in words: [String]) -> Entity? {
    for word in words {
      if let entity = dictionary.entity(named: word) { return entity }
      if let (entity, _) = dictionary.identify(word) { return entity }
    }
    switch words.first {
    case "move", "close", "reopen", "推进", "关闭": return dictionary.entity(.opportunity)
    case "complete", "postpone", "完成", "推迟": return dictionary.entity(.task)
    default: return nil
    }
  }

  // MARK: Values

  /// `move … to` a stage, `assign … to` a person, `tag … with` a tag.
  private func slotValues(_ verb: String, _ last: String, _ entity: Entity, _ prefix: String) -> [CompletionCandidate]?
  {
    switch (verb, last) {
    case ("move", "to"), ("推进", "到"): entity.field(named: "stage").map { values(of: $0, prefix) }
    case ("assign", "to"), ("分配", "给"):
      dictionary.field(named: "owner", of: entity).map { values(of: $0, prefix) }
    case ("tag", "with"), ("untag", "with"), ("打标签", "为"): entity.field(named: "tags").map { values(of: $0, prefix) }
    default: nil
    }
  }

  private func values(
    ofFieldBefore words: ArraySlice<String>, _ entity: Entity, _ prefix: String
  ) -> [CompletionCandidate] {
    guard let name = words.last(where: { !Self.comparisons.contains($0) && $0 != "not" }) else { return [] }
    var current = entity
    var field: Field?
    for part in name.split(separator: ".") {
      field = dictionary.field(named: String(part), of: current)
      if let key = field?.type.referenced, let next = dictionary.entity(key) { current = next }
    }
    return field.map { values(of: $0, prefix) } ?? []
  }

  /// Inside `in (…)`, or after a comma of assignments.
  private func inList(_ words: [String], _ entity: Entity, _ prefix: String) -> [CompletionCandidate] {
    if let open = words.lastIndex(of: "("), !words[open...].contains(")"), open > 0,
      words[open - 1] == "in" || words[open - 1] == "属于"
    {
      return values(ofFieldBefore: words[..<(open - 1)], entity, prefix)
    }
    return fields(of: entity)
  }

  private func values(of field: Field, _ prefix: String) -> [CompletionCandidate] {
    switch field.type {
    case .choice(let list):
      return list.current.map { .init($0.name, note: $0.probability.map { "\($0)%" } ?? "", kind: .string) }
    case .flag: return [.init("true", kind: .keyword), .init("false", kind: .keyword)]
    case .reference(let key):
      guard let target = dictionary.entity(key) else { return [] }
      return ((try? session.store.titles(startingWith: prefix, of: target, limit: 30)) ?? []).map {
        .init($0, kind: .string)
      }
    case .labels:
      return ((try? session.store.labels(startingWith: prefix, limit: 30)) ?? []).map { .init($0, kind: .string) }
    case .date, .instant:
      return ["today", "this week", "this month", "last month", "this quarter", "last 30 days", "7d ago"].map {
        .init($0, kind: .number)
      }
    case .text, .integer, .number, .money, .duration, .phone, .email, .webAddress, .identity: return []
    }
  }

  // MARK: Words

  private var verbs: [CompletionCandidate] {
    let heads: [Keyword] = [.find, .count, .sum, .show]
    let queries = heads.map { CompletionCandidate($0.word.spelling(spelling), kind: .verb) }
    let own = session.catalogue.verbs.map { verb in
      CompletionCandidate(
        verb.signature.words.map { $0.spelling(spelling) }.joined(separator: " "),
        note: verb.summary.in(session.settings.language), kind: .verb)
    }
    let other = session.catalogue.verbs.flatMap { $0.signature.words.count == 1 ? $0.signature.words[0].spellings : [] }
      .filter { word in !own.contains { $0.text == word } }.map { CompletionCandidate($0, kind: .verb) }
    let control: [Keyword] = [.let, .if, .for, .print, .try, .define, .do, .use, .expect, .fail]
    return queries + own + control.map { .init($0.word.spelling(spelling), kind: .keyword) } + other
      + heads.map { .init($0.word.spelling(spelling == .english ? .chinese : .english), kind: .verb) }
  }

  private var spelling: SpellingSet { isChinese ? .chinese : .english }

  private var entities: [CompletionCandidate] {
    dictionary.entities.map { .init(isChinese ? $0.names.chineseName : $0.pluralEnglish, kind: .name) }
      + dictionary.entities.map { .init(isChinese ? $0.pluralEnglish : $0.names.chineseName, kind: .name) }
  }

  private func fields(of entity: Entity) -> [CompletionCandidate] {
    let shown = entity.fields.filter { $0.name != "deleted_at" }
    func candidate(_ field: Field, chinese: Bool) -> CompletionCandidate {
      let name = chinese ? field.names.chineseName : field.name
      return .init(name, note: chinese ? field.name : field.names.chineseName, kind: .name)
    }
    return shown.map { candidate($0, chinese: isChinese) }
      + dictionary.relations(of: entity).map { .init($0.name, kind: .name) }
      + shown.map { candidate($0, chinese: !isChinese) } + ["count", "sum", "latest"].map { .init($0, kind: .verb) }
  }

  private var formats: [CompletionCandidate] {
    Stage.Format.allCases.map { .init($0.word.spelling(spelling), kind: .keyword) }
      + ["chart bar", "chart line", "chart funnel", "chart spark", "chart heat", "to", "update set", "each"].map {
        .init($0, kind: .keyword)
      }
  }

  private var keywords: [CompletionCandidate] {
    let words: [Keyword] = [
      .where, .and, .or, .not, .in, .between, .contains, .is, .empty, .with, .without, .show, .having, .limit,
      .descending,
    ]
    let phrases = isChinese ? ["分组", "排序", "前"] : ["group by", "sort by", "top", "set", "to"]
    return words.map { .init($0.word.spelling(spelling), kind: .keyword) } + phrases.map { .init($0, kind: .keyword) }
      + words.map { .init($0.word.spelling(spelling == .english ? .chinese : .english), kind: .keyword) }
  }
}

extension HighlightStyle {
  fileprivate init(_ style: Highlighter.Style) {
    switch style {
    case .keyword: self = .keyword
    case .verb: self = .verb
    case .name: self = .name
    case .string: self = .string
    case .number: self = .number
    case .variable: self = .variable
    case .comment: self = .comment
    case .error: self = .error
    }
  }
}
