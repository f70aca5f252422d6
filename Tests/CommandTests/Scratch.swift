import Foundation

/// A folder with a workspace of its own.
struct Scratch {
  static let program =
    ProcessInfo.processInfo.environment["CRM"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path + "/.build/debug/crm"

  private let path = FileManager.default.temporaryDirectory.appending(path: "guanxi-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true) }

  func remove() { try? FileManager.default.removeItem(at: path) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: path.appending(path: name))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: path.appending(path: name)), as: UTF8.self)
  }

  func write(_ bytes: Data, to name: String) throws { try bytes.write(to: path.appending(path: name)) }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: path.appending(path: name)) }

  /// Everything that lies there.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path.path).sorted() }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path.appending(path: name).path) }

  func location(of name: String) -> String { path.appending(path: name).path }

  func run(_ words: [String]) throws -> (code: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: Scratch.program)
    process.arguments = words
    process.currentDirectoryURL = path
    process.environment = [
      "CRM_DB": path.appending(path: "crm.db").path, "HOME": path.path, "XDG_CONFIG_HOME": path.path,
      "LC_ALL": "C.UTF-8",
    ]
    let files = ["out", "err"].map { path.appending(path: $0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return (process.terminationStatus, texts[0], texts[1])
  }
}
