import Engine
import Foundation
import Query
import Testing

/// Files that use and run one another.
@Suite final class ScriptFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "scripts-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  private func script(_ text: String, in bench: Workbench, parameters: [String: Value] = [:]) -> String {
    bench.script(text, parameters: parameters, folder: folder).replacing("\(folder)/", with: "")
  }

  @Test func `an error in a used library shows both places`() throws {
    try write("lib.crm", "define inner($n: text) {\n  fail \"no {$n}\"\n}\ndefine outer() {\n  do inner(甲)\n}\n")
    let bench = try Workbench()
    #expect(
      script("use \"lib.crm\"\ndo outer()", in: bench) == """
        error[failed]: no 甲
          ╭─ lib.crm:2:3
        2 │   fail "no {$n}"
          │   ^^^^^^^^^^^^^^
          ├─ lib.crm:5:6
        5 │   do inner(甲)
          │      ----- called from here
          ├─ test.crm:2:4
        2 │ do outer()
          │    ----- called from here
        """)
  }

  /// What a script runs is checked with it: its names, its parameters, what it defines twice.
  @Test(arguments: [
    ("run \"b.crm\" with days = 4, dayz = 5", "unknown-parameter"), ("run \"b.crm\"", "missing-parameter"),
    ("run \"c.crm\"", "unknown-entity"), ("use \"l.crm\"\nuse \"m.crm\"", "defined-twice"),
    ("use \"l.crm\"\ndefine g() { print 1 }", "defined-twice"),
    ("run \"d.crm\"\ndo h()", "unknown-function"),
  ])
  func `the files that a script names are checked with it`(last: String, code: String) throws {
    try write("b.crm", "param $days: number\nprint $days\n")
    try write("c.crm", "print before\nfind customres\n")
    try write("d.crm", "define h() { print 1 }\ndo h()\n")
    try write("l.crm", "define g() { print 1 }\n")
    try write("m.crm", "define g() { print 2 }\n")
    let bench = try Workbench()
    let text = script("add customer name = 先行\n\(last)", in: bench)
    #expect(bench.codes == [code], "\(text)")
    #expect(bench.rows("count customers") == ["0"])
  }

  @Test func `what a file that is run defines is its own`() throws {
    try write("l.crm", "define g() { print 库 }\n")
    try write("d.crm", "use \"l.crm\"\ndefine h() { print 内 }\ndo h()\ndo g()\n")
    let bench = try Workbench()
    let text = script("define h() { print 外 }\nrun \"d.crm\"\ndo h()\nuse \"l.crm\"\ndo g()", in: bench)
    #expect(text == "内\n库\n外\n库")
  }

  @Test func `a script that takes its turn may look ahead before it writes`() throws {
    let bench = try Workbench()
    bench.say("add customer name = 甲")
    let text = script(
      "preview update cust_001 set city = 北京\nfind customers show city\nadd customer name = 乙", in: bench)
    #expect(bench.codes == [], "\(text)")
    #expect(bench.rows("find customers show name, city") == ["甲,", "乙,"])
    _ = script("add customer name = 丙\npreview update cust_001 set city = 北京", in: bench)
    #expect(bench.codes == ["preview-inside"])
  }

  @Test func `libraries that use each other in a circle are named in their order`() throws {
    try write("a.crm", "use \"b.crm\"\ndefine a() { print 1 }\n")
    try write("b.crm", "use \"c.crm\"\ndefine b() { print 2 }\n")
    try write("c.crm", "use \"a.crm\"\ndefine c() { print 3 }\n")
    try write("self.crm", "use \"self.crm\"\n")
    let bench = try Workbench()
    let text = script("use \"a.crm\"\nuse \"a.crm\"\ndo a()", in: bench)
    #expect(bench.codes == ["library-circle"])
    #expect(text.contains("a.crm → b.crm → c.crm → a.crm") && text.contains("╭─ c.crm:1:5"), "\(text)")
    _ = script("use \"self.crm\"", in: bench)
    #expect(bench.codes.last == "library-circle")
  }

  @Test func `a library that two others use is no circle`() throws {
    try write("a.crm", "use \"c.crm\"\n")
    try write("b.crm", "use \"c.crm\"\n")
    try write("c.crm", "define c() { print 3 }\n")
    let bench = try Workbench()
    #expect(script("use \"a.crm\"\nuse \"b.crm\"\ndo c()", in: bench).contains("3"))
    #expect(bench.codes.isEmpty)
  }

  @Test func `a deep chain shows its nearest places`() throws {
    let functions = (1...30).map { "define f\($0)() { do f\($0 + 1)() }\n" }.joined()
    let bench = try Workbench()
    let text = bench.script(functions + "define f31() { fail \"x\" }\ndo f1()")
    #expect(bench.codes == ["failed"])
    #expect(text.components(separatedBy: "called from here").count == 6)
  }

  @Test func `a fault in a library is found before the first statement runs, wherever it is used`() throws {
    try write("lib.crm", "define f() {\n  find customers where nme = a\n}\n")
    let bench = try Workbench()
    let text = script("print before\nuse \"lib.crm\"\n", in: bench)
    #expect(bench.codes == ["unknown-field"])
    #expect(!text.contains("before\n"))
    #expect(text.contains("╭─ lib.crm:2:24") && text.contains("├─ test.crm:2:5"), "\(text)")
  }

  @Test func `what a broken or missing library would define is not missed besides`() throws {
    try write("lib.crm", "define f() {\n  print (\n}\n")
    let bench = try Workbench()
    _ = script("use \"lib.crm\"\ndo f()", in: bench)
    #expect(!bench.codes.isEmpty && !bench.codes.contains("unknown-function"), "\(bench.codes)")
    _ = script("use \"none.crm\"\ndo f()", in: bench)
    #expect(bench.codes.count == 1 && !bench.codes.contains("unknown-function"), "\(bench.codes)")
  }

  @Test func `a library may use others, wherever they lie`() throws {
    try FileManager.default.createDirectory(atPath: "\(folder)/inner", withIntermediateDirectories: true)
    try write("lib.crm", "use \"inner/more.crm\"\ndefine f() { return g() + 1 }\n")
    try write("inner/more.crm", "use \"../most.crm\"\ndefine g() { return h() }\n")
    try write("most.crm", "define h() { return 1 }\n")
    let bench = try Workbench()
    #expect(script("use \"lib.crm\"\nprint f()", in: bench) == "2")
  }

  @Test func `libraries that call one another in a circle are refused`() throws {
    try write("lib.crm", "use \"more.crm\"\ndefine f() { do g() }\n")
    try write("more.crm", "use \"lib.crm\"\ndefine g() { do f() }\n")
    let bench = try Workbench()
    _ = script("use \"lib.crm\"", in: bench)
    #expect(Set(bench.codes) == ["library-circle", "recursion"])
  }

  @Test func `nothing else in a library runs`() throws {
    try write("lib.crm", "add customer name = 甲\ndefine f() { }\nprint loud\n")
    let bench = try Workbench()
    #expect(script("use \"lib.crm\"\ncount customers", in: bench) == "0")
  }

  @Test func `an error in a file that is run shows the way there, and takes everything back`() throws {
    try write("inner.crm", "add customer name = 甲\nfail \"no\"\n")
    let bench = try Workbench()
    let text = script("add customer name = 乙\nrun \"inner.crm\"", in: bench)
    #expect(text.contains("╭─ inner.crm:2:1") && text.contains("├─ test.crm:2:1"), "\(text)")
    #expect(bench.say("count customers") == "0")
  }

  @Test func `a parameter is read by its type, and one that is missing says how to give it`() throws {
    let bench = try Workbench()
    let text = "param $days: number = 90\nparam $since: date = 2026-01-01\nprint $days + 1\nprint $since"
    #expect(bench.script(text, parameters: ["days": .text("7"), "since": .text("昨天")]) == "8\n2026-11-19")
    #expect(bench.script("param $x: number\nprint $x").contains("--param x="))
    _ = bench.script(text, parameters: ["days": .text("many")])
    #expect(bench.codes == ["not-a-number"])
  }

  @Test func `a dry run shows each change and keeps none`() throws {
    let bench = try Workbench(saying: "add customer name = 甲, city = 深圳\nadd customer name = 乙")
    bench.isDryRun = true
    let text = bench.script("update customers all set city = 广州\nexpect count(find customers where city = 广州) = 2")
    #expect(bench.codes == [])
    #expect(text.contains("city,深圳,广州") && text.contains("city,,广州"), "\(text)")
    bench.isDryRun = false
    #expect(bench.say("count customers where city = 广州") == "0")
  }
}

/// `pause` and `ask`.
@Suite struct WaitingTests {
  @Test func `what waits runs statement by statement`() throws {
    let bench = try Workbench()
    bench.script("add customer name = 甲\npause \"看\"\nadd customer name = 乙\nfail \"x\"")
    #expect(bench.codes == ["failed"])
    #expect(bench.say("count customers") == "2")
  }

  @Test func `what is written stands before somebody is waited for`() throws {
    let bench = try Workbench()
    bench.script("for $n in (甲, 乙) { add customer name = $n; pause }\n")
    #expect(bench.codes == [])
    #expect(try bench.count("change_sets", where: "source = 'test.crm'") == 2)
  }

  @Test func `nobody is waited for inside of what may be taken back`() throws {
    let bench = try Workbench()
    bench.script("try { add customer name = 甲; pause } otherwise { fail \"x\" }")
    #expect(bench.codes == ["failed"] || bench.codes == ["waiting-inside"])
    #expect(bench.say("count customers") == "0")
  }

  @Test func `a transaction that waits for somebody holds nothing`() throws {
    let bench = try Workbench()
    bench.script("begin\nadd customer name = 甲\npause\nadd customer name = 乙\ncommit")
    #expect(bench.codes == [])
    #expect(bench.say("count customers") == "2")
    #expect(try bench.count("change_sets", where: "source LIKE 'test.crm%'") == 1)
  }

  @Test func `an answer may be given from outside`() throws {
    let bench = try Workbench()
    #expect(
      bench.script("ask $n \"how many?\"\nprint $n * 2", parameters: ["n": .text("10万")]) == "200000")
  }

  @Test func `a question that nobody can answer is refused before anything runs`() throws {
    let bench = try Workbench()
    let text = bench.script("add customer name = 甲\nif 1 = 1 { ask $n }\n")
    #expect(bench.codes == ["unanswered"])
    #expect(text.contains("--param n=…"))
    #expect(bench.say("count customers") == "0")
  }

  @Test func `in Chinese too`() throws {
    let bench = try Workbench()
    #expect(bench.script("询问 $n \"几个？\"\n暂停\n打印 $n", parameters: ["n": .text("5")]) == "5")
  }

  @Test func `a question takes a variable`() throws {
    let bench = try Workbench()
    bench.script("ask n \"how many?\"")
    #expect(bench.codes == ["wrong-arguments"])
  }
}
