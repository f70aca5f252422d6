internal import Diagnostics
internal import Domain

/// What is worth knowing of an import's rows, each with its count.
struct ImportRemarks {
  var leftEmpty: [Field: Int] = [:]
  /// Records made because rows referred to them.
  var made: [Entity: Int] = [:]
  /// Records made of what stands inside rows, and rows in which they were left alone.
  var nested: [Entity: Int] = [:]
  var nestedLeft: [Entity: Int] = [:]
  var skippedDoubles = 0
  var skippedForReference = 0
  var unchanged = 0
  /// Contacts that are no longer the primary one, because a row of the file is.
  var lostPrimacy = 0
  /// The configured assignee, where nothing can be given to them; and rows that stand without one.
  var unassignable: String?
  var unassigned = 0
  /// Opportunities whose probability followed from their outcome, and not from the row.
  var madeCertain = 0
  /// Records that are over and whose rows say no day of it.
  var guessed: [ClosingGuess: Int] = [:]
  private var read: [(count: Int, text: Wording)] = []

  mutating func add(_ cell: CellReader) {
    let field = cell.column.field
    for alias in cell.aliases {
      read.append(
        (
          alias.count,
          Wording(
            "\(field.name): \(alias.text) read as \(alias.choice)",
            "\(field.names.chineseName)：\(alias.text) 读作 \(alias.choice)")
        ))
    }
  }

  mutating func add(ignored fields: [Field], rows: Int) {
    for field in fields {
      read.append(
        (
          rows,
          Wording("\(field.name) is worked out, the column was passed over", "\(field.names.chineseName)由系统计算，该列未导入")
        ))
    }
  }

  var listed: [(count: Int, text: Wording)] {
    var all = read
    for (entity, count) in made.sorted(by: { $0.key.key < $1.key.key }) {
      let english = count == 1 ? entity.names.englishName : entity.pluralEnglish
      all.append((count, Wording("\(english) made because rows name them", "\(entity.names.chineseName)因被引用而新建")))
    }
    for (entity, count) in nested.sorted(by: { $0.key.key < $1.key.key }) {
      let english = count == 1 ? entity.names.englishName : entity.pluralEnglish
      all.append(
        (count, Wording("\(english) made with the records they stand in", "\(entity.names.chineseName)随所属记录一同新建")))
    }
    for (entity, count) in nestedLeft.sorted(by: { $0.key.key < $1.key.key }) {
      all.append(
        (
          count,
          Wording(
            "rows were there already: the \(entity.pluralEnglish) inside them are left out",
            "行的记录已存在：其中的\(entity.names.chineseName)未导入")
        ))
    }
    for (field, count) in leftEmpty.sorted(by: { $0.key.key < $1.key.key }) {
      all.append((count, Wording("\(field.name) left empty", "\(field.names.chineseName)为空")))
    }
    let assignee = unassignable ?? ""
    for (count, text) in [
      (lostPrimacy, Wording("no longer the primary contact: a later row of the customer is", "不再是主要联系人：同一客户后面的一行才是")),
      (
        unassigned,
        Wording(
          "tasks have no assignee: tasks.default_assignee \(assignee) is not there or not active",
          "任务没有负责人：tasks.default_assignee 的 \(assignee) 不存在或已停用")
      ),
      (
        madeCertain,
        Wording(
          "won and lost opportunities: their probability is 100 and 0, whatever the file says",
          "已赢单或输单的商机：概率取 100 或 0，不取文件中的值")
      ),
      (
        guessed[.expected] ?? 0,
        Wording(
          "closed opportunities say no day of it: closed_at is their expected_close_date; map a column to closed_at where the file has it",
          "已结束的商机没有写明日期：成交日期取预计成交日期；文件中若有该列，请用 map … to closed_at 指明")
      ),
      (
        guessed[.today] ?? 0,
        Wording(
          "closed opportunities say no day of it: closed_at is today; map a column to closed_at where the file has it",
          "已结束的商机没有写明日期：成交日期取今天；文件中若有该列，请用 map … to closed_at 指明")
      ),
      (
        guessed[.unknown] ?? 0,
        Wording(
          "completed tasks say no day of it: completed_at is left empty; map a column to completed_at where the file has it",
          "已完成的任务没有写明日期：完成时间留空；文件中若有该列，请用 map … to completed_at 指明")
      ),
      (skippedDoubles, Wording("rows skipped: the record is there already", "行已跳过：记录已存在")),
      (skippedForReference, Wording("rows skipped: what they refer to is missing", "行已跳过：引用的记录不存在")),
      (unchanged, Wording("rows say what the records say already", "行与现有记录一致")),
    ] where count > 0 { all.append((count, text)) }
    return all
  }
}
