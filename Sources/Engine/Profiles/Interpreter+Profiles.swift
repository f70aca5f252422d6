internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Profiles: what somebody wants to see of a record before they pick up the phone. All are made of parts
/// (`ProfilePart`), each of which can be asked for alone.
extension Interpreter {
  /// One record on one screen, with the ways to the rest; of an earlier state it is what belonged to it then.
  ///
  /// - Parameters:
  ///   - isWhole: every part with all of its rows.
  ///   - isForPrograms: records whole, and as programs name them.
  func profile(
    _ entity: Entity, _ id: Int64, _ asker: Binder, isWhole: Bool, isForPrograms: Bool = false
  ) throws(Diagnostic) -> Profile {
    let past = asker.context.past
    let subject = ProfileSubject(entity: entity, id: id, asker: asker)
    var profile = Profile(
      reference: entity.reference(id), entity: entity,
      record: isForPrograms
        ? try wholeRecords(try ownQuery("show \(entity.reference(id))"), asker)
        : try table(of: entity, [id], all: true, past: past), sections: [])
    profile.fitsScreen = !isWhole
    // What a person is told beside the record; a program has the scores in it.
    if entity.key == .customer, !isForPrograms { try tellCustomer(subject, &profile) }
    for part in try parts(of: subject) {
      let limit = isWhole ? Int.max : part.limit
      if let section = try section(part, limit, of: subject, isForPrograms) {
        profile.sections.append(section)
        // Those that are not open are not on the screen.
        if !isWhole, let beyond = try all(of: part, subject), beyond > section.total {
          profile.others.append((part.names, beyond))
        }
      } else if !isWhole, let total = try all(of: part, subject), total > 0 {
        profile.others.append((part.names, total))
      }
    }
    return profile
  }

  func parts(of subject: ProfileSubject) throws(Diagnostic) -> [ProfilePart] {
    let entity = subject.entity
    guard entity.key == .competitor else {
      return ProfilePart.parts(of: entity, subject.reference, session.dictionary)
    }
    return try name(of: subject.id, entity).map { ProfilePart.competitor(named: $0) } ?? []
  }

  /// The first rows of a part, with the number of all; nil where there are none. Programs get an empty list of records,
  /// so that an object has the same keys whatever stands in it.
  private func section(
    _ part: ProfilePart, _ limit: Int, of subject: ProfileSubject, _ isForPrograms: Bool
  ) throws(Diagnostic) -> Profile.Section? {
    let isWhole = limit == Int.max
    var (table, total): (ResultTable, Int)
    switch part.content {
    case .records(let listing):
      guard limit > 0 else { return nil }
      if isForPrograms {
        table = try wholeRecords(try ownQuery(listing.whole(withColumns: false)), subject.asker)
      } else {
        table = try rows(isWhole ? listing.whole() : listing.first(limit), subject.asker)
      }
      total = table.rows.count
      if total == limit { total = try count(listing.counted, subject.asker) }
    case .timeline, .stages, .companies, .score:
      guard let made = try madeTable(part.content, limit, of: subject) else { return nil }
      (table, total) = made
      // One row says no more than the record does.
      if !isWhole, part.isHistory, total < 2 { return nil }
    }
    guard isForPrograms || !table.rows.isEmpty else { return nil }
    return .init(names: part.names, heading: isWhole ? part.names : part.heading, table: table, total: total)
  }

  /// How many there are of what the screen shows only some kinds of, or nothing; nil for all others.
  private func all(of part: ProfilePart, _ subject: ProfileSubject) throws(Diagnostic) -> Int? {
    guard case .records(let listing) = part.content, listing.screened != nil || part.limit == 0 else { return nil }
    return try count("\(listing.entity) where \(listing.condition)", subject.asker)
  }

  /// What the program puts together itself, its last rows first or last as they are read; nil where there is none.
  func madeTable(
    _ content: ProfilePart.Content, _ limit: Int, of subject: ProfileSubject
  ) throws(Diagnostic) -> (table: ResultTable, total: Int)? {
    switch content {
    case .records: return nil
    case .stages: return try stageHistory(of: subject, limit)
    case .timeline: return try timeline(of: subject, limit)
    case .companies: return try companies(of: subject, limit)
    case .score:
      let planning = session.planning(folder: folder)
      let facts =
        try subject.past == nil
        ? binding { () throws(BindingError) in try planning.leadFacts([subject.id]).first }
        : formerFacts(of: subject)
      guard let facts else { return nil }
      let account = ScoreAccount(
        facts, subject.past?.rules ?? planning.rules, now: subject.past?.at ?? planning.now
      ).table
      return (account, account.rows.count)
    }
  }

  // MARK: Queries of the program's own

  func rows(_ text: String, _ asker: Binder) throws(Diagnostic) -> ResultTable {
    let query = try ownQuery(text)
    return try table(try binding { () throws(BindingError) in try Binder(asker.context).bindQuery(query) })
  }

  /// Records as programs get them.
  private func wholeRecords(_ query: Language.Query, _ asker: Binder) throws(Diagnostic) -> ResultTable {
    let bound = wholeRecord(
      try binding { () throws(BindingError) in try Binder(asker.context).bindQuery(query) },
      isScored: query.head == .profile)
    var sink: any ResultSink = TableCollector()
    _ = try rows(of: bound, style: .exchange, into: &sink)
    guard let table = (sink as? TableCollector)?.table else { throw StorageError.failed("no rows").diagnostic }
    return table
  }

  func count(_ text: String, _ asker: Binder) throws(Diagnostic) -> Int {
    if case .integer(let number)? = try rows("count \(text)", asker).rows.first?.first {
      Int(clamping: number)
    } else {
      0
    }
  }

  func ownQuery(_ text: String) throws(Diagnostic) -> Language.Query {
    var parser = Parser(text, vocabulary: session.catalogue.vocabulary)
    guard case .query(let query)? = parser.parseProgram().program.statements.first?.kind else {
      throw StorageError.failed(text).diagnostic
    }
    return query
  }
}

/// Whose profile is shown, and by whom of which state it is asked for.
struct ProfileSubject {
  let entity: Entity
  let id: Int64
  let asker: Binder

  var reference: String { entity.reference(id) }
  var past: Past? { asker.context.past }
}
