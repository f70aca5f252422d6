package import Diagnostics
internal import Domain
internal import Language
internal import Values

extension String {
  /// `a opportunity` as `an opportunity`.
  var articled: String {
    var text = self
    for vowel in ["e", "i", "o"] where text.contains("a \(vowel)") {
      text = text.hasPrefix("a \(vowel)") ? "an " + text.dropFirst(2) : text
      text = text.replacing(" a \(vowel)", with: " an \(vowel)")
    }
    return text
  }
}

extension BindingError {
  /// The error in its own words.
  package func diagnostic() -> Diagnostic {
    func make(
      _ code: String, _ message: Wording, _ span: SourceSpan, label: Wording? = nil, help: [Wording] = [],
      kind: Diagnostic.Kind = .usage
    ) -> Diagnostic {
      Diagnostic(code, message, kind: kind, at: .init(span, label), help: help)
    }
    let near = SyntaxError.didYouMean
    switch self {
    case .unknownEntity(let name, let suggestions, let span):
      return make(
        "unknown-entity", Wording("there are no “\(name)”", "没有“\(name)”这种对象"), span, label: near(suggestions),
        help: [Wording("describe lists them", "输入 说明 查看全部对象")])
    case .unknownField(let name, let entity, let suggestions, let span):
      return make(
        "unknown-field",
        Wording("\(entity.pluralEnglish) have no field “\(name)”", "\(entity.names.chineseName)没有“\(name)”字段"), span,
        label: near(suggestions), help: [Wording(verbatim: "describe \(entity.pluralEnglish)")])
    case .relationAsField(let name, let relation, let entity, let span):
      return make(
        "relation-as-field",
        Wording(
          "a \(entity.names.englishName) may have many \(name)".articled, "一个\(entity.names.chineseName)可以有多个\(name)"),
        span,
        help: [
          Wording(verbatim: "count(\(relation.name)) > 0"),
          Wording(
            "find \(entity.pluralEnglish) with \(relation.name) (…)",
            "查找 \(entity.names.chineseName) 带有 \(relation.name) (…)"),
        ])
    case .unknownRelation(let name, let entity, let suggestions, let span):
      return make(
        "unknown-relation",
        Wording(
          "nothing called “\(name)” belongs to \(entity.pluralEnglish)", "\(entity.names.chineseName)下没有“\(name)”"),
        span,
        label: near(suggestions), help: [Wording(verbatim: "describe \(entity.pluralEnglish)")])
    case .notAReference(let name, let entity, let span):
      return make(
        "not-a-reference",
        Wording(
          "“\(name)” of \(entity.pluralEnglish) leads to no other record",
          "\(entity.names.chineseName)的“\(name)”不指向其他记录"),
        span)
    case .pathTooLong(let span):
      return make("path-too-long", Wording("a path has at most five dots", "路径最多五级"), span)
    case .unknownFunction(let name, let suggestions, let span):
      return make(
        "unknown-function", Wording("there is no function “\(name)”", "没有“\(name)”函数"), span, label: near(suggestions),
        help: [
          Wording(
            "count sum avg min max latest first any all; put text with parentheses into quotes",
            "可用 count sum avg min max latest first any all；带括号的文本请加引号")
        ])
    case .wrongCount(let name, let count, let span):
      return make(
        "wrong-arguments",
        Wording("\(name) takes \(count) \(count == 1 ? "argument" : "arguments")", "\(name) 需要 \(count) 个参数"), span)
    case .wrongArguments(let name, let expected, let span):
      return make("wrong-arguments", Wording("\(name) takes \(expected)", "\(name) 的用法是 \(expected)"), span)
    case .unknownVariable(let name, let suggestions, let span):
      return make(
        "unknown-variable", Wording("$\(name) has no value here", "$\(name) 在这里没有值"), span,
        label: near(suggestions.map { "$\($0)" }), help: [Wording(verbatim: Self.apart(name) ?? "let $\(name) = …")])
    case .noSuchRow(let row, let count, let span):
      return make(
        "no-such-row",
        Wording(
          count == 1 ? "the last result has one row, no $\(row)" : "the last result has \(count) rows, no $\(row)",
          "上一个结果只有 \(count) 行，没有第 \(row) 行"), span,
        help: count == 0 ? [] : [Wording(verbatim: count == 1 ? "$1" : "$1 … $\(count)")])
    case .noResultYet(let span):
      return make("no-result", Wording("there is no result yet", "还没有查询结果"), span)
    case .unknownView(let name, let suggestions, let span):
      return make(
        "unknown-view", Wording("there is no view “\(name)”", "没有名为“\(name)”的视图"), span,
        label: near(suggestions.map { "@\($0)" }), help: [Wording(verbatim: "view \(name) = find …")])
    case .circularView(let name, let span):
      return make(
        "circular-view", Wording("the view “\(name)” would ask itself", "视图“\(name)”会引用它自己"), span,
        help: [Wording(verbatim: "view \(name) = find …")])
    case .insideView(let name, let inner, let span):
      return Diagnostic(
        inner.code,
        Wording(
          "the view “\(name)” no longer fits: \(inner.message.english)",
          "视图“\(name)”已失效：\(inner.message.chinese)"), kind: inner.kind, at: .init(span),
        help: [Wording(verbatim: "view \(name) = find …"), Wording(verbatim: "delete view \(name)")])
    case .value(let error, let field, let entity, let span):
      return FieldValueWording(field: field, entity: entity).diagnostic(error, at: span)
    case .noSuchRecord(let reference, let span):
      return make(
        "no-such-record", Wording("there is no \(reference)", "没有 \(reference)"), span, help: Self.list(of: reference),
        kind: .failure)
    case .inRecycleBin(let reference, let span):
      return make(
        "deleted-record", Wording("\(reference) lies in the recycle bin", "\(reference) 在回收站里"), span,
        help: [Wording(verbatim: "restore \(reference)")], kind: .failure)
    case .notInRecycleBin(let reference, let span):
      return make(
        "not-deleted", Wording("\(reference) is not in the recycle bin", "\(reference) 不在回收站里"), span,
        help: [Wording(verbatim: "delete \(reference)")], kind: .failure)
    case .stillReferred(let entity, let ids, let referrers, let span):
      return stillReferred(entity, ids, referrers, span)
    case .contradiction(let field, let value, let other, let otherValue, let span):
      return make(
        "contradiction",
        Wording(
          "\(field.name) \(value) and \(other.name) \(otherValue) contradict each other",
          "\(field.names.chineseName)“\(value)”与\(other.names.chineseName)“\(otherValue)”互相矛盾"), span,
        help: [Wording("set one of them; the other follows", "只设置其中一个，另一个会随之改变")])
    case .wrongOperator(let sign, let type, let chinese, let help, let span):
      return make(
        "wrong-operator", Wording("“\(sign)” does not go with \(type)", "“\(sign)”不能用于\(chinese)"), span,
        help: help.map { [$0] } ?? [])
    case .notComparable(let span):
      return make(
        "not-comparable", Wording("these two cannot be compared", "两边的类型不同，不能比较"), span)
    case .mismatch(let left, let right, let span):
      let (one, other) = (left.wording, right.wording)
      return make(
        "not-comparable",
        Wording("\(one.english) cannot be compared with \(other.english)", "\(one.chinese)不能与\(other.chinese)比较"), span)
    case .wrongArithmetic(let sign, let left, let right, let span):
      let (one, other) = (left.wording, right.wording)
      return make(
        "wrong-operator",
        Wording("\(one.english) \(sign) \(other.english) means nothing", "\(one.chinese) \(sign) \(other.chinese)没有意义"),
        span)
    case .percentOfWhat(let sign, let percent, let span):
      let whole = ExactDecimal(100)
      let product = (sign == .minus ? percent.negated : percent).flatMap { whole.adding($0) }
      return make(
        "percent-of-what",
        Wording("“\(sign.rawValue) \(percent)%” of what?", "“\(sign.rawValue) \(percent)%”是谁的百分之几？"), span,
        help: product.map { [Wording("multiply: … * \($0)%", "请用乘法：… * \($0)%")] } ?? [])
    case .notACondition(let field, let span):
      let name = field?.name ?? "…"
      return make(
        "not-a-condition", Wording("this is no condition", "这不是条件"), span,
        help: [
          Wording("compare it: \(name) = …, \(name) > …, \(name) is empty", "请写成比较：\(name) = …、\(name) > …、\(name) 为空")
        ])
    case .aggregateInRow(let name, let meant, let span):
      return make(
        "aggregate-in-row", Wording("\(name) needs groups or a relation here", "\(name) 在这里需要分组或关联对象"), span,
        help: meant.map { [Wording(verbatim: $0)] } ?? [
          Wording("group by …, or count(contacts)", "可以加 group by …，或写 count(contacts)")
        ])
    case .groupsAreNoRecords(let stage, let span):
      return make(
        "not-records", Wording("`\(stage)` takes records, not groups or figures", "\(stage) 只能用于记录，不能用于分组或统计"), span,
        help: [Wording(verbatim: "find … | \(stage) …")])
    case .notInGroup(let name, let span):
      return make(
        "not-in-group", Wording("“\(name)” differs inside a group", "“\(name)”在一组内有多个值"), span,
        help: [Wording("group by it, or take max(\(name))", "请按它分组，或用 max(\(name))")])
    case .clauseWithoutGroup(let clause, let span):
      return make(
        "clause-without-group", Wording("`\(clause)` needs `group by`", "\(clause) 需要先 group by"), span,
        help: clause == "having" ? [Wording("use `where` for records", "筛选记录请用 where")] : [])
    case .emptyOrderComparison(let span):
      return make(
        "empty-order", Wording("nothing is smaller or larger than empty", "空值不能比较大小"), span,
        help: [Wording("is empty  ·  is not empty", "is empty（为空） · is not empty（不为空）")])
    case .missingSelection(let entity, let verb, let span):
      return make(
        "missing-selection",
        Wording("which \(entity.pluralEnglish)?", "要操作哪些\(entity.names.chineseName)？"), span,
        help: [
          Wording(verbatim: "\(verb) \(entity.pluralEnglish) where …"),
          Wording(
            "\(verb) \(entity.pluralEnglish) all takes every one of them", "\(verb) \(entity.pluralEnglish) all 表示全部"),
        ])
    case .derivedField(let field, let entity, let span):
      return make(
        "derived-field",
        Wording(
          "\(field.name) of \(entity.pluralEnglish) is worked out, never set",
          "\(entity.names.chineseName)的\(field.names.chineseName)由系统计算，不能设置"), span)
    case .guidedField(let field, _, let verb, let span):
      return make(
        "guided-field",
        verb == nil
          ? Wording("\(field.name) is kept by the program, never set", "\(field.names.chineseName)由系统维护，不能设置")
          : Wording("\(field.name) is set by its own verb", "\(field.names.chineseName)由专门的命令设置"), span,
        help: verb.map { [Wording(verbatim: $0)] } ?? [])
    case .missingFields(let fields, let entity, let span):
      let english = fields.map(\.name).joined(separator: ", ")
      let chinese = fields.map(\.names.chineseName).joined(separator: "、")
      let place = fields.compactMap(\.place).first
      return make(
        "missing-field",
        Wording("a \(entity.names.englishName) needs \(english)".articled, "\(entity.names.chineseName)必须有\(chinese)"),
        span,
        help: place.map {
          [Wording("required by \($0.file):\($0.line)", "由配置 \($0.file) 第 \($0.line) 行规定")]
        } ?? [Wording(verbatim: fields.map { "\($0.name) = …" }.joined(separator: ", "))])
    case .wrongKind(let field, let type, let span):
      return make(
        "wrong-kind",
        Wording(
          "\(field.name) does not take \(type.wording.english)", "\(field.names.chineseName)不能是\(type.wording.chinese)"),
        span)
    case .computedMisfit(let field, let reference, let span):
      var english = "what \(field.name) of \(reference) would become does not fit"
      var chinese = "\(reference) 的\(field.names.chineseName)计算结果超出范围"
      if case .integer(let range) = field.type {
        english = "\(field.name) of \(reference) would not lie between \(range.lowerBound) and \(range.upperBound)"
        chinese = "\(reference) 的\(field.names.chineseName)将不在 \(range.lowerBound) 到 \(range.upperBound) 之间"
      }
      return make("out-of-range", Wording(english, chinese), span, kind: .failure)
    case .unknownName(let name, let suggestions, let span):
      return make(
        "unknown-name", Wording("nothing is called “\(name)” here", "这里没有叫“\(name)”的变量或字段"), span,
        label: near(suggestions),
        help: suggestions.isEmpty
          ? [
            Wording(
              "between braces stand $variables and fields of `it`; a brace itself is {{",
              "花括号里写 $变量 或 it 的字段；花括号本身写作 {{")
          ] : [])
    case .divisionByZero(let reference, let span):
      return make(
        "division-by-zero",
        Wording(
          "this divides by zero" + (reference.map { " for \($0)" } ?? ""),
          (reference.map { "\($0) 的计算" } ?? "这里") + "除以了零"), span,
        help: reference.map {
          [Wording("nothing was written; leave \($0) out by a condition", "没有写入任何内容；可用条件排除 \($0)")]
        } ?? [], kind: .failure)
    case .otherCurrency(let field, let reference, let currency, let span):
      return make(
        "other-currency",
        Wording(
          "\(field.name) of \(reference) is in \(currency.code), and this reckons in another currency",
          "\(reference) 的\(field.names.chineseName)以 \(currency.code) 计，这里却用了其他货币"), span,
        help: [
          Wording(
            "a bare number is in the record's own currency: \(field.name) += 10",
            "不带货币的数字按记录自己的货币计：\(field.name) += 10"),
          Wording(
            "or write the amount whole: update \(reference) set \(field.name) = 100 \(currency.code)",
            "或直接写出金额：update \(reference) set \(field.name) = 100 \(currency.code)"),
        ], kind: .failure)
    case .notAList(let field, let span):
      return make(
        "not-a-list", Wording("\(field.name) holds one value", "\(field.names.chineseName)只能有一个值"), span,
        help: [Wording(verbatim: "\(field.name) = …")])
    case .duplicateField(let field, let span):
      return make(
        "duplicate-field", Wording("\(field.name) is set twice", "\(field.names.chineseName)设置了两次"), span)
    case .wrongTarget(let verb, let expected, let found, let span):
      return make(
        "wrong-target",
        Wording(
          "`\(verb)` acts on \(expected.map(\.pluralEnglish).joined(separator: ", ")), not on \(found.pluralEnglish)",
          "`\(verb)` 只能用于\(expected.map(\.names.chineseName).joined(separator: "、"))，不能用于\(found.names.chineseName)"),
        span)
    case .notARecord(let type, let span):
      return make(
        "not-a-record",
        Wording("a record is wanted here, this is \(type.wording.english)", "这里要用记录，而它是\(type.wording.chinese)"),
        span)
    case .noSubject(let span):
      return make("no-subject", Wording("there is no `it` here", "这里没有 it 所指的记录"), span)
    case .useNotBuilt(let what, let span):
      return make(
        "not-built", Wording("\(what.english) is not built yet", "\(what.chinese)尚未实现"), span)
    case .notBuilt(let what, let span):
      return make("not-built", Wording("\(what) is not built yet", "\(what) 尚未实现"), span)
    case .notUnique(let name, let candidates, let span):
      return make(
        "not-unique", Wording("“\(name)” names several records", "“\(name)”对应多条记录"), span,
        help: [Wording(verbatim: candidates.prefix(10).joined(separator: "  "))], kind: .failure)
    case .sealedSearch(let field, let span):
      return make(
        "sealed-search",
        Wording("\(field.name) is found whole or by its end only", "\(field.names.chineseName)只能按完整内容或末尾查找"), span,
        help: [
          Wording(
            "a phone by its whole number or last four digits, an e-mail whole or by its domain",
            "电话按完整号码或后四位，邮箱按完整地址或域名")
        ])
    case .badPattern(let why, let span):
      return make(
        "bad-pattern",
        Wording("this is no pattern: \(why.wording.english)", "正则表达式有误：\(why.wording.chinese)"), span,
        help: why.help.map { [$0] } ?? [])
    case .wrongLimit(let text, let span):
      return make(
        "wrong-limit", Wording("“\(text)” is no count of rows", "“\(text)”不是行数"), span,
        help: [Wording(verbatim: "limit 20")])
    case .past(let error, let span): return error.diagnostic(at: span)
    case .failed(let diagnostic): return diagnostic.located(at: .zero)
    }
  }

  private func stillReferred(
    _ entity: Entity, _ ids: [Int64], _ referrers: [(entity: Entity, field: Field, count: Int64)], _ span: SourceSpan
  ) -> Diagnostic {
    let english = referrers.map {
      "\($0.count) \($0.count == 1 ? $0.entity.names.englishName : $0.entity.pluralEnglish)"
    }
    let chinese = referrers.map { "\($0.count) 个\($0.entity.names.chineseName)" }
    let subject = ids.count == 1 ? entity.reference(ids[0]) : nil
    let statements = referrers.prefix(3).map { referrer in
      let which =
        subject
        ?? "(\(ids.prefix(3).map { entity.reference($0) }.joined(separator: ", "))\(ids.count > 3 ? ", …" : ""))"
      return
        "update \(referrer.entity.pluralEnglish) where \(referrer.field.name) \(subject == nil ? "in" : "=") \(which) "
        + "set \(referrer.field.name) = empty"
    }
    return Diagnostic(
      "still-referred",
      Wording(
        "\(subject ?? "these \(entity.pluralEnglish)") cannot go for good: \(english.joined(separator: ", ")) still \(referrers.count == 1 && referrers[0].count == 1 ? "refers" : "refer") to \(subject == nil ? "them" : "it")",
        "\(subject ?? "这些\(entity.names.chineseName)")还不能彻底删除：仍有\(chinese.joined(separator: "、"))引用"), kind: .failure,
      at: .init(span),
      help: statements.map { Wording(verbatim: $0) })
  }
}

extension BindingError {
  /// What shows the records among which one was sought.
  package static func list(of reference: String) -> [Wording] {
    guard let entity = DataDictionary.builtIn.first(where: { $0.number(of: reference) != nil }) else { return [] }
    return [Wording("find \(entity.pluralEnglish)", "查找 \(entity.names.chineseName)")]
  }
}

extension BindingError {
  /// `$n天后`, where `$n 天后` was meant: a name goes on with every letter.
  fileprivate static func apart(_ name: String) -> String? {
    for unit in ["天", "周", "个月", "月", "年", "小时", "分钟"] {
      for way in ["前", "后"] where name.hasSuffix(unit + way) && name.count > unit.count + 1 {
        return "$\(name.dropLast(unit.count + 1)) \(unit)\(way)"
      }
    }
    return nil
  }
}
