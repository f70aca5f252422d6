import Foundation

/// The program under trial, run as a process of its own: what it does to itself is seen from outside.
struct Program {
  let path: String

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static var built: String { ProcessInfo.processInfo.environment["CRM"] ?? root + "/.build/debug/crm" }

  struct End {
    let output: String
    let errors: String
    let code: Int32
    /// It was ended by a signal: a crash, unless it was ours.
    let signal: Int32?

    var text: String {
      "ended with \(signal.map { "signal \($0)" } ?? "\(code)"): \(output.suffix(300)) \(errors.suffix(600))"
    }
  }

  /// Starts it; what it says goes to files beside the workspace, so that no pipe can fill.
  func start(_ arguments: [String], in folder: Folder, name: String = "run") throws -> Running {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    for variable in ["CRM_DB", "CRM_USER"] { environment[variable] = nil }
    environment["CRM_CONFIG"] = folder.configuration
    environment["HOME"] = folder.path
    environment["XDG_CONFIG_HOME"] = folder.path
    environment["LC_ALL"] = "C.UTF-8"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    process.environment = environment
    let output = try folder.write("", to: "\(name).out")
    let errors = try folder.write("", to: "\(name).err")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.run()
    return Running(process: process, output: output, errors: errors)
  }

  /// Runs it to its end; what hangs for a minute is a failure.
  func run(_ arguments: [String], in folder: Folder, name: String = "run") throws -> End {
    let running = try start(arguments, in: folder, name: name)
    return try running.end(within: 60)
  }

  func say(_ statements: String, in folder: Folder, database: String? = nil) throws -> End {
    try run(["--db", database ?? folder.database, "--language", "en", "-c", statements], in: folder)
  }

  struct Running {
    let process: Process
    let output: String
    let errors: String

    func kill() { Glibc.kill(process.processIdentifier, SIGKILL) }

    func end(within seconds: Double) throws -> End {
      let limit = Date(timeIntervalSinceNow: seconds)
      while process.isRunning {
        if Date() > limit {
          kill()
          process.waitUntilExit()
          throw TrialFailure(text: "did not end within \(seconds) s: \(process.arguments ?? [])")
        }
        usleep(1000)
      }
      process.waitUntilExit()
      func text(_ path: String) -> String {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
      }
      let isSignal = process.terminationReason == .uncaughtSignal
      return End(
        output: text(output), errors: text(errors), code: isSignal ? -1 : process.terminationStatus,
        signal: isSignal ? process.terminationStatus : nil)
    }
  }
}
