/// Phrases that count from now: `7d ago`, `+3d`, `30天前`, `last 30 days`.
extension TemporalReader {
  /// `+3d`, `-2w`.
  func takeSigned(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    let start = cursor.index
    let isBack = cursor.take(UInt8(ascii: "-"))
    if !isBack { cursor.step() }
    guard let duration = try DurationReader.take(&cursor) else { return nil }
    return try moved(by: duration, back: isBack, cursor.text(from: start))
  }

  /// `7d ago`, `30天前`, `3天后`, `2 hours from now`.
  func takeRelative(_ cursor: inout PhraseCursor) throws(TemporalReadingError) -> TemporalValue? {
    let start = cursor.index
    guard let duration = try DurationReader.take(&cursor) else { return nil }
    let written = cursor.text(from: start, to: cursor.index)
    cursor.skipSpaces()
    _ = cursor.take("以") || cursor.take("之")
    if cursor.takeWord("ago") || cursor.take("前") { return try moved(by: duration, back: true, written) }
    if cursor.take("后") || cursor.take("後") || cursor.takeWord("later") || takeFromNow(&cursor) {
      return try moved(by: duration, back: false, written)
    }
    if cursor.take("内") {
      throw .ambiguousWithin(cursor.text(from: start), suggestions: ["近" + written, "未来" + written])
    }
    guard cursor.isAtEnd else { throw .unexpected(cursor.rest, after: written) }
    throw .bareDuration(written, suggestions: [written + " ago", "in " + written])
  }

  private func takeFromNow(_ cursor: inout PhraseCursor) -> Bool {
    var ahead = cursor
    guard ahead.takeWord("from") else { return false }
    ahead.skipSpaces()
    guard ahead.takeWord("now") else { return false }
    cursor = ahead
    return true
  }

  /// Today, or now where hours count, moved by a duration.
  func moved(
    by duration: CalendarDuration, back: Bool, _ written: String
  ) throws(TemporalReadingError) -> TemporalValue {
    guard let signed = back ? duration.negated : duration else { throw .outOfRange(written) }
    if signed.hasSeconds {
      guard let instant = now.adding(signed, in: zone) else { throw .outOfRange(written) }
      return .instant(instant)
    }
    guard let day = today.adding(signed), day <= .last else { throw .outOfRange(written) }
    return .day(day)
  }

  // MARK: Spans

  enum Direction { case back, ahead }

  /// `30 days` behind last, past or 近, `7 days` behind next or 未来: both take in today (or now).
  func takeSpan(_ cursor: inout PhraseCursor, _ direction: Direction) throws(TemporalReadingError) -> TemporalValue? {
    cursor.skipSpaces()
    let start = cursor.index
    guard let duration = try DurationReader.take(&cursor) else { return nil }
    _ = cursor.take("内") || cursor.take("以内")
    let written = cursor.text(from: start, to: cursor.index)
    guard duration != .zero else { throw .outOfRange(written) }
    if duration.hasSeconds { return .instants(try instants(duration, direction, written)) }
    return .days(try days(duration, direction, written))
  }

  private func days(
    _ duration: CalendarDuration, _ direction: Direction, _ written: String
  ) throws(TemporalReadingError) -> Range<CivilDate> {
    let tomorrow = today.adding(days: 1)
    let bounds: (CivilDate?, CivilDate?) =
      switch direction {
      case .back: (duration.negated.flatMap { today.adding($0) }?.adding(days: 1), tomorrow)
      case .ahead: (today, today.adding(duration))
      }
    guard let start = bounds.0, let end = bounds.1, start < end else { throw .outOfRange(written) }
    return start..<end
  }

  private func instants(
    _ duration: CalendarDuration, _ direction: Direction, _ written: String
  ) throws(TemporalReadingError) -> Range<Instant> {
    let bounds: (Instant?, Instant?) =
      switch direction {
      case .back: (duration.negated.flatMap { now.adding($0, in: zone) }, now.adding(milliseconds: 1))
      case .ahead: (now, now.adding(duration, in: zone))
      }
    guard let start = bounds.0, let end = bounds.1, start < end else { throw .outOfRange(written) }
    return start..<end
  }

  /// The day, week, month, quarter or year that lies `count` of them from today's.
  func span(_ unit: CalendarUnit, _ count: Int) throws(TemporalReadingError) -> TemporalValue {
    guard let day = today.adding(count, unit), let range = day.range(of: unit) else {
      throw .outOfRange(today.description)
    }
    return unit == .day ? .day(day) : .days(range)
  }
}
