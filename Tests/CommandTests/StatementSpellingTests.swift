import Diagnostics
import Domain
import Engine
import Foundation
import Language
import Query
import Testing

@testable import crm

@Suite struct StatementSpellingTests {
  private func spelled(_ words: String...) throws -> String { try spelled(words) }

  private func spelled(_ words: [String]) throws -> String {
    let given = try #require(try GivenFlags(words))
    return try StatementSpelling(given, .plain).text
  }

  private func complaint(_ words: String...) -> Diagnostic? {
    do {
      _ = try spelled(words)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }

  @Test func `flags stand in any order`() throws {
    let one = try spelled("update_opportunity", "--opportunity_id", "opp_001", "--stage", "方案提交")
    let other = try spelled("update_opportunity", "--stage=方案提交", "--opportunity_id=opp_001")
    #expect(one == other)
    #expect(one == "update opp_001 set stage = \"方案提交\"")
  }

  @Test func `a field answers in any of its spellings`() throws {
    #expect(try spelled("list_tasks", "--负责人", "sales_001") == "find tasks where assignee = sales_001")
    #expect(try spelled("list_tasks", "--owner", "sales_001") == "find tasks where assignee = sales_001")
  }

  @Test func `an empty value empties`() throws {
    let text = try spelled("update_customer", "--customer_id", "cust_001", "--scale", "")
    #expect(text == "update cust_001 set scale = empty")
  }

  @Test func `an id is said in its own shape`() throws {
    #expect(try spelled("delete_customer", "--customer_id", "CUST_1") == "delete cust_001")
  }

  @Test func `another entity's id is no target`() {
    let complaint = complaint("delete_customer", "--customer_id", "lead_001")
    #expect(complaint?.code == "not-an-id")
    #expect(complaint?.kind == .failure)
  }

  @Test func `words that are no id never become syntax`() {
    #expect(complaint("delete_customer", "--customer_id", "customers all")?.code == "not-an-id")
    #expect(complaint("delete_customer", "--customer_id", "cust_001, cust_002")?.code == "not-an-id")
  }

  @Test func `an unknown flag gets the nearest`() {
    let complaint = complaint("add_customer", "--nmae", "x")
    #expect(complaint?.code == "unknown-flag")
    #expect(complaint?.mark?.label?.english == "did you mean --name?")
  }

  @Test func `an unknown command gets the nearest`() {
    #expect(complaint("add_custmer", "--name", "x")?.mark?.label?.english == "did you mean add_customer?")
  }

  @Test func `a flag without its value says so and takes no other flag for one`() {
    #expect(complaint("add_customer", "--name", "--industry", "软件")?.code == "missing-value")
    #expect(complaint("add_customer", "--name")?.code == "missing-value")
  }

  @Test func `a flag that is said twice is refused, tags are not`() throws {
    #expect(complaint("add_customer", "--name", "a", "--name", "b")?.code == "repeated-flag")
    #expect(
      try spelled("add_tag", "--customer_id", "cust_001", "--tag", "a", "--tag", "b")
        == "tag cust_001 with \"a\", \"b\"")
  }

  @Test func `--output is the file of export_customers behind it and the format before it`() throws {
    let given = try #require(
      try GivenFlags(["--output", "json", "export_customers", "--format", "csv", "--output", "x.csv"]))
    #expect(given.options.output == .json)
    #expect(try StatementSpelling(given, .plain).text == "export find customers to \"x.csv\"")
  }

  @Test func `an ending that contradicts the format is refused`() {
    #expect(complaint("export_customers", "--format", "json", "--output", "x.csv")?.code == "format-mismatch")
  }

  @Test func `every example spells a statement that the language reads`() throws {
    for command in UserCommand.all {
      let words = [command.name] + command.example.split(separator: " ").map(String.init)
      let text = try spelled(words)
      guard command.name != "add_automation_rule" else { continue }
      var parser = Parser(text, vocabulary: VerbCatalogue.complete().vocabulary, knownWords: [])
      #expect(parser.parseProgram().errors.isEmpty, "\(text)")
    }
  }

  @Test(arguments: [
    "a\"b", "“x”", "{1 + 1}", "{{", "$vip", "\\n", "a\nb\tc\r", "'", "where x = 1; delete customers all", "# no", "空",
    "empty",
    "--name", "=x", "，；。", "\u{202E}abc", "👨‍👩‍👧", "e\u{301}\"\u{301}", "| to \"x\"", "it.name", " ",
  ])
  func `any text reaches its field as it is`(text: String) throws { try Arrival().check([text]) }

  /// A folder beside the checkout; the test passes where it is not.
  private static let naughty = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/data/naughty_strings")

  @Test func `every naughty string reaches its field as it is`() throws {
    let files = (try? FileManager.default.contentsOfDirectory(at: Self.naughty, includingPropertiesForKeys: nil)) ?? []
    var texts: [String] = []
    for file in files where file.pathExtension == "json" {
      texts += (try? JSONDecoder().decode([String].self, from: Data(contentsOf: file))) ?? []
    }
    try Arrival().check(texts.filter { !$0.isEmpty && !$0.contains("\0") })
  }
}

/// Says command lines in a workspace in memory and reads back what arrived.
private struct Arrival {
  private let workspace: Workspace

  init() throws { workspace = try Workspace(WorkspaceOptions(), path: nil, isInteractive: false) }

  func check(_ texts: [String]) throws {
    let face = AnswerFace(workspace.console)
    var program = ""
    for text in texts {
      let given = try #require(try GivenFlags(["create_opportunity", "--title=x", "--lost_reason=\(text)"]))
      program += try StatementSpelling(given, workspace.session.dictionary).text + "\n"
    }
    program += "find opportunities show lost_reason sort by opportunity_id"
    let source = SourceText(name: "test", text: program)
    try Interpreter(
      session: workspace.session, face: face, source: source, origin: "test", isOneChangeSet: true, allowance: .all
    ).run(source)
    let arrived = (face.tables.last?.rows ?? []).map { row -> [UInt8] in
      guard case .text(let text)? = row.first else { return [] }
      return Array(text.utf8)
    }
    #expect(arrived == texts.map { Array($0.utf8) })
  }
}

@Suite struct UserCommandPageTests {
  @Test func `the documents show every command as it is`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/commands.md"), encoding: .utf8)
    let manual = try String(contentsOf: root.appending(path: "docs/man/crm.1"), encoding: .utf8)
    for command in UserCommand.all {
      let line = ["crm", command.name, command.example].filter { !$0.isEmpty }.joined(separator: " ")
      #expect(page.contains(line), "docs/commands.md lacks: \(line)")
      #expect(manual.contains(command.name), "crm.1 lacks \(command.name)")
    }
  }

  @Test func `each of the 31 has a page in both languages that names its flags`() {
    #expect(UserCommand.all.count == 31)
    for command in UserCommand.all {
      for language in [UserLanguage.english, .chinese] {
        let page = UserCommandHelp(command).text(language)
        for flag in command.flagNames(in: .plain) { #expect(page.contains("--\(flag)")) }
      }
    }
  }

  @Test func `the shell completes every command and its flags`() throws {
    let script = try #require(UserCommandCompletion.script(["--generate-completion-script", "bash"]))
    for command in UserCommand.all { #expect(script.contains("'\(command.name)')")) }
    #expect(script.contains("--expected_close_date"))
  }
}
