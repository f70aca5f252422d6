internal import Diagnostics
internal import Values

/// Dates and amounts of more than one word stay one atom: `last 30 days`, `7d ago`, `in 3d`, `2026-03-15 14:30`,
/// `2026-03 .. 2026-05`, `99.5 USD`.
extension Parser {
  static let units: WordSet = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year",
    "years", "quarter", "quarters", "秒", "分钟", "小时", "天", "日", "周", "个月", "月", "年", "季度",
  ]

  /// The atom with the words behind it that belong to it.
  mutating func extendPhrase(_ atom: Atom) -> Atom {
    guard let next = lexer.characterAhead(), Lexer.isNamePart(next) || next == 0x2B || next == 0x2E || next >= 0x80
    else { return atom }
    let mark = lexer.mark
    let count = wordsOfPhrase(atom.text)
    lexer.reset(to: mark)
    guard count > 0 else { return atom }
    for _ in 0..<count { _ = nextWord() }
    let text = String(decoding: lexer.bytes[atom.span.lower..<lexer.end], as: UTF8.self)
    return Atom(text, span: SourceSpan(atom.span.lower, lexer.end))
  }

  /// Whether a stretch of days stands here: `2026-03`, `last month`, `上月`, or what may hold one: a text, a variable.
  mutating func startsPeriod() -> Bool {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    lexer.skipToValue()
    guard let (first, _) = lexer.scalar(at: lexer.position) else { return false }
    let folded = Lexer.fold(first)
    if folded == 0x24 || folded == 0x28 || TextQuote(opening: first) != nil || lexer.startsSubject() {
      return true
    }
    guard let atom = lexer.takeAtom(groupsDigits: false) else { return false }
    // What looks like one and is none is told by who reads it.
    if Self.startsWithDigit(atom.text) || Self.phraseStarts.contains(atom.text.lowercased()) { return true }
    do throws(TemporalReadingError) {
      _ = try TemporalReader(now: Instant(seconds: 0), zone: .utc).read(extendPhrase(atom).text)
      return true
    } catch {
      if case .notADate = error { return false }
      return true
    }
  }

  /// Takes the next word on the line, in lower case.
  private mutating func nextWord() -> String? {
    guard lexer.characterAhead() != nil else { return nil }
    lexer.skipToValue()
    return lexer.takeAtom(groupsDigits: false).map { $0.text.lowercased() }
  }

  /// How many words behind an atom go on with it.
  private mutating func wordsOfPhrase(_ atom: String) -> Int {
    guard Self.phraseStarts.contains(atom) else {
      return Self.startsWithDigit(atom) || atom.hasPrefix("+") ? wordsOfNumber(atom) : wordsOfName(atom)
    }
    switch atom.lowercased() {
    case "every": return wordsOfRecurrence()
    case "this": return nextWord().map { Self.units.contains($0) } == true ? 1 : 0
    case "last", "next", "past", "previous", "coming":
      guard let second = nextWord() else { return 0 }
      if Self.units.contains(second) || Self.isDuration(second) { return 1 }
      guard Self.isInteger(second), let third = nextWord(), Self.units.contains(third) else { return 0 }
      return 2
    default:
      guard let second = nextWord(), Self.startsWithDigit(second) else { return 0 }
      guard Self.isInteger(second) else { return 1 }
      return nextWord().map { Self.units.contains($0) } == true ? 2 : 0
    }
  }

  private static let phraseStarts: WordSet = ["this", "last", "next", "past", "previous", "coming", "in", "every"]

  /// The span of time that a slip of the finger stands for: `last month` for `last mnth`. One of its words is right.
  static func nearestSpan(to text: String) -> String? {
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard words.count == 2 || words.count == 3 && isInteger(words[1]), let first = words.first, let last = words.last
    else { return nil }
    func nearest(_ word: String, _ known: [String]) -> String? {
      known.contains(word) ? word : NearestName.suggestions(for: word, among: known, limit: 1).first
    }
    let plural = words.count == 3 ? "s" : ""
    guard let start = nearest(first, ["this", "last", "next"]),
      let unit = nearest(last, ["day", "week", "month", "quarter", "year"].map { $0 + plural }),
      (start == first) != (unit == last)
    else { return nil }
    return ([start] + words[1..<words.count - 1] + [unit]).joined(separator: " ")
  }

  /// `every week`, `every 2 weeks`, `every other month`, `every monday`, `every first monday`.
  private mutating func wordsOfRecurrence() -> Int {
    guard let second = nextWord() else { return 0 }
    if Self.units.contains(second) || Self.weekdays.contains(second) { return 1 }
    guard Self.isInteger(second) || ["other", "first", "second", "third", "fourth", "last"].contains(second),
      let third = nextWord()
    else { return 0 }
    return Self.units.contains(third) || Self.weekdays.contains(third) ? 2 : 0
  }

  private static let weekdays: WordSet = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekday", "workday",
  ]

  /// `7d ago`, `30 days ago`, `14 days`, `2026-03-15 14:30`, `99.5 USD`, `100 万`.
  private mutating func wordsOfNumber(_ atom: String) -> Int {
    guard let second = nextWord() else { return 0 }
    if second == ".." { return nextWord() == nil ? 0 : 2 }
    if second == "ago" || second == "later" { return 1 }
    if second == "from" { return nextWord() == "now" ? 2 : 0 }
    if Self.units.contains(second) {
      switch nextWord() {
      case "ago"?, "later"?: return 2
      case "from"?: return nextWord() == "now" ? 3 : 1
      default: return 1
      }
    }
    let folded = TextFolding.folded(atom)
    if folded.contains("-") || folded.contains("/") || folded.contains("年") || folded.hasSuffix("日") {
      return wordsOfTime(second)
    }
    if second == "万" || second == "亿" { return 1 }
    return Self.isCurrency(second) ? 1 : 0
  }

  /// `USD 99.5`, `tomorrow at 9:00`.
  private mutating func wordsOfName(_ atom: String) -> Int {
    guard atom.utf8.count <= 9 else { return 0 }
    if Self.dayWords.contains(atom) { return nextWord().map { wordsOfTime($0) } ?? 0 }
    guard atom.utf8.count == 3, let second = nextWord(), Self.startsWithDigit(second) else { return 0 }
    return Self.isCurrency(atom) ? 1 : 0
  }

  /// The words of a time of day that begins with one already taken: `14:30`, `at 9:00`, `2:30 pm`, `下午3点`.
  private mutating func wordsOfTime(_ first: String) -> Int {
    var time = first
    var count = 1
    if first == "at" {
      guard let second = nextWord() else { return 0 }
      time = second
      count = 2
    }
    guard Self.isTime(time) else { return 0 }
    let mark = lexer.mark
    if let half = nextWord(), half == "am" || half == "pm" { return count + 1 }
    lexer.reset(to: mark)
    return count
  }

  private static let dayWords: WordSet = ["today", "tomorrow", "yesterday", "今天", "明天", "昨天", "后天", "前天"]

  private static func isCurrency(_ word: String) -> Bool {
    guard word.utf8.count <= 24, let first = word.unicodeScalars.first, first.value >= 0x41 else { return false }
    return Currency.named(word) != nil
  }

  private static func startsWithDigit(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return Lexer.isDigit(Lexer.fold(first.value))
  }

  private static func isInteger(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }

  /// `30d`, `2周`
  private static func isDuration(_ text: String) -> Bool {
    startsWithDigit(text) && !isInteger(text) && text.unicodeScalars.count <= 8
  }

  /// `14:30`, `9:05:00`, `14:30+08:00`, `下午3点`, `14点30分`
  private static func isTime(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, text.utf8.count <= 24 else { return false }
    let opensHalf = ["上午", "下午", "早上", "晚上", "中午", "凌晨"].contains { text.hasPrefix($0) }
    guard opensHalf || Lexer.isDigit(Lexer.fold(first.value)) else { return false }
    return text.contains(":") || text.contains("：") || text.contains("点") || text.contains("时")
  }
}
