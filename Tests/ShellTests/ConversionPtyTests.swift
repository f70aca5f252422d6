import Foundation
import Glibc
import Testing

/// A lead that may be a customer already, converted at the prompt in a terminal.
@Suite(.serialized, .enabled(if: Pty.binary != nil))
struct ConversionPtyTests {
  private let folder = TemporaryFolder()

  private func start(language: String = "C.UTF-8") throws -> Pty {
    let pty = try Pty(
      try #require(Pty.binary),
      environment: [
        "LC_ALL": language, "LANG": "", "LC_MESSAGES": "", "TERM": "xterm-256color", "NO_COLOR": "1",
        "HOME": folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": folder.path,
        "CRM_HISTORY": folder.path + "/history",
        "CRM_DB": folder.path + "/crm.db",
      ], folder: folder.path, columns: 100, rows: 30)
    try #require(pty.wait { $0.text.last?.hasSuffix(">") == true && $0.isPasteBracketed })
    return pty
  }

  private func say(_ pty: Pty, _ statement: String, until answer: String) throws {
    pty.type(statement + "\r")
    try #require(pty.wait { $0.text.contains { $0.contains(answer) } }, "\(pty.screen.text)")
  }

  private func prepare(_ pty: Pty) throws {
    try say(pty, "add customer name = 新公司, phone = 0755-12345678", until: "cust_001")
    try say(pty, "add lead name = 李四, company = 新公司, phone = 13900139000", until: "lead_001")
  }

  @Test func `the customers are numbered, and a key says which`() throws {
    let pty = try start()
    try prepare(pty)
    try say(pty, "convert lead_001", until: "Which? [1, n: new, c: cancel]")
    #expect(pty.screen.text.contains("  1  cust_001 新公司 (same name)"), "\(pty.screen.text)")
    #expect(pty.screen.text.contains("  n  a new customer “新公司”"), "\(pty.screen.text)")
    pty.type("1")
    #expect(
      pty.wait { $0.text.contains { $0.contains("lead_001 became cust_001, contact_001") } }, "\(pty.screen.text)")
  }

  @Test func `n makes a new customer`() throws {
    let pty = try start()
    try prepare(pty)
    try say(pty, "convert lead_001", until: "Which?")
    pty.type("n")
    #expect(pty.wait { $0.text.contains { $0.contains("lead_001 became cust_002") } }, "\(pty.screen.text)")
  }

  @Test func `Escape leaves everything as it was`() throws {
    let pty = try start()
    try prepare(pty)
    try say(pty, "convert lead_001", until: "Which?")
    pty.type("\u{1B}")
    #expect(pty.wait { $0.text.contains { $0.contains("nothing was written") } }, "\(pty.screen.text)")
    try say(pty, "count leads where status = converted", until: "0")
  }

  @Test func `it is asked in Chinese`() throws {
    let pty = try start()
    try prepare(pty)
    try say(pty, "set language = zh", until: "language = zh")
    try say(pty, "转化 lead_001", until: "是哪一个？[1，n 新建，c 取消]")
    #expect(pty.screen.text.contains("  1  cust_001 新公司（名称相同）"), "\(pty.screen.text)")
    pty.type("取")
    #expect(pty.wait { $0.text.contains { $0.contains("已取消，没有写入任何内容") } }, "\(pty.screen.text)")
  }
}
