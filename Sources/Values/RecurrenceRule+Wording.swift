extension RecurrenceRule {
  /// As a person says it; the rule itself where no short phrase does.
  package var spoken: (english: String, chinese: String) {
    guard yearDays.isEmpty, weekNumbers.isEmpty, positions.isEmpty, weekStart == nil, let body = spokenBody else {
      return (text, text)
    }
    var (english, chinese) = body
    if let count {
      english += count == 1 ? ", once" : ", \(count) times"
      chinese += "，共\(count)次"
    }
    if let until {
      english += ", until \(until)"
      chinese += "，至\(until)"
    }
    return (english, chinese)
  }

  private static let dayNames = [
    ("Monday", "周一"), ("Tuesday", "周二"), ("Wednesday", "周三"), ("Thursday", "周四"), ("Friday", "周五"),
    ("Saturday", "周六"), ("Sunday", "周日"),
  ]
  private static let ordinalNames = [
    1: ("first", "第一个"), 2: ("second", "第二个"), 3: ("third", "第三个"), 4: ("fourth", "第四个"), -1: ("last", "最后一个"),
  ]

  private var spokenBody: (String, String)? {
    switch frequency {
    case .daily: months.isEmpty && weekdays.isEmpty && monthDays.isEmpty ? every("day", "天") : nil
    case .weekly: spokenWeekly
    case .monthly: spokenMonthly
    case .yearly: spokenYearly
    }
  }

  private func every(_ unit: String, _ chinese: String) -> (String, String) {
    interval == 1 ? ("every \(unit)", "每\(chinese)") : ("every \(interval) \(unit)s", "每\(interval)\(chinese)")
  }

  private var spokenWeekly: (String, String)? {
    guard months.isEmpty, monthDays.isEmpty, weekdays.allSatisfy({ $0.ordinal == 0 }) else { return nil }
    let (english, chinese) = every("week", "周")
    let days = weekdays.map(\.day).sorted()
    if days.isEmpty { return (english, chinese) }
    if days == [1, 2, 3, 4, 5], interval == 1 { return ("every weekday", "每个工作日") }
    let names = days.map { Self.dayNames[($0 + 6) % 7] }
    let listed = Self.listed(names.map(\.0))
    if interval == 1 { return ("every \(listed)", "每" + names.map(\.1).joined(separator: "、")) }
    return ("\(english) on \(listed)", chinese + "的" + names.map(\.1).joined(separator: "、"))
  }

  private var spokenMonthly: (String, String)? {
    guard months.isEmpty else { return nil }
    let unit = interval % 3 == 0 && monthDays.isEmpty && weekdays.isEmpty ? 3 : 1
    if unit == 3 {
      let quarters = interval / 3
      return quarters == 1 ? ("every quarter", "每季度") : ("every \(quarters) quarters", "每\(quarters)个季度")
    }
    var (english, chinese) = every("month", interval == 1 ? "月" : "个月")
    if let only = weekdays.first, weekdays.count == 1, monthDays.isEmpty,
      let ordinal = Self.ordinalNames[only.ordinal]
    {
      let day = Self.dayNames[(only.day + 6) % 7]
      return ("\(english) on the \(ordinal.0) \(day.0)", chinese + (interval == 1 ? "" : "的") + ordinal.1 + day.1)
    }
    guard weekdays.isEmpty, monthDays.allSatisfy({ $0 > 0 || $0 == -1 }) else { return nil }
    if monthDays.isEmpty { return (english, chinese) }
    english += " on " + Self.listed(monthDays.map { $0 == -1 ? "the last day" : "day \($0)" })
    chinese += (interval == 1 ? "" : "的") + monthDays.map { $0 == -1 ? "最后一天" : "\($0)日" }.joined(separator: "、")
    return (english, chinese)
  }

  private var spokenYearly: (String, String)? {
    guard weekdays.isEmpty else { return nil }
    let (english, chinese) = every("year", "年")
    if months.isEmpty, monthDays.isEmpty { return (english, chinese) }
    guard let month = months.first, let day = monthDays.first, months.count == 1, monthDays.count == 1, day > 0,
      interval == 1
    else { return nil }
    return ("\(english) on \(Self.monthNames[(month + 11) % 12]) \(day)", "\(chinese)\(month)月\(day)日")
  }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
