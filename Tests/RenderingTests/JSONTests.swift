import Domain
import FoundationEssentials
import Query
import Rendering
import Testing
import Values

@Suite struct JSONTests {
  private struct Named: Decodable {
    let name: String?
  }

  private let name = Samples.column("name", "名称", .text)

  @Test func `a record has a line for each field, in the order of the columns`() {
    let expected = """
      [
        {
          "opportunity_id": "opp_001",
          "title": "CRM系统采购",
          "customer": "cust_001",
          "amount": 100000,
          "stage": "方案提交",
          "expected_close_date": "2026-03-15",
          "competitors": ["Salesforce", "钉钉CRM"]
        },
        {
          "opportunity_id": "opp_002",
          "title": "Data | “platform”",
          "customer": "cust_002",
          "amount": "99.50 USD",
          "stage": null,
          "expected_close_date": null,
          "competitors": []
        }
      ]

      """
    #expect(Samples.written(Samples.opportunities, by: JSONSink()) == expected)
  }

  @Test func `every hostile string comes back byte for byte`() throws {
    let strings = Samples.hostile
    let table = Samples.table([name], strings.map { [.text($0)] })
    for sink in [JSONSink(.pretty), JSONSink(.compact)] {
      let data = Data(Samples.written(table, by: sink).utf8)
      let read = try JSONDecoder().decode([Named].self, from: data)
      #expect(read.count == strings.count)
      for (one, other) in zip(read, strings) { #expect(Array((one.name ?? "").utf8) == Array(other.utf8)) }
    }
  }

  @Test func `every scalar of the basic plane comes back`() throws {
    let scalars = (0...0xFFFF).compactMap { Unicode.Scalar(UInt32($0)) }
    let text = String(String.UnicodeScalarView(scalars))
    let data = Data(Samples.written(Samples.table([name], [[.text(text)]]), by: JSONLinesSink()).utf8)
    let read = try JSONDecoder().decode(Named.self, from: data)
    #expect(Array((read.name ?? "").utf8) == Array(text.utf8))
  }

  @Test func `nothing that drives a terminal is written raw`() {
    for text in ["\u{1B}[2J", "\u{9B}2J", "\u{7F}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{200F}"] {
      let written = Samples.written(Samples.table([name], [[.text(text)]]), by: JSONLinesSink())
      #expect(written.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "\n" })
    }
  }

  @Test func `an amount keeps digits that a double would lose`() {
    let table = Samples.table([Samples.column("amount", "金额", .money)], [[Samples.money(.max)]])
    #expect(Samples.written(table, by: JSONLinesSink()) == "{\"amount\":92233720368547758.07}\n")
  }

  @Test func `a scalar is its value alone and an empty result an empty array`() {
    let count = Samples.column("count", "数量", .integer)
    #expect(Samples.written(Samples.table([count], [[.integer(12)]], isScalar: true), by: JSONSink()) == "12\n")
    #expect(Samples.written(Samples.table([count], [], isScalar: true), by: JSONSink()) == "null\n")
    #expect(Samples.written(Samples.table([count], []), by: JSONSink()) == "[]\n")
    #expect(Samples.written(Samples.table([count], []), by: JSONLinesSink()) == "")
  }

  @Test func `a single record is an object without an array`() {
    let table = Samples.table([name], [[.text("a")], [.text("b")]])
    #expect(Samples.written(table, by: JSONSink(isSingle: true)) == "{\n  \"name\": \"a\"\n}\n")
    #expect(Samples.written(Samples.table([name], []), by: JSONSink(isSingle: true)) == "null\n")
  }

  @Test func `an instant is its day, and whole where it is exact`() {
    let table = Samples.table([Samples.column("created_at", "创建时间", .instant)], [[Samples.instant]])
    #expect(Samples.written(table, by: JSONLinesSink()) == "{\"created_at\":\"2026-03-15\"}\n")
    let exact = JSONLinesSink(exact: true)
    #expect(Samples.written(table, by: exact) == "{\"created_at\":\"2026-03-15T14:30:00+08:00\"}\n")
  }
}
