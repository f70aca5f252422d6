import Query
import Rendering
import Testing
import Values

@Suite struct CSVTests {
  /// A reader of RFC 4180, as plain as the grammar.
  private func read(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var fields: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"": field.append(scalars.removeFirst())
      case "\"": isQuoted.toggle()
      case "," where !isQuoted, "\n" where !isQuoted:
        fields.append(String(field))
        field = String.UnicodeScalarView()
        if scalar == "\n" {
          records.append(fields)
          fields = []
        }
      case "\r" where !isQuoted: break
      default: field.append(scalar)
      }
    }
    return records
  }

  @Test func `a table has a header of field names and plain values`() {
    let expected = [
      "opportunity_id,title,customer,amount,stage,expected_close_date,competitors",
      "opp_001,CRM系统采购,cust_001,100000,方案提交,2026-03-15,Salesforce;钉钉CRM",
      "opp_002,Data | “platform”,cust_002,99.50 USD,,,", "",
    ]
    #expect(Samples.written(Samples.opportunities, by: CSVSink()) == expected.joined(separator: "\r\n"))
  }

  @Test func `hostile strings come back byte for byte`() {
    let columns = [Samples.column("a", "甲", .text), Samples.column("b,\"c\"", "乙", .labels)]
    let strings = Samples.hostile
    let rows: [[Cell]] = strings.map { [.text($0), .labels([$0])] }
    let records = read(Samples.written(Samples.table(columns, rows), by: CSVSink()))
    #expect(records.first == ["a", "b,\"c\""])
    #expect(records.count == strings.count + 1)
    for (record, text) in zip(records.dropFirst(), strings) {
      #expect(Array(record[0].utf8) == Array(text.utf8))
      // A label that would part in two stands in quotation marks; white space around one is not kept apart from it.
      #expect(LabelList.labels(of: record[1]).first.map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  @Test func `an empty value of the only column is a record all the same`() {
    let table = Samples.table([Samples.column("a", "甲", .text)], [[.empty], [.text("x")]])
    #expect(Samples.written(table, by: CSVSink(lineEnd: .lf)) == "a\n\"\"\nx\n")
  }

  @Test func `a byte order mark stands in front where Excel needs it`() {
    let table = Samples.table([Samples.column("a", "甲", .text)], [])
    #expect(Array(Samples.written(table, by: CSVSink(hasByteOrderMark: true)).utf8.prefix(3)) == [0xEF, 0xBB, 0xBF])
  }
}
