internal import CUnicode

/// What this room borrows from ICU, all of it: the one file that imports it. Nothing here runs before a text or a time
/// zone needs it.
enum PlatformLibrary {
  /// NFKC.
  static func compatibilityComposed(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard let base = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self) else { return "" }
      // One character may become eighteen; hardly any text grows at all.
      var capacity = bytes.count &+ bytes.count / 2 &+ 32
      while true {
        var needed = 0
        let composed = String(unsafeUninitializedCapacity: capacity) { output in
          let room = UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
          needed = room.map { cun_compose(base, bytes.count, $0, output.count) } ?? -1
          return needed > output.count ? 0 : max(0, needed)
        }
        if needed < 0 { return String(decoding: bytes, as: UTF8.self) }
        if needed <= capacity { return composed }
        capacity = needed
      }
    }
  }

  /// The rules of a named time zone.
  final class ZoneRules: Sendable {
    // Never written after it was made, and asked by several threads at once.
    nonisolated(unsafe) private let zone: OpaquePointer

    init?(identifier: String) {
      guard let zone = cun_zone_open(identifier) else { return nil }
      self.zone = zone
    }

    deinit { cun_zone_free(zone) }

    /// Seconds east of UTC.
    func offset(atSecond second: Int64) -> Int { Int(cun_zone_offset(zone, second)) }
  }
}
