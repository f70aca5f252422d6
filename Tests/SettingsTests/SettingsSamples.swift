import Glibc
import Settings
import Testing

/// What the settings tests share.
enum Sample {
  /// The problems of a text; empty where it is right.
  static func problems(_ text: String) -> [SettingsProblem] { problems(Array(text.utf8)) }

  static func problems(_ bytes: [UInt8]) -> [SettingsProblem] {
    do {
      _ = try Settings.parse(bytes, path: "crm.yaml")
      return []
    } catch {
      switch error {
      case .invalid(_, let problems): return problems
      case .unreadable: return []
      }
    }
  }

  /// `line:column code` of every problem.
  static func codes(_ text: String) -> [String] {
    problems(text).map { "\($0.line):\($0.column) \($0.code.dropFirst("settings.".count))" }
  }

  static func settings(_ text: String) throws -> Settings {
    try Settings.parse(Array(text.utf8), path: "crm.yaml")
  }

  /// The checkout's root.
  static var root: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  }

  /// The first YAML block of a Markdown page.
  static func yamlBlock(_ page: String) -> String? {
    guard let start = page.firstRange(of: "```yaml\n") else { return nil }
    let rest = page[start.upperBound...]
    guard let end = rest.firstRange(of: "\n```") else { return nil }
    return String(rest[..<end.lowerBound]) + "\n"
  }

  static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
