package import Values

/// A customer's states of life, one after another, from the days on which it bought and was spoken with.
///
/// The query room has the same rules as SQL, for the state of today.
package struct Lifecycle: Sendable {
  package enum State: Int, Sendable, CaseIterable {
    case prospect = 1
    case new, active, churned
  }

  /// The state that was entered, and the first day of it.
  package struct Entry: Sendable, Hashable {
    package let state: State
    package let day: CivilDate

    package init(_ state: State, _ day: CivilDate) {
      self.state = state
      self.day = day
    }
  }

  package let entries: [Entry]

  /// - Parameters:
  ///   - created: the day on which the customer was entered.
  ///   - purchases: the days of purchases, in any order; those after `today` do not count yet. Contacts likewise.
  package init(
    created: CivilDate, purchases: [CivilDate], contacts: [CivilDate], newDays: Int, activeDays: Int, today: CivilDate
  ) {
    let bought = purchases.filter { $0 <= today }.min()
    guard let bought else {
      entries = [Entry(.prospect, created)]
      return
    }
    var entries = created < bought ? [Entry(.prospect, created)] : []
    entries.append(Entry(.new, bought))
    let events = (purchases + contacts).filter { $0 <= today && $0 >= bought }.sorted()
    // The first day that is no longer new.
    guard let settled = bought.adding(days: newDays), settled <= today else {
      self.entries = entries
      return
    }
    var last = bought
    for event in events {
      if let end = last.adding(days: activeDays), end < event {
        Lifecycle.pass(from: settled, to: end, event, &entries)
      }
      last = event
    }
    if let end = last.adding(days: activeDays), end <= today {
      Lifecycle.pass(from: settled, to: end, nil, &entries)
    } else if entries.last?.state == .new {
      entries.append(Entry(.active, settled))
    }
    self.entries = entries
  }

  /// A gap: churned from `end` until `event`, where new is over by then.
  private static func pass(
    from settled: CivilDate, to end: CivilDate, _ event: CivilDate?, _ entries: inout [Entry]
  ) {
    if entries.last?.state == .new {
      guard event.map({ $0 > settled }) ?? true else { return }
      if settled < end { entries.append(Entry(.active, settled)) }
    }
    entries.append(Entry(.churned, max(settled, end)))
    if let event { entries.append(Entry(.active, event)) }
  }

  package var current: Entry? { entries.last }
}
