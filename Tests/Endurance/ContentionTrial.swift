import Foundation

/// Several programs on one workspace at once: every increment counts, an import goes in between, readers never wait, and
/// nobody reads “database is locked”.
struct ContentionTrial {
  private let program: Program

  init(_ program: Program) { self.program = program }

  func run(writes: Int) throws -> String {
    let folder = try Folder()
    // They all make the workspace: only one can.
    let makers = try (1...4).map { number in
      try program.start(
        ["--db", folder.database, "-c", "add customer name = 首\(number)"], in: folder, name: "maker\(number)")
    }
    for maker in makers {
      let end = try maker.end(within: 60)
      guard end.code == 0 else { throw TrialFailure(text: "making it together \(end.text)") }
    }
    let made = try program.say("count customers; add opportunity title = 计数, amount = 0", in: folder)
    guard made.code == 0, made.output.hasPrefix("4") else { throw TrialFailure(text: made.text) }
    let increments = try folder.write(
      Array(repeating: "update opp_001 set amount += 1", count: writes).joined(separator: "\n"), to: "increments.crm")
    let rows = (1...2000).map { "进口\($0),深圳" }.joined(separator: "\n")
    let table = try folder.write("name,city\n" + rows, to: "rows.csv")
    var running = try (1...4).map { number in
      try program.start(
        ["--db", folder.database, "run", "--each", increments], in: folder, name: "writer\(number)")
    }
    running.append(
      try program.start(
        ["--db", folder.database, "-c", "import customers from \"\(table)\""], in: folder, name: "import"))
    running.append(
      try program.start(
        [
          "--db", folder.database, "--yes", "-c",
          "let $n = count(find customers)\nadd customer name = \"见{$n}\"\nexpect count(find customers) = $n + 1",
        ], in: folder, name: "script"))
    var reads = 0
    while running.contains(where: \.process.isRunning) {
      let end = try program.say("count customers", in: folder)
      guard end.code == 0, end.errors.isEmpty else { throw TrialFailure(text: "a reader \(end.text)") }
      reads += 1
    }
    for process in running {
      let end = try process.end(within: 120)
      guard end.code == 0, !end.errors.contains("locked") else { throw TrialFailure(text: "a writer \(end.text)") }
    }
    let amount = try program.say("find opportunities show amount | csv", in: folder).output
    guard amount.split(whereSeparator: \.isNewline).last.map(String.init) == "\(4 * writes)" else {
      throw TrialFailure(text: "4 × \(writes) increments made \(amount)")
    }
    let doctor = try program.run(["--db", folder.database, "doctor"], in: folder)
    guard doctor.code == 0 else { throw TrialFailure(text: "the doctor \(doctor.text)") }
    return "4 × \(writes) increments, an import, a script and \(reads) readers: all counted, nobody was refused"
  }
}
