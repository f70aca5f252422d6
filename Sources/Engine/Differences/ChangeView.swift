internal import Diagnostics
internal import Domain
internal import Layout
package import Query
package import Storage
internal import Values

/// What change sets did or would do, as a person looks at it before and after: how much, field by field in all, and the
/// first records as they become.
package struct ChangeView: Sendable {
  package let count: DifferenceCount
  /// Per field: how many records, and for figures their sums before and after.
  package let totals: ResultTable
  package let sample: ResultTable
  /// Records that the sample leaves out.
  package let hidden: Int

  /// So many records are shown before somebody asks for all.
  package static let shown = 5
}

extension Session {
  package func changeView(of sets: ClosedRange<Int64>) throws(StorageError) -> ChangeView {
    let count = try store.differenceCount(in: sets)
    let sample = try store.differences(in: sets, limit: ChangeView.shown)
    let touched = count.made + count.changed + count.removed
    return ChangeView(
      count: count, totals: table(of: try store.fieldTotals(in: sets)),
      sample: DifferenceTable(self).table(sample), hidden: max(0, touched - sample.count))
  }

  private func table(of totals: [FieldTotal]) -> ResultTable {
    // Sums stand only where something adds up.
    let hasSums = totals.contains { $0.before != nil }
    let columns: [(String, String, ColumnType)] = [
      ("entity", "实体", .text), ("field", "字段", .text), ("records", "记录数", .integer), ("before", "之前合计", .number),
      ("after", "之后合计", .number),
    ]
    let shape = ResultShape(listing: hasSums ? columns : Array(columns.prefix(3)), zone: dictionary.rules.zone)
    let isChinese = settings.language == .chinese
    let values = LoggedValues(self)
    return ResultTable(
      shape: shape,
      rows: totals.map { total in
        let row: [Cell] = [
          .text(isChinese ? total.entity.names.chineseName : total.entity.pluralEnglish),
          .text(isChinese ? total.field.names.chineseName : total.field.name), .integer(Int64(total.records)),
          total.before.map { values.cell(.integer($0), of: total.field) } ?? .empty,
          total.after.map { values.cell(.integer($0), of: total.field) } ?? .empty,
        ]
        return Array(row.prefix(shape.columns.count))
      })
  }
}
