import Exchange
import Testing

@Suite struct CSVReaderTests {
  @Test func `fields and records are split at delimiters and line breaks`() throws {
    #expect(try CSVTable.read("a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `every kind of line break ends a record`(lineBreak: String) throws {
    let text = ["a,b", "1,2", "3,4"].joined(separator: lineBreak)
    #expect(try CSVTable.read(text) == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(try CSVTable.read(text + lineBreak) == [["a", "b"], ["1", "2"], ["3", "4"]])
  }

  @Test func `line breaks inside quotes are kept as they are`() throws {
    #expect(try CSVTable.read("a,\"x\r\ny\rz\n\",b\n") == [["a", "x\r\ny\rz\n", "b"]])
  }

  @Test func `a doubled quote is one quote`() throws {
    #expect(try CSVTable.read(#""a ""b"" c","""","""""""# + "\n") == [[#"a "b" c"#, "\"", "\"\""]])
  }

  @Test func `a quote in the middle of a bare field is kept`() throws {
    #expect(try CSVTable.read("5\" pipe,a\"b\"c\n") == [["5\" pipe", "a\"b\"c"]])
  }

  @Test func `text behind a closing quote belongs to the field`() throws {
    #expect(try CSVTable.read("\"a\"b\"c,d\n\"e\" ,f") == [["ab\"c", "d"], ["e ", "f"]])
  }

  @Test func `records may be shorter or longer than the heading`() throws {
    #expect(try CSVTable.read("a,b\n1\n1,2,3\n") == [["a", "b"], ["1"], ["1", "2", "3"]])
  }

  @Test func `a delimiter at the end of a line begins an empty field`() throws {
    #expect(try CSVTable.read("a,\n,\n") == [["a", ""], ["", ""]])
    #expect(try CSVTable.read("a,b,") == [["a", "b", ""]])
  }

  @Test func `a quoted empty field is told from a bare one`() throws {
    var reader = try CSVReader(bytes: Array("\"\",,\"x\"\n".utf8))
    #expect(try reader.next())
    #expect([reader.wasQuoted(0), reader.wasQuoted(1), reader.wasQuoted(2)] == [true, false, true])
  }

  @Test func `empty lines are no records but are counted`() throws {
    var reader = try CSVReader(bytes: Array("\n\r\n\ra,b\n\n\n\"x\ny\",2\r\n\r\n3,4".utf8))
    var lines: [Int] = []
    while try reader.next() { lines.append(reader.line) }
    #expect(lines == [4, 7, 10])
  }

  @Test func `a line of two quotes is a record with one empty field`() throws {
    #expect(try CSVTable.read("a\n\"\"\n\nb\n") == [["a"], [""], ["b"]])
  }

  @Test func `an empty file has no records`() throws {
    #expect(try CSVTable.read("") == [])
    #expect(try CSVTable.read("\u{FEFF}") == [])
    #expect(try CSVTable.read("\n\n") == [])
  }

  @Test func `a field that does not exist reads as empty`() throws {
    var reader = try CSVReader(bytes: Array("a\n".utf8))
    #expect(reader.text(0) == "")
    #expect(try reader.next())
    #expect([reader.text(-1), reader.text(1), reader.text(.max)] == ["", "", ""])
  }

  @Test func `after the end the reader stays at the end`() throws {
    var reader = try CSVReader(bytes: Array("a\n".utf8))
    #expect(try reader.next())
    #expect(try !reader.next())
    #expect(try !reader.next())
    #expect(reader.fieldCount == 0)
  }

  @Test(arguments: [",", ";", "\t"])
  func `the delimiter is found by itself`(delimiter: String) throws {
    let rows = [["名称", "电话", "备注"], ["甲", "0755", "a"], ["乙", "021", "b"]]
    let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
    #expect(try CSVTable.read(text) == rows)
  }

  @Test func `delimiters inside quotes do not mislead the detection`() throws {
    #expect(try CSVTable.read("\"a,b,c\";d\n\"x, \"\"y\"\", z\";e\n") == [["a,b,c", "d"], ["x, \"y\", z", "e"]])
  }

  @Test func `decimal commas do not win over semicolons`() throws {
    #expect(try CSVTable.read("name;a,b;c\nx;1,5;2\ny;2;3\n")[1] == ["x", "1,5", "2"])
  }

  @Test func `a given delimiter is not questioned`() throws {
    #expect(try CSVTable.read("a;b,c|d\n", delimiter: UInt8(ascii: "|")) == [["a;b,c", "d"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a first line sep= names the delimiter and is no record`(lineBreak: String) throws {
    var reader = try CSVReader(bytes: Array("sep=|\(lineBreak)a,b|c\(lineBreak)".utf8))
    #expect(try reader.next())
    #expect(reader.text(0) == "a,b")
    #expect(reader.line == 2)
    #expect(reader.delimiter == UInt8(ascii: "|"))
  }

  @Test func `sep= elsewhere is data`() throws {
    #expect(try CSVTable.read("a\nsep=;\n") == [["a"], ["sep=;"]])
    #expect(try CSVTable.read("sep=;x,y\n", delimiter: UInt8(ascii: ",")) == [["sep=;x", "y"]])
  }

  @Test func `progress is known in bytes`() throws {
    let directory = try CSVScratchDirectory()
    try directory.put("a.csv", Array("a,b\n1,2\n".utf8))
    var reader = try CSVReader(path: directory.path("a.csv"))
    #expect(reader.totalBytes == 8)
    while try reader.next() {}
    #expect(reader.bytesRead == 8)
  }

  /// Every place in a file may be a block's edge.
  @Test func `the block size changes nothing`() throws {
    let text =
      "sep=,\r\nname,note\r\n\"科技 \"\"甲\"\"\r\n有限公司\",😀é\r\n\r\n5\" pipe,\"\"\r\"x\"y\"z,\"\"\"\"\n,\n\"long long long text\",end"
    let expected = try CSVTable.read(text)
    let utf16: [UInt8] = [0xFF, 0xFE] + (try CSVTestBytes.converted(text, to: "UTF-16LE"))
    let gb18030 = try CSVTestBytes.converted(text, to: "GB18030")
    let directory = try CSVScratchDirectory()
    #expect(expected.count == 6)
    for block in 1...64 {
      var limits = CSVLimits()
      limits.block = block
      limits.sample = block
      for bytes: [UInt8] in [Array(text.utf8), Array("\u{FEFF}\(text)".utf8), utf16] {
        #expect(try CSVTable.read(bytes, delimiter: CSVBytes.comma, limits: limits) == expected)
        try directory.put("blocks.csv", bytes)
        #expect(try CSVTable.read(path: directory.path("blocks.csv"), limits: limits) == expected)
      }
      let given = try CSVTable.read(gb18030, encoding: .gb18030, delimiter: CSVBytes.comma, limits: limits)
      #expect(given == expected)
      limits.sample = 64 << 10
      #expect(try CSVTable.read(gb18030, limits: limits) == expected)
    }
  }
}

enum CSVBytes {
  static let comma = UInt8(ascii: ",")
}
