internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Query
internal import Rendering
internal import Storage
internal import Values

/// The values that a place may take.
extension OfferList {
  func values(of content: SlotContent, _ subject: CompletionPoint.Subject?) -> [Offer] {
    switch content {
    case .own: return []
    case .records(let names), .whole(let names): return references(among: names, isDeleted: false)
    case .deleted: return references(among: [], isDeleted: true)
    case .place: return references(among: [], isDeleted: false)
    case .field(let path, let name):
      let entity = name.flatMap { dictionary.entity(named: $0) } ?? entity(of: subject)
      return field(at: path, of: entity).map { values(of: $0) } ?? []
    case .file(let endings): return FileOffers(point, endings: endings).offers
    case .moment: return point.isQuoted ? [] : words(Self.moments, .number)
    case .period: return point.isQuoted ? [] : words(Self.periods, .number)
    case .changeSet(let use): return changeSets(use)
    case .currency: return Currency.all.map { Offer($0.code, kind: .string) }
    case .setting: return SessionSetting.names.map { Offer($0, kind: .name) }
    case .settingValue(let name):
      return name.map { SessionSetting.values(of: TextFolding.folded($0)).map { Offer(value($0), kind: .string) } }
        ?? []
    case .topic: return topics
    case .view: return session.context().viewNames.map { Offer(nameSpelling($0), kind: .name) }
    case .words(let known): return point.isQuoted ? [] : words(known, .keyword)
    case .either(let contents): return contents.flatMap { values(of: $0, subject) }
    }
  }

  private static let moments: [Word] = [
    Word("today", zh: "今天"), Word("tomorrow", zh: "明天"), Word("yesterday", zh: "昨天"), Word("in 3d", zh: "3天后"),
    Word("7d ago", zh: "7天前"), Word("this week", zh: "本周"), Word("next week", zh: "下周"), Word("this month", zh: "本月"),
    Word("last month", zh: "上月"), Word("next month", zh: "下月"), Word("this quarter", zh: "本季度"),
    Word("last 30 days", zh: "近30天"),
  ]

  private static let periods: [Word] = [
    Word("this week", zh: "本周"), Word("next week", zh: "下周"), Word("this month", zh: "本月"),
    Word("next month", zh: "下月"), Word("last month", zh: "上月"), Word("this quarter", zh: "本季度"),
    Word("last quarter", zh: "上季度"), Word("next 7 days", zh: "未来7天"),
  ]

  private func values(of field: Field) -> [Offer] {
    if let choices = field.choices {
      return choices.current.map { choice in
        Offer(
          value(spelled(choice)), others: ([choice.name] + choice.names.spellings).map { value($0) },
          note: choice.probability.map { "\($0)%" } ?? note(of: choice), kind: .string)
      }
    }
    switch field.type {
    case .flag: return words([Word("true", zh: "是"), Word("false", zh: "否")], .keyword)
    case .reference(let key):
      return dictionary.entity(key).map { references(among: [$0.name], isDeleted: false) } ?? []
    case .labels:
      let found = (try? session.store.labels(startingWith: point.prefix, limit: Completer.lookupLimit)) ?? []
      return found.map { Offer(value($0), kind: .string, isFound: true) }
    case .date, .instant: return point.isQuoted ? [] : words(Self.moments, .number)
    case .text where field.traits.contains(.period): return point.isQuoted ? [] : words(Self.periods, .number)
    case .text, .choice, .integer, .number, .money, .duration, .phone, .email, .webAddress, .identity: return []
    }
  }

  /// As the language of the statement spells it; an option of the user's own has one spelling.
  private func spelled(_ choice: Choice) -> String {
    let own = isChinese ? choice.names.chinese.first : choice.names.english.first
    return own ?? choice.name
  }

  private func note(of choice: Choice) -> String {
    let other = isChinese ? choice.names.english.first : choice.names.chinese.first
    return other == spelled(choice) ? "" : other ?? ""
  }

  // MARK: Records

  /// By their ids as those are typed, by their titles, and before anything is typed where they are of one kind.
  func references(among names: [String], isDeleted: Bool) -> [Offer] {
    let entities = dictionary.entities.filter { names.isEmpty || names.contains($0.name) }
    if point.prefix.isEmpty, entities.count > 4, !isDeleted { return [] }
    let ids = point.isQuoted ? [] : identifiers(among: names, isDeleted: isDeleted)
    guard ids.isEmpty else { return ids }
    var found: [Offer] = []
    for entity in entities where found.count < Completer.lookupLimit {
      let records = try? session.store.records(
        startingWith: point.prefix, of: entity, isDeleted: isDeleted, limit: Completer.lookupLimit - found.count)
      found += (records ?? []).filter { !$0.title.isEmpty }.map {
        Offer(value($0.title), note: entity.reference($0.id), kind: .string, isFound: true)
      }
    }
    return found
  }

  /// `cust_0`: the ids that begin so, with what the records are called.
  func identifiers(among names: [String], isDeleted: Bool) -> [Offer] {
    let typed = TextFolding.folded(point.prefix)
    guard let underscore = typed.lastIndex(of: "_") else { return [] }
    let (shape, digits) = (typed[..<underscore], typed[typed.index(after: underscore)...])
    guard let entity = dictionary.entities.first(where: { $0.idPrefix == shape }),
      names.isEmpty || names.contains(entity.name)
    else { return [] }
    let records = try? session.store.records(
      numbered: String(digits), of: entity, isDeleted: isDeleted, limit: Completer.lookupLimit)
    return (records ?? []).map {
      Offer(entity.reference($0.id), note: $0.title, kind: .string, isFound: true)
    }
  }

  private func changeSets(_ use: SlotContent.Reversal?) -> [Offer] {
    let entries = (try? session.store.changeSets(ChangeSetFilter(limit: Completer.lookupLimit))) ?? []
    return entries.filter { entry in
      guard let use else { return true }
      let isUndone = (try? session.store.standing(of: entry.id))?.undoneBy != nil
      switch use {
      case .undo: return entry.id > 1 && !isUndone
      case .redo: return entry.id > 1 && (isUndone || entry.undoes != nil)
      }
    }.map { entry in
      let said = entry.statement ?? entry.source
      return Offer(String(entry.id), note: String(said.prefix { $0 != "\n" }.prefix(60)), kind: .number)
    }
  }

  private var topics: [Offer] {
    session.helpTopics(spelling).map { Offer($0, kind: .name) }
      + session.catalogue.verbs.filter { $0.signature.words.count == 1 }.map { verb in
        Offer(verb.signature.words[0], spelling, note: verb.summary.in(language), kind: .verb)
      }
  }

  /// A value as it must be written to be read as that: in quotes where it is not one raw word, or where one is open.
  func value(_ text: String) -> String { point.isQuoted ? QuotedText.of(text) : QuotedText.value(text) }
}

/// The charts' names as words.
enum ChartKindWords {
  static let all = ChartKind.allCases.map { Word(english: $0.names.english, chinese: $0.names.chinese) }
}
