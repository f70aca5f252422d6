import Foundation

/// Files of the checkout that tests read.
enum Checkout {
  static let root: URL = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) -> String? { try? String(contentsOf: root.appending(path: path), encoding: .utf8) }

  /// The programs under `examples/`, by their path.
  static let examples: [(path: String, text: String)] = {
    let folder = root.appending(path: "examples")
    let paths = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".crm") }.sorted().compactMap { path in
      text("examples/" + path).map { (path, $0) }
    }
  }()
}
