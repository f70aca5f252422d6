package import Diagnostics
package import Domain
internal import Language
package import Values

/// Words for what is wrong with a value, with the way out: choices, the nearest one, the corrected spelling.
package struct FieldValueWording: Sendable {
  package let field: Field?
  package let entity: Entity?

  package init(field: Field?, entity: Entity?) {
    self.field = field
    self.entity = entity
  }

  private var english: String { field?.name ?? "it" }
  private var chinese: String { field?.names.chineseName ?? "它" }

  package func diagnostic(_ error: FieldValueError, at span: SourceSpan?) -> Diagnostic {
    func make(_ code: String, _ message: Wording, label: Wording? = nil, help: [Wording] = []) -> Diagnostic {
      Diagnostic(code, message, kind: .failure, at: span.map { .init($0, label) }, help: help)
    }
    switch error {
    case .notAChoice(let text, let field): return notAChoice(text, field, make)
    case .notANumber(let text, let reason):
      return make(
        "not-a-number", Wording("“\(text)” is no number", "“\(text)”不是数字"),
        help: reason.suggestion.map { [Wording(verbatim: $0)] } ?? [Wording("100000, 10万, 1.5", "100000、10万、1.5")])
    case .notMoney(let text, let reason): return notMoney(text, reason, make)
    case .missingRate(let currency, let base, let place):
      return make(
        "missing-rate",
        Wording("no rate from \(currency.code) to \(base.code)", "没有 \(currency.code) 对 \(base.code) 的汇率"),
        help: [
          Wording(
            "\(place.map { "\($0.file):\($0.line)" } ?? "config/crm.yaml"): currencies: {\(currency.code): …}",
            "请在 \(place.map { "\($0.file) 第 \($0.line) 行" } ?? "config/crm.yaml") 的 currencies 下设置 \(currency.code)")
        ])
    case .notADate(let text, let reason): return notADate(text, reason, make)
    case .timeOfDay(let text, let day):
      let moment = Wording("the time of a task: start_at = \(text)", "任务的时间请写：开始时间 = \(text)")
      return make(
        "time-for-day", Wording("“\(text)” has a time; \(english) is a day", "“\(text)”带有时间，\(chinese)只是一天"),
        help: [Wording(verbatim: day.description)] + (english.contains("due_date") ? [moment] : []))
    case .notOneDay(let text, let first):
      return make(
        "not-one-day", Wording("\(english) needs one day, “\(text)” is longer", "\(chinese)需要具体的一天，“\(text)”是一段时间"),
        help: [Wording(verbatim: first.description)])
    case .notAPeriod(let text):
      return make(
        "not-a-period", Wording("“\(text)” is no year, quarter or month", "“\(text)”不是年份、季度或月份"),
        help: [Wording("2026, 2026-Q1, 2026-03, this quarter", "例如 2026、2026-Q1、2026年3月、本季度")])
    case .notALabel:
      return make(
        "not-a-label",
        Wording("one of \(english) holds the control character U+001F", "\(chinese)中含有控制字符 U+001F"),
        help: [Wording("take it out", "请删除该字符")])
    case .negativeLength(let text):
      return make(
        "negative-length",
        Wording("\(english) is a length of time; “\(text)” is less than none".articled, "\(chinese)是时长，不能是负的“\(text)”"))
    case .notADuration(let text, _):
      return make(
        "not-a-duration", Wording("“\(text)” is no length of time", "“\(text)”不是时长"),
        help: [Wording("30s 15min 2h 7d 2w 3mo 1y", "30s 15min 2h 7d 2w 3mo 1y，或 7天 2小时")])
    case .notAFlag(let text):
      return make(
        "not-a-flag", Wording("“\(text)” is neither true nor false", "“\(text)”不是“是”或“否”"),
        help: [Wording(verbatim: "true  ·  false")])
    case .notARecurrence(let text, let reason): return RecurrenceWording(text: text, error: reason).diagnostic(at: span)
    case .notReminders(let text):
      return make(
        "not-reminders",
        Wording(
          "“\(text)” says no days before the due date (each 0 to 365, 20 at most)",
          "“\(text)”不是截止日前的提醒天数（每个 0–365，最多 20 个）"),
        help: [Wording("\"7, 3, 1\"; 0 is the day itself", "例如 \"7, 3, 1\"；0 表示当天")])
    case .notAPhone(let text, _):
      return make(
        "not-a-phone", Wording("“\(text)” is no phone number", "“\(text)”不是有效的电话号码"),
        help: [Wording("0755-12345678, 13800138000, +1 650 253 0000", "例如 0755-12345678、13800138000、+1 650 253 0000")])
    case .notAnEmail(let text, _):
      return make(
        "not-an-email", Wording("“\(text)” is no e-mail address", "“\(text)”不是有效的邮箱地址"),
        help: [Wording(verbatim: "name@example.com")])
    case .notWhole(let text):
      return make("not-whole", Wording("\(english) is a whole number, “\(text)” is not", "\(chinese)必须是整数，“\(text)”不是"))
    case .outOfRange(let text, let range):
      return make(
        "out-of-range",
        Wording(
          "\(english) lies between \(range.lowerBound) and \(range.upperBound), “\(text)” does not",
          "\(chinese)应在 \(range.lowerBound) 到 \(range.upperBound) 之间，“\(text)”不在其中"))
    case .tooLarge(let text): return make("too-large", Wording("“\(text)” is too large", "“\(text)”太大了"))
    case .unknownReference(let text, let key, let nearest): return unknownReference(text, key, nearest, make)
    case .ambiguousReference(let text, let key, let candidates):
      let target = DataDictionary.builtIn.first { $0.key == key }
      let references = candidates.prefix(10).map { target?.reference($0) ?? String($0) }
      return make(
        "not-unique", Wording("“\(text)” names \(candidates.count) records", "“\(text)”对应 \(candidates.count) 条记录"),
        help: [Wording(verbatim: references.joined(separator: "  "))])
    case .wrongEntity(let text, let expected, let found):
      return make(
        "wrong-entity",
        Wording(
          "\(english) is a \(name(expected, \.englishName)), \(text) is a \(name(found, \.englishName))".articled,
          "\(chinese)应是\(name(expected, \.chineseName))，\(text) 是\(name(found, \.chineseName))"))
    case .textTooLong(let length, let limit):
      return make(
        "text-too-long", Wording("the text has \(length) bytes, \(limit) are the most", "文本有 \(length) 字节，最多 \(limit)"))
    }
  }

  private typealias Make = (String, Wording, Wording?, [Wording]) -> Diagnostic

  private func name(_ key: EntityKey, _ part: KeyPath<Names, String>) -> String {
    DataDictionary.builtIn.first { $0.key == key }?.names[keyPath: part] ?? ""
  }

  private func notAChoice(_ text: String, _ field: Field, _ make: Make) -> Diagnostic {
    let choices = field.choices?.current ?? []
    let spellings = choices.flatMap { [$0.name] + $0.names.spellings }
    let near = NearestName.suggestions(for: text, among: spellings, limit: 1)
    let listed = choices.prefix(12)
    var help = [
      Wording(
        "\(field.name) = " + listed.map(\.name).joined(separator: " | "),
        "\(field.names.chineseName) = " + listed.map(\.names.chineseName).joined(separator: " | "))
    ]
    if let place = field.choices?.place {
      help.append(Wording("the list stands in \(place.file):\(place.line)", "选项见配置 \(place.file) 第 \(place.line) 行"))
    }
    return make(
      "not-a-choice", Wording("\(field.name) has no choice “\(text)”", "\(field.names.chineseName)没有“\(text)”这个选项"),
      SyntaxError.didYouMean(near), help)
  }

  private func notMoney(_ text: String, _ reason: MoneyReadingError, _ make: Make) -> Diagnostic {
    switch reason {
    case .ambiguousDollar(let suggestions):
      return make(
        "which-dollar", Wording("which dollar is “\(text)”?", "“\(text)”是哪种元？"), nil,
        [Wording(verbatim: Self.dollars(text, suggestions))])
    case .tooManyDecimals(_, let currency):
      return make(
        "too-many-decimals",
        Wording(
          "\(currency.code) has \(currency.minorDigits) decimals, “\(text)” has more",
          "\(currency.code) 最多 \(currency.minorDigits) 位小数"), nil, [])
    case .number(let number):
      return make(
        "not-money", Wording("“\(text)” is no amount", "“\(text)”不是金额"), nil,
        number.suggestion.map { [Wording(verbatim: $0)] } ?? [
          Wording("100000, 10万, ¥1.2亿, 99.5 USD", "100000、10万、¥1.2亿、99.5 USD")
        ])
    case .tooLarge: return make("too-large", Wording("“\(text)” is too large", "“\(text)”太大了"), nil, [])
    case .empty, .missingAmount, .unknownCurrency, .conflictingCurrencies:
      return make(
        "not-money", Wording("“\(text)” is no amount", "“\(text)”不是金额"), nil,
        [Wording("100000, 10万, ¥1.2亿, 99.5 USD", "100000、10万、¥1.2亿、99.5 USD")])
    }
  }

  /// `$100` in the spellings that say which: `¥100 · 100 USD`.
  private static func dollars(_ text: String, _ codes: [String]) -> String {
    let figure = text.drop { !$0.isNumber }
    guard !figure.isEmpty else { return codes.joined(separator: "  ·  ") }
    return (["¥\(figure)"] + codes.filter { $0.allSatisfy(\.isLetter) }.map { "\(figure) \($0)" }).joined(
      separator: "  ·  ")
  }

  private func notADate(_ text: String, _ reason: TemporalReadingError, _ make: Make) -> Diagnostic {
    switch reason {
    case .noSuchDay(_, let last):
      return make(
        "no-such-day", Wording("there is no day “\(text)”", "没有“\(text)”这一天"), nil,
        [Wording(verbatim: last.description)])
    case .ambiguousDayMonth(_, let readings) where readings.count < 2:
      return make(
        "not-a-date", Wording("“\(text)” is no date: it begins with the year", "“\(text)”不是日期：日期从年份写起"), nil,
        readings.map { Wording(verbatim: $0.description) })
    case .ambiguousDayMonth(_, let readings):
      return make(
        "ambiguous-date", Wording("“\(text)” can be read two ways", "“\(text)”有两种读法"), nil,
        [Wording(verbatim: readings.map(\.description).joined(separator: "  ·  "))])
    case .bareDuration(_, let suggestions), .ambiguousUnit(_, let suggestions), .ambiguousWithin(_, let suggestions):
      return make(
        "not-a-date", Wording("“\(text)” is no date", "“\(text)”不是日期"), nil,
        [Wording(verbatim: suggestions.joined(separator: "  ·  "))])
    case .backwards(let first, let last):
      return make(
        "not-a-date", Wording("“\(first)” lies behind “\(last)”", "“\(first)”晚于“\(last)”"), nil,
        [Wording(verbatim: "\(last)..\(first)")])
    case .noSuchMonth:
      return make(
        "not-a-date", Wording("“\(text)” is no date: a year has twelve months", "“\(text)”不是日期：一年只有十二个月"), nil, [])
    case .noSuchQuarter:
      return make(
        "not-a-date", Wording("“\(text)” is no date: a year has four quarters", "“\(text)”不是日期：一年只有四个季度"), nil,
        [Wording(verbatim: "2026-Q1")])
    case .noSuchTime:
      return make(
        "not-a-date", Wording("“\(text)” is no time of day", "“\(text)”不是有效的时间"), nil,
        [Wording(verbatim: "2026-03-15 14:30")])
    case .empty, .notADate, .notADuration, .unexpected, .missingOffset,
      .shortYear, .unknownUnit, .fractionalUnit, .outOfRange:
      return make(
        "not-a-date", Wording("“\(text)” is no date", "“\(text)”不是日期"), nil,
        [Wording("2026-03-15, 3月15日, today, last month, 7d ago, in 3d", "2026-03-15、3月15日、今天、上月、7天前、3天后")])
    }
  }

  private func unknownReference(_ text: String, _ key: EntityKey, _ nearest: [String], _ make: Make) -> Diagnostic {
    make(
      "no-such-record",
      Wording("there is no \(name(key, \.englishName)) “\(text)”", "没有\(name(key, \.chineseName))“\(text)”"),
      SyntaxError.didYouMean(nearest),
      [
        Wording(
          "find \(DataDictionary.builtIn.first { $0.key == key }?.pluralEnglish ?? "") \(QuotedText.of(text))",
          "查找 \(name(key, \.chineseName)) \(QuotedText.of(text))")
      ])
  }
}

extension NumberReadingError {
  /// The corrected spelling, where there is one.
  package var suggestion: String? {
    switch self {
    case .ambiguousSuffix(_, let suggestion), .misplacedGrouping(_, let suggestion): suggestion
    default: nil
    }
  }
}
