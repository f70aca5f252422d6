package import Language

/// The verbs of language.md section 4 as the engine will declare them, so that the grammar can be tested without it.
package enum TestVocabulary {
  package static let vocabulary = VerbVocabulary(records + sessions + exchange + unbuilt)

  private static let to = Word("to", zh: "到", "至", "给")
  private static let with = Word("with", zh: "加上", "带")

  private static let records: [VerbSignature] = [
    VerbSignature(
      "add", [Word("add", "create", zh: "添加", "新增", "创建")],
      [
        .slot("entity", .entity), .slot("values", .assignments),
        .clauses([
          [
            .word(Word("allow", zh: "允许")),
            .oneOf("allow", [.init("duplicate", Word("duplicate", "duplicates", zh: "重复"))]),
          ]
        ]),
      ], effect: .writes),
    VerbSignature(
      "update", [Word("update", zh: "更新", "修改")],
      [.slot("target", .target), .word(Word("set", zh: "设为", "设置")), .slot("values", .assignments)], effect: .writes),
    VerbSignature("delete", [Word("delete", zh: "删除")], [.slot("target", .target)], effect: .writes),
    VerbSignature("restore", [Word("restore", zh: "恢复")], [.slot("target", .target)], effect: .writes),
    VerbSignature("purge", [Word("purge", zh: "彻底删除")], [.slot("target", .target)], effect: .writes),
    VerbSignature(
      "tag", [Word("tag", zh: "打标签")], [.slot("target", .target), .word(with), .slot("tags", .values)],
      effect: .writes),
    VerbSignature(
      "untag", [Word("untag", zh: "去标签")], [.slot("target", .target), .word(with), .slot("tags", .values)],
      effect: .writes),
    VerbSignature(
      "assign", [Word("assign", zh: "分配")], [.slot("target", .target), .word(to), .slot("owner", .value)],
      effect: .writes),
    VerbSignature(
      "log", [Word("log", zh: "记录")],
      [
        .oneOf("type", interactions), .word(Word("with", zh: "与", "和")), .slot("target", .target),
        .trailing("text", .value), .clauses([[.word(Word("at", zh: "于")), .slot("at", .value)]]),
      ], effect: .writes),
    VerbSignature(
      "move", [Word("move", zh: "推进")],
      [
        .slot("target", .target), .word(to), .slot("stage", .value),
        .clauses([[.word(Word("probability", zh: "概率")), .slot("probability", .value)]]),
      ], effect: .writes),
    VerbSignature(
      "close", [Word("close", zh: "关闭")],
      [
        .slot("target", .target),
        .oneOf("outcome", [.init("won", Word("won", zh: "赢单", "成交")), .init("lost", Word("lost", zh: "输单"))]),
        .clauses([
          [.word(Word("amount", zh: "金额")), .slot("amount", .value)],
          [.word(Word("because", zh: "因为")), .slot("reason", .value)],
          [.word(to), .word(Word("competitor", zh: "竞品")), .slot("competitor", .value)],
        ]),
      ], effect: .writes),
    VerbSignature("reopen", [Word("reopen", zh: "重开")], [.slot("target", .target)], effect: .writes),
    VerbSignature("complete", [Word("complete", zh: "完成")], [.slot("target", .target)], effect: .writes),
    VerbSignature(
      "postpone", [Word("postpone", zh: "推迟")], [.slot("target", .target), .word(to), .slot("date", .value)],
      effect: .writes),
  ]

  private static let interactions: [SignatureElement.Option] = [
    .init("phone", Word("phone", zh: "电话")), .init("email", Word("email", zh: "邮件")),
    .init("meeting", Word("meeting", zh: "会议")), .init("visit", Word("visit", zh: "拜访")),
    .init("wechat", Word("wechat", zh: "微信")), .init("note", Word("note", zh: "备注")),
  ]

  private static let sessions: [VerbSignature] = [
    VerbSignature(
      "view", [Word("view", zh: "视图")], [.slot("name", .name), .equals(isOptional: false), .slot("query", .query)],
      effect: .session),
    VerbSignature(
      "delete view", [Word("delete", zh: "删除"), Word("view", zh: "视图")], [.slot("name", .name)], effect: .session),
    VerbSignature("describe", [Word("describe", zh: "描述")], [.trailing("entity", .entity)], effect: .reads),
    VerbSignature(
      "help", [Word("help", zh: "帮助")], [.trailing("topic", .name)], effect: .reads,
      holding: ["topic": .topic]),
    VerbSignature("explain", [Word("explain", zh: "解释")], [.slot("statement", .statement)], effect: .reads),
    VerbSignature(
      "set", [Word("set", zh: "设置")], [.slot("name", .name), .equals(isOptional: true), .slot("value", .value)],
      effect: .session, holding: ["name": .setting, "value": .settingValue(of: nil)]),
    VerbSignature(
      "run", [Word("run", zh: "运行")],
      [.slot("file", .value), .optional([.word(with), .slot("values", .assignments)])], effect: .writes,
      holding: ["file": .file(["crm"])]),
    VerbSignature("preview", [Word("preview", zh: "预览")], [.slot("statement", .statement)], effect: .reads),
    VerbSignature("undo", [Word("undo", zh: "撤销")], [.trailing("number", .value)], effect: .writes),
    VerbSignature("redo", [Word("redo", zh: "重做")], [.trailing("number", .value)], effect: .writes),
    VerbSignature(
      "changes", [Word("changes", zh: "变更记录")],
      [
        .trailing("number", .value),
        .clauses([
          [.word(Word("by", zh: "由")), .slot("author", .value)],
          [.word(Word("since", zh: "自")), .slot("since", .value)],
          [.word(Word("limit", zh: "限")), .slot("limit", .value)],
        ]),
      ], effect: .reads),
    VerbSignature("calendar", [Word("calendar", zh: "日历")], calendarElements, effect: .reads),
    VerbSignature("agenda", [Word("agenda", zh: "日程")], calendarElements, effect: .reads),
    VerbSignature("funnel", [Word("funnel", zh: "漏斗")], reportElements, effect: .reads),
    VerbSignature("performance", [Word("performance", zh: "业绩")], reportElements, effect: .reads),
    VerbSignature("history", [Word("history", zh: "历史")], [.slot("record", .value)], effect: .reads),
    VerbSignature("why", [Word("why", zh: "为什么")], [.slot("record", .value)], effect: .reads),
    VerbSignature("sandbox", [Word("sandbox", zh: "沙盒")], [], effect: .session),
    VerbSignature("discard", [Word("discard", zh: "放弃")], [], effect: .session),
    VerbSignature("begin", [Word("begin", zh: "开始事务")], [], effect: .session),
    VerbSignature("commit", [Word("commit", zh: "提交事务")], [], effect: .session),
    VerbSignature("rollback", [Word("rollback", zh: "回滚")], [], effect: .session),
  ]

  private static let reportElements: [SignatureElement] = [
    .clauses([
      [.slot("period", .period)], [.word(Word("for", zh: "属于")), .slot("user", .value)],
      [.word(Word("where", zh: "其中")), .slot("condition", .condition)],
      [.word(Word(phrase: ["as", "of"], zh: "截至")), .slot("day", .value)],
      [.word(Word("limit", zh: "限")), .slot("limit", .value)],
    ]), .stage("stage", .outlets),
  ]

  private static let calendarElements: [SignatureElement] = [
    .clauses([[.slot("period", .period)], [.word(Word("for", zh: "属于")), .slot("user", .value)]])
  ]

  private static let exchange: [VerbSignature] = [
    VerbSignature(
      "import", [Word("import", zh: "导入")],
      [
        .slot("entity", .entity), .word(Word("from", zh: "从")), .slot("file", .value),
        .clauses([
          [.word(Word("map", zh: "映射")), .slot("mapping", .mapping)],
          [
            .word(Word("on", zh: "若")), .word(Word("missing", zh: "缺少")),
            .oneOf("missing", options(("create", "创建"), ("skip", "跳过"), ("fail", "失败"))),
          ],
          [
            .word(Word("on", zh: "若")), .word(Word("duplicate", zh: "重复")),
            .oneOf("duplicate", options(("skip", "跳过"), ("update", "更新"), ("ask", "询问"))),
          ],
          [.word(Word("allow", zh: "允许")), .oneOf("allow", options(("missing", "缺少")))],
          [.word(Word("encoding", zh: "编码")), .slot("encoding", .value)],
          [.word(Word("delimiter", zh: "分隔符")), .slot("delimiter", .value)],
        ]),
      ], effect: .writes, holding: ["file": .file(["csv"])]),
    VerbSignature(
      "export", [Word("export", zh: "导出")], [.slot("query", .query), .word(to), .slot("file", .value)],
      effect: .outside),
  ]

  private static func options(_ pairs: (String, String)...) -> [SignatureElement.Option] {
    pairs.map { .init($0.0, Word($0.0, zh: $0.1)) }
  }

  private static let unbuilt: [VerbSignature] = [
    ("score", "评分", Effect.writes), ("convert", "转化", .writes), ("merge", "合并", .writes),
    ("rule", "规则", .writes), ("check", "检查", .writes), ("send", "发送", .outside), ("notify", "通知", .outside),
    ("watch", "监视", .reads), ("backup", "备份", .outside),
  ].map { VerbSignature($0.0, [Word($0.0, zh: $0.1)], [], effect: $0.2, isBuilt: false) }
}
