import Glibc
import Shell
import Testing

struct HistoryTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/state/guanxi/history" }

  private func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }

  private func mode(of path: String) -> mode_t {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
  }

  @Test func `what one prompt entered the next one knows`() {
    var first = History(path: path)
    first.add("查找 客户")
    first.add("find customers where (\n  name = \"a\\nb\"\n)")
    let second = History(path: path)
    #expect(second.entries == first.entries)
    #expect(second.entries.count == 2)
    #expect(second.problem == nil)
  }

  @Test func `the file is its owner's alone, and so is the folder made for it`() {
    var history = History(path: path)
    history.add("find customers")
    #expect(mode(of: path) == 0o600)
    #expect(mode(of: folder.path + "/state/guanxi") == 0o700)
  }

  @Test func `a file that others could read is closed to them`() {
    let path = folder.path + "/history"
    write(Array("old\n".utf8), to: path)
    var history = History(path: path)
    history.add("new")
    #expect(mode(of: path) == 0o600)
    #expect(History(path: path).entries == ["old", "new"])
  }

  @Test func `equal neighbours are kept once`() {
    var history = History(path: path)
    for statement in ["a", "a", "b", "a"] { history.add(statement) }
    #expect(history.entries == ["a", "b", "a"])
    #expect(History(path: path).entries == ["a", "b", "a"])
  }

  @Test func `a statement that begins with a space is not kept`() {
    var history = History(path: path)
    history.add(" set password")
    history.add("　全角空格")
    history.add("")
    #expect(history.entries.isEmpty)
    #expect(access(path, F_OK) != 0)
  }

  @Test func `only the newest are kept in memory and, in time, in the file`() {
    var history = History(path: path, limit: 4)
    for number in 1...20 { history.add("statement \(number)") }
    #expect(history.entries == (17...20).map { "statement \($0)" })
    #expect(History(path: path, limit: 4).entries == (17...20).map { "statement \($0)" })
    #expect(History(path: path, limit: 100).entries.count == 4)
    #expect(mode(of: path) == 0o600)
  }

  @Test func `two prompts at once keep each other's entries`() {
    var one = History(path: path)
    var other = History(path: path)
    for number in 1...50 {
      one.add("one \(number)")
      other.add("other \(number)")
    }
    #expect(History(path: path).entries.count == 100)
  }

  @Test func `a prompt appends to the file that another has shortened meanwhile`() {
    var long = History(path: path, limit: 4)
    for number in 1...20 { long.add("statement \(number)") }
    var open = History(path: path, limit: 1000)
    _ = History(path: path, limit: 4)
    open.add("after")
    #expect(History(path: path, limit: 1000).entries.last == "after")
  }

  @Test func `lines that are no text are passed over and counted`() {
    let path = folder.path + "/history"
    write(Array("good\n".utf8) + [0xFF, 0xFE, 0x0A, 0x61, 0x00, 0x0A] + Array("好\n".utf8), to: path)
    let history = History(path: path)
    #expect(history.entries == ["good", "好"])
    #expect(history.problem == .damagedEntries(2, path: path))
  }

  @Test func `a line cut off in the middle does not swallow the next`() {
    let path = folder.path + "/history"
    write(Array("whole\nhal".utf8), to: path)
    var history = History(path: path)
    history.add("next")
    #expect(History(path: path).entries == ["whole", "hal", "next"])
  }

  @Test func `a path that is no file starts empty and says so`() {
    let history = History(path: folder.path)
    #expect(history.entries.isEmpty)
    #expect(history.problem == .unreadable(path: folder.path, number: EISDIR))
  }

  @Test func `a file that cannot be written is told of, and memory goes on`() {
    var history = History(path: "/proc/nowhere/history")
    history.add("find customers")
    #expect(history.entries == ["find customers"])
    guard case .unwritable = history.problem else {
      Issue.record("\(String(describing: history.problem))")
      return
    }
  }

  @Test func `the newest entry that goes on from the text is suggested`() {
    var history = History()
    for statement in ["查找 客户", "查找 机会", "find"] { history.add(statement) }
    #expect(history.suggestion(for: "查找") == " 机会")
    #expect(history.suggestion(for: "查找 客") == "户")
    #expect(history.suggestion(for: "find") == nil)
    #expect(history.suggestion(for: "") == nil)
  }
}
