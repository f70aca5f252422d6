internal import Foundation

/// What this room borrows from Foundation, all of it: the one file that imports it. Nothing here runs before a text or
/// a time zone needs it.
enum PlatformLibrary {
  /// NFKC.
  static func compatibilityComposed(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping
  }

  /// The rules of a named time zone.
  struct ZoneRules: Sendable {
    private let zone: TimeZone

    init?(identifier: String) {
      guard let zone = TimeZone(identifier: identifier) else { return nil }
      self.zone = zone
    }

    /// Seconds east of UTC.
    func offset(atSecond second: Int64) -> Int {
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }
  }
}
