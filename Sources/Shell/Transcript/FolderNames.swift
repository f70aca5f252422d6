/// The folders that a transcript reads and writes in: what it shows names its files as the transcript does, whatever
/// machine it runs on.
package struct FolderNames: Sendable {
  private let prefixes: [[UInt8]]

  package init(_ folders: [String?]) {
    prefixes = folders.compactMap { folder in
      folder.flatMap { $0.isEmpty ? nil : Array("\($0)/".utf8) }
    }
  }

  package func removed(from text: String) -> String {
    var bytes = Array(text.utf8)
    for prefix in prefixes where bytes.count >= prefix.count { bytes = Self.removing(prefix, from: bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func removing(_ prefix: [UInt8], from bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == prefix[0], bytes[index...].starts(with: prefix) {
        index += prefix.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
