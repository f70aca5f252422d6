internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `export find customers to "customers.csv"`
  package static let export = Verb(
    VerbSignature(
      "export", [Word("export", zh: "导出")],
      [.slot("query", .query), .word(Word("to", zh: "到", "至")), .slot("file", .value)], effect: .outside),
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
}
