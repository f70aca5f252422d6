internal import CCalendar
package import Values

/// One VTODO or VEVENT of a calendar file, read by libical.
package final class CalendarComponent {
  package enum Kind: Sendable, Hashable { case task, event }

  /// When something is: a whole day, or a moment.
  package enum Moment: Sendable, Hashable {
    case day(CivilDate)
    case instant(Instant)
    /// In a time zone that neither the file nor the system knows.
    case unknownZone(String)
  }

  private let component: OpaquePointer
  package let kind: Kind

  /// - Parameter text: a whole VCALENDAR; nil where libical finds no VTODO or VEVENT in it.
  package init?(_ text: String) {
    guard let component = calendar_parse(text) else { return nil }
    self.component = component
    kind = calendar_kind(component) == 1 ? .task : .event
  }

  deinit { calendar_free(component) }

  /// What libical found wrong in it.
  package var fault: String? { calendar_fault(component).map { String(cString: $0) } }

  /// The value of a property, its escapes undone; nil where it has none.
  package subscript(_ name: String) -> String? { Self.taken(calendar_text(component, name)) }

  package func parameter(_ parameter: String, of name: String) -> String? {
    Self.taken(calendar_parameter(component, name, parameter))
  }

  /// The values of all properties of a name, each with a parameter.
  package func all(_ name: String, _ parameter: String) -> [(parameter: String?, text: String)] {
    var found: [(parameter: String?, text: String)] = []
    for index in 0..<Self.propertyLimit {
      guard let text = Self.taken(calendar_text_at(component, name, index)) else { break }
      found.append((Self.taken(calendar_parameter_at(component, name, index, parameter)), text))
    }
    return found
  }

  /// Of one name.
  private static let propertyLimit: Int32 = 500

  private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
    guard let text else { return nil }
    defer { calendar_free_text(text) }
    return String(cString: text)
  }

  /// - Parameter zone: of what says none.
  package func moment(_ name: String, in zone: Zone) -> Moment? {
    var time = calendar_time()
    guard calendar_time_of(component, name, &time) == 1 else { return nil }
    return moment(time, zone) { self.parameter("TZID", of: name) }
  }

  /// The day of a date or time as it is written, in the zone that it names.
  package func day(_ name: String) -> CivilDate? {
    var time = calendar_time()
    return calendar_time_of(component, name, &time) == 1 ? Self.day(of: time) : nil
  }

  private static func day(of time: calendar_time) -> CivilDate? {
    let number = Int(time.day)
    return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  private func moment(_ time: calendar_time, _ zone: Zone, _ name: () -> String?) -> Moment? {
    guard let day = Self.day(of: time) else { return nil }
    guard time.second >= 0 else { return .day(day) }
    guard let clock = TimeOfDay(secondOfDay: time.second) else { return nil }
    switch time.zone {
    case 0: return .instant(zone.instant(of: day, at: clock))
    case 1: return .instant(Zone.utc.instant(of: day, at: clock))
    default:
      let identifier = name() ?? ""
      if let known = Zone(identifier: identifier) { return .instant(known.instant(of: day, at: clock)) }
      return time.zone == 2 ? .instant(Instant(seconds: time.instant)) : .unknownZone(identifier)
    }
  }

  /// One reminder.
  package enum Alarm: Sendable, Hashable {
    /// Seconds before the beginning or the due time; negative after it.
    case before(Int64)
    case at(Moment)
    case unreadable
  }

  /// As many as anybody sets.
  private static let alarmLimit: Int32 = 50

  package func alarms(in zone: Zone) -> [Alarm] {
    var found: [Alarm] = []
    for index in 0..<Self.alarmLimit {
      var seconds: Int64 = 0
      var isAbsolute: Int32 = 0
      var time = calendar_time()
      switch calendar_alarm(component, index, &seconds, &isAbsolute, &time) {
      case 0: return found
      case 1 where isAbsolute == 0: found.append(.before(seconds))
      case 1: found.append(moment(time, zone) { nil }.map { .at($0) } ?? .unreadable)
      default: found.append(.unreadable)
      }
    }
    return found
  }
}
