import Foundation
import Glibc
import Testing

/// `record` at a prompt in a terminal: what was answered is in the transcript, which passes when `crm test` runs it.
@Suite(.serialized, .enabled(if: Pty.binary != nil))
struct RecordingPtyTests {
  private let folder = TemporaryFolder()

  private func environment(_ language: String) -> [String: String] {
    [
      "LC_ALL": language, "LANG": "", "LC_MESSAGES": "", "TERM": "xterm-256color", "NO_COLOR": "1",
      "HOME": folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": folder.path, "PAGER": "cat",
      "CRM_HISTORY": folder.path + "/history", "CRM_DB": folder.path + "/crm.db", "CRM_CONFIG": "",
    ]
  }

  private func start(_ language: String = "C.UTF-8") throws -> Pty {
    let pty = try Pty(
      try #require(Pty.binary), environment: environment(language), folder: folder.path, columns: 120, rows: 50)
    try #require(isReady(pty))
    return pty
  }

  private func isReady(_ pty: Pty) -> Bool {
    pty.wait(seconds: 30) { $0.text.last?.hasSuffix(">") == true && $0.isPasteBracketed }
  }

  /// How often the program wrote a text so far.
  private func count(_ text: String, _ pty: Pty) -> Int {
    String(decoding: pty.output, as: UTF8.self).components(separatedBy: text).count
  }

  /// The terminal is told to mark what is pasted: a line is asked for.
  private static let prompt = "\u{1B}[?2004h"

  /// Types a statement and one key at each question, and waits for the next prompt. What is typed before a question
  /// stands there is no answer to it.
  private func say(_ pty: Pty, _ statement: String, _ keys: (question: String, key: String)...) throws {
    let before = count(Self.prompt, pty)
    var text = statement + "\r"
    for (question, key) in keys {
      let seen = count(question, pty)
      pty.type(text)
      try #require(
        pty.wait(seconds: 30) { $0.text.last?.contains(question) == true && count(question, pty) > seen },
        "\(pty.screen.text)")
      text = key
    }
    pty.type(text)
    try #require(pty.wait(seconds: 30) { _ in count(Self.prompt, pty) > before }, "\(statement)\n\(pty.screen.text)")
    try #require(isReady(pty), "\(statement)\n\(pty.screen.text)")
  }

  private func recorded() throws -> String {
    // The minute may change meanwhile.
    try String(contentsOfFile: folder.path + "/x.crm", encoding: .utf8)
      .replacing(#/set clock = .*\n#> clock = .*\n\n/#, with: "")
  }

  private func expectPassing() throws {
    let process = Process()
    process.executableURL = URL(filePath: try #require(Pty.binary))
    process.arguments = ["test", "x.crm"]
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment("C.UTF-8")) { $1 }
      .filter { !$0.value.isEmpty }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(said.contains("1 passed, 0 failed"))
  }

  @Test func `every answer is in the transcript, and it runs to the same end`() throws {
    try "name,phone\n甲,0755-12345678\n乙,0755-87654321\n丙,0755-87654321\n"
      .write(toFile: folder.path + "/c.csv", atomically: true, encoding: .utf8)
    let pty = try start()
    try say(pty, "record \"x.crm\"")
    try say(pty, "add customer name = 新公司, phone = 0755-12345678")
    try say(pty, "add customer name = 别公司, phone = 0755-12345678", ("[y/n]", "y"))
    try say(pty, "add customer name = 第三, phone = 0755-12345678", ("[y/n]", "n"))
    try say(pty, "add lead name = 李四, company = 新公司, phone = 13900139000")
    try say(pty, "convert lead_001", ("Which?", "1"))
    try say(pty, "add lead name = 王五, company = 新公司, phone = 13900139001")
    try say(pty, "convert (find leads where status != converted)", ("Which?", "n"))
    pty.type("ask $days \"How many days?\"\r")
    try #require(pty.wait(seconds: 30) { $0.text.last?.hasPrefix("How many days?") == true && $0.isPasteBracketed })
    try say(pty, "30")
    try say(pty, "pause \"look\"", ("any key", " "))
    try say(
      pty, "import customers from \"c.csv\" on duplicate ask", ("This row?", "s"), ("This row?", "a"),
      ("the rest?", "c"))
    try say(pty, "update customers all set city = 深圳", ("[y/n", "d"), ("[y/n", "y"))
    try say(pty, "update customers all set city = 广州", ("[y/n", "n"))
    try say(pty, "find customers show id, city")
    try say(pty, "print $days + 1")
    try say(pty, "record off")
    let text = try recorded()
    for expected in [
      "add customer name = 别公司, phone = 0755-12345678 allow duplicate\n#> cust_002 created",
      "# add customer name = 第三, phone = 0755-12345678\n",
      "convert lead_001 to cust_001\n#> 1 contact created",
      "convert (find leads where status != converted)\n#< new\n#> 1 customer created",
      "ask $days \"How many days?\"\n#< 30\n", "pause \"look\"\n#> look\n",
      "import customers from \"c.csv\" on duplicate ask\n#< skip\n#< all create\n#> c.csv: 3 rows read",
      "update customers all set city = 深圳\n#> 5 customers updated", "# update customers all set city = 广州\n",
      "print $days + 1\n#> 31\n",
    ] { #expect(text.contains(expected), "\(expected)\n\nin\n\n\(text)") }
    try expectPassing()
  }

  @Test func `a recording names the configuration that it was made under`() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/config", withIntermediateDirectories: true)
    try """
    customers:
      custom_fields:
        - {name: "楼层", type: "number"}
    opportunities:
      stages:
        - {name: "看房", probability: 20}
        - {name: "签约", probability: 100}
    """.write(toFile: folder.path + "/config/crm.yaml", atomically: true, encoding: .utf8)
    let pty = try start()
    try say(pty, "record \"x.crm\"")
    try say(pty, "add customer name = 新公司, 楼层 = 3, phone = 0755-12345678")
    try say(pty, "add opportunity customer = cust_001, title = 租房, amount = 5000, stage = 看房")
    try say(pty, "record off")
    #expect(try recorded().contains(", config = config/crm.yaml"))
    try expectPassing()
  }

  @Test func `in Chinese the answer is said in Chinese`() throws {
    let pty = try start("zh_CN.UTF-8")
    try say(pty, "录制 \"x.crm\"")
    try say(pty, "新建 客户 名称 = 新公司, 电话 = 0755-12345678")
    try say(pty, "新建 客户 名称 = 别公司, 电话 = 0755-12345678", ("[y 是", "y"))
    try say(pty, "新建 线索 姓名 = 李四, 公司 = 别公司, 电话 = 13900139000")
    try say(pty, "转化 lead_001", ("是哪一个？", "n"))
    try say(pty, "录制 停止")
    let text = try recorded()
    #expect(text.contains("电话 = 0755-12345678 允许 重复\n#>"), "\(text)")
    #expect(text.contains("转化 lead_001 为 客户 仍然新建\n#>"), "\(text)")
    try expectPassing()
  }
}
