import Diagnostics
import Domain
import FoundationEssentials
import Query
import Rendering
import Values

/// What several tests draw.
enum Samples {
  static func column(_ name: String, _ chinese: String, _ type: ColumnType) -> ResultColumn {
    ResultColumn(name: name, heading: Names(name, zh: chinese), type: type)
  }

  static func shape(
    _ columns: [ResultColumn], entity: Entity? = .customer, isGrouped: Bool = false, isScalar: Bool = false
  ) -> ResultShape {
    ResultShape(columns: columns, entity: entity, isGrouped: isGrouped, isScalar: isScalar, zone: .shanghai)
  }

  static func table(
    _ columns: [ResultColumn], _ rows: [[Cell]], entity: Entity? = .customer, isGrouped: Bool = false,
    isScalar: Bool = false
  ) -> ResultTable {
    ResultTable(
      shape: shape(columns, entity: entity, isGrouped: isGrouped, isScalar: isScalar), rows: rows)
  }

  static func money(_ minorUnits: Int64, _ currency: Currency = .cny) -> Cell {
    .money(Money(minorUnits: minorUnits, currency: currency))
  }

  static func date(_ text: String) -> Cell {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]) else { return .empty }
    return .date(date)
  }

  /// 2026-03-15 14:30 in Shanghai.
  static let instant = Cell.instant(Instant(seconds: 1_773_556_200))

  static let opportunities = table(
    [
      column("opportunity_id", "商机编号", .identity), column("title", "标题", .text),
      column("customer", "客户", .reference), column("amount", "金额", .money), column("stage", "阶段", .choice),
      column("expected_close_date", "预计成交日期", .date), column("competitors", "竞品", .labels),
    ],
    [
      [
        .reference("opp_001", title: nil, isDeleted: false), .text("CRM系统采购"),
        .reference("cust_001", title: "科技有限公司", isDeleted: false), money(10_000_000),
        .choice(Choice(3, "方案提交", Names(english: [], chinese: ["方案提交", "方案"]))), date("2026-03-15"),
        .labels(["Salesforce", "钉钉CRM"]),
      ],
      [
        .reference("opp_002", title: nil, isDeleted: false), .text("Data | “platform”"),
        .reference("cust_002", title: "Acme, Inc.", isDeleted: true), money(9_950, .usd), .empty, .empty, .labels([]),
      ],
    ], entity: .opportunity)

  /// What a sink writes of a table.
  static func written(_ table: ResultTable, by sink: some WritingSink) -> String {
    var sink = sink
    table.send(to: &sink)
    return sink.output.text
  }

  static func drawn(_ table: ResultTable, _ language: UserLanguage = .english, width: Int? = nil) -> String {
    written(table, by: TableSink(OutputStyle(language: language, width: width)))
  }

  /// The big list of naughty strings where it lies beside the checkout, and our own.
  static let hostile: [String] = {
    let own = [
      "", " ", "科技有限公司", "ＶＩＰ　客户", "a\u{202E}txt.exe", "👨‍👩‍👧‍👦 家", "🇨🇳🇺🇸", "e\u{301}\u{301}\u{301}", "\u{1B}[31mred",
      "line\nbreak\r\nand\ttab", "\u{0}\u{1}\u{7F}\u{85}\u{9B}", "\u{2028}\u{2029}\u{FEFF}\u{200B}",
      "\"quoted\", \\ | `x`",
      String(repeating: "长", count: 300), String(repeating: "word ", count: 80), "한국어 각", "\u{301}alone", "🏻",
      "¥1,000…—“”", "1\u{FE0F}\u{20E3}", String(repeating: "\u{301}", count: 200), "क्षि ٱلعربية עברית ไทย",
    ]
    var root = #filePath[...]
    for _ in 0..<4 { root = root[..<(root.lastIndex(of: "/") ?? root.startIndex)] }
    guard let data = try? Data(contentsOf: URL(filePath: root + "/shared/data/naughty_strings/blns.json")),
      let list = try? JSONDecoder().decode([String].self, from: data)
    else { return own }
    return own + list
  }()
}
