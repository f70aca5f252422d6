import Glibc
import Testing

/// What is not there: the same code everywhere, nothing made on the way, and the way out.
@Suite struct MissingThingsTests {
  @Test func `a file that is not there ends with 1, whatever was to become of it`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for words in [
      ["run", "no.crm"], ["check", "no.crm"], ["fmt", "no.crm"], ["test", "no.crm"], ["demo", "no.crm"],
      ["import_customers", "--file", "no.csv"], ["-c", "run \"no.crm\""], ["-c", "import customers from \"no.csv\""],
    ] {
      let end = try folder.run(words)
      #expect(end.code == 1 && (end.errors + end.output).contains("[cannot-read]"), "\(words): \(end)")
    }
  }

  @Test func `a folder that is not there is mistyped, and none is made`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let end = try folder.run(["--db", "nowhere/x.db", "-c", "count customers"])
    #expect(end.code == 5 && end.errors.contains("[no-folder]") && end.errors.contains("mkdir -p 'nowhere'"))
    #expect(!folder.has("nowhere"))
    #expect(try folder.run(["--db", "here.db", "-c", "count customers"]).code == 0)
  }

  @Test func `a word without a flag is shown behind the one that is wanted`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    #expect(try folder.run(["import_customers", "big.csv"]).errors.contains("--file big.csv"))
    #expect(try folder.run(["delete_customer", "cust_001"]).errors.contains("--customer_id cust_001"))
  }

  @Test func `nothing is typed at no speed`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let end = try folder.run(["demo", "x.crm", "--speed", "0"])
    #expect(end.code == 2 && end.errors.contains("[wrong-speed]"))
  }

  @Test func `a script that fails names the files that it wrote`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    try folder.write(
      "find users | to \"out.csv\"\nadd customer name = 甲, phone = 0755-12345678\nfail \"no\"\n", to: "x.crm")
    let end = try folder.run(["run", "x.crm"])
    #expect(end.code == 1 && end.errors.contains("written before, and left: out.csv"), "\(end)")
    #expect(folder.has("out.csv"))
    #expect(try folder.run(["-c", "count customers"]).output == "0\n")
  }

  @Test func `changes of a record that never was are none, and it is said`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for statement in ["changes on cust_999", "history of cust_999", "show cust_999"] {
      let end = try folder.run(["-c", statement])
      #expect(end.code == 1 && end.errors.contains("there is no cust_999"), "\(end)")
      #expect(end.errors.contains("find customers"))
    }
  }

  @Test func `what fmt writes means what was written, keeps its rights and its link`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let script = "添加 任务 标题 = 回访, 客户 = cust_001\n统计 商机 按 客户\n查找 客户 带有 联系人 (姓名 = 甲)\n"
    try folder.write(script, to: "a.crm")
    #expect(try folder.run(["check", "a.crm"]).code == 0)
    #expect(chmod(folder.location(of: "a.crm"), 0o755) == 0)
    #expect(symlink("a.crm", folder.location(of: "l.crm")) == 0)
    for spelling in ["en", "zh", "en"] {
      let end = try folder.run(["fmt", "--write", "--spelling", spelling, "l.crm"])
      #expect(end.code == 0, "\(end)")
      let checked = try folder.run(["check", "a.crm"])
      #expect(checked.code == 0, "\(checked)")
    }
    #expect(try folder.read("a.crm").contains("add tasks"))
    var status = stat()
    #expect(stat(folder.location(of: "a.crm"), &status) == 0 && status.st_mode & 0o777 == 0o755)
    #expect(try folder.names().filter { $0.hasSuffix(".crm") || $0.contains(".crm.") } == ["a.crm", "l.crm"])
    #expect(lstat(folder.location(of: "l.crm"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }
}
