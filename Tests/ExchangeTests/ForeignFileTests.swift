import Diagnostics
import Engine
import Testing

/// What people really give an import: each is read, or says what it is and the way out.
@Suite struct ForeignFileTests {
  @Test(arguments: [
    ("name;phone\n甲;13900139000\n", ""), ("name\tphone\n甲\t13900139000\n", ""),
    ("sep=;\r\nname;phone\r\n甲;13900139000\r\n", ""), ("name|phone\n甲|13900139000\n", " delimiter \"|\""),
  ])
  func `other delimiters are seen or can be said`(text: String, clause: String) throws {
    let work = try TestWorkspace()
    try work.put("a.csv", text)
    #expect(try work.load("import customers from \"a.csv\"\(clause)").created == 1)
  }

  @Test func `a delimiter that is not seen is offered`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "name|phone\n甲|13900139000\n")
    let failure = try work.failure("import customers from \"a.csv\"")
    #expect(failure.code == "no-column-fits")
    #expect(failure.help.first?.english == "if this parts the columns: delimiter \"|\"")
    try work.put("b.csv", "name,phone\n甲,13900139000\n")
    let wrong = try work.failure("import customers from \"b.csv\" delimiter \";\"")
    #expect(wrong.help.first?.english == "if this parts the columns: delimiter comma")
  }

  @Test(arguments: [(false, true), (true, true), (false, false)])
  func `a file of UTF-16 is read by its mark, or told how`(isBigEndian: Bool, hasMark: Bool) throws {
    let work = try TestWorkspace()
    let units = Array(((hasMark ? "\u{FEFF}" : "") + "name,phone\r\n甲公司,13900139000\r\n").utf16)
    let bytes = units.flatMap { unit in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isBigEndian ? pair.reversed() : pair
    }
    try work.folder.put("a.csv", bytes)
    guard hasMark else {
      let failure = try work.failure("import customers from \"a.csv\"")
      #expect(failure.code == "binary-file" && failure.help.first?.english == "encoding utf16")
      #expect(try work.load("import customers from \"a.csv\" encoding utf16").created == 1)
      return
    }
    #expect(try work.load("import customers from \"a.csv\"").created == 1)
    #expect(try work.rows("find customers show name") == ["甲公司"])
  }

  @Test func `a workbook by another name says what it is`() throws {
    let work = try TestWorkspace()
    for name in ["a.csv", "a.json", "a.vcf", "a.ics"] {
      try work.folder.put(name, [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00])
      let entity = name == "a.vcf" ? "contacts" : name == "a.ics" ? "tasks" : "customers"
      let failure = try work.failure("import \(entity) from \"\(name)\"")
      #expect(failure.code == "not-text")
      #expect(failure.message.english.contains("an Excel workbook (.xlsx)"))
      #expect(failure.help.first?.english.contains("CSV UTF-8") == true)
    }
  }

  @Test func `nothing, a heading alone and rows without one are three things`() throws {
    let work = try TestWorkspace()
    try work.put("a.csv", "")
    #expect(try work.failure("import customers from \"a.csv\"").code == "empty-file")
    try work.put("b.csv", "name,phone\n")
    let report = try work.load("import customers from \"b.csv\"")
    #expect(report.notices.map(\.english) == ["the file has column names and no rows below them"])
    try work.put("c.csv", "甲公司,13900139000\n")
    #expect(try work.failure("import customers from \"c.csv\"").code == "no-column-fits")
    try work.put("d.csv", "\n\n")
    #expect(try work.failure("import customers from \"d.csv\"").code == "no-heading")
    #expect(
      try work.failure("import customers from \"a.pdf\"").message.english
        == "an import reads .csv, .json, .jsonl, .ics (tasks) and .vcf (contacts), not .pdf")
  }
}
