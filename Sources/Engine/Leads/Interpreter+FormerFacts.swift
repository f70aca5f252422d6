internal import Diagnostics
internal import Domain
internal import Query
internal import Values

extension Interpreter {
  /// What a lead's score looks at, as it was.
  func formerFacts(of subject: ProfileSubject) throws(Diagnostic) -> LeadFacts? {
    let details = LeadScoring.details
    let own = try rows(
      "find leads where id = \(subject.reference) show name, \(details.joined(separator: ", "))", subject.asker)
    guard let row = own.rows.first, row.count > details.count else { return nil }
    func text(_ name: String) -> String? {
      guard let place = details.firstIndex(of: name), !row[place + 1].isEmpty else { return nil }
      return row[place + 1].plain
    }
    var facts = LeadFacts(
      id: subject.id, name: row[0].plain, company: text("company"), position: text("position"),
      source: text("source"), interest: text("interest"), details: details.count { text($0) != nil })
    let talks = try rows(
      "find interactions where lead = \(subject.reference) and type != note show date, direction", subject.asker)
    for talk in talks.rows where talk.count > 1 {
      guard case .instant(let moment) = talk[0], subject.past.map({ moment <= $0.at }) ?? true else { continue }
      facts.interactions += 1
      if case .choice(let direction) = talk[1], direction.key == 1 { facts.replies += 1 }
      facts.lastContact = max(facts.lastContact ?? moment, moment)
    }
    return facts
  }
}
