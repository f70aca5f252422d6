/// A rule as a person says it, in folded text: `every 2 weeks on monday`, `每月最后一天`.
struct RecurrencePhrase {
  private let text: String

  init(_ folded: String) { text = folded }

  /// Nil where the text is no phrase of these.
  var rule: RecurrenceRule? {
    guard text.utf8.count <= 120 else { return nil }
    return english ?? chinese
  }

  // MARK: English

  private static let adverbs: [String: (RecurrenceRule.Frequency, Int)] = [
    "daily": (.daily, 1), "weekly": (.weekly, 1), "biweekly": (.weekly, 2), "fortnightly": (.weekly, 2),
    "monthly": (.monthly, 1), "quarterly": (.monthly, 3), "yearly": (.yearly, 1), "annually": (.yearly, 1),
  ]
  private static let units: [String: (RecurrenceRule.Frequency, Int)] = [
    "day": (.daily, 1), "week": (.weekly, 1), "month": (.monthly, 1), "quarter": (.monthly, 3), "year": (.yearly, 1),
  ]
  private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
  private static let ordinals = ["first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1]

  private var english: RecurrenceRule? {
    if let (frequency, interval) = Self.adverbs[text] { return RecurrenceRule(frequency, interval: interval) }
    var words = text.split { $0 == " " || $0 == "," }.map(String.init)
    guard words.first == "every", words.count > 1 else { return nil }
    words.removeFirst()
    words.removeAll { $0 == "and" }
    if words == ["weekday"] || words == ["workday"] { return Self.workdays }
    if let days = Self.weekdays(words) { return Self.weekly(days) }
    if words.count == 2, let ordinal = Self.ordinals[words[0]], let day = Self.weekday(words[1]) {
      return Self.monthly(ordinal, day)
    }
    return Self.counted(&words)
  }

  /// `2 weeks`, `other week`, with `on …` behind it.
  private static func counted(_ words: inout [String]) -> RecurrenceRule? {
    var interval = 1
    if let first = words.first, let number = Int(first) ?? (first == "other" ? 2 : nil) {
      guard (1...999).contains(number) else { return nil }
      interval = number
      words.removeFirst()
    }
    guard let unit = words.first, let (frequency, length) = units[unit.hasSuffix("s") ? String(unit.dropLast()) : unit]
    else { return nil }
    var rule = RecurrenceRule(frequency, interval: interval * length)
    words.removeFirst()
    guard !words.isEmpty else { return rule.interval <= 999 ? rule : nil }
    guard words.removeFirst() == "on", !words.isEmpty, rule.interval <= 999 else { return nil }
    words.removeAll { $0 == "the" || $0 == "day" }
    switch frequency {
    case .weekly:
      guard let days = weekdays(words) else { return nil }
      rule.weekdays = days.map { .init(day: $0) }
    case .monthly:
      if words.count == 2, let ordinal = ordinals[words[0]], let day = weekday(words[1]) {
        rule.weekdays = [.init(ordinal: ordinal, day: day)]
      } else {
        let days = words.compactMap { $0 == "last" ? -1 : monthDay($0) }
        guard days.count == words.count else { return nil }
        rule.monthDays = days
      }
    case .daily, .yearly: return nil
    }
    return rule
  }

  private static func weekday(_ word: String) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    let single = word.hasSuffix("s") && word.utf8.count > 6 ? String(word.dropLast()) : word
    return days.firstIndex { $0 == single || $0.prefix(3) == single }.map { $0 + 1 }
  }

  private static func weekdays(_ words: [String]) -> [Int]? {
    let found = words.compactMap { weekday($0) }
    return found.count == words.count && !found.isEmpty ? found : nil
  }

  /// `15`, `1st`, `22nd`
  private static func monthDay(_ word: String) -> Int? {
    let digits = word.prefix { $0.isNumber }
    guard ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)), let day = Int(digits),
      (1...31).contains(day)
    else { return nil }
    return day
  }

  // MARK: Chinese

  private var chinese: RecurrenceRule? {
    var rest = Substring(text.filter { $0 != " " && $0 != "的" })
    if ["隔天", "隔日"].contains(rest) { return RecurrenceRule(.daily, interval: 2) }
    if ["隔周", "双周"].contains(rest) { return RecurrenceRule(.weekly, interval: 2) }
    guard Self.take("每", from: &rest) else { return nil }
    if Self.take("个", from: &rest), rest.isEmpty { return nil }
    if ["工作日", "个工作日"].contains(rest) { return Self.workdays }
    let interval = Self.number(&rest) ?? 1
    guard (1...999).contains(interval) else { return nil }
    _ = Self.take("个", from: &rest)
    if Self.take("天", from: &rest) || Self.take("日", from: &rest) {
      return rest.isEmpty ? RecurrenceRule(.daily, interval: interval) : nil
    }
    if Self.take("季度", from: &rest) {
      return rest.isEmpty && interval * 3 <= 999 ? RecurrenceRule(.monthly, interval: interval * 3) : nil
    }
    if Self.take("年", from: &rest) { return Self.year(rest, interval) }
    if Self.take("月", from: &rest) { return Self.month(rest, interval) }
    if Self.take("周", from: &rest) || Self.take("星期", from: &rest) || Self.take("礼拜", from: &rest) {
      return Self.week(rest, interval)
    }
    return nil
  }

  private static func take(_ word: String, from text: inout Substring) -> Bool {
    guard text.hasPrefix(word) else { return false }
    text = text.dropFirst(word.count)
    return true
  }

  private static let digits: [Character: Int] = [
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
  ]

  private static func number(_ text: inout Substring) -> Int? {
    let figures = text.prefix { $0.isASCII && $0.isNumber }
    if !figures.isEmpty, let number = Int(figures) {
      text = text.dropFirst(figures.count)
      return number
    }
    guard let first = text.first, let number = digits[first] else { return nil }
    text = text.dropFirst()
    return number
  }

  /// `一`, `一三五`, `周一、周三和周五`, `一至五`.
  private static func week(_ rest: Substring, _ interval: Int) -> RecurrenceRule? {
    var rule = RecurrenceRule(.weekly, interval: interval)
    guard !rest.isEmpty else { return rule }
    if interval == 1, ["一至五", "一到五"].contains(rest) { return workdays }
    let names = rest.filter { !"、,，和周星期".contains($0) }
    let found = names.compactMap { character in
      character == "日" || character == "天" ? 7 : digits[character].flatMap { $0 <= 6 ? $0 : nil }
    }
    guard found.count == names.count, !found.isEmpty else { return nil }
    for day in found where !rule.weekdays.contains(where: { $0.day == day }) { rule.weekdays.append(.init(day: day)) }
    return rule
  }

  /// `1日`, `1日和15日`, `最后一天`, `月底`, `第一个周一`, `最后一个周五`.
  private static func month(_ rest: Substring, _ interval: Int) -> RecurrenceRule? {
    var rule = RecurrenceRule(.monthly, interval: interval)
    if rest.isEmpty { return rule }
    if ["最后一天", "底", "末"].contains(rest) {
      rule.monthDays = [-1]
      return rule
    }
    var rest = rest
    if take("第", from: &rest) || rest.hasPrefix("最后") {
      let ordinal = take("最后", from: &rest) ? -1 : 0
      guard let number = number(&rest), take("个", from: &rest), take("周", from: &rest) || take("星期", from: &rest),
        rest.count == 1, let day = week(rest, 1)?.weekdays.first?.day, ordinal == 0 ? number <= 5 : number == 1
      else { return nil }
      rule.weekdays = [.init(ordinal: ordinal == 0 ? number : -1, day: day)]
      return rule
    }
    for piece in rest.split(whereSeparator: { "、,，和".contains($0) }) {
      guard piece.last == "日" || piece.last == "号", let day = Int(piece.dropLast()), (1...31).contains(day) else {
        return nil
      }
      rule.monthDays.append(day)
    }
    return rule.monthDays.isEmpty ? nil : rule
  }

  /// `3月15日`
  private static func year(_ rest: Substring, _ interval: Int) -> RecurrenceRule? {
    var rule = RecurrenceRule(.yearly, interval: interval)
    if rest.isEmpty { return rule }
    guard let month = rest.firstIndex(of: "月"), let number = Int(rest[..<month]), (1...12).contains(number),
      rest.last == "日" || rest.last == "号", let day = Int(rest[rest.index(after: month)...].dropLast()),
      (1...CivilDate.lastDay(ofMonth: number, year: 2024)).contains(day)
    else { return nil }
    rule.months = [number]
    rule.monthDays = [day]
    return rule
  }

  // MARK: Rules

  private static var workdays: RecurrenceRule { weekly([1, 2, 3, 4, 5]) }

  private static func weekly(_ days: [Int]) -> RecurrenceRule {
    var rule = RecurrenceRule(.weekly)
    for day in days where !rule.weekdays.contains(where: { $0.day == day }) { rule.weekdays.append(.init(day: day)) }
    return rule
  }

  private static func monthly(_ ordinal: Int, _ day: Int) -> RecurrenceRule {
    var rule = RecurrenceRule(.monthly)
    rule.weekdays = [.init(ordinal: ordinal, day: day)]
    return rule
  }
}
