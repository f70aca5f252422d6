extension RecurrenceRule {
  /// - Parameter text: a rule as RFC 5545 writes it (with or without `RRULE:`), or a phrase: `every 2 weeks`, `每周一`.
  package init(reading text: String) throws(RecurrenceReadingError) {
    let folded = TextFolding.folded(text)
    if folded.contains("=") || folded.hasPrefix("rrule:") {
      var reading = PartReading(text)
      self = try reading.rule()
    } else if let rule = RecurrencePhrase(folded).rule {
      self = rule
    } else {
      throw RecurrenceReadingError(reason: .notARule, piece: text, offset: 0)
    }
  }
}

/// The parts of an RRULE, one by one.
private struct PartReading {
  private let bytes: [UInt8]
  private var seen: Set<String> = []
  private var found = RecurrenceRule(.daily)

  private static let names = [
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST",
  ]
  /// Parts that say a time of the day.
  private static let timed: Set<String> = ["BYHOUR", "BYMINUTE", "BYSECOND"]
  /// What a rule may be long.
  private static let limit = 1000

  init(_ text: String) { bytes = Array(text.utf8.prefix(Self.limit + 1)) }

  mutating func rule() throws(RecurrenceReadingError) -> RecurrenceRule {
    guard bytes.count <= Self.limit else {
      throw error(.notARule, String(decoding: bytes.prefix(40), as: UTF8.self), 0)
    }
    var start = String(decoding: bytes.prefix(6), as: UTF8.self).uppercased() == "RRULE:" ? 6 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
      try part(start..<end)
      start = end + 1
    }
    let whole = String(decoding: bytes, as: UTF8.self)
    guard seen.contains("FREQ") else { throw error(.noFrequency, whole, 0) }
    if found.contradictsItself { throw error(.neverComes, whole, 0) }
    return found
  }

  private func error(
    _ reason: RecurrenceReadingError.Reason, _ piece: String, _ offset: Int
  ) -> RecurrenceReadingError {
    RecurrenceReadingError(reason: reason, piece: piece, offset: offset)
  }

  private mutating func part(_ range: Range<Int>) throws(RecurrenceReadingError) {
    let whole = String(decoding: bytes[range], as: UTF8.self)
    if whole.allSatisfy(\.isWhitespace) { return }
    guard let equals = bytes[range].firstIndex(of: UInt8(ascii: "=")) else {
      throw error(.unknownPart(nearest: nil), whole, range.lowerBound)
    }
    let name = trimmed(range.lowerBound..<equals).text.uppercased()
    guard Self.names.contains(name) else {
      if Self.timed.contains(name) { throw error(.tooOften, whole, range.lowerBound) }
      let nearest = Self.names.first { $0.hasPrefix(name.prefix(4)) || name.hasPrefix($0) }
      throw error(.unknownPart(nearest: nearest), whole, range.lowerBound)
    }
    guard seen.insert(name).inserted else { throw error(.repeatedPart, whole, range.lowerBound) }
    try set(name, trimmed(equals + 1..<range.upperBound), whole, range.lowerBound)
  }

  private func trimmed(_ range: Range<Int>) -> (text: String, offset: Int) {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, bytes[low] <= 0x20 { low += 1 }
    while high > low, bytes[high - 1] <= 0x20 { high -= 1 }
    return (String(decoding: bytes[low..<high], as: UTF8.self), low)
  }

  private mutating func set(
    _ name: String, _ value: (text: String, offset: Int), _ whole: String, _ offset: Int
  ) throws(RecurrenceReadingError) {
    switch name {
    case "FREQ":
      let word = value.text.uppercased()
      guard let frequency = RecurrenceRule.Frequency(rawValue: word) else {
        if ["SECONDLY", "MINUTELY", "HOURLY"].contains(word) { throw error(.tooOften, whole, offset) }
        let words = RecurrenceRule.Frequency.allCases.map(\.rawValue).joined(separator: ", ")
        throw error(.wrongValue(part: "FREQ", allowed: words), value.text, value.offset)
      }
      found.frequency = frequency
    case "INTERVAL": found.interval = try numbers(value, "INTERVAL", 1...999, isSigned: false, isList: false)[0]
    case "COUNT":
      found.count = try numbers(value, "COUNT", 1...9999, isSigned: false, isList: false)[0]
      if found.until != nil { throw error(.twoEnds, whole, offset) }
    case "UNTIL":
      found.until = try day(value)
      if found.count != nil { throw error(.twoEnds, whole, offset) }
    case "BYDAY": found.weekdays = try weekdays(value)
    case "BYMONTHDAY": found.monthDays = try numbers(value, name, 1...31)
    case "BYMONTH": found.months = try numbers(value, name, 1...12, isSigned: false)
    case "BYYEARDAY": found.yearDays = try numbers(value, name, 1...366)
    case "BYWEEKNO": found.weekNumbers = try numbers(value, name, 1...53)
    case "BYSETPOS": found.positions = try numbers(value, name, 1...366)
    case "WKST":
      guard let index = RecurrenceRule.Weekday.codes.firstIndex(of: value.text.uppercased()) else {
        throw error(
          .wrongValue(part: name, allowed: RecurrenceRule.Weekday.codes.joined(separator: ", ")), value.text,
          value.offset)
      }
      found.weekStart = index + 1
    default: break
    }
  }

  private func pieces(_ value: (text: String, offset: Int)) -> [(text: String, offset: Int)] {
    var made: [(text: String, offset: Int)] = []
    var offset = value.offset
    for piece in value.text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      made.append(trimmed(offset..<offset + piece.count))
      offset += piece.count + 1
    }
    return made
  }

  private func numbers(
    _ value: (text: String, offset: Int), _ part: String, _ range: ClosedRange<Int>, isSigned: Bool = true,
    isList: Bool = true
  ) throws(RecurrenceReadingError) -> [Int] {
    let allowed = (isSigned ? "±" : "") + "\(range.lowerBound)…\(range.upperBound)"
    var made: [Int] = []
    for piece in pieces(value) {
      let digits = piece.text.hasPrefix("+") ? String(piece.text.dropFirst()) : piece.text
      guard let number = Int(digits), range.contains(number) || isSigned && number < 0 && range.contains(0 - number),
        isList || made.isEmpty, made.count < 400
      else { throw error(.wrongValue(part: part, allowed: allowed), piece.text, piece.offset) }
      if !made.contains(number) { made.append(number) }
    }
    return made
  }

  private func weekdays(_ value: (text: String, offset: Int)) throws(RecurrenceReadingError)
    -> [RecurrenceRule.Weekday]
  {
    var made: [RecurrenceRule.Weekday] = []
    for piece in pieces(value) {
      let text = piece.text.uppercased()
      let code = String(text.suffix(2))
      var sign = text.dropLast(2)
      if sign.hasPrefix("+") { sign = sign.dropFirst() }
      let ordinal = sign.isEmpty ? 0 : Int(sign)
      guard let index = RecurrenceRule.Weekday.codes.firstIndex(of: code), let ordinal, (-53...53).contains(ordinal),
        !(ordinal == 0 && !sign.isEmpty)
      else {
        throw error(
          .wrongValue(part: "BYDAY", allowed: RecurrenceRule.Weekday.codes.joined(separator: ", ")), piece.text,
          piece.offset)
      }
      let weekday = RecurrenceRule.Weekday(ordinal: ordinal, day: index + 1)
      if !made.contains(weekday) { made.append(weekday) }
    }
    return made
  }

  /// `20260331`, `2026-03-31`, `20260331T235959Z`: its day.
  private func day(_ value: (text: String, offset: Int)) throws(RecurrenceReadingError) -> CivilDate {
    let text = value.text
    let head = text.contains("-") ? text.prefix(10).filter { $0 != "-" } : String(text.prefix(8))
    let rest = text.dropFirst(text.contains("-") ? 10 : 8)
    guard head.utf8.count == 8, head.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(head),
      rest.isEmpty || rest.hasPrefix("T") || rest.hasPrefix("t"),
      let day = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    else { throw error(.wrongValue(part: "UNTIL", allowed: "20261231"), text, value.offset) }
    return day
  }
}

extension RecurrenceRule {
  /// Parts that RFC 5545 does not allow together, or that no day satisfies: 30 February, a fifth Monday on the first.
  fileprivate var contradictsItself: Bool {
    let isYearly = frequency == .yearly
    if !isYearly, !(yearDays.isEmpty && weekNumbers.isEmpty) { return true }
    if frequency == .weekly, !monthDays.isEmpty { return true }
    if !positions.isEmpty, weekdays.isEmpty, monthDays.isEmpty, months.isEmpty, yearDays.isEmpty, weekNumbers.isEmpty {
      return true
    }
    let ordinals = weekdays.map { abs($0.ordinal) }.filter { $0 > 0 }
    if !ordinals.isEmpty {
      if frequency == .daily || frequency == .weekly || !monthDays.isEmpty || !weekNumbers.isEmpty { return true }
      let largest = isYearly && months.isEmpty ? 53 : 5
      if ordinals.contains(where: { $0 > largest }) { return true }
    }
    guard !months.isEmpty, !monthDays.isEmpty else { return false }
    return !months.contains { month in
      monthDays.contains { abs($0) <= CivilDate.lastDay(ofMonth: month, year: 2024) }
    }
  }
}
