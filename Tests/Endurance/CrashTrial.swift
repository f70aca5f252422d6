import Foundation

/// kill -9 in the middle of work. What the program said is there; what it did not say is there whole or not at all; and
/// the doctor, who compares file, log, rows and search index, finds nothing.
struct CrashTrial {
  private let program: Program
  private let seed: UInt64
  private let told = Told()

  /// Statements that the program said were written.
  private final class Told {
    var count = 0
    /// Workspaces of each earlier format.
    var formats: [Int: Int] = [:]
  }

  init(_ program: Program, seed: UInt64) {
    self.program = program
    self.seed = seed
  }

  /// What is interrupted. A new kind of work is a case here, what it says, and what must hold after it.
  enum Work: CaseIterable { case statements, script, importing, creation, migration, undo }

  /// Returns what was done, in one line.
  func run(cycles: Int) throws -> String {
    var chance = Chance(seed)
    let works = Work.allCases
    var folder = try start()
    var killed: [Work: Int] = [:]
    var counts: [Work: Int] = [:]
    for cycle in 1...max(1, cycles) {
      // A workspace that grows would make the doctor's rounds the whole of the work.
      if cycle % 25 == 0 { folder = try start() }
      let work = works[cycle % works.count]
      counts[work, default: 0] += 1
      do {
        if try interrupt(work, cycle, folder, &chance) { killed[work, default: 0] += 1 }
      } catch let failure as TrialFailure {
        throw TrialFailure(text: "cycle \(cycle), \(work): \(failure.text)")
      }
    }
    // A trial that comes late each time tries nothing.
    for (work, count) in counts where count >= 20 && killed[work] == nil {
      throw TrialFailure(text: "\(work) was never killed at work, \(count) times")
    }
    if let migrations = counts[.migration], let missed = OldWorkspace.formats.first(where: { told.formats[$0] == nil }),
      migrations >= OldWorkspace.formats.count
    {
      throw TrialFailure(text: "no workspace of format \(missed) was migrated")
    }
    let formats = told.formats.sorted { $0.key < $1.key }.map { "\($0.value) from format \($0.key)" }
    let list = Work.allCases.compactMap { work in counts[work].map { "\($0) \(work)" } }.joined(separator: ", ")
    return """
      \(cycles) cycles (\(list)\(formats.map { ", " + $0 }.joined())), \(killed.values.reduce(0, +)) killed at work: \(told.count) statements acknowledged and none lost, nothing \
      half done
      """
  }

  private func start() throws -> Folder {
    let folder = try Folder()
    let made = try program.say(
      """
      add customer name = 起点, source = 组; add customer name = 次点, source = 组; add customer name = 三点, source = 组
      add opportunity title = 计数, amount = 0, customer = cust_001
      """, in: folder)
    guard made.code == 0 else { throw TrialFailure(text: "no workspace: \(made.text)") }
    return folder
  }

  /// Returns whether it was killed before it ended.
  private func interrupt(_ work: Work, _ cycle: Int, _ folder: Folder, _ chance: inout Chance) throws -> Bool {
    let delay = UInt32(20_000 + chance.below(work == .migration ? 150_000 : 260_000))
    switch work {
    case .statements: return try statements(cycle, folder, delay * 3)
    case .script: return try script(cycle, folder, delay)
    case .importing: return try importing(cycle, folder, delay)
    case .creation: return try creation(cycle, UInt32(5_000 + chance.below(90_000)))
    case .migration: return try migration(cycle, delay)
    case .undo: return try undo(cycle, folder, delay)
    }
  }

  private func killed(_ arguments: [String], _ folder: Folder, after delay: UInt32) throws -> Program.End {
    let running = try program.start(arguments, in: folder)
    usleep(delay)
    running.kill()
    let end = try running.end(within: 60)
    guard end.signal == SIGKILL || end.code == 0 else { throw TrialFailure(text: "it \(end.text)") }
    return end
  }

  private func examine(_ folder: Folder, database: String? = nil) throws {
    let end = try program.run(["--db", database ?? folder.database, "doctor"], in: folder, name: "doctor")
    guard end.code == 0 else { throw TrialFailure(text: "the doctor \(end.text)") }
  }

  private func rows(_ query: String, _ folder: Folder, database: String? = nil) throws -> [String] {
    let end = try program.say(query + " | csv", in: folder, database: database)
    guard end.code == 0 else { throw TrialFailure(text: "\(query) \(end.text)") }
    return end.output.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
  }

  // MARK: Kinds of work

  /// Statement by statement: every line that was printed is there, and at most the one after it.
  private func statements(_ cycle: Int, _ folder: Folder, _ delay: UInt32) throws -> Bool {
    let before = try rows("find opportunities show amount", folder).first.flatMap { Int($0) } ?? 0
    let text = (1...400).map { number in
      switch number % 3 {
      case 0: "update opp_001 set amount += 1"
      case 1: "add customer name = \"k\(cycle)-\(number)\", source = k\(cycle), tags = t\(number % 7)"
      default: "update customers where source = 组 set city = \"w\(cycle)-\(number)\""
      }
    }
    let file = try folder.write(text.joined(separator: "\n"), to: "work.crm")
    let end = try killed(["--db", folder.database, "run", "--each", "--yes", file], folder, after: delay)
    let told = end.output.split(whereSeparator: \.isNewline).count
    self.told.count += told
    try examine(folder)
    func done(_ kind: Int, _ upTo: Int) -> Int { upTo < 1 ? 0 : (1...upTo).count { $0 % 3 == kind } }
    let added = try rows("find customers where source = k\(cycle) show name", folder).count
    guard added == done(1, told) || added == done(1, told + 1) else {
      throw TrialFailure(text: "\(told) statements told, \(added) records of \(done(1, told))")
    }
    let amount = (try rows("find opportunities show amount", folder).first.flatMap { Int($0) } ?? 0) - before
    guard amount == done(0, told) || amount == done(0, told + 1) else {
      throw TrialFailure(text: "\(told) statements told, counted \(amount) of \(done(0, told))")
    }
    guard Set(try rows("find customers where source = 组 show city", folder)).count == 1 else {
      throw TrialFailure(text: "half of a change set was kept")
    }
    return end.signal != nil
  }

  /// One change set: all of it or none.
  private func script(_ cycle: Int, _ folder: Folder, _ delay: UInt32) throws -> Bool {
    let text = (1...150).map { "add customer name = \"s\(cycle)-\($0)\", source = s\(cycle), tags = [a, b]" }
    let file = try folder.write(text.joined(separator: "\n"), to: "work.crm")
    let end = try killed(["--db", folder.database, "run", file], folder, after: delay)
    try examine(folder)
    return try whole(end, 150, try rows("find customers where source = s\(cycle) show name", folder).count)
  }

  private func importing(_ cycle: Int, _ folder: Folder, _ delay: UInt32) throws -> Bool {
    let lines = (1...3000).map { "进口\(cycle)-\($0),i\(cycle),广州,VIP;b\($0 % 9)" }
    let file = try folder.write("name,source,city,tags\n" + lines.joined(separator: "\n"), to: "work.csv")
    let end = try killed(
      ["--db", folder.database, "-c", "import customers from \"\(file)\""], folder, after: delay * 2)
    try examine(folder)
    return try whole(end, 3000, try rows("find customers where source = i\(cycle) show name", folder).count)
  }

  private func whole(_ end: Program.End, _ wanted: Int, _ found: Int) throws -> Bool {
    guard found == wanted || found == 0 else { throw TrialFailure(text: "\(found) of \(wanted) records") }
    if end.code == 0 || !end.output.isEmpty, found == 0 { throw TrialFailure(text: "it was told and is not there") }
    return end.signal != nil
  }

  /// A workspace that is being made: the next start makes it, or finds it made.
  private func creation(_ cycle: Int, _ delay: UInt32) throws -> Bool {
    let folder = try Folder()
    let end = try killed(["--db", folder.database, "-c", "add customer name = 首"], folder, after: delay)
    let found = try rows("find customers show name", folder).count
    try examine(folder)
    _ = try whole(end, 1, found)
    return end.signal != nil
  }

  /// A workspace of an earlier format, of each in turn, opened for the first time.
  private func migration(_ cycle: Int, _ delay: UInt32) throws -> Bool {
    let folder = try Folder()
    let turn = cycle / Work.allCases.count
    let format = OldWorkspace.formats[turn % OldWorkspace.formats.count]
    try OldWorkspace.make(at: folder.database, format: format)
    told.formats[format, default: 0] += 1
    let end = try killed(
      ["--db", folder.database, "-c", "find customers show name, tags | csv"], folder, after: delay)
    try examine(folder)
    guard try rows("find customers show name", folder).contains("星河软件集团"),
      try rows("find deleted customers show name", folder) == ["海蓝金融"]
    else { throw TrialFailure(text: "the migration lost a record") }
    return end.signal != nil
  }

  /// A change and the way back, in turn: the figure is the one before or the one after, and never another.
  private func undo(_ cycle: Int, _ folder: Folder, _ delay: UInt32) throws -> Bool {
    let before = try rows("find opportunities show amount", folder).first.flatMap { Int($0) } ?? 0
    let text = (1...200).map { $0 % 2 == 1 ? "update opp_001 set amount += 1" : "undo" }
    let file = try folder.write(text.joined(separator: "\n"), to: "work.crm")
    let end = try killed(["--db", folder.database, "run", "--each", "--yes", file], folder, after: delay)
    try examine(folder)
    let after = try rows("find opportunities show amount", folder).first.flatMap { Int($0) } ?? 0
    guard after == before || after == before + 1 else {
      throw TrialFailure(text: "amount \(after) after \(before)")
    }
    return end.signal != nil
  }
}

/// A workspace of a format before this one, from its fixture.
enum OldWorkspace {
  static let formats = [1, 2]

  static func make(at path: String, format: Int) throws {
    let shell = Process()
    shell.executableURL = URL(filePath: "/usr/bin/sqlite3")
    shell.arguments = [path]
    shell.standardInput = try FileHandle(
      forReadingFrom: URL(filePath: Program.root + "/Tests/Fixtures/workspaces/format-\(format).sql"))
    try shell.run()
    shell.waitUntilExit()
    guard shell.terminationStatus == 0 else { throw TrialFailure(text: "sqlite3 refused the fixture") }
  }
}
