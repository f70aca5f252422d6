internal import Diagnostics
internal import Domain
package import Engine
internal import Language
internal import Query
internal import Storage
internal import Values

/// What Tab offers. What kind of thing may stand at the cursor the grammar says (`CompletionPoint`); here are the names,
/// words and values of that kind.
package final class Completer {
  let session: Session
  private let highlighter: Highlighter
  /// Candidates that one answer has at most, and records that are looked up for one kind.
  private static let limit = 60
  static let lookupLimit = 30

  package init(session: Session) {
    self.session = session
    let dictionary = session.dictionary
    let names = Set(
      (dictionary.entitySpellings + dictionary.entities.flatMap { dictionary.fieldSpellings(of: $0) }).map {
        TextFolding.folded($0)
      })
    highlighter = Highlighter(vocabulary: session.catalogue.vocabulary) { names.contains(TextFolding.folded($0)) }
  }

  var dictionary: DataDictionary { session.dictionary }

  func highlight(_ text: String) -> [HighlightedRange] {
    highlighter.runs(of: text).map { HighlightedRange($0.range, HighlightStyle($0.style)) }
  }

  /// - Parameter cursor: an offset in UTF-8 bytes.
  package func complete(_ text: String, at cursor: Int) -> CompletionAnswer {
    let dictionary = dictionary
    let point = CompletionPoint(in: text, at: cursor, vocabulary: session.catalogue.vocabulary) {
      dictionary.entity(named: $0) != nil
    }
    let offers = OfferList(point, self).offers
    let chosen = OfferChoice(point.prefix).candidates(offers, isOpen: point.spelling == nil)
    return CompletionAnswer(range: point.range, candidates: Array(chosen.prefix(Self.limit)))
  }
}

/// The offers for one place, in the order in which the grammar names what may stand there.
struct OfferList {
  let point: CompletionPoint
  let completer: Completer
  /// The language in which words are offered.
  let spelling: SpellingSet

  init(_ point: CompletionPoint, _ completer: Completer) {
    self.point = point
    self.completer = completer
    let own: SpellingSet = completer.session.settings.language == .chinese ? .chinese : .english
    spelling = point.spelling ?? (point.prefix.utf8.contains { $0 >= 0x80 } ? .chinese : own)
  }

  var session: Session { completer.session }
  var dictionary: DataDictionary { completer.dictionary }
  var isChinese: Bool { spelling == .chinese }
  var language: UserLanguage { session.settings.language }

  var offers: [Offer] { point.kinds.flatMap { offers(of: $0) } }

  private func offers(of kind: CompletionPoint.Kind) -> [Offer] {
    switch kind {
    case .statement: return statements
    case .word(let word): return [Offer(word, spelling, kind: .keyword)]
    case .symbol(let symbol): return point.prefix.isEmpty ? [Offer(symbol, kind: .keyword)] : []
    case .entity(let names, let isOne): return entities(among: names, isOne: isOne)
    case .relation(let subject): return relations(of: subject)
    case .field(let subject, let path, let use): return fields(of: subject, through: path, use)
    case .comparison(let content, let subject): return comparisons(of: content, subject)
    case .value(let content, let subject): return values(of: content, subject)
    case .reference(let names, let isDeleted): return references(among: names, isDeleted: isDeleted)
    case .identifier: return identifiers(among: [], isDeleted: false)
    case .part(let subject): return parts(of: subject)
    case .function:
      return words(session.functionWords + point.functions.map { Word($0) }, .verb)
    case .variable: return variables
    case .view:
      guard takesSigil else { return [] }
      return session.context().viewNames.map { Offer(nameSpelling($0), kind: .name, sigil: "@") }
    case .type:
      return words(Session.typeWords, .name) + entities(among: [], isOne: true)
    case .definition: return (session.definedFunctions + point.functions).map { Offer($0, kind: .verb) }
    case .chart: return ChartKindWords.all.map { Offer($0, spelling, kind: .keyword) }
    }
  }

  func words(_ words: [Word], _ kind: HighlightStyle) -> [Offer] { words.map { Offer($0, spelling, kind: kind) } }

  // MARK: Statements

  private var statements: [Offer] {
    let verbs = session.catalogue.verbs.map { verb in
      Offer(
        verb.signature.words.map { $0.spelling(spelling) }.joined(separator: " "), others: otherSpellings(of: verb),
        note: verb.summary.in(language), kind: .verb)
    }
    return words(CompletionPoint.openings, .verb) + verbs + words(CompletionPoint.controls, .keyword)
  }

  /// Of a verb of several words, only the same in the other language.
  private func otherSpellings(of verb: Verb) -> [String] {
    let words = verb.signature.words
    guard words.count > 1 else { return words.flatMap(\.spellings) }
    return [words.map { $0.spelling(isChinese ? .english : .chinese) }.joined(separator: " ")]
  }

  private var variables: [Offer] {
    guard takesSigil else { return [] }
    let declared = point.variables
    let known = session.variables.keys.sorted().filter { !declared.contains($0) }
    let last = session.lastResult == nil ? [] : ["_"]
    return (declared.reversed() + known + last).map { name in
      Offer(name, note: note(ofVariable: name), kind: .variable, sigil: "$")
    }
  }

  /// Whether a name with its sigil may be meant: what is typed without one is another's beginning.
  private var takesSigil: Bool { point.hasSigil || point.prefix.isEmpty }

  private func note(ofVariable name: String) -> String {
    session.entity(ofVariable: name).map { isChinese ? $0.names.chineseName : $0.pluralEnglish } ?? ""
  }

  // MARK: Entities and fields

  private func entities(among names: [String], isOne: Bool) -> [Offer] {
    dictionary.entities.filter { names.isEmpty || names.contains($0.name) }.map { entity in
      let english = isOne ? entity.name : entity.pluralEnglish
      return Offer(
        isChinese ? entity.names.chineseName : english, others: entity.names.spellings,
        note: isChinese ? english : entity.names.chineseName, kind: .name)
    }
  }

  private func relations(of subject: CompletionPoint.Subject?) -> [Offer] {
    guard let entity = entity(of: subject) else { return [] }
    return dictionary.relations(of: entity).map { relation in
      guard let child = dictionary.entity(relation.child), relation.name == child.pluralEnglish else {
        return Offer(relation.name, kind: .name)
      }
      return Offer(
        isChinese ? child.names.chineseName : relation.name, others: [relation.name, child.names.chineseName],
        note: isChinese ? relation.name : child.names.chineseName, kind: .name)
    }
  }

  private func fields(
    of subject: CompletionPoint.Subject?, through path: [String], _ use: CompletionPoint.FieldUse
  ) -> [Offer] {
    if subject == nil, use == .measured { return measures }
    let parts = scoreParts(of: entity(of: subject), through: path)
    guard parts.isEmpty else {
      guard use == .read else { return [] }
      return parts.map { part in
        Offer(
          isChinese ? part.names.chineseName : part.names.englishName, others: part.names.spellings,
          note: isChinese ? part.names.englishName : part.names.chineseName, kind: .name)
      }
    }
    guard let entity = entity(of: subject).flatMap({ self.entity(at: path, from: $0) }) else { return [] }
    let assigned = Set(point.assigned.compactMap { dictionary.field(named: $0, of: entity)?.key })
    return entity.fields.filter { field in
      guard field.name != "deleted_at" else { return false }
      switch use {
      case .read: return true
      case .measured: return Self.isMeasure(field)
      case .written(let isNew):
        return field.isWritable(isNew: isNew) && !assigned.contains(field.key)
      }
    }.map { offer(of: $0) }
  }

  /// What can be summed, of whatever entity.
  private var measures: [Offer] {
    var seen: Set<String> = []
    return dictionary.entities.flatMap { $0.fields.filter(Self.isMeasure) }.filter { seen.insert($0.name).inserted }
      .map { offer(of: $0) }
  }

  private static func isMeasure(_ field: Field) -> Bool {
    switch field.type {
    case .integer, .number, .money, .duration: true
    case .text, .choice, .date, .instant, .flag, .reference, .labels, .phone, .email, .webAddress, .identity: false
    }
  }

  private func offer(of field: Field) -> Offer {
    let chinese = nameSpelling(field.names.chineseName)
    return Offer(
      isChinese ? chinese : field.name, others: ([field.name] + field.names.spellings).map { nameSpelling($0) },
      note: isChinese ? field.name : field.names.chineseName, kind: .name)
  }

  private func comparisons(of content: SlotContent, _ subject: CompletionPoint.Subject?) -> [Offer] {
    var field: Field?
    var isStored = false
    if case .field(let path, _) = content {
      field = self.field(at: path, of: entity(of: subject))
      isStored = field?.isStored ?? false
      // Nothing is compared with what nobody knows.
      if field == nil {
        return words(CompletionPoint.comparisons.filter { $0.fits == .everything }.map(\.word), .keyword)
      }
    }
    return words(
      CompletionPoint.comparisons.filter { $0.fits.suits(field, isStored: isStored) }.map(\.word), .keyword
    ).filter { !point.prefix.isEmpty || !$0.text.isEmpty }
  }

  private func parts(of subject: CompletionPoint.Subject?) -> [Offer] {
    guard let entity = entity(of: subject) else { return [] }
    return session.profileParts(of: entity).map { names in
      Offer(
        names.word(isChinese ? .chinese : .english), others: names.spellings.filter { !$0.contains(" ") }, kind: .name)
    }
  }
}

extension Field {
  /// Whether a statement may set it.
  fileprivate func isWritable(isNew: Bool) -> Bool {
    !isDerived && type != .identity && !traits.contains(.automatic) && (isNew || !traits.contains(.guided))
  }
}

extension CompletionPoint.Fit {
  /// - Parameter field: nil for what is worked out, a number mostly.
  fileprivate func suits(_ field: Field?, isStored: Bool) -> Bool {
    switch self {
    case .everything: true
    case .ordered: field?.type.isOrdered ?? true
    case .text: field?.type.isText ?? false
    case .labels: field?.type == .labels
    case .days: field.map { $0.type == .date || $0.type == .instant || $0.traits.contains(.period) } ?? false
    case .stored: isStored
    }
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
