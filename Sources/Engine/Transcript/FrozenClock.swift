internal import Synchronization
package import Values

/// A clock that stands still until somebody sets it: of transcripts, where every run must say the same.
package final class FrozenClock: Sendable {
  private let moment: Mutex<Instant>

  package init(_ moment: Instant) { self.moment = Mutex(moment) }

  package var now: Instant {
    get { moment.withLock { $0 } }
    set { moment.withLock { $0 = newValue } }
  }

  /// Where a transcript does not say: a Monday morning.
  package static func usual(in zone: Zone) -> Instant { morning(2026, 3, 16, zone) }

  /// The “today” of the demonstration data.
  package static func demonstration(in zone: Zone) -> Instant { morning(2026, 11, 20, zone) }

  private static func morning(_ year: Int, _ month: Int, _ day: Int, _ zone: Zone) -> Instant {
    guard let day = CivilDate(year: year, month: month, day: day), let time = TimeOfDay(hour: 10, minute: 0, second: 0)
    else { return Instant(milliseconds: 0) }
    return zone.instant(of: day, at: time)
  }
}
