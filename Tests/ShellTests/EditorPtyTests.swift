import Foundation
import Glibc
import Shell
import Testing

/// The editor in a terminal, with the real program around it. Nothing here depends on what a statement does, only on
/// a prompt that ends in `> ` and on `(` leaving a statement incomplete.
@Suite(.serialized, .enabled(if: Pty.binary != nil))
struct EditorPtyTests {
  private static let locales = ["C.UTF-8", "C"]
  private let folder = TemporaryFolder()
  private var historyPath: String { folder.path + "/state/history" }

  private func start(locale: String = "C.UTF-8", columns: Int = 60, editrc: String = "") throws -> Pty {
    let settings = folder.path + "/editrc"
    _ = FileManager.default.createFile(atPath: settings, contents: Data(editrc.utf8))
    let pty = try Pty(
      try #require(Pty.binary),
      environment: [
        "LC_ALL": locale, "LANG": "", "TERM": "xterm-256color", "NO_COLOR": "", "HOME": folder.path,
        "XDG_STATE_HOME": "",
        "CRM_HISTORY": historyPath, "EDITRC": settings,
      ],
      folder: folder.path, columns: columns)
    try #require(pty.wait { $0.text.last?.hasSuffix(">") == true && $0.isPasteBracketed })
    return pty
  }

  /// The cells that the prompt takes; the cursor stands after it.
  private func promptCells(_ pty: Pty) -> Int { pty.screen.column }

  private func expect(_ pty: Pty, _ text: String, column: Int, at location: SourceLocation = #_sourceLocation) {
    let line = text.isEmpty ? ">" : "> " + text
    let isShown = pty.wait { $0.text.last?.hasSuffix(line) == true && $0.column == column }
    #expect(isShown, "\(pty.screen.text), column \(pty.screen.column)", sourceLocation: location)
  }

  @Test(arguments: locales)
  func `Chinese is typed, stepped over and deleted whole, and the cursor stands in its cell`(locale: String) throws {
    let pty = try start(locale: locale)
    let start = promptCells(pty)
    pty.type("查找客户")
    expect(pty, "查找客户", column: start + 8)
    pty.type("\u{1B}[D\u{1B}[D")
    expect(pty, "查找客户", column: start + 4)
    pty.type("的x")
    expect(pty, "查找的x客户", column: start + 7)
    pty.type("\u{7F}\u{7F}\u{7F}")
    expect(pty, "查客户", column: start + 2)
    pty.type("\u{4}")
    expect(pty, "查户", column: start + 2)
    pty.type("\u{1}")
    expect(pty, "查户", column: start)
    pty.type("\u{5}")
    expect(pty, "查户", column: start + 4)
  }

  @Test func `a letter with its marks and a joined emoji are one step and one deletion`() throws {
    let pty = try start()
    let start = promptCells(pty)
    pty.type("ae\u{301}👨‍👩‍👧z")
    expect(pty, "ae\u{301}👨‍👩‍👧z", column: start + 5)
    pty.type("\u{1B}[D\u{1B}[D")
    expect(pty, "ae\u{301}👨‍👩‍👧z", column: start + 2)
    pty.type("\u{4}\u{7F}")
    expect(pty, "az", column: start + 1)
  }

  @Test func `words are cut and put back`() throws {
    let pty = try start()
    let start = promptCells(pty)
    pty.type("find 客户where x")
    pty.type("\u{17}\u{17}")
    expect(pty, "find", column: start + 5)
    pty.type("\u{19}")
    expect(pty, "find 客户where x", column: start + 16)
    pty.type("\u{1B}b\u{1B}b\u{1B}d")
    expect(pty, "find 客户 x", column: start + 9)
    pty.type("\u{15}")
    expect(pty, " x", column: start)
    pty.type("\u{B}")
    pty.type("y")
    expect(pty, "y", column: start + 1)
  }

  @Test func `a line longer than the screen wraps, and a wide character moves down whole`() throws {
    let pty = try start(columns: 20)
    let start = promptCells(pty)
    let filling = String(repeating: "a", count: 19 - start)
    pty.type(filling + "客户")
    #expect(pty.wait { $0.text.last == "客户" && $0.column == 4 }, "\(pty.screen.text)")
    pty.type("\u{1}x")
    #expect(pty.wait { $0.text.last == "客户" && $0.column == start + 1 && $0.row == $0.text.count - 2 })
  }

  @Test func `Ctrl-C drops the line and shows so`() throws {
    let pty = try start()
    let start = promptCells(pty)
    pty.type("查找 客户\u{3}")
    #expect(pty.wait { $0.text.contains { $0.hasSuffix("查找 客户^C") } && $0.column == start })
    pty.type("x")
    expect(pty, "x", column: start + 1)
  }

  @Test(arguments: locales)
  func `Ctrl-D on an empty line ends the prompt with the terminal as it was`(locale: String) throws {
    let pty = try start(locale: locale)
    pty.type("\u{4}")
    #expect(pty.waitForEnd() == 0)
    #expect(pty.isCooked)
    #expect(!pty.screen.isPasteBracketed)
  }

  @Test func `a fatal signal leaves the terminal as it was`() throws {
    let pty = try start()
    let start = promptCells(pty)
    pty.type("客户")
    expect(pty, "客户", column: start + 4)
    pty.signal(SIGTERM)
    #expect(pty.waitForEnd() == 128 + SIGTERM)
    #expect(pty.isCooked)
    #expect(!pty.screen.isPasteBracketed)
  }

  @Test func `Enter on an incomplete statement starts a line, and Alt-Enter always does`() throws {
    let pty = try start()
    let row = pty.screen.row
    pty.type("find customers where (")
    pty.type("\r")
    #expect(pty.wait { $0.row == row + 1 })
    pty.type("a\u{1B}\rb")
    #expect(pty.wait { $0.row == row + 2 && $0.text.last?.hasSuffix("b") == true })
    pty.type("\u{1B}[A\u{1B}[A")
    #expect(pty.wait { $0.row == row })
    pty.type("\u{3}")
  }

  @Test func `a pasted block of 3,000 lines is one text`() throws {
    let pty = try start()
    pty.paste((1...3000).map { "# 第\($0)行" }.joined(separator: "\r"))
    #expect(pty.wait { $0.text.last?.hasSuffix("# 第3000行") == true })
    #expect(pty.screen.text.count == pty.screen.rows)
    pty.type("\u{1B}[A")
    #expect(pty.wait { $0.row == $0.rows - 2 })
    pty.type("\u{3}")
    #expect(pty.wait { $0.text.contains { $0.hasSuffix("第3000行^C") } })
  }

  @Test(arguments: locales)
  func `the history is kept between runs, for its owner alone`(locale: String) throws {
    let first = try start(locale: locale)
    first.type("# 第一\r")
    #expect(
      first.wait { screen in
        screen.text.contains { $0.hasSuffix("# 第一") } && screen.text.last?.hasSuffix(">") == true
          && screen.isPasteBracketed
      })
    first.type("\u{4}")
    #expect(first.waitForEnd() == 0)
    var information = stat()
    #expect(stat(historyPath, &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)

    let second = try start(locale: locale)
    let start = promptCells(second)
    second.type("\u{1B}[A")
    expect(second, "# 第一", column: start + 6)
    second.type("\u{1B}[B")
    expect(second, "", column: start)
  }

  @Test func `the history is searched by Chinese as it is typed`() throws {
    var history = History(path: historyPath)
    for entry in ["# 客户经理", "# 机会"] { history.add(entry) }
    let pty = try start()
    pty.type("\u{12}客")
    #expect(pty.wait { $0.text.last?.hasSuffix(": 客) # 客户经理") == true }, "\(pty.screen.text)")
    pty.type("\u{7}")
    #expect(pty.wait { $0.text.last?.hasSuffix(">") == true })
  }

  @Test func `vi's commands step over and delete whole characters`() throws {
    let pty = try start(editrc: "bind -v\n")
    let start = promptCells(pty)
    pty.type("查找 客户")
    expect(pty, "查找 客户", column: start + 9)
    pty.type("\u{1B}")
    expect(pty, "查找 客户", column: start + 7)
    pty.type("x0x")
    expect(pty, "找 客", column: start)
    pty.type("A户\u{1B}[D\u{1B}[Dx")
    expect(pty, "找 x客户", column: start + 4)
  }

  @Test func `vi's commands on an empty line neither end the prompt nor leave the line`() throws {
    let pty = try start(editrc: "bind -v\n")
    let start = promptCells(pty)
    pty.type("\u{1B}")
    usleep(100_000)
    pty.type("$x$x.")
    usleep(100_000)
    pty.type("i客户")
    #expect(pty.wait { $0.text.last?.hasSuffix("客户") == true && $0.column >= start + 4 }, "\(pty.screen.text)")
  }

  @Test func `the user's own bindings win`() throws {
    let pty = try start(editrc: "bind ^O ed-move-to-beg\nno such thing\nbind \"\\e[15~\" crm-line-end\n")
    let start = promptCells(pty)
    pty.type("客户")
    expect(pty, "客户", column: start + 4)
    pty.type("\u{F}")
    expect(pty, "客户", column: start)
    pty.type("\u{1B}[15~")
    expect(pty, "客户", column: start + 4)
  }
}

/// What only a real terminal does: wrapping again at another width. Skipped where tmux is absent.
@Suite(.serialized, .enabled(if: Pty.binary != nil && access("/usr/bin/tmux", X_OK) == 0))
struct EditorResizeTests {
  private let folder = TemporaryFolder()

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    let pty = try Pty(
      "/usr/bin/tmux", ["-S", folder.path + "/socket", "-f", "/dev/null"] + arguments,
      environment: ["LC_ALL": "C.UTF-8", "TMUX": "", "TERM": "xterm-256color"])
    _ = pty.waitForEnd()
    return String(decoding: pty.output.filter { $0 != 0x0D }, as: UTF8.self)
  }

  /// The screen's last lines, once they are as wanted.
  private func waitForEnd(of screen: [String]) throws -> [Substring] {
    var lines: [Substring] = []
    for _ in 0..<100 {
      lines = try tmux("capture-pane", "-p").split(separator: "\n").map { $0.prefix { _ in true } }
      if lines.suffix(screen.count).map(String.init) == screen { break }
      usleep(50_000)
    }
    return lines.suffix(screen.count)
  }

  @Test func `a narrower and again wider window shows the line once, wrapped to its width`() throws {
    let binary = try #require(Pty.binary)
    let command = "cd \(folder.path) && HOME=\(folder.path) CRM_HISTORY=\(folder.path)/history \(binary)"
    try tmux("new-session", "-d", "-x", "50", "-y", "12", command)
    defer { _ = try? tmux("kill-server") }
    for _ in 0..<100 {
      // It leaves the blank after the prompt out.
      if try tmux("capture-pane", "-p").contains(">") { break }
      usleep(50_000)
    }
    // The greeting above the prompt would be wrapped too.
    try tmux("send-keys", "C-l")
    usleep(200_000)
    let before = try tmux("capture-pane", "-p").split(separator: "\n").count
    let prompt = try #require(try tmux("capture-pane", "-p").split(separator: "\n").last.map(String.init))
    try tmux("send-keys", "查找 客户 其中 行业 = 软件 并且 城市 = 上海")
    let text = prompt.trimmingCharacters(in: .whitespaces) + " 查找 客户 其中 行业 = 软件 并且 城市 = 上海"
    #expect(try waitForEnd(of: [text]) == [text[...]])
    for width in ["30", "17", "44", "23", "50"] {
      try tmux("resize-window", "-x", width, "-y", "12")
      usleep(150_000)
    }
    #expect(try waitForEnd(of: [text]) == [text[...]])
    #expect(try tmux("capture-pane", "-p").split(separator: "\n").count == before)
  }
}
