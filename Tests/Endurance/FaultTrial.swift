import Foundation

/// Each write, sync and cut of the file fails once, and each fails from then on: the program ends with a diagnostic, and
/// what is there afterwards is whole.
struct FaultTrial {
  private let program: Program

  init(_ program: Program) { self.program = program }

  /// Why no process can be made to fail here; nil where it can.
  static func obstacle() -> String? {
    guard FileManager.default.isExecutableFile(atPath: strace) else { return "there is no strace here" }
    let tried = try? Program(path: strace).run(["-qq", "-o", "/dev/null", "/bin/true"], in: Folder())
    return tried?.code == 0 ? nil : "tracing is not allowed here"
  }

  private static let strace = "/usr/bin/strace"

  func run(cycles: Int) throws -> String {
    if let why = Self.obstacle() { return "skipped: \(why)" }
    let folder = try Folder()
    let made = try program.say("add customer name = 起点", in: folder)
    guard made.code == 0 else { throw TrialFailure(text: made.text) }
    let tracer = Program(path: Self.strace)
    var refused = 0
    for cycle in 0..<max(1, cycles) {
      let call = ["pwrite64", "fsync,fdatasync", "ftruncate", "pwrite64,fsync,fdatasync"][cycle % 4]
      let time = "\(1 + cycle / 8)\(cycle / 4 % 2 == 0 ? "" : "+")"
      let end = try tracer.run(
        [
          "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):error=EIO:when=\(time)",
          program.path, "--db", folder.database, "-c",
          "add customer name = \"a\(cycle)\", source = f\(cycle); add customer name = \"b\(cycle)\", source = f\(cycle)",
        ], in: folder)
      guard end.signal == nil, end.code == 0 || end.code == 5, !end.errors.contains("Fatal error") else {
        throw TrialFailure(text: "\(call) when \(time): \(end.text)")
      }
      let doctor = try program.run(["--db", folder.database, "doctor"], in: folder)
      guard doctor.code == 0 else { throw TrialFailure(text: "\(call) when \(time), the doctor \(doctor.text)") }
      let found =
        try program.say("find customers where source = f\(cycle) show name | csv", in: folder).output
        .split(whereSeparator: \.isNewline).count - 1
      // Where the disk failed at the very end it may be there, whole.
      guard end.code == 0 ? found == 2 : found == 2 || found <= 0 else {
        throw TrialFailure(text: "\(call) when \(time): ended with \(end.code), \(found) of 2 records")
      }
      if end.code != 0 { refused += 1 }
    }
    return "\(cycles) failing calls, \(refused) refused: nothing is half done"
  }
}
