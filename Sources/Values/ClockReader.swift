/// Reads times of day and offsets from UTC where they stand in a folded phrase.
package enum ClockReader {
  struct Time {
    let time: TimeOfDay
    let milliseconds: Int64
  }

  /// Whether a text writes a time of day down, rather than coming to one by counting (`in 3h`, `3小时后`).
  package static func isSaid(in text: String) -> Bool {
    var last: Character = " "
    var lastButOne: Character = " "
    for character in text.lowercased() {
      switch character {
      case ":", "：", "点", "點": return true
      case "时", "時": if last != "小" { return true }
      // `20260301T143000`
      case "0"..."9": if last == "t", lastButOne.isNumber { return true }
      case "m": if last == "a" || last == "p", lastButOne.isNumber || lastButOne == " " { return true }
      default: break
      }
      (lastButOne, last) = (last, character)
    }
    return false
  }

  /// Whether the time that is written down is midnight, in whatever zone: `2026-03-15T00:00:00Z`.
  package static func saysMidnight(_ text: String) -> Bool {
    guard let place = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return false }
    let hour = text[..<place].reversed().prefix { $0.isNumber }
    let rest = text[text.index(after: place)...].prefix { $0.isNumber || $0 == ":" || $0 == "：" || $0 == "." }
    return !hour.isEmpty && (hour + rest).allSatisfy { $0 == "0" || !$0.isNumber }
  }

  /// `14:30`, `9:05:07.250`, `14点`, `14点30分`, `14时30分05秒`, `下午2点半`, `上午9:00`, `2:30pm`; nil where no time begins
  /// here.
  static func take(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> Time? {
    var ahead = cursor
    let half = takeHalfOfDay(&ahead)
    ahead.skipSpaces()
    let start = ahead.index
    guard let (hour, count) = ahead.digits(most: 2), count <= 2 else { return nil }
    var minute = 0
    var second = 0
    var milliseconds: Int64 = 0
    if ahead.take(UInt8(ascii: ":")) {
      guard let (value, digits) = ahead.digits(most: 2), digits == 2 else {
        throw .noSuchTime(ahead.text(from: start))
      }
      minute = value
      if ahead.peek() == UInt8(ascii: ":"), FoldedPhrase.isDigit(ahead.peek(1)) {
        ahead.step()
        guard let (value, digits) = ahead.digits(most: 2), digits == 2 else {
          throw .noSuchTime(ahead.text(from: start))
        }
        second = value
        milliseconds = takeFraction(&ahead)
      }
    } else if ahead.take("点") || ahead.take("點") || ahead.take("时") || ahead.take("時") {
      _ = ahead.take("钟")
      (minute, second) = takeChineseRest(&ahead)
    } else {
      return nil
    }
    let adjusted = hour24(hour, half ?? takeEnglishHalf(&ahead))
    guard let adjusted, let time = TimeOfDay(hour: adjusted, minute: minute, second: second) else {
      throw .noSuchTime(ahead.text(from: start, to: ahead.index))
    }
    cursor = ahead
    return Time(time: time, milliseconds: milliseconds)
  }

  private static func takeFraction(_ cursor: inout PhraseCursor) -> Int64 {
    guard cursor.peek() == UInt8(ascii: ".") || cursor.peek() == UInt8(ascii: ","),
      FoldedPhrase.isDigit(cursor.peek(1))
    else { return 0 }
    cursor.step()
    var weight: Int64 = 100
    var result: Int64 = 0
    while cursor.isAtDigit {
      result += Int64(cursor.peek() &- 0x30) * weight
      weight /= 10
      cursor.step()
    }
    return result
  }

  /// What stands behind 点: 半, 一刻, 30分, 30分05秒.
  private static func takeChineseRest(_ cursor: inout PhraseCursor) -> (minute: Int, second: Int) {
    if cursor.take("半") { return (30, 0) }
    if cursor.take("一刻") { return (15, 0) }
    var ahead = cursor
    guard let (minute, _) = ahead.digits(most: 2) else { return (0, 0) }
    cursor = ahead
    guard cursor.take("分") else { return (minute, 0) }
    ahead = cursor
    guard let (second, _) = ahead.digits(most: 2), ahead.take("秒") else { return (minute, 0) }
    cursor = ahead
    return (minute, second)
  }

  private enum HalfOfDay { case morning, afternoon }

  private static func takeHalfOfDay(_ cursor: inout PhraseCursor) -> HalfOfDay? {
    guard cursor.peek() >= 0x80 else { return nil }
    if cursor.take("上午") || cursor.take("早上") || cursor.take("凌晨") { return .morning }
    if cursor.take("下午") || cursor.take("晚上") || cursor.take("中午") { return .afternoon }
    return nil
  }

  private static func takeEnglishHalf(_ cursor: inout PhraseCursor) -> HalfOfDay? {
    var ahead = cursor
    ahead.skipSpaces()
    if ahead.takeWord("am") {
      cursor = ahead
      return .morning
    }
    guard ahead.takeWord("pm") else { return nil }
    cursor = ahead
    return .afternoon
  }

  /// 下午2点 is 14, and so is 下午14点; 12 in the afternoon is noon, and in the morning midnight.
  private static func hour24(_ hour: Int, _ half: HalfOfDay?) -> Int? {
    switch half {
    case nil: hour
    case .morning: hour > 12 ? nil : hour % 12
    case .afternoon: hour < 12 ? hour + 12 : hour
    }
  }

  /// `z`, `+08:00`, `+0800`, `+08` in seconds east of UTC; nil where none stands here or where it is out of range.
  static func takeOffset(_ cursor: inout PhraseCursor) -> Int? {
    var ahead = cursor
    if ahead.takeWord("z") || ahead.takeWord("utc") {
      cursor = ahead
      return 0
    }
    let isWest = ahead.take(UInt8(ascii: "-"))
    guard isWest || ahead.take(UInt8(ascii: "+")) else { return nil }
    guard let (first, count) = ahead.digits(most: 4), count == 2 || count == 4 else { return nil }
    let hours = count == 4 ? first / 100 : first
    var minutes = count == 4 ? first % 100 : 0
    if count == 2, ahead.take(UInt8(ascii: ":")) {
      guard let (value, digits) = ahead.digits(most: 2), digits == 2 else { return nil }
      minutes = value
    }
    guard minutes < 60, hours * 60 + minutes <= 18 * 60 else { return nil }
    cursor = ahead
    return (isWest ? -60 : 60) * (hours * 60 + minutes)
  }
}
