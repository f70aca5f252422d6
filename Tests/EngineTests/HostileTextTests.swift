import Domain
import Engine
import FoundationEssentials
import Layout
import Storage
import Testing

/// Texts that break other programs go in, are found, and come out byte for byte.
@Suite struct HostileTextTests {
  /// Those that may be names: one of nothing but white space is none.
  static let naughty = all.filter { text in !text.unicodeScalars.allSatisfy { $0.properties.isWhitespace } }

  /// The strings of the shared list, where it lies beside the checkout.
  private static let all: [String] = {
    var folders = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    folders = "/\(folders)/shared/data/naughty_strings/blns.base64.json"
    guard let data = try? Data(contentsOf: URL(filePath: folders)),
      let list = try? JSONDecoder().decode([String].self, from: data)
    else { return own }
    return own
      + list.compactMap { Data(base64Encoded: $0).flatMap { String(bytes: $0, encoding: .utf8) } }.filter {
        !$0.isEmpty
      }
  }()

  static let own = [
    "\u{0}", "a\u{0}b", "\u{1}\u{2}", "\u{1F}", "\u{7F}", "\u{85}", "\u{2028}\u{2029}", "\u{FEFF}x", "\u{202E}abc",
    "\u{10FFFF}", "\u{FFFE}",
    "'; DROP TABLE customers; --", "\" OR 1=1 --", "%_%", "{it.name}", "{{}}", "$1", "\\u{41}", "=1+1", "a,b;c|d",
    "\r\n\t", "  两端有空格  ",
    "👩‍👩‍👧‍👦", "e\u{301}", "ﬁ", "İı", "ẞß", String(repeating: "长", count: 5000), "empty", "空", "true", "cust_001", "me",
  ]

  @Test func `names, tags, notes and cities come back as they went in`() throws {
    let bench = try Workbench()
    for text in Self.naughty {
      let label = text.split(separator: "\u{1F}").joined()
      bench.say(
        "add customer name = \(text.quoted), city = \(text.quoted)\(label.isEmpty ? "" : ", tags = [\(label.quoted)]") allow duplicate"
      )
      #expect(bench.codes == [], "\(text.debugDescription)")
      guard bench.codes.isEmpty else { continue }
      let id = try bench.count("customers")
      for column in ["name", "city"] {
        let stored = try bench.sql("SELECT \(column) FROM customers WHERE id = ?", [.integer(id)])
        #expect(stored == .text(text), "\(text.debugDescription) in \(column)")
      }
      let record = try Self.json(
        bench.say("find customers where id = cust_\(Self.padded(id)) show name, city, tags | json"))
      #expect(record.first?.name.utf8.elementsEqual(text.utf8) == true, "\(text.debugDescription)")
      #expect(record.first?.city?.utf8.elementsEqual(text.utf8) == true, "\(text.debugDescription)")
    }
  }

  @Test func `each is found by its own text`() throws {
    let bench = try Workbench()
    for text in Self.naughty { bench.say("add customer name = \(text.quoted) allow duplicate") }
    for (index, text) in Self.naughty.enumerated() where index % 3 == 0 || index < 30 {
      let reference = "cust_\(Self.padded(Int64(index + 1)))"
      #expect(bench.rows("find customers \(text.quoted) show id").contains(reference), "\(text.debugDescription)")
      #expect(
        bench.rows("find customers where name = \(text.quoted) show id").contains(reference), "\(text.debugDescription)"
      )
    }
  }

  @Test func `contents, titles and notes of other records as well`() throws {
    let bench = try Workbench(saying: "add customer name = 客户")
    for (index, text) in Self.naughty.enumerated() where index % 5 == 0 || index < 30 {
      bench.say("log note with cust_001 \(text.quoted)")
      bench.say("add task title = \(text.quoted), description = \(text.quoted)")
      bench.say("add contact name = \(text.quoted), notes = \(text.quoted)")
      #expect(bench.codes == [])
      let last = try bench.count("contacts")
      #expect(try bench.sql("SELECT content FROM interactions ORDER BY id DESC LIMIT 1") == .text(text))
      #expect(try bench.sql("SELECT title FROM tasks ORDER BY id DESC LIMIT 1") == .text(text))
      #expect(try bench.sql("SELECT notes FROM contacts WHERE id = ?", [.integer(last)]) == .text(text))
    }
    bench.say("show cust_001")
    bench.say("find tasks")
    bench.say("count tasks by title")
    bench.say("find contacts sort by name | csv")
    #expect(bench.codes == [])
  }

  struct Record: Decodable {
    let name: String
    let city: String?
  }

  static func json(_ text: String) throws -> [Record] {
    try JSONDecoder().decode([Record].self, from: Data(text.utf8))
  }

  static func padded(_ id: Int64) -> String { String(repeating: "0", count: max(0, 3 - String(id).count)) + String(id) }
}
