import Domain
import Foundation
import Testing

@testable import crm

/// Every command line of the table with values that are missing, unknown, of the wrong type or hostile.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: Scratch.program), "not built"))
struct WrongValueTests {
  private static let hostile = "'; delete customers all #\u{202E}\u{1B}[2J"

  private static func workspace() throws -> Scratch {
    let folder = try Scratch()
    try folder.write(
      """
      add customer name = 科技有限公司, phone = 0755-12345678
      add contact name = 张三, customer = cust_001
      add lead name = 李四
      add opportunity title = 采购, customer = cust_001, amount = 10
      add task title = 回访, customer = cust_001
      """, to: "fill.crm")
    let end = try folder.run(["run", "fill.crm"])
    #expect(end.code == 0, "\(end.errors)")
    return folder
  }

  private static func words(_ command: UserCommand) -> [String] {
    [command.name] + command.example.split(separator: " ").map(String.init)
  }

  /// Whether a text is no value of a flag: its value is a record, a word, a number, a date.
  private static func isTyped(_ flag: String, of command: UserCommand) -> Bool {
    if let own = command.flag(flag) {
      switch own.role {
      case .record, .word, .name: return true
      case .text, .texts, .presence: return false
      }
    }
    guard let key = command.fields?.entity, let entity = DataDictionary.plain.entity(key),
      let field = DataDictionary.plain.field(named: flag, of: entity)
    else { return false }
    switch field.type {
    case .text, .webAddress, .labels: return false
    // Which options there are is the configuration's.
    case .choice(let choices): return !choices.current.isEmpty
    case .phone, .email, .integer, .number, .money, .date, .instant, .duration, .flag, .reference, .identity:
      return true
    }
  }

  private static func refuses(
    _ words: [String], _ folder: Scratch, code: ClosedRange<Int32>, says: String = "error["
  ) throws {
    let end = try folder.run(words)
    #expect(code.contains(end.code), "\(words): \(end)")
    #expect(end.errors.contains(says), "\(words): \(end)")
    #expect(HostileFaceTests.hidden(in: end.errors + end.output) == [], "\(words)")
  }

  @Test func `what is wrong is refused and nothing is written`() throws {
    let folder = try Self.workspace()
    defer { folder.remove() }
    let before = try folder.run(["-c", "changes"]).output
    for command in UserCommand.all {
      let example = Self.words(command)
      if command.flags.contains(where: \.isRequired) { try Self.refuses([command.name], folder, code: 2...2) }
      try Self.refuses(example + ["--\(Self.hostile)", "x"], folder, code: 2...2)
      for (index, word) in example.enumerated() where word.hasPrefix("--") && index + 1 < example.count {
        let flag = String(word.dropFirst(2))
        try Self.refuses(Array(example[...index]), folder, code: 2...2)
        guard Self.isTyped(flag, of: command) else { continue }
        for value in [Self.hostile, "cust_001, cust_002", "-1e999", "99999999999999999999", "2026-13-45"] {
          var wrong = example
          wrong[index + 1] = value
          try Self.refuses(wrong, folder, code: 1...2)
        }
      }
    }
    #expect(try folder.run(["-c", "changes"]).output == before)
  }

  @Test func `an unknown flag gets the nearest`() throws {
    let folder = try Self.workspace()
    defer { folder.remove() }
    for command in UserCommand.all {
      guard let flag = Self.words(command).first(where: { $0.hasPrefix("--") }) else { continue }
      try Self.refuses(
        [command.name, flag + "x", "1"], folder, code: 2...2, says: "did you mean \(flag)?")
    }
  }
}
