package import Diagnostics
internal import Domain
package import Engine
internal import Language
internal import Query
internal import Values

extension Verb {
  /// `import customers from "x.csv" map 公司 to name on missing create on duplicate skip`
  ///
  /// - Parameters:
  ///   - language: of the reasons in the file of refused rows.
  ///   - isCancelled: asked between rows; true ends the import, and nothing of it stays.
  ///   - progress: told at most ten times a second.
  package static func importRecords(
    language: UserLanguage = .english, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) -> Verb {
    let piped = PipedInput()
    return Verb(
      .importing,
      Wording(
        "reads records from a file (.csv, .json, .jsonl; tasks also from .ics, contacts from .vcf)",
        "从文件（.csv、.json、.jsonl；任务还可用 .ics，联系人还可用 .vcf）导入记录"),
      examples: [
        "import customers from \"customers.csv\"",
        "import customers from \"客户.csv\" map 公司 to name, 联系电话 to phone on duplicate update",
        "import contacts from \"contacts.csv\" on missing create allow missing encoding gb18030",
        "import customers from \"customers.json\" on duplicate skip",
        "import leads from \"leads.csv\" allow duplicate",
        "import tasks from \"calendar.ics\" on duplicate update",
        "import contacts from \"phone.vcf\" on missing create on duplicate skip",
      ]
    ) { command, planning throws(BindingError) in
      guard let request = try ImportRequest(command, planning, piped) else { return .undetermined }
      if request.isCalendar { return .change(ChangePlan([.load(try CalendarImport(request, planning))])) }
      let hooks = ImportHooks(language: language, isCancelled: isCancelled, progress: progress)
      return .change(ChangePlan([.load(try FileImport(request, planning, hooks))]))
    }
  }
}

extension VerbSignature {
  fileprivate static let importing = VerbSignature(
    "import", [Word("import", zh: "导入")],
    [
      .slot("entity", .entity), .word(Word("from", zh: "从", "自")), .slot("file", .value),
      .clauses([
        [.word(Word("map", zh: "对应", "映射")), .slot("mapping", .mapping)],
        [
          .word(Word("on", zh: "遇", "遇到")), .word(Word("missing", zh: "缺失")),
          .oneOf(
            "missing",
            [
              .init("create", Word("create", zh: "新建", "创建")), .init("skip", Word("skip", zh: "跳过")),
              .init("fail", Word("fail", zh: "拒绝", "失败")),
            ]),
        ],
        [
          .word(Word("on", zh: "遇", "遇到")), .word(Word("duplicate", zh: "重复")),
          .oneOf(
            "duplicate",
            [
              .init("skip", Word("skip", zh: "跳过")), .init("update", Word("update", zh: "更新")),
              .init("ask", Word("ask", zh: "询问")),
              .init("fail", Word("fail", zh: "拒绝", "失败")),
            ]),
        ],
        [
          .word(Word("allow", zh: "允许")),
          .oneOf("allow", [.init("missing", Word("missing", zh: "缺失", "空缺"))]),
        ],
        [
          .word(Word("allow", zh: "允许")),
          .oneOf("doubles", [.init("duplicate", Word("duplicate", "duplicates", zh: "重复"))]),
        ],
        [
          .word(Word("skip", zh: "跳过")),
          .oneOf("skip", [.init("refused", Word("refused", zh: "被拒行", "被拒"))]),
        ],
        [.word(Word("encoding", zh: "编码")), .slot("encoding", .value)],
        [.word(Word("delimiter", zh: "分隔符")), .slot("delimiter", .value)],
      ]),
    ], effect: .writes,
    holding: [
      "file": .file(["csv", "txt", "tsv", "json", "jsonl", "ics", "vcf"]),
      "encoding": .words(["utf8", "gb18030", "utf16"].map { Word($0) }),
      "delimiter": .words([Word("tab", zh: "制表符"), Word("comma", zh: "逗号"), Word("semicolon", zh: "分号")]),
    ])
}

/// What an import asks and tells while it runs.
struct ImportHooks: Sendable {
  let language: UserLanguage
  let isCancelled: @Sendable () -> Bool
  let progress: @Sendable (ImportProgress) -> Void
}

/// How far an import is.
package struct ImportProgress: Sendable {
  package let file: String
  package let bytesRead: Int
  /// Nil for a pipe.
  package let totalBytes: Int?
  package let rows: Int
  /// Rows a second, since the beginning.
  package let rate: Double
  /// The rows are read, and the indexes are built.
  package let isIndexing: Bool
}
