import Diagnostics
import Engine
import Foundation
import Layout
import Storage
import Testing

/// A workspace of an earlier format is opened, brought up to date, and nothing in it is lost.
@Suite struct MigrationTests {
  private func workspace(of format: Int) throws -> OpeningTests.Folder {
    let folder = try OpeningTests.Folder()
    let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/workspaces/format-\(format).sql")
    let shell = Process()
    shell.executableURL = URL(filePath: "/usr/bin/sqlite3")
    shell.arguments = [folder.database]
    shell.standardInput = try FileHandle(forReadingFrom: fixture)
    try shell.run()
    shell.waitUntilExit()
    guard shell.terminationStatus == 0 else { throw PreparationFailure(text: "sqlite3 refused the fixture") }
    return folder
  }

  private func schema(_ bench: Workbench) throws -> [String] {
    guard
      case .text(let all) = try bench.sql(
        "SELECT group_concat(name || '.' || column, '|') FROM (SELECT s.name, c.name AS column FROM sqlite_schema s, "
          + "pragma_table_info(s.name) c WHERE s.type = 'table' AND s.name NOT LIKE '%search%' ORDER BY 1, 2)")
    else { return [] }
    return all.split(separator: "|").map(String.init)
  }

  @Test(arguments: 1..<SchemaStatements.version)
  func `every earlier format becomes this one`(format: Int) throws {
    let folder = try workspace(of: format)
    let bench = try Workbench(path: folder.database)
    #expect(try bench.sql("PRAGMA user_version") == .integer(SchemaStatements.version))
    #expect(try schema(bench) == schema(try Workbench()))
    #expect(try bench.sql("PRAGMA integrity_check") == .text("ok"))
    #expect(bench.rows("find customers \"星河\" show name, scale, tags") == ["星河软件集团,大型,"])
    #expect(bench.rows("find deleted customers show name, tags") == ["海蓝金融,高价值"])
    #expect(bench.rows("find opportunities sort by id show title, stage") == ["CRM采购,方案提交", "风控平台,初步接触"])
  }

  @Test func `the log of an earlier format names its place in the change sets`() throws {
    let folder = try workspace(of: 1)
    let bench = try Workbench(path: folder.database)
    #expect(
      try bench.sql(
        "SELECT count(*) FROM changes JOIN change_sets s ON s.id = change_set "
          + "WHERE changes.id BETWEEN first_change AND last_change") == .integer(5))
    #expect(try bench.sql("SELECT count(*) FROM stage_visits WHERE change_set IS NULL") == .integer(0))
  }
}
