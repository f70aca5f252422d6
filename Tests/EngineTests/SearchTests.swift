import Testing
import Values

/// Search and `contains` find any substring of any length, and the index never goes stale.
@Suite struct SearchTests {
  static let alphabet = [
    "科", "技", "百", "度", "麒", "a", "B", "ｃ", "é", "ß", "İ", " ", "-", "\"", "'", "%", "_", "*", "\u{301}", "👩‍💻", "1", "　",
    "(",
  ]

  struct Record {
    var name: String
    var city: String?
    var source: String?
    var isDeleted = false
    var texts: [String] { [name, city, source].compactMap { $0 } }
  }

  static func text(_ dice: inout Dice) -> String {
    let text = (0..<(1 + dice.roll(9))).map { _ in dice.pick(alphabet) }.joined()
    // A name of nothing but blanks is none.
    return text.unicodeScalars.allSatisfy { $0.properties.isWhitespace } ? text + "a" : text
  }

  /// As `instr` over folded text.
  static func holds(_ text: String, _ part: String) -> Bool {
    let (whole, piece) = (Array(TextFolding.folded(text).utf8), Array(TextFolding.folded(part).utf8))
    guard !piece.isEmpty else { return true }
    guard whole.count >= piece.count else { return false }
    return (0...(whole.count - piece.count)).contains { whole[$0..<($0 + piece.count)].elementsEqual(piece) }
  }

  static func part(of text: String, _ dice: inout Dice) -> String {
    let scalars = Array(text.unicodeScalars)
    let start = dice.roll(scalars.count)
    let end = min(scalars.count, start + 1 + dice.roll(6))
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<end])
    return String(view)
  }

  @Test func `a record without anything to search changes and goes like any other`() throws {
    let bench = try Workbench(saying: "add customer name = \"\u{200B}\"")
    bench.say("update cust_001 set city = 深圳")
    bench.say("update cust_001 set city = empty")
    bench.say("delete cust_001")
    bench.say("restore cust_001")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers \"深圳\" show id") == [])
  }

  @Test(arguments: [UInt64(11), 12])
  func `every substring is found after inserts, updates, deletes and restores`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench()
    var records: [Record] = []
    for _ in 0..<120 {
      Self.change(&records, bench, &dice)
      guard bench.codes.isEmpty else {
        Issue.record("\(bench.codes)")
        return
      }
      let part =
        dice.one(in: 5) ? Self.text(&dice) : Self.part(of: dice.pick(records).texts.joined(separator: "科"), &dice)
      let live = records.indices.filter { !records[$0].isDeleted }
      let expected = live.filter { index in records[index].texts.contains { Self.holds($0, part) } }.map {
        Self.reference($0)
      }
      #expect(bench.rows("find customers \(part.quoted) show id") == expected, "\(part.debugDescription)")
      // Text that folds to nothing is the empty text in a comparison.
      guard !TextFolding.folded(part).isEmpty else { continue }
      let named = live.filter { Self.holds(records[$0].name, part) }.map { Self.reference($0) }
      #expect(
        bench.rows("find customers where name contains \(part.quoted) show id") == named, "\(part.debugDescription)")
      let others = live.filter { !Self.holds(records[$0].city ?? "", part) }.map { Self.reference($0) }
      #expect(bench.rows("find customers where not city contains \(part.quoted) show id") == others)
    }
  }

  static func reference(_ index: Int) -> String {
    let digits = String(index + 1)
    return "cust_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  static func change(_ records: inout [Record], _ bench: Workbench, _ dice: inout Dice) {
    let index = dice.roll(records.count)
    switch records.count < 5 ? 0 : dice.roll(8) {
    case 0, 1, 2:
      let record = Record(name: text(&dice), city: dice.one(in: 2) ? nil : text(&dice))
      bench.say(
        "add customer name = \(record.name.quoted)\(record.city.map { ", city = \($0.quoted)" } ?? "") allow duplicate")
      records.append(record)
    case 3, 4:
      guard !records[index].isDeleted else { return }
      records[index].name = text(&dice)
      records[index].source = dice.one(in: 3) ? nil : text(&dice)
      let source = records[index].source?.quoted ?? "empty"
      bench.say(
        "update \(reference(index)) set name = \(records[index].name.quoted), source = \(source) allow duplicate")
    case 5:
      bench.say("update customers where city is not empty set city = \"科技\"")
      for index in records.indices where !records[index].isDeleted && records[index].city != nil {
        records[index].city = "科技"
      }
    case 6:
      guard !records[index].isDeleted else { return }
      bench.say("delete \(reference(index))")
      records[index].isDeleted = true
    default:
      guard records[index].isDeleted else { return }
      bench.say("restore \(reference(index))")
      records[index].isDeleted = false
    }
  }

  @Test func `a search that failed half-way leaves the index as it was`() throws {
    let bench = try Workbench(saying: "add customer name = 科技有限公司")
    bench.script("update cust_001 set name = 别的\nupdate cust_999 set name = x")
    #expect(bench.rows("find customers \"技有\" show name") == ["科技有限公司"])
    #expect(bench.rows("find customers \"别的\" show name") == [])
  }

  @Test func `what lies in the recycle bin is found there, and through what refers to it`() throws {
    let bench = try Workbench(
      saying: "add customer name = 老旧客户公司; add opportunity title = 单子, customer = cust_001; delete cust_001")
    #expect(bench.rows("find deleted customers where name contains 旧客 show name") == ["老旧客户公司"])
    #expect(bench.rows("find deleted customers \"旧客\" show name") == ["老旧客户公司"])
    #expect(bench.rows("find opportunities where customer.name contains 旧客 show title") == ["单子"])
    #expect(bench.say("restore customers where name contains 旧客") == "1 customer restored")
  }
}
