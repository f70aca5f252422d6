package import Diagnostics
package import Domain

/// Something in a workspace that does not agree with the rest of it.
package struct Finding: Sendable {
  package let flaw: Flaw
  package let entity: Entity?
  package let field: Field?
  /// The first few of the records that it is about.
  package let records: [Int64]
  package let count: Int
  /// SQLite's own words, or the name of an index.
  package let detail: String?
  /// The table of the database in which the damage lies, or over which the index is, where that is known.
  package let table: String?

  package init(
    _ flaw: Flaw, entity: Entity? = nil, field: Field? = nil, records: [Int64] = [], count: Int, detail: String? = nil,
    table: String? = nil
  ) {
    self.flaw = flaw
    self.entity = entity
    self.field = field
    self.records = records
    self.count = count
    self.detail = detail
    self.table = table
  }

  /// Whether both are about the same thing, however many records have it.
  package func isSame(as other: Finding) -> Bool {
    let isNamed = flaw == .index || flaw == .damagedIndex || flaw == .missingIndex
    return flaw == other.flaw && entity?.key == other.entity?.key && field?.key == other.field?.key
      && (!isNamed || detail == other.detail)
  }

  /// How many records are named.
  package static let named = 5

  /// `cust_001, cust_004 …`, or SQLite's words.
  package var place: String {
    guard let entity, !records.isEmpty else { return detail ?? "" }
    return records.map { entity.reference($0) }.joined(separator: ", ") + (count > records.count ? " …" : "")
  }
}

/// What can be wrong. The first group follows from the rest of the data and can be made again from it; nothing else is
/// ever touched.
package enum Flaw: String, Sendable, CaseIterable {
  case index, damagedIndex, missingIndex, searchIndex, key, sortKey, day, labelKey, counter, stageMask, stageSince,
    visitEnd

  case file, unreadable, orphan, labelOrphan, choice, range, amount
  case log, labelLog, logOrder, logGap, unmade, lost, visits

  /// Whether `doctor repair` makes it again.
  package var isDerived: Bool {
    switch self {
    case .index, .damagedIndex, .missingIndex, .searchIndex, .key, .sortKey, .day, .labelKey, .counter, .stageMask,
      .stageSince, .visitEnd:
      true
    case .file, .unreadable, .orphan, .labelOrphan, .choice, .range, .amount, .log, .labelLog, .logOrder, .logGap,
      .unmade, .lost, .visits:
      false
    }
  }

  package var wording: Wording {
    switch self {
    case .index: Wording("an index of the database misses rows", "数据库索引缺行")
    case .damagedIndex: Wording("an index of the database is damaged", "数据库索引已损坏")
    case .missingIndex: Wording("an index of the database is missing", "缺少数据库索引")
    case .searchIndex: Wording("the search index differs from the texts", "搜索索引与文本不一致")
    case .key: Wording("the comparison key differs from the text", "比较键与文本不一致")
    case .sortKey: Wording("the sort key differs from the text", "排序键与文本不一致")
    case .day: Wording("the day differs from the moment", "日期与时间点不一致")
    case .labelKey: Wording("a label's key differs from its text", "标签的键与文本不一致")
    case .counter: Wording("the counter is behind the highest number", "编号计数器落后于最大编号")
    case .stageMask: Wording("the stages reached differ from the visits", "到达过的阶段与阶段记录不一致")
    case .stageSince: Wording("the stage's moment differs from the visit's", "进入阶段的时间与阶段记录不一致")
    case .visitEnd: Wording("a stage visit ends where it should not", "阶段记录的结束时间不对")
    case .file: Wording("the file is damaged", "文件已损坏")
    case .unreadable: Wording("this part cannot be read", "这部分无法读取")
    case .orphan: Wording("a reference to a record that is not there", "引用了不存在的记录")
    case .labelOrphan: Wording("a label on a record that is not there", "标签属于不存在的记录")
    case .choice: Wording("a choice that nobody knows", "未知的选项")
    case .range: Wording("a figure out of its bounds", "数值超出范围")
    case .amount: Wording("an amount without its currency or worth", "金额缺少货币或折算值")
    case .log: Wording("the record differs from the last change in its log", "记录与变更日志的最后一次改动不一致")
    case .labelLog: Wording("the labels differ from the last change in their log", "标签与变更日志不一致")
    case .logOrder: Wording("changes that belong to no change set", "不属于任何变更集的改动")
    case .logGap: Wording("rows of the log are gone, though nothing was purged", "没有彻底删除过数据，变更日志却缺行")
    case .unmade: Wording("a record that nobody made", "没有创建记录的数据")
    case .lost: Wording("a record that was made and is not there", "创建过但已不存在的记录")
    case .visits: Wording("the last stage visit is not of the record's stage", "最后的阶段记录与当前阶段不符")
    }
  }
}
