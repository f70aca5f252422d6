internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `export find customers to "customers.csv"`
  package static let export = Verb(
    VerbSignature(
      "export", [Word("export", zh: "导出")],
      [.slot("query", .query), .word(Word("to", zh: "到", "至")), .slot("file", .value)], effect: .outside,
      holding: ["file": .file(["csv", "json", "jsonl", "md", "ics", "vcf"])]),
    Wording(
      "writes the rows of a query to a file (.csv, .json, .jsonl, .md; tasks also .ics, contacts .vcf)",
      "把查询结果写入文件（.csv、.json、.jsonl、.md；任务还可用 .ics，联系人还可用 .vcf）"),
    examples: [
      "export find customers where industry = 软件 to \"customers.csv\"",
      "export find tasks where status = pending to \"tasks.ics\"",
      "export find contacts to \"contacts.vcf\"",
    ]
  ) { command, planning throws(BindingError) in
    guard case .query(let query)? = command["query"], case .value(let file)? = command["file"] else {
      return .undetermined
    }
    let bound = try planning.binder.bindQuery(query)
    return .export(bound, path: try planning.path(writing: try planning.text(file), file.span), query)
  }

  /// `export calendar 2026-03 for sales_001 to "march.ics"`
  package static let exportCalendar = Verb(
    VerbSignature(
      "export calendar", [Word("export", zh: "导出"), Word("calendar", zh: "日历")],
      [
        .clauses([
          [.slot("period", .period)], [.word(Word("for", zh: "属于", "针对")), .slot("user", .value)],
          [.word(Word("where", zh: "其中")), .slot("condition", .condition)],
        ]), .word(Word("to", zh: "到", "至")), .slot("file", .value),
      ], effect: .outside,
      holding: ["period": .period, "user": .user, "condition": .records(["task"]), "file": .file(["ics"])]),
    Wording(
      "writes the tasks of a month or week to a calendar file (.ics), with those that come again in it",
      "把一个月或一周的任务（含将重复的）写入日历文件（.ics）"),
    examples: ["export calendar 2026-03 to \"march.ics\"", "export calendar this week for sales_001 to \"week.ics\""]
  ) { command, planning throws(BindingError) in
    guard case .value(let file)? = command["file"] else { return .undetermined }
    let request = try planning.calendar(command, isAgenda: false)
    let name = try planning.text(file)
    guard planning.isCheck || name.lowercased().hasSuffix(".ics") else {
      throw .failed(
        Diagnostic(
          "not-a-calendar", Wording("a calendar is written as .ics", "日历只能写成 .ics 文件"), kind: .failure,
          at: .init(file.span),
          help: [Wording("tables: export find tasks … to \"x.csv\"", "表格：导出 查找 任务 … 到 \"x.csv\"")]))
    }
    return .exportCalendar(request, path: try planning.path(writing: name, file.span))
  }
}
