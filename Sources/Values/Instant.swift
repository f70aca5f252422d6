#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A moment, to the millisecond.
///
/// Moments outside the years 1 to 9999 (UTC) are clamped to those, so that every instant has a day and a spelling.
package struct Instant: Sendable, Hashable {
  /// Since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64

  package static let first = Instant(milliseconds: -62_135_596_800_000)
  package static let last = Instant(milliseconds: 253_402_300_799_999)

  package init(milliseconds: Int64) {
    self.milliseconds = Swift.min(Swift.max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
  }

  package init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    self.init(milliseconds: overflow ? (seconds < 0 ? .min : .max) : product)
  }

  /// The machine's clock. Only a face reads it; everything below is given its time.
  package static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000)
  }

  /// Whole seconds since the epoch, rounded down.
  package var seconds: Int64 {
    let (quotient, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// Of the second, 0..<1000.
  package var millisecondOfSecond: Int { Int(milliseconds - seconds * 1000) }

  /// nil beyond the supported years.
  package func adding(seconds: Int64) -> Instant? {
    let (delta, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflow else { return nil }
    return adding(milliseconds: delta)
  }

  /// nil beyond the supported years.
  package func adding(milliseconds delta: Int64) -> Instant? {
    let (sum, overflow) = milliseconds.addingReportingOverflow(delta)
    guard !overflow, (Instant.first.milliseconds...Instant.last.milliseconds).contains(sum) else { return nil }
    return Instant(milliseconds: sum)
  }

  /// Months and days move the local day and keep the local time; seconds are then counted out.
  package func adding(_ duration: CalendarDuration, in zone: Zone) -> Instant? {
    guard duration.months != 0 || duration.days != 0 else { return adding(seconds: duration.seconds) }
    guard let day = zone.day(of: self).adding(months: Int(duration.months))?.adding(days: Int(duration.days)) else {
      return nil
    }
    return zone.instant(of: day, at: zone.time(of: self))
      .adding(milliseconds: Int64(millisecondOfSecond))?.adding(seconds: duration.seconds)
  }
}

extension Instant: Comparable {
  package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC: `2026-03-15T06:30:00Z`.
  package var description: String { description(in: .utc) }

  /// ISO 8601 with the zone's offset at that moment: `2026-03-15T14:30:00+08:00`, with `.123` where there are
  /// milliseconds.
  package func description(in zone: Zone) -> String {
    let offset = zone.offset(at: self)
    let local = seconds + Int64(offset)
    let fraction = millisecondOfSecond
    return String(unsafeUninitializedCapacity: 40) { buffer in
      var writer = DigitWriter(buffer)
      zone.day(atLocalSecond: local).write(to: &writer)
      writer.write(UInt8(ascii: "T"))
      zone.time(atLocalSecond: local).write(to: &writer)
      if fraction != 0 {
        writer.write(UInt8(ascii: "."))
        writer.write(fraction, width: 3)
      }
      if zone == .utc { writer.write(UInt8(ascii: "Z")) } else { Instant.write(offset: offset, to: &writer) }
      return writer.count
    }
  }

  /// `+08:00`. Offsets of old local times with seconds lose those, as ISO 8601 has no place for them.
  static func spelled(offset: Int) -> String {
    String(unsafeUninitializedCapacity: 16) { buffer in
      var writer = DigitWriter(buffer)
      write(offset: offset, to: &writer)
      return writer.count
    }
  }

  private static func write(offset: Int, to writer: inout DigitWriter) {
    let minutes = Int(offset.magnitude / 60)
    writer.write(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    writer.write(minutes / 60, width: 2)
    writer.write(UInt8(ascii: ":"))
    writer.write(minutes % 60, width: 2)
  }
}
