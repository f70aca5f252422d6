import Exchange
import Glibc
import Testing

@Suite struct CSVWriterTests {
  private func text(_ records: [[String]], _ change: (inout CSVWriter.Options) -> Void = { _ in }) throws -> String {
    var options = CSVWriter.Options()
    change(&options)
    return String(decoding: try CSVTable.write(records, options: options), as: UTF8.self)
  }

  @Test func `fields are quoted only where they must be`() throws {
    #expect(
      try text([["a", "b c", "x,y", "say \"hi\"", "two\nlines", "r\rs", "; tab\t", ""]])
        == "a,b c,\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\",\"r\rs\",; tab\t,\n")
  }

  @Test func `the delimiter in force decides what is quoted`() throws {
    #expect(
      try text([["a,b", "c;d", "eight bytes and ;"]]) { $0.delimiter = UInt8(ascii: ";") }
        == "a,b;\"c;d\";\"eight bytes and ;\"\n")
  }

  @Test func `lines end in CRLF where asked for`() throws {
    #expect(try text([["a"], ["b"]]) { $0.endsLinesWithCRLF = true } == "a\r\nb\r\n")
  }

  @Test func `a byte order mark is written where asked for`() throws {
    #expect(try text([["a"]]) { $0.byteOrderMark = true } == "\u{FEFF}a\n")
  }

  @Test func `a record of one empty field is not an empty line`() throws {
    #expect(try text([["a"], [""], ["b"]]) == "a\n\"\"\nb\n")
  }

  @Test func `data that looks like the start of a file is quoted`() throws {
    #expect(try text([["SEP=;"], ["sep=;"]]) == "\"SEP=;\"\nsep=;\n")
    #expect(try CSVTable.read(CSVTable.write([["\u{FEFF}a"]])) == [["\u{FEFF}a"]])
  }

  @Test func `cells that a spreadsheet would run get an apostrophe`() throws {
    let dangerous = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "'=1", "''@x", "-", "+1.", "-1.2.3"]
    let written = try text(dangerous.map { [$0] }) { $0.spreadsheetSafe = true }
    #expect(written == dangerous.map { "'\($0)\n" }.joined())
    #expect(try text([["\t=1", "\r=1", "\n=1"]]) { $0.spreadsheetSafe = true } == "'\t=1,\"'\r=1\",\"'\n=1\"\n")
  }

  @Test func `signed numbers and harmless cells get no apostrophe`() throws {
    let harmless = ["-5", "+8613800138000", "-0.25", "it's", "'quoted'", "''", "a=b", "0755-12345678", "，a"]
    #expect(try text(harmless.map { [$0] }) { $0.spreadsheetSafe = true } == harmless.map { "\($0)\n" }.joined())
  }

  @Test func `a NUL is refused where it stands`() {
    #expect(throws: CSVError.nul(line: 2)) { _ = try CSVTable.write([["a"], ["b\0c"]]) }
    #expect(throws: CSVError.nul(line: 1)) { _ = try CSVTable.write([["more than eight bytes \0"]]) }
  }

  @Test func `bytes are written like text`() throws {
    let directory = try CSVScratchDirectory()
    var writer = try CSVWriter(path: directory.path("a.csv"))
    let bytes = Array("深圳,\"x\"".utf8)
    try bytes.withUnsafeBufferPointer { try writer.field($0) }
    try writer.field("b")
    try writer.finish()
    #expect(try directory.bytes("a.csv") == Array("\"深圳,\"\"x\"\"\",b\n".utf8))
  }

  @Test func `a field larger than the buffer is written whole`() throws {
    let long = String(repeating: "x\"", count: 5_000)
    var options = CSVWriter.Options()
    options.block = 64
    #expect(try CSVTable.read(CSVTable.write([["a", long, "b"]], options: options)) == [["a", long, "b"]])
  }

  @Test func `the file appears only when it is finished`() throws {
    let directory = try CSVScratchDirectory()
    try directory.put("a.csv", Array("old".utf8))
    do {
      var writer = try CSVWriter(path: directory.path("a.csv"))
      try writer.record(["new"])
      #expect(try directory.bytes("a.csv") == Array("old".utf8))
      try writer.finish()
    }
    #expect(try directory.bytes("a.csv") == Array("new\n".utf8))
    #expect(directory.names() == ["a.csv"])
  }

  @Test func `a writer that is dropped leaves nothing behind`() throws {
    let directory = try CSVScratchDirectory()
    do {
      var writer = try CSVWriter(path: directory.path("a.csv"))
      try writer.record(["new"])
    }
    #expect(directory.names() == [])
  }

  @Test func `an existing file is replaced unless the caller says no`() throws {
    let directory = try CSVScratchDirectory()
    let path = directory.path("a.csv")
    #expect(throws: CSVError.exists(path: path)) {
      var writer = try CSVWriter(path: path, replacing: false)
      try writer.record(["first"])
      try directory.put("a.csv", Array("meanwhile".utf8))
      try writer.finish()
    }
    #expect(throws: CSVError.exists(path: path)) { _ = try CSVWriter(path: path, replacing: false) }
    #expect(try directory.bytes("a.csv") == Array("meanwhile".utf8))
    #expect(directory.names() == ["a.csv"])
  }

  @Test func `a new file is made where replacing is refused and nothing stands there`() throws {
    let directory = try CSVScratchDirectory()
    var writer = try CSVWriter(path: directory.path("a.csv"), replacing: false)
    try writer.record(["x"])
    try writer.finish()
    #expect(directory.names() == ["a.csv"])
  }

  @Test func `a replaced file keeps its rights`() throws {
    let directory = try CSVScratchDirectory()
    try directory.put("a.csv", [])
    chmod(directory.path("a.csv"), 0o600)
    let writer = try CSVWriter(path: directory.path("a.csv"))
    try writer.finish()
    var status = stat()
    #expect(stat(directory.path("a.csv"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `a symbolic link keeps naming its file`() throws {
    let directory = try CSVScratchDirectory()
    try directory.put("real.csv", [])
    #expect(symlink("real.csv", directory.path("link.csv")) == 0)
    var writer = try CSVWriter(path: directory.path("link.csv"))
    try writer.record(["x"])
    try writer.finish()
    #expect(try directory.bytes("real.csv") == Array("x\n".utf8))
    #expect(directory.names() == ["link.csv", "real.csv"])
  }

  @Test func `a full disk is an error`() throws {
    #expect(throws: CSVError.cannotWrite(path: "/dev/full", errno: ENOSPC)) {
      var writer = try CSVWriter(path: "/dev/full")
      try writer.record(["x"])
      try writer.finish()
    }
  }

  @Test func `a closed pipe is an error and no signal`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    #expect(throws: CSVError.cannotWrite(path: "pipe", errno: EPIPE)) {
      var writer = try CSVWriter(descriptor: ends[1], name: "pipe")
      try writer.record(["x"])
      try writer.finish()
    }
  }

  @Test func `a place that does not exist is an error`() {
    #expect(throws: CSVError.cannotWrite(path: "/nowhere/a.csv", errno: ENOENT)) {
      _ = try CSVWriter(path: "/nowhere/a.csv")
    }
    #expect(throws: CSVError.cannotWrite(path: "/tmp", errno: EISDIR)) { _ = try CSVWriter(path: "/tmp") }
  }
}
