internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Parts of profiles that no query gives.
extension Interpreter {
  /// Each stage with its days and who put the opportunity there, the last ones.
  func stageHistory(of subject: ProfileSubject, _ limit: Int) throws(Diagnostic) -> (table: ResultTable, total: Int)? {
    guard let stages = subject.entity.field(named: "stage")?.type.choices else { return nil }
    let end = subject.past?.at ?? session.clock()
    let visits: (rows: [StageVisit], total: Int)
    do throws(StorageError) {
      if let past = subject.past {
        let all = try session.store.stageVisits(of: subject.id, as: past)
        visits = (Array(all.suffix(limit)), all.count)
      } else {
        visits = try session.store.stageVisits(of: subject.id, until: end, limit: limit)
      }
    } catch { throw error.diagnostic }
    let logged = LoggedValues(session)
    let rows: [[Cell]] = visits.rows.map { visit in
      let left = visit.left.map { min($0, end) } ?? end
      return [
        stages.choice(key: visit.stage).map { .choice($0) } ?? .integer(Int64(visit.stage)), .instant(visit.entered),
        .duration(max(0, left.milliseconds &- visit.entered.milliseconds) / 1000),
        logged.reference(RecordKey(.user, visit.author)),
      ]
    }
    let shape = ResultShape(
      listing: [
        ("stage", "阶段", .choice), ("entered", "进入时间", .instant), ("stayed", "停留", .duration), ("by", "操作人", .reference),
      ], zone: session.dictionary.rules.zone)
    return (ResultTable(shape: shape, rows: rows), visits.total)
  }

  /// Where a contact worked before: what was logged there stays there.
  func companies(of subject: ProfileSubject, _ limit: Int) throws(Diagnostic) -> (table: ResultTable, total: Int)? {
    guard let field = subject.entity.field(named: "customer") else { return nil }
    var events: [HistoryEvent]
    do throws(StorageError) {
      events = try session.store.history(of: RecordKey(subject.entity.key, subject.id))
    } catch { throw error.diagnostic }
    if let past = subject.past { events.removeAll { $0.set.id > past.changeSet } }
    var table = ChangeBook(session).history(events, of: field)
    let total = table.rows.count
    table.rows = Array(table.rows.suffix(limit))
    return (table, total)
  }

  func name(of id: Int64, _ entity: Entity) throws(Diagnostic) -> String? {
    guard let title = entity.titleField else { return nil }
    do throws(StorageError) {
      guard case .text(let text)? = try session.store.values(of: [title], record: id, entity: entity)?.first else {
        return nil
      }
      return text
    } catch { throw error.diagnostic }
  }
}
