import Diagnostics
import Domain

extension UserCommand {
  /// All of them, in the order of the user's own document.
  static let all: [UserCommand] = customers + contacts + leads + opportunities + tasks + reports + data + automation

  static let reports: [UserCommand] = [
    report("sales_funnel", "funnel", Wording("The sales funnel.", "销售漏斗分析。")),
    report("customer_value", "value", Wording("What customers are worth.", "客户价值分析。")),
    report("rfm_analysis", "rfm", Wording("Recency, frequency, monetary.", "RFM分析。")),
    report(
      "sales_performance", "performance", Wording("Performance by person and period.", "销售业绩分析。"),
      flags: [
        Flag(name: "sales_rep", role: .record(.user), summary: Wording("the salesperson: sales_001", "销售：sales_001"))
      ], pieces: [.given("sales_rep", [.verbatim(" for "), .value("sales_rep")])],
      example: "--period 2026-01 --sales_rep sales_001"),
    report("segment_customers", "segments", Wording("Customers by segment.", "客户分群。")),
  ]

  private static func report(
    _ name: String, _ verb: String, _ summary: Wording, flags: [Flag] = [], pieces: [Piece] = [], example: String = ""
  ) -> UserCommand {
    UserCommand(
      name: name, summary: summary,
      flags: [.text("period", "a month, quarter or year: 2026-01", "时间段：2026-01")] + flags
        + [.text("as_of", "as things stood on a day: 2026-01-31", "截至某日的情形：2026-01-31")],
      statement: [.verbatim(verb), .given("period", [.verbatim(" "), .value("period")])] + pieces
        + [.given("as_of", [.verbatim(" as of "), .value("as_of")])],
      example: example)
  }

  static let data: [UserCommand] = [
    UserCommand(
      name: "export_customers",
      summary: Wording("Write customers to a file, or to standard output.", "导出客户数据到文件，或到标准输出。"),
      flags: [
        .word(
          "format", [.init("csv"), .init("json"), .init("jsonl"), .init("markdown"), .init("xlsx")],
          "how, where no file says it", "格式"),
        .text("output", "the file; its ending says the format", "文件，扩展名决定格式"),
      ], fields: Fields(entity: .customer, use: .ask),
      statement: [
        .agreement(format: "format", file: "output"),
        .given(
          "output", [.verbatim("export find customers"), .conditions, .verbatim(" to "), .value("output")]),
        .missing(
          "output",
          [
            .verbatim("find customers"), .conditions, .verbatim(" | "), .given("format", [.value("format")]),
            .missing("format", [.verbatim("csv")]),
          ]),
      ], example: "--format csv --output customers.csv"),
    importing("import_customers", "customers", "customers.csv", Wording("Import customers from a file.", "导入客户数据。")),
    UserCommand(
      name: "backup", summary: Wording("Back the workspace up.", "数据备份。"),
      flags: [.text("backup_dir", "the folder", "备份文件夹")],
      statement: [.verbatim("backup"), .given("backup_dir", [.verbatim(" to "), .value("backup_dir")])],
      example: "--backup_dir backups/"),
    UserCommand(
      name: "restore", summary: Wording("Restore the workspace from a backup.", "从备份恢复数据。"),
      flags: [.text("backup_file", required: true, "the backup", "备份文件")],
      statement: [.verbatim("restore from "), .value("backup_file")],
      example: "--backup_file backup_20260213.json"),
  ]

  static func importing(_ name: String, _ entities: String, _ file: String, _ summary: Wording) -> UserCommand {
    UserCommand(
      name: name, summary: summary,
      flags: [
        .text("file", required: true, "the file", "文件"),
        .word(
          "on_duplicate", [.init("skip"), .init("update"), .init("fail")],
          "what becomes of records that are there",
          "遇到已有记录时"),
        .word(
          "on_missing", [.init("create"), .init("skip"), .init("fail")], "what becomes of references to nothing",
          "引用的记录不存在时"),
        Flag(
          name: "allow_missing", role: .presence,
          summary: Wording("take records without required fields", "接受缺少必填字段的记录")),
        .allowDuplicate,
        Flag(
          name: "skip_refused", role: .presence,
          summary: Wording("take the rows that can be taken; the rest go to a file", "能导入的先导入，其余写入文件")),
        .text("encoding", "utf8, gb18030 or utf16", "编码：utf8、gb18030 或 utf16"),
      ],
      statement: [
        .verbatim("import \(entities) from "), .value("file"),
        .given("on_duplicate", [.verbatim(" on duplicate "), .value("on_duplicate")]),
        // Who imports what was exported means what is new in it; the report counts what was there.
        .missing("on_duplicate", [.missing("allow_duplicate", [.verbatim(" on duplicate skip")])]),
        .given("on_missing", [.verbatim(" on missing "), .value("on_missing")]),
        .given("allow_missing", [.verbatim(" allow missing")]),
        .allowingDuplicate,
        .given("skip_refused", [.verbatim(" skip refused")]),
        .given("encoding", [.verbatim(" encoding "), .value("encoding")]),
      ], example: "--file \(file)")
  }

  static let automation: [UserCommand] = [
    UserCommand(
      name: "start_automation", summary: Wording("Start the automation service.", "启动自动化服务。"), flags: [],
      statement: [.verbatim("start automation")], example: ""),
    UserCommand(
      name: "list_automation_rules", summary: Wording("List the rules.", "查看自动化规则。"), flags: [],
      statement: [.verbatim("rules")], example: ""),
    UserCommand(
      name: "add_automation_rule", summary: Wording("Add a rule.", "添加自动化规则。"),
      flags: [
        .word(
          "trigger", required: true,
          [
            .init("lead_created", "lead created"), .init("lead_converted", "lead converted"),
            .init("customer_created", "customer created"), .init("opportunity_created", "opportunity created"),
            .init("opportunity_stage_changed", "opportunity moved"), .init("opportunity_won", "opportunity won"),
            .init("opportunity_lost", "opportunity lost"), .init("task_due_soon", "task due in 1d"),
            .init("task_overdue", "task overdue"),
          ], "when", "触发条件"),
        .word(
          "action", required: true,
          [
            .init("send_email"), .init("send_welcome_email"), .init("notify_manager"), .init("send_reminder"),
          ], "what is done", "动作"),
        Flag(name: "template", role: .name, summary: Wording("the template of the e-mail", "邮件模板")),
      ],
      statement: [
        .verbatim("rule "), .key("trigger"), .verbatim("_"), .key("action"),
        .given("template", [.verbatim("_"), .key("template")]), .verbatim(" on "), .value("trigger"),
        .verbatim(" { "),
        .choice(
          "action",
          [
            "send_email": [.verbatim("send email "), .value("template"), .verbatim(" to it.email")],
            "send_welcome_email": [.verbatim("send email welcome_email to it.email")],
            "notify_manager": [.verbatim("notify manager \"{it}\"")],
            "send_reminder": [.verbatim("notify it.owner \"{it}\"")],
          ]), .verbatim(" }"),
      ], example: "--trigger lead_created --action send_email --template welcome_email"),
  ]
}
