import Diagnostics
import Engine
import Glibc
import Testing

/// What a user reads after a slip. The fixture holds every statement with its exact answer, to be read as a user would;
/// `UPDATE_FIXTURES=1 swift test --filter BadStatementTests` writes the answers anew.
@Suite struct BadStatementTests {
  static let path =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/bad-statements.txt"

  @Test func `every bad statement is answered as the fixture says`() throws {
    let fixture = Self.read()
    guard !fixture.isEmpty else {
      Issue.record("no fixture at \(Self.path)")
      return
    }
    let bench = try Workbench.company()
    bench.say("view 深圳客户 = find customers where city = 深圳")
    bench.say("delete cust_004")
    var answered = ""
    var count = 0
    for block in Self.blocks(of: fixture) {
      answered += block.heading
      guard let statement = block.statement else { continue }
      count += 1
      let before = try bench.dump()
      bench.session.settings.language = block.isChinese ? .chinese : .english
      answered += "> \(block.isChinese ? "zh " : "")\(statement)\n\(bench.say(statement))\n\n"
      #expect(!bench.codes.isEmpty, "\(statement) is not bad")
      #expect(try bench.dump() == before, "\(statement) wrote something")
    }
    #expect(count >= 60)
    if getenv("UPDATE_FIXTURES") != nil {
      Self.write(answered)
      return
    }
    let (wanted, found) = (Self.parts(of: fixture), Self.parts(of: answered))
    #expect(wanted.count == found.count)
    for (one, other) in zip(wanted, found).filter({ $0 != $1 }).prefix(5) { #expect("\(other)" == "\(one)") }
  }

  private static func parts(of text: String) -> [String] {
    text.split(separator: "\n\n").map(String.init)
  }

  // MARK: The fixture

  private struct Block {
    var heading = ""
    var statement: String?
    var isChinese = false
  }

  private static func blocks(of text: String) -> [Block] {
    var blocks: [Block] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# ") {
        blocks.append(Block(heading: "\(line)\n\n"))
      } else if line.hasPrefix("> zh ") {
        blocks.append(Block(statement: String(line.dropFirst(5)), isChinese: true))
      } else if line.hasPrefix("> ") {
        blocks.append(Block(statement: String(line.dropFirst(2))))
      }
    }
    return blocks
  }

  private static func read() -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ text: String) {
    guard let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    _ = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  }
}
