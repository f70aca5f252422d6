internal import Diagnostics
internal import Domain
internal import Engine

/// What became of an import, in a few lines.
struct LoadReportText {
  let report: LoadReport
  let language: UserLanguage

  var text: String {
    var lines = [summary]
    for remark in report.remarks { lines.append("  \(remark.count) × \(remark.text.in(language))") }
    lines += report.notices.map { "  " + $0.in(language) }
    if !report.ignoredColumns.isEmpty {
      let names = report.ignoredColumns.joined(separator: ", ")
      lines.append("  " + Wording("columns left out: \(names)", "未导入的列：\(names)").in(language))
    }
    if let file = report.refusedFile {
      lines.append("  " + Wording("refused rows: \(file)", "被拒绝的行：\(file)").in(language))
    }
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    let counts = [
      (report.created, Wording("created", "新建")), (report.updated, Wording("updated", "更新")),
      (report.skipped, Wording("skipped", "跳过")), (report.refused, Wording("refused", "拒绝")),
    ].filter { $0.0 > 0 }.map { language == .english ? "\($0.0) \($0.1.english)" : "\($0.1.chinese) \($0.0)" }
    let name = Wording(report.entity.pluralEnglish, report.entity.names.chineseName).in(language)
    let figures = counts.isEmpty ? Wording("nothing", "无").in(language) : language.joined(counts)
    return Wording(
      "\(report.file): \(report.read) rows read, \(name): \(figures)",
      "\(report.file)：读取 \(report.read) 行，\(name)\(figures)"
    ).in(language)
  }
}
