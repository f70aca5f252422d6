internal import Diagnostics
internal import Domain
internal import Query
internal import Storage

/// `doctor`: what does not agree, with record and field.
extension Interpreter {
  func checkUp() throws(Diagnostic) {
    let findings: [Finding]
    defer { session.onProgress(nil) }
    do throws(StorageError) { findings = try session.store.examine(progress: session.onProgress) } catch {
      throw error.diagnostic
    }
    session.onProgress(nil)
    if findings.isEmpty, !isForPrograms {
      face.tell(
        .notice(
          Wording(
            "sound: the file, the log, the search index and every stored key agree",
            "一切正常：数据文件、变更日志、搜索索引和存储的键都一致")))
      return
    }
    let table = table(of: findings)
    try face.present(.usual) { sink throws(Diagnostic) in
      sink.begin(table.shape)
      for row in table.rows { if !sink.row(HeldRow(cells: row)) { break } }
      sink.end()
    }
    guard !findings.isEmpty else { return }
    throw Self.unsound(findings)
  }

  /// What a repair that is written has left says at its end, so that the code at the end tells of it.
  func tellLeft() throws(Diagnostic) {
    let left = total.left
    total.left = []
    guard !left.isEmpty else { return }
    throw Self.unsound(left, isRepaired: true)
  }

  private static func unsound(_ findings: [Finding], isRepaired: Bool = false) -> Diagnostic {
    var help: [Wording] = []
    let repair = Repair(findings)
    let mendable = isRepaired ? 0 : repair.findings.count
    if repair.isHeldBack {
      help.append(
        Wording(
          "what follows from the rest is not made again where the file is damaged: it could take the place of rows",
          "数据文件损坏处不重建任何内容，以免覆盖仍可读取的记录"))
    }
    if mendable > 0 {
      help.append(
        Wording(
          "doctor repair makes again what follows from the rest: \(mendable) of \(findings.count)",
          "doctor repair 可重建其中 \(mendable) 项（共 \(findings.count) 项）"))
    }
    if mendable < findings.count {
      help.append(
        Wording(
          "nothing says how the rest should be: keep a copy of the file, then look at the records named",
          "其余无法推算：请先复制一份数据文件，再逐条查看所列记录"))
    }
    return Diagnostic(
      "unsound",
      Wording(
        findings.count == 1 ? "1 thing does not agree" : "\(findings.count) things do not agree",
        "有 \(findings.count) 项不一致"), kind: .storage,
      help: help)
  }

  private var isForPrograms: Bool {
    switch session.settings.output {
    case .json, .jsonl, .csv: true
    case .auto, .table, .card, .markdown: false
    }
  }

  /// A row for each finding.
  func table(of findings: [Finding]) -> ResultTable {
    let language = session.settings.language
    let shape = ResultShape(
      listing: [
        ("problem", "问题", .text), ("entity", "对象", .text), ("field", "字段", .text), ("records", "记录", .text),
        ("count", "数量", .integer), ("repair", "可修复", .flag),
      ], asides: ["repair", "count", "field"], zone: session.dictionary.rules.zone)
    func text(_ text: String?) -> Cell { text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }
    let repair = Repair(findings)
    let rows = findings.map { finding -> [Cell] in
      [
        .text(finding.flaw.wording.in(language)),
        text(finding.entity.map { Wording($0.pluralEnglish, $0.names.chineseName).in(language) }),
        text(finding.field.map { Wording($0.name, $0.names.chineseName).in(language) }), text(finding.place),
        .integer(Int64(finding.count)), .flag(repair.mends(finding)),
      ]
    }
    return ResultTable(shape: shape, rows: rows)
  }
}
