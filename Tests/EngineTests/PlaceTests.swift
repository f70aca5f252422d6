import Engine
import Foundation
import Layout
import Testing

/// Which line of a script or row of a file a value comes from.
@Suite final class PlaceTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "places-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  /// Source and statement of the newest value of a field.
  private func origin(_ path: String, in bench: Workbench) -> String {
    let csv = bench.say("set output = csv; why \(path)").split(whereSeparator: \.isNewline).map(String.init)
    bench.say("set output = table")
    guard let heading = csv.firstIndex(where: { $0.hasPrefix("value,") }), csv.count > heading + 1 else {
      return csv.joined()
    }
    return csv[heading + 1].split(separator: ",", maxSplits: 4, omittingEmptySubsequences: false).last.map(String.init)
      ?? ""
  }

  @Test func `a value of a script names its own line, in a loop too`() throws {
    let bench = try Workbench()
    bench.run(
      """
      add customer name = 甲
      add customer name = 乙

      add customer name = 丙
      for $c in find customers where name != 乙 {
        tag $c with 新客
        update $c set source = 电话
      }
      update cust_002 set source = 展会
      """, named: "s.crm")
    #expect(origin("cust_001.name", in: bench) == "script s.crm:1,add customer name = 甲")
    #expect(origin("cust_003.name", in: bench) == "script s.crm:4,add customer name = 丙")
    #expect(origin("cust_003.source", in: bench) == "script s.crm:7,update $c set source = 电话")
    #expect(origin("cust_001.tags", in: bench) == "script s.crm:6,tag $c with 新客")
    #expect(origin("cust_002.source", in: bench) == "script s.crm:9,update cust_002 set source = 展会")
  }

  @Test func `what a library wrote names the library's line`() throws {
    try write("lib.crm", "define quiet($c: customer) {\n  update $c set source = 电话\n}\n")
    let bench = try Workbench()
    bench.run(
      "use \"lib.crm\"\nadd customer name = 甲\ndo quiet(cust_001)", named: "s.crm", folder: folder)
    let found = origin("cust_001.source", in: bench).replacing("\(folder)/", with: "")
    #expect(found == "\"script s.crm, lib.crm:2\",update $c set source = 电话")
  }

  @Test func `a change set names the first statement that wrote`() throws {
    try write("lib.crm", "define quiet($c: customer) {\n  update $c set source = 电话\n}\n")
    let bench = try Workbench()
    func newest() throws -> [String] {
      try ["source", "statement"].map { column in
        let value = try bench.sql("SELECT \(column) FROM change_sets ORDER BY id DESC LIMIT 1")
        if case .text(let text) = value { return text }
        return ""
      }
    }
    bench.run(
      "use \"lib.crm\"\ncount customers\n\nadd customer name = 甲\ndo quiet(cust_001)", named: "s.crm", folder: folder)
    #expect(try newest() == ["script s.crm:4", "add customer name = 甲"])
    bench.run(
      "use \"lib.crm\"\nlet $c = find customers\nupdate cust_001 set source = 电话\nfor $x in $c { do quiet($x) }\n"
        + "tag cust_001 with 新\n", named: "s.crm", folder: folder)
    #expect(try newest() == ["script s.crm:5", "tag cust_001 with 新"])
    bench.run("use \"lib.crm\"\nadd customer name = 乙\n", named: "s.crm", folder: folder)
    bench.run("use \"lib.crm\"\ndo quiet(cust_002)\nadd customer name = 丙", named: "s.crm", folder: folder)
    #expect(try newest() == ["script s.crm:2", "do quiet(cust_002)"])
    #expect(origin("cust_002.source", in: bench).hasSuffix("lib.crm:2\",update $c set source = 电话"))
  }

  @Test func `a file run at the prompt names its lines`() throws {
    try write("s.crm", "add customer name = 甲\nadd customer name = 乙\n")
    let bench = try Workbench()
    bench.say("run \"\(folder)/s.crm\"")
    #expect(
      origin("cust_002.name", in: bench).replacing("\(folder)/", with: "")
        == "\"prompt, s.crm:2\",add customer name = 乙")
  }

  @Test func `what was taken back inside a script has no line`() throws {
    let bench = try Workbench()
    bench.run(
      """
      add customer name = 甲
      try {
        update cust_001 set source = 网站
        fail "no"
      } otherwise { print "taken back" }
      update cust_001 set source = 电话
      """, named: "s.crm")
    #expect(origin("cust_001.source", in: bench) == "script s.crm:6,update cust_001 set source = 电话")
    #expect(try bench.count("places", where: "kind = -1") == 1)
  }

  @Test func `a long script of one statement a line keeps one run`() throws {
    let bench = try Workbench()
    bench.run((1...200).map { "add customer name = 客户\($0)" }.joined(separator: "\n"), named: "s.crm")
    #expect(origin("cust_150.name", in: bench) == "script s.crm:150,add customer name = 客户150")
    #expect(try bench.count("places") == 1)
  }

  @Test func `a file run again and again is named once`() throws {
    try write("child.crm", "add task title = 一\n")
    let bench = try Workbench()
    bench.run((1...20).map { _ in "run \"\(folder)/child.crm\"" }.joined(separator: "\n"), named: "s.crm")
    #expect(try bench.count("sources") == 1)
    #expect(origin("task_020.title", in: bench).contains("child.crm:1"))
  }
}
