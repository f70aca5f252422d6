/// A time on the clock, to the second.
package struct TimeOfDay: Sendable, Hashable {
  /// 0..<86400.
  package let secondOfDay: Int32

  package static let midnight = TimeOfDay(unchecked: 0)

  private init(unchecked second: Int32) { secondOfDay = second }

  package init?(secondOfDay second: some BinaryInteger) {
    guard let second = Int32(exactly: second), (0..<86_400).contains(second) else { return nil }
    secondOfDay = second
  }

  package init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
    secondOfDay = Int32(hour * 3600 + minute * 60 + second)
  }

  package var hour: Int { Int(secondOfDay) / 3600 }
  package var minute: Int { Int(secondOfDay) / 60 % 60 }
  package var second: Int { Int(secondOfDay) % 60 }
}

extension TimeOfDay: Comparable {
  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.secondOfDay < right.secondOfDay }
}

extension TimeOfDay: CustomStringConvertible {
  /// `14:30`, and `14:30:05` where there are seconds.
  package var description: String { second == 0 ? String(full.prefix(5)) : full }

  /// `14:30:00`.
  package var full: String {
    String(unsafeUninitializedCapacity: 8) { buffer in
      var writer = DigitWriter(buffer)
      write(to: &writer)
      return writer.count
    }
  }

  func write(to writer: inout DigitWriter) {
    writer.write(hour, width: 2)
    writer.write(UInt8(ascii: ":"))
    writer.write(minute, width: 2)
    writer.write(UInt8(ascii: ":"))
    writer.write(second, width: 2)
  }
}
