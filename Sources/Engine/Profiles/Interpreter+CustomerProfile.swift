internal import Diagnostics
internal import Domain
internal import Query
internal import Storage
internal import Values

/// What a customer's profile tells beside records: what they bought, what is next, what happened.
extension Interpreter {
  func tellCustomer(_ subject: ProfileSubject, _ profile: inout Profile) throws(Diagnostic) {
    let story = try story(of: subject)
    let standings: Session.Standings
    do throws(StorageError) { standings = try session.standings(of: [subject.id], as: subject.past) } catch {
      throw error.diagnostic
    }
    profile.facts.append(story.purchases)
    if let rfm = story.rfm(standings) { profile.facts.append(rfm) }
    let asker = subject.asker
    let own = "customer = \(profile.reference)"
    let task = try rows(
      "find tasks where \(own) and status in (pending, in_progress) show title, due_date sort by due_date limit 1",
      asker)
    let knowsSomebody = try count("contacts where \(own)", asker) > 0
    profile.facts.append(
      .init(
        label: Names("next step", zh: "下一步"), text: story.nextStep(task.rows.first, knowsSomebody: knowsSomebody)))
  }

  private func story(of subject: ProfileSubject) throws(Diagnostic) -> CustomerStory {
    var talks: [CivilDate]?
    if let past = subject.past {
      talks = try rows("find interactions where customer = \(subject.reference) show date", subject.asker).rows
        .compactMap { row in
          if case .instant(let moment)? = row.first { past.rules.zone.day(of: moment) } else { nil }
        }
    }
    do throws(StorageError) {
      return try CustomerStory(
        subject.id, session.store, session.dictionary, now: subject.past?.at ?? session.clock(), as: subject.past,
        talks: talks)
    } catch { throw error.diagnostic }
  }

  /// The stages that a customer's opportunities came to, the latest first.
  private func visits(
    of subject: ProfileSubject, _ limit: Int
  ) throws(Diagnostic) -> (rows: [Store.CustomerVisit], total: Int) {
    guard let past = subject.past else {
      do throws(StorageError) { return try session.store.stageVisits(ofCustomer: subject.id, limit: limit) } catch {
        throw error.diagnostic
      }
    }
    let opportunities = try rows(
      "find opportunities where customer = \(subject.reference) show id, title", subject.asker)
    let entity = session.dictionary.entity(.opportunity) ?? .opportunity
    var found: [(number: Int64, visit: Store.CustomerVisit)] = []
    for row in opportunities.rows where row.count > 1 {
      guard case .reference(let reference, _, _) = row[0], let id = entity.number(of: reference) else { continue }
      do throws(StorageError) {
        found += try session.store.stageVisits(of: id, as: past).map {
          ($0.number, .init(title: row[1].plain, stage: $0.stage, entered: $0.entered))
        }
      } catch { throw error.diagnostic }
    }
    found.sort { ($0.visit.entered, $0.number) > ($1.visit.entered, $1.number) }
    return (found.prefix(limit).map(\.visit), found.count)
  }

  func timeline(
    of subject: ProfileSubject, _ limit: Int
  ) throws(Diagnostic) -> (table: ResultTable, total: Int)? {
    let zone = session.dictionary.rules.zone
    let own = "customer = \(subject.reference)"
    let talks = "interactions where \(own)"
    let tasks = "tasks where \(own) and status = completed"
    let closings = "opportunities where \(own) and status in (won, lost)"
    let end = limit == Int.max ? "" : " limit \(limit)"
    var timeline = try story(of: subject).timeline
    let visits = try visits(of: subject, limit)
    timeline.add(visits: visits.rows, session.dictionary)
    timeline.add(
      interactions: try rows("find \(talks) show date, type, contact, content sort by date desc\(end)", subject.asker),
      zone)
    timeline.add(
      tasks: try rows("find \(tasks) show completed_at, title sort by completed_at desc\(end)", subject.asker))
    timeline.add(
      closings: try rows(
        "find \(closings) show closed_at, title, status, actual_amount sort by closed_at desc\(end)", subject.asker),
      zone)
    var total = timeline.count
    if limit != Int.max {
      total = timeline.states + visits.total
      for counted in [talks, tasks, closings] { total += try count(counted, subject.asker) }
    }
    return timeline.table(zone, limit).map { ($0, total) }
  }
}
