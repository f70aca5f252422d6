package import Diagnostics
package import Language
package import Query

/// A verb of the language: how it is said, what it is for, and the plan that it makes of a command.
package struct Verb: Sendable {
  package let signature: VerbSignature
  package let summary: Wording
  package let examples: [String]
  package let plan: @Sendable (Command, Planning) throws(BindingError) -> Plan

  package init(
    _ signature: VerbSignature, _ summary: Wording, examples: [String],
    plan: @escaping @Sendable (Command, Planning) throws(BindingError) -> Plan
  ) {
    self.signature = signature
    self.summary = summary
    self.examples = examples
    self.plan = plan
  }

  package var name: String { signature.verb }
}

/// What a bound statement is going to do. Guard, permission, preview, execution and the log act on this, once.
package enum Plan: Sendable {
  /// A check without a workspace could not know more.
  case undetermined
  case change(ChangePlan)
  case session(SessionEffect)
  case report(ReportRequest)
  /// The rows of a query written to a file.
  case export(BoundQuery, path: String, Language.Query)
  /// The tasks of a calendar's days: which they are shows when the days of their rules are worked out.
  case exportCalendar(CalendarRequest, path: String)
}

/// The verbs that a program has: the Engine's own and those that other rooms bring.
package struct VerbCatalogue: Sendable {
  package let verbs: [Verb]
  package let vocabulary: VerbVocabulary
  private let byName: [String: Int]

  package init(_ verbs: [Verb]) {
    self.verbs = verbs
    vocabulary = VerbVocabulary(verbs.map(\.signature) + UnbuiltVerbs.signatures)
    byName = [String: Int](verbs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func verb(_ name: String) -> Verb? { byName[name].map { verbs[$0] } }

  /// The Engine's own, in the order in which help lists them.
  package static let engine: [Verb] = [
    .add, .update, .delete, .restore, .purge, .tag, .untag, .assign, .log, .score, .convert, .disqualify, .move, .close,
    .reopen, .complete, .postpone, .calendar, .agenda,
    .funnel, .rfm, .value, .segments, .performance, .view, .deleteView, .export, .exportCalendar, .undo, .redo,
    .changes,
    .history, .why, .describe, .help, .explain,
    .set, .doctor,
    .doctorRepair, .run, .pause, .ask, .record, .preview, .begin, .commit, .rollback, .sandbox, .diff, .discard,
  ]
}

/// Words that the language reserves for what comes later: they answer with a diagnostic of their own.
package enum UnbuiltVerbs {
  package static let signatures: [VerbSignature] =
    [
      ("watch", "监视"),
      ("merge", "合并"),
      ("duplicates", "查重"), ("backup", "备份"), ("verify", "校验"),
      ("conversion", "转化率"), ("churn", "流失"), ("distribution", "分布"),
      ("forecast", "预测"), ("report", "报表"), ("send", "发送"), ("notify", "通知"), ("call", "调用"), ("rule", "规则"),
      ("rules", "规则列表"), ("check", "检查"), ("enable", "启用"), ("disable", "停用"), ("runs", "运行记录"), ("retry", "重试"),
      ("rehearse", "演练"),
    ].map { VerbSignature($0.0, [Word($0.0, zh: $0.1)], [], effect: .reads, isBuilt: false) }
    + [
      VerbSignature(
        "start automation", [Word("start", zh: "启动"), Word("automation", zh: "自动化")], [], effect: .session,
        isBuilt: false),
      VerbSignature(
        "restore from", [Word("restore", zh: "恢复"), Word("from", zh: "从")], [], effect: .writes, isBuilt: false),
      VerbSignature(
        "delete rule", [Word("delete", zh: "删除"), Word("rule", zh: "规则")], [], effect: .writes, isBuilt: false),
    ]
}
