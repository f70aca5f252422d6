import Diagnostics
import Engine
import Language
import Testing

/// Where the statements of a transcript stand, and what is expected of them.
@Suite struct TranscriptReaderTests {
  private func read(_ text: String, name: String = "a.crm") throws -> Transcript {
    var reader = TranscriptReader(name: name, text: text, vocabulary: Workbench.catalogue.vocabulary)
    return try reader.read()
  }

  private func error(_ text: String, name: String = "a.crm") -> TranscriptError? {
    var reader = TranscriptReader(name: name, text: text, vocabulary: Workbench.catalogue.vocabulary)
    do throws(TranscriptError) {
      _ = try reader.read()
      return nil
    } catch { return error }
  }

  @Test func `what is expected stands under its statement`() throws {
    let transcript = try read("count customers\n#> 0\n#>\n#>  x \ncount leads")
    #expect(transcript.steps.map(\.text) == ["count customers", "count leads"])
    #expect(transcript.expectation(of: transcript.steps[0]).lines == ["0", "", " x"])
    #expect(transcript.steps[1].expected.isEmpty)
  }

  @Test func `comments and empty lines may stand between`() throws {
    let transcript = try read("# a\n\ncount customers  # b\n# c\n\n#> 0\n# d\n")
    #expect(transcript.steps.map(\.text) == ["count customers  # b"])
    #expect(transcript.steps[0].expected == 5..<6)
  }

  @Test(arguments: [
    "find customers\n  where industry = 软件\n  # why\n  show name", "find customers\n| json",
    "find customers where (\nname = a\n)",
    "if 1 = 1 {\n  print a\n}\nelse { print b }", "print \"\"\"\n#> a\n\"\"\"", "find customers where a =\n  软件",
    "let $a = find customers; print $a", "try {\n  fail a\n\n  # x\n}\notherwise $e {\n}", "add customer \\\n name = a",
  ])
  func `a statement goes on over its lines`(text: String) throws {
    #expect(try read(text + "\n#> x\ncount leads").steps.map(\.text) == [text, "count leads"])
  }

  @Test func `a line that is only indented is a statement of its own`() throws {
    #expect(try read("count leads\n  count tasks").steps.map(\.text) == ["count leads", "  count tasks"])
  }

  @Test func `a statement that is wrong ends where it is complete or where something is expected of it`() throws {
    let transcript = try read("find customers where (\n#> x\nfnid\ncount leads\n")
    #expect(transcript.steps.map(\.text) == ["find customers where (", "fnid", "count leads"])
  }

  @Test func `the blocks of a document are taken without their indentation`() throws {
    let text =
      "# A\n\n```crm\ncount leads\n```\n\n- b\n\n  ```crm\n  find leads\n    show name\n  #> x\n  ```\n```sh\nls\n```"
    let transcript = try read(text, name: "a.md")
    #expect(transcript.blocks.map { $0.steps.map(\.text) } == [["count leads"], ["find leads\n  show name"]])
    #expect(transcript.blocks.map(\.isCompared) == [false, true])
    #expect(transcript.blocks[1].steps[0].indentation == "  ")
  }

  @Test func `a block inside a longer fence is text`() throws {
    #expect(try read("````\n```crm\ncount leads\n```\n````\n", name: "a.md").blocks.isEmpty)
  }

  @Test func `the header says what the workspace is`() throws {
    let header = try read("#: data = demo, clock = 2026-11-20 10:00\n#: language = zh，guard = 20\n").header
    #expect(header.fixture == .demonstration)
    #expect(header.clock == "2026-11-20 10:00")
    #expect(header.language == .chinese)
    #expect(header.allowance == .atMost(20))
  }

  @Test func `a document says it in a comment`() throws {
    let header = try read("<!-- crm: data = \"a.crm\", guard = off, user = sales_001 -->\n", name: "A.md").header
    #expect(header.fixture == .script("a.crm"))
    #expect(header.allowance == .all)
    #expect(header.user == "sales_001")
  }

  @Test func `what makes no sense is refused with its line`() {
    #expect(error("\n#> x\n") == .strayExpectation(line: 2))
    #expect(error("count leads\n#> 1\n\n#> 2") == .strayExpectation(line: 4))
    #expect(error("count leads\n#: data = demo") == .lateHeader(line: 2))
    #expect(error("#: dta = demo") == .unknownSetting("dta"))
    #expect(error("#: demo") == .noSetting("demo"))
    #expect(error("#: guard = some") == .wrongValue("guard", "some", "off | 20"))
    #expect(error("```crm\ncount leads\n", name: "a.md") == .openFence(line: 1))
  }

  @Test func `an update keeps everything else, line ends included`() throws {
    let transcript = try read("# a\r\ncount leads\r\n#> 1\r\n\r\ncount tasks\r\n")
    let updated = transcript.updated(with: [["0"], ["0", ""]])
    #expect(transcript.text(of: updated) == "# a\r\ncount leads\r\n#> 0\r\n\r\ncount tasks\r\n#> 0\r\n#>\r\n")
  }

  @Test func `a block that expects nothing is left alone unless it is to be filled`() throws {
    let transcript = try read("count leads\n")
    #expect(transcript.updated(with: [["0"]]) == transcript.lines)
    #expect(transcript.updated(with: [["0"]], isFilled: true) == ["count leads", "#> 0", ""])
  }

  @Test func `in a block that expects something, silence is expected where nothing is`() throws {
    let transcript = try read("count leads\n#> 0\ncount tasks\n")
    #expect(transcript.updated(with: [["0"], ["1"]]) == ["count leads", "#> 0", "count tasks", "#> 1", ""])
  }
}

@Suite struct ExpectationTests {
  @Test(arguments: [
    (["a"], ["a"]), (["a  "], ["a"]), (["a[..]"], ["abc"]), (["[..]c"], ["abc"]), (["a[..]b[..]c"], ["a1b2b3c"]),
    (["[..]"], []), (["[..]"], ["a", "b"]), (["a", "[..]", "c"], ["a", "b", "b", "c"]), (["[..]", "b", "[..]"], ["b"]),
    (["cust_[..] 已新建"], ["cust_017 已新建"]), (["[..]b", "[..]"], ["ab", "x", "y"]),
  ])
  func `what fits`(pattern: [String], output: [String]) {
    #expect(Expectation(pattern).matches(output))
  }

  @Test(arguments: [
    (["a"], ["b"]), (["a"], []), ([], ["a"]), (["a[..]c"], ["ab"]), (["a", "[..]", "c"], ["a", "b"]),
    (["[..]x"], ["a", "x"]), (["a[..]"], ["ba"]),
  ])
  func `what does not`(pattern: [String], output: [String]) {
    #expect(!Expectation(pattern).matches(output))
  }

  @Test func `a wildcard that still fits its line survives an update`() {
    let expectation = Expectation(["took [..] ms", "1", "[..]"])
    #expect(expectation.keptPatterns(for: ["took 5 ms", "2"]) == ["took [..] ms", "2"])
  }

  @Test func `many wildcards do not take for ever`() {
    let pattern = String(repeating: "a[..]", count: 40) + "b"
    #expect(!Expectation([pattern]).matches([String(repeating: "a", count: 2_000)]))
  }
}

@Suite struct UnifiedDiffTests {
  @Test func `equal texts have none`() { #expect(UnifiedDiff(of: "x", from: ["a"], to: ["a"]).lines.isEmpty) }

  @Test func `a change stands between three lines on each side`() {
    let old = (1...12).map(String.init) + [""]
    var new = old
    new[5] = "六"
    #expect(
      UnifiedDiff(of: "x", from: old, to: new).lines == [
        "--- x", "+++ x", "@@ -3,7 +3,7 @@", " 3", " 4", " 5", "-6", "+六", " 7", " 8", " 9",
      ])
  }

  @Test func `distant changes have a hunk each, near ones share it`() {
    let old = (1...30).map(String.init) + [""]
    func hunks(_ places: [Int]) -> Int {
      let new = old.enumerated().map { places.contains($0) ? "x" : $1 }
      return UnifiedDiff(of: "x", from: old, to: new).lines.count { $0.hasPrefix("@@") }
    }
    #expect(hunks([5, 20]) == 2)
    #expect(hunks([5, 11]) == 1)
  }

  /// What `patch` takes: an end of the last line is no line of its own, and one that is missing is said.
  @Test func `the end of a text is no line`() {
    #expect(
      UnifiedDiff(of: "x", from: ["a", "b", ""], to: ["a", "c", ""]).lines == [
        "--- x", "+++ x", "@@ -1,2 +1,2 @@", " a", "-b", "+c",
      ])
    #expect(
      UnifiedDiff(of: "x", from: ["a", "b"], to: ["a", "b", ""]).lines == [
        "--- x", "+++ x", "@@ -1,2 +1,2 @@", " a", "-b", "\\ No newline at end of file", "+b",
      ])
    #expect(
      UnifiedDiff(of: "x", from: ["a", "b"], to: ["c", "b"]).lines == [
        "--- x", "+++ x", "@@ -1,2 +1,2 @@", "-a", "+c", " b", "\\ No newline at end of file",
      ])
  }

  @Test func `from nothing and to nothing`() {
    #expect(UnifiedDiff(of: "x", from: [], to: ["a", ""]).lines == ["--- x", "+++ x", "@@ -0,0 +1,1 @@", "+a"])
    #expect(UnifiedDiff(of: "x", from: ["a", ""], to: [""]).lines == ["--- x", "+++ x", "@@ -1,1 +0,0 @@", "-a"])
  }
}
