import Diagnostics
import Domain
import Engine
import Exchange
import Layout
import Storage
import Testing

/// Files out, and back in.
struct ExportTests {
  private static let columns =
    "customer_id, name, industry, scale, phone, email, address, city, website, tags, owner, source, parent, created_at, updated_at"

  private func filled() throws -> TestWorkspace {
    let work = try TestWorkspace()
    try work.run(
      """
      add customer name = 科技有限公司, industry = 软件, scale = 中型, phone = 0755-12345678, email = a@b.com, tags = VIP, 高价值
      add customer name = "say \\"hi\\", 甲", website = x.cn, address = "一行\\n二行", parent = cust_001
      add customer name = "空", city = 深圳
      add customer name = "=1+1", city = " 前后 "
      delete cust_003
      """)
    return work
  }

  @Test
  func `what is exported comes back the same to the byte`() throws {
    let work = try filled()
    try work.run("export find customers show \(Self.columns) to \"a.csv\"")
    let fresh = try TestWorkspace(in: work.folder)
    #expect(try fresh.load("import customers from \"a.csv\"").created == 3)
    try fresh.run("export find customers show \(Self.columns) to \"b.csv\"")
    #expect(try work.text("a.csv") == work.text("b.csv"))
    #expect(try work.text("a.csv").hasPrefix("customer_id,name,industry"))
  }

  @Test(arguments: [("csv", ",new,3,"), ("json", "\"total\": 3"), ("jsonl", "\"total\":3")])
  func `a file of customers holds their scores, and an import passes them over`(_ format: String, _ score: String)
    throws
  {
    let work = try filled()
    try work.run(
      "add order customer = cust_001, amount = 5, ordered_at = today; export find customers to \"a.\(format)\"")
    #expect(try work.text("a.\(format)").contains(score))
    let fresh = try TestWorkspace(in: work.folder)
    let report = try fresh.load("import customers from \"a.\(format)\"")
    #expect(report.created == 3 && report.ignoredColumns.contains("rfm_score"))
  }

  @Test(arguments: ["csv", "json", "jsonl"])
  func `labels stay whole whatever they hold`(_ format: String) throws {
    let work = try TestWorkspace()
    try work.run(
      """
      add customer name = 甲, tags = "a,b", "c;d", "上海、深圳", VIP, "x|y", "a；b，c", "say \\"hi\\", twice", "\\""
      add customer name = 乙, tags = "one, two"
      export find customers show name, tags to "a.\(format)"
      """)
    let fresh = try TestWorkspace(in: work.folder)
    try fresh.load("import customers from \"a.\(format)\"")
    try fresh.run("export find customers show name, tags to \"b.\(format)\"")
    #expect(try work.text("a.\(format)") == work.text("b.\(format)"))
    #expect(try fresh.rows("find customers where tag = \"上海、深圳\" and tag = \"a；b，c\" show name") == ["甲"])
  }

  @Test func `a quotation mark that closes nothing is a sign like others`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "name,tags\n甲,\"\"\"a;b\"\n乙,\" \"\"c,d\"\" ; e\"\n丙,\"\"\"5\"\" 屏;f\"\n")
    try work.load("import customers from \"a.csv\"")
    for (name, tags) in [("甲", ["\"a", "b"]), ("乙", ["c,d", "e"]), ("丙", ["\"5\" 屏", "f"])] {
      for tag in tags {
        let quoted = "'\(tag)'"
        #expect(try work.rows("find customers where tag = \(quoted) show name") == [name], "\(tag)")
      }
    }
  }

  @Test
  func `a file's name says its format`() throws {
    let work = try filled()
    for name in ["a.json", "a.jsonl", "a.md"] { try work.run("export find customers show name to \"\(name)\"") }
    #expect(try work.text("a.jsonl").hasPrefix("{\"name\":\"科技有限公司\"}\n"))
    #expect(try work.text("a.json").hasPrefix("[\n"))
    #expect(try work.text("a.md").contains("| 科技有限公司 |"))
    #expect(try work.failure("export find customers to \"a.xlsx\"").code == "not-built")
    let unknown = try work.failure("export find customers to \"a.pdf\"")
    #expect(unknown.code == "unknown-format")
    #expect(unknown.help.first?.english == ".csv  .json  .jsonl  .md  .ics  .vcf")
    #expect(try work.failure("export find customers to \"gone/a.csv\"").code == "cannot-write")
  }

  @Test
  func `an export that fails leaves the old file`() throws {
    let work = try filled()
    try work.put("a.csv", "old")
    #expect(throws: (any Error).self) { try work.run("export find customers where nam = 1 to \"a.csv\"") }
    #expect(try work.text("a.csv") == "old")
    try work.run("export find customers show name to \"a.csv\"")
    #expect(try work.text("a.csv").hasPrefix("name\r\n"))
    #expect(work.folder.names() == ["a.csv"])
  }

  @Test
  func `naughty strings are names that come back`() throws {
    guard let folder = CSVTestBytes.sharedFolder("naughty_strings") else { return }
    let lines = String(decoding: try CSVTestBytes.of("\(folder)/blns.txt"), as: UTF8.self).split(separator: "\n")
      .map(String.init).filter { !$0.hasPrefix("#") && !$0.utf8.contains(0) && $0.contains { !$0.isWhitespace } }
    let work = try TestWorkspace(Customization(rules: TestWorkspace.rules { $0.checksDuplicates = false }))
    try work.folder.put("a.csv", try CSVTable.write([["name", "city"]] + lines.map { [$0, "x"] }))
    #expect(try work.load("import customers from \"a.csv\"").created == lines.count)
    try work.run("export find customers show name, city sort by customer_id to \"b.csv\"")
    let back = try CSVTable.read(path: work.folder.path("b.csv")).dropFirst().map { Array($0[0].utf8) }
    #expect(back == lines.map { Array($0.utf8) })
  }

  @Test
  func `the spectrum's files come in by mapping`() throws {
    guard let folder = CSVTestBytes.sharedFolder("csv_spectrum") else { return }
    for name in [
      "comma_in_quotes", "escaped_quotes", "newlines", "newlines_crlf", "utf8", "quotes_and_newlines", "empty",
    ] {
      let path = "\(folder)/csvs/\(name).csv"
      let table = try CSVTable.read(path: path)
      let work = try TestWorkspace(Customization(rules: TestWorkspace.rules { $0.checksDuplicates = false }))
      let last = try #require(table[0].last)
      let report = try work.load("import customers from \"\(path)\" map \"\(last)\" to name allow missing")
      #expect(report.created == table.count - 1, "\(name)")
      try work.run("export find customers show name sort by customer_id to \"b.csv\"")
      let back = try CSVTable.read(path: work.folder.path("b.csv")).dropFirst().map { $0[0] }
      #expect(back == table.dropFirst().map { $0.last ?? "" }, "\(name)")
    }
  }
}
