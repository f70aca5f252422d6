import Foundation
import Glibc
import Testing

/// A script that is played on a terminal.
@Suite(.serialized, .enabled(if: Pty.binary != nil))
struct DemonstrationPtyTests {
  private let folder = TemporaryFolder()

  private func start(_ script: String = "sandbox\nadd customer name = 甲, phone = 0755-12345678\ncount customers\n")
    throws
    -> Pty
  {
    let file = folder.path + "/s.crm"
    try "#: data = none\n\(script)".write(toFile: file, atomically: true, encoding: .utf8)
    try? FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    return try play(["demo", file, "--speed", "50"])
  }

  private var scratch: String { folder.path + "/tmp" }

  private func play(_ arguments: [String]) throws -> Pty {
    try? FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    return try Pty(
      try #require(Pty.binary), arguments,
      environment: [
        "LC_ALL": "C.UTF-8", "LANG": "", "LC_MESSAGES": "", "TERM": "xterm-256color", "NO_COLOR": "1",
        "HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "CRM_HISTORY": folder.path + "/history",
        "TMPDIR": scratch,
      ], folder: folder.path, columns: 100, rows: 30)
  }

  private func expect(_ pty: Pty, _ line: String) throws {
    try #require(pty.wait { $0.text.last?.trimmingCharacters(in: .whitespaces) == line }, "\(pty.screen.text)")
  }

  @Test func `the waiting prompt counts what a sandbox holds, and the trainer's own is another`() throws {
    let pty = try start()
    try expect(pty, "crm>")
    pty.type(" ")
    try expect(pty, "crm[sandbox]>")
    pty.type(" ")
    try expect(pty, "crm[sandbox +1]>")
    pty.type("t")
    try expect(pty, "crm live[sandbox +1]>")
    pty.type("whe\u{3}")
    #expect(pty.wait { $0.text.contains("crm live[sandbox +1]> whe^C") }, "\(pty.screen.text)")
    try expect(pty, "crm live[sandbox +1]>")
    pty.type("\u{4}")
    try expect(pty, "crm[sandbox +1]>")
    pty.type("t")
    try expect(pty, "crm live[sandbox +1]>")
    pty.type("discard\r")
    try expect(pty, "crm live>")
    pty.type("\r")
    try expect(pty, "crm>")
    pty.type("q")
    #expect(pty.waitForEnd() == 0)
  }

  @Test(arguments: [SIGHUP, SIGTERM])
  func `a signal leaves no folder behind`(signal: Int32) throws {
    let pty = try start()
    try expect(pty, "crm>")
    pty.type(" ")
    try expect(pty, "crm[sandbox]>")
    pty.type(" ")
    try expect(pty, "crm[sandbox +1]>")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) != [])
    pty.signal(signal)
    #expect(pty.waitForEnd() == 128 + signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
  }

  @Test(arguments: [SIGHUP, SIGTERM])
  func `a signal leaves no demonstration data behind`(signal: Int32) throws {
    let data = folder.path + "/data"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    try "add customer name = 甲, phone = 0755-12345678\n".write(
      toFile: data + "/load.crm", atomically: true, encoding: .utf8)
    let pty = try play(["demo", "--data", data])
    try expect(pty, "crm>")
    pty.type("sandbox\r")
    try expect(pty, "crm[sandbox]>")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) != [])
    pty.signal(signal)
    #expect(pty.waitForEnd() == 128 + signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
  }
}
