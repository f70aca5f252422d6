internal import Diagnostics
internal import Domain
internal import Query
internal import Storage
internal import Values

extension Session {
  /// The state of a moment.
  func recall(_ moment: Moment, _ span: SourceSpan) throws(BindingError) -> Past {
    let found: Past?
    let last: Int64
    do throws(StorageError) {
      found = try store.past(at: moment)
      last = found == nil ? try store.lastChangeSet() : 0
    } catch {
      throw .failed(error.diagnostic)
    }
    switch moment {
    case .instant: break
    case .changeSet(let number):
      guard var past = found else { throw .past(.noSuchChangeSet(number, last: last), span) }
      past.name = "#\(number)"
      return past
    }
    guard let found else { throw .past(.noMoment, span) }
    return found
  }

  /// What is told beside the rows of a query that asks of a time before everything.
  func remark(on past: Past?) -> Wording? {
    guard past?.isBeforeAll == true, let beginning = (try? store.beginning()) ?? nil else { return nil }
    let zone = dictionary.rules.zone
    let moment = "\(zone.day(of: beginning)) \(zone.time(of: beginning))"
    return Wording("the workspace began on \(moment)", "工作区始于 \(moment)")
  }
}
