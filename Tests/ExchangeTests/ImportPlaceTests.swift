import Diagnostics
import Engine
import Foundation
import Layout
import Query
import Storage
import Testing

/// The story of a value that an import brought: the row, and the line of the script that read it.
@Suite struct ImportPlaceTests {
  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.put("a.csv", "name,city\n甲,深圳\n乙,上海\n")
    try workspace.put("b.csv", "name,city\n丙,广州\n丁,北京\n")
    try workspace.put("c.csv", "name,city\n甲,珠海\n丙,珠海\n")
    return workspace
  }

  private func run(
    _ text: String, in workspace: TestWorkspace, named name: String = "s.crm", isOneChangeSet: Bool = true
  ) throws {
    let source = SourceText(name: name, text: text)
    let interpreter = Interpreter(
      session: workspace.session, face: workspace.face, source: source, folder: workspace.folder.root,
      origin: "script \(name)", isOneChangeSet: isOneChangeSet, allowance: .all)
    try interpreter.run(source)
  }

  /// Source and statement of the newest value of a field.
  private func origin(_ path: String, in workspace: TestWorkspace) throws -> String {
    let newest = try #require(try workspace.rows("why \(path)").first)
    let cells = newest.split(separator: ",", maxSplits: 4, omittingEmptySubsequences: false)
    return String(cells.last ?? "").replacing("\(workspace.folder.root)/", with: "")
  }

  @Test func `every import of a script is named by its own line`() throws {
    let workspace = try workspace()
    try run(
      """
      add customer name = 戊
      import customers from "a.csv"

      import customers from "b.csv"
      import customers from "c.csv" on duplicate update
      update cust_003 set city = 武汉
      """, in: workspace)
    #expect(try origin("cust_001.name", in: workspace) == "script s.crm:1,add customer name = 戊")
    #expect(
      try origin("cust_003.name", in: workspace)
        == "\"script s.crm:2, a.csv:3\",\"import customers from \"\"a.csv\"\"\"")
    #expect(
      try origin("cust_005.name", in: workspace)
        == "\"script s.crm:4, b.csv:3\",\"import customers from \"\"b.csv\"\"\"")
    #expect(
      try origin("cust_002.city", in: workspace)
        == "\"script s.crm:5, c.csv:2\",\"import customers from \"\"c.csv\"\" on duplicate update\"")
    #expect(try origin("cust_003.city", in: workspace) == "script s.crm:6,update cust_003 set city = 武汉")
    #expect(
      try workspace.rows("history of cust_002").last?.hasSuffix("\"script s.crm:5, c.csv:2\"") == true)
  }

  @Test func `a script that begins with an import names the second too`() throws {
    let workspace = try workspace()
    try run("import customers from \"a.csv\"\nimport customers from \"b.csv\"", in: workspace)
    #expect(
      try origin("cust_001.name", in: workspace)
        == "\"script s.crm:1, a.csv:2\",\"import customers from \"\"a.csv\"\"\"")
    #expect(
      try origin("cust_004.name", in: workspace)
        == "\"script s.crm:2, b.csv:3\",\"import customers from \"\"b.csv\"\"\"")
  }

  @Test func `an import in a loop names the line of the loop's body`() throws {
    let workspace = try workspace()
    try run(
      """
      add customer name = 戊
      for $f in ("a.csv", "b.csv") {
        import customers from $f
        add customer name = "after {$f}"
      }
      """, in: workspace)
    #expect(try origin("cust_003.name", in: workspace) == "\"script s.crm:3, a.csv:3\",import customers from $f")
    #expect(
      try origin("cust_004.name", in: workspace) == "script s.crm:4,\"add customer name = \"\"after {$f}\"\"\"")
    #expect(try origin("cust_005.name", in: workspace) == "\"script s.crm:3, b.csv:2\",import customers from $f")
  }

  @Test func `an import in a library's function names the library's line`() throws {
    let workspace = try workspace()
    try workspace.put("lib.crm", "define bring($f: text) {\n  import customers from $f\n}\n")
    let script = """
      use "lib.crm"
      add customer name = 戊
      do bring("a.csv")
      do bring("b.csv")
      """
    try run(script, in: workspace)
    #expect(
      try origin("cust_002.name", in: workspace) == "\"script s.crm, lib.crm:2, a.csv:2\",import customers from $f")
    #expect(
      try origin("cust_005.name", in: workspace) == "\"script s.crm, lib.crm:2, b.csv:3\",import customers from $f")
  }

  @Test func `statement by statement, every import has its change set`() throws {
    let workspace = try workspace()
    try workspace.put("lib.crm", "define bring($f: text) {\n\n  import customers from $f\n}\n")
    try run(
      """
      use "lib.crm"
      import customers from "a.csv"
      do bring("b.csv")
      for $f in ("c.csv", "c.csv") {
        import customers from $f on duplicate update
      }
      """, in: workspace, isOneChangeSet: false)
    #expect(
      try origin("cust_001.name", in: workspace)
        == "\"script s.crm:2, a.csv:2\",\"import customers from \"\"a.csv\"\"\"")
    #expect(
      try origin("cust_003.name", in: workspace) == "\"script s.crm, lib.crm:3, b.csv:2\",import customers from $f")
    #expect(
      try origin("cust_001.city", in: workspace)
        == "\"script s.crm:5, c.csv:2\",import customers from $f on duplicate update")
  }

  @Test func `an import of a file run at the prompt names the file's line`() throws {
    let workspace = try workspace()
    try workspace.put("s.crm", "add customer name = 戊\n\nimport customers from \"a.csv\"\n")
    try workspace.run("run \"s.crm\"")
    #expect(
      try origin("cust_003.name", in: workspace) == "\"test, s.crm:3, a.csv:3\",\"import customers from \"\"a.csv\"\"\""
    )
  }

  @Test func `an import is one row for its rows and one for its statement`() throws {
    let workspace = try workspace()
    let rows = (1...3000).map { "客户\($0)" }.joined(separator: "\n")
    try workspace.put("many.csv", "name\n\(rows)\n")
    try run("add customer name = 戊\nimport customers from \"many.csv\"\nadd customer name = 己", in: workspace)
    let count = try workspace.store.scalar(SQLStatement("SELECT count(*) FROM places"))
    // The rows, their statement, and where each of them ends.
    #expect(count == .integer(4))
    #expect(
      try origin("cust_2000.name", in: workspace)
        == "\"script s.crm:2, many.csv:2000\",\"import customers from \"\"many.csv\"\"\"")
  }
}
