import Foundation
import Glibc
import Testing

/// A sandbox whose program comes to a sudden end.
@Suite(.serialized, .enabled(if: Pty.binary != nil))
struct SandboxPtyTests {
  private let folder = TemporaryFolder()

  private func start() throws -> Pty {
    let pty = try Pty(
      try #require(Pty.binary),
      environment: [
        "LC_ALL": "C.UTF-8", "LANG": "", "LC_MESSAGES": "", "TERM": "xterm-256color", "NO_COLOR": "1",
        "HOME": folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": folder.path,
        "CRM_HISTORY": folder.path + "/history", "CRM_DB": folder.path + "/crm.db",
      ], folder: folder.path, columns: 130, rows: 30)
    try #require(pty.wait { $0.text.last?.hasSuffix(">") == true && $0.isPasteBracketed })
    return pty
  }

  private func say(_ pty: Pty, _ statement: String, until answer: String) throws {
    pty.type(statement + "\r")
    try #require(pty.wait { $0.text.contains { $0.contains(answer) } }, "\(pty.screen.text)")
  }

  private func tells(_ pty: Pty) -> Bool { pty.screen.text.contains { $0.contains("was discarded") } }

  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
  func `the next start says what was lost, once`(signal: Int32) throws {
    let pty = try start()
    try say(pty, "sandbox", until: "a sandbox:")
    try say(pty, "add customer name = 新公司, phone = 0755-12345678", until: "crm[sandbox +1]>")
    let beside = try start()
    #expect(!tells(beside), "a living sandbox: \(beside.screen.text)")
    pty.signal(signal)
    #expect(pty.waitForEnd() == 128 + signal)
    let next = try start()
    #expect(
      next.screen.text.contains {
        $0.hasPrefix("the sandbox begun ")
          && $0.hasSuffix("was discarded when the program broke off (+1); the workspace is as it was")
      }, "\(next.screen.text)")
    #expect(!tells(try start()))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.contains("-sandbox-") }, "\(left)")
  }
}
