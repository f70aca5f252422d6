/// A stretch of days or moments by its two ends, both in it: `2026-03-01..2026-04-30`, `2026-Q1..2026-Q2`,
/// `2026年3月1日至4月30日`.
extension TemporalReader {
  /// Where the two ends lie in a phrase; nil where it is of one piece.
  static func ends(
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> (first: UnsafeBufferPointer<UInt8>, last: UnsafeBufferPointer<UInt8>)? {
    var cursor = PhraseCursor(bytes)
    while !cursor.isAtEnd {
      let end = cursor.index
      if cursor.take("..") || cursor.take("~") || cursor.take("至") || cursor.take("到") {
        let first = FoldedPhrase.trimmed(UnsafeBufferPointer(rebasing: bytes[..<end]))
        let last = FoldedPhrase.trimmed(UnsafeBufferPointer(rebasing: bytes[cursor.index...]))
        return first.isEmpty || last.isEmpty ? nil : (first, last)
      }
      cursor.step()
    }
    return nil
  }

  /// From the beginning of the one to the end of the other.
  func stretch(
    from first: UnsafeBufferPointer<UInt8>, to last: UnsafeBufferPointer<UInt8>
  ) throws(TemporalReadingError) -> TemporalValue {
    let start = try single(first)
    let end = try reader(ofEnd: last, behind: start).single(last)
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    if let from = days(of: start), let to = days(of: end) {
      guard from.lowerBound < to.upperBound else { throw .backwards(text(first), text(last)) }
      return .days(from.lowerBound..<to.upperBound)
    }
    guard let from = moments(of: start)?.lowerBound, let to = moments(of: end)?.upperBound else {
      throw .notADate("\(text(first))..\(text(last))")
    }
    guard from <= to else { throw .backwards(text(first), text(last)) }
    return .instants(from..<to)
  }

  /// `4月30日` behind `2026年3月1日至` is of that year.
  private func reader(ofEnd last: UnsafeBufferPointer<UInt8>, behind start: TemporalValue) -> TemporalReader {
    var cursor = PhraseCursor(last)
    guard cursor.digits(most: 2) != nil, cursor.take("月"), let day = days(of: start)?.lowerBound else { return self }
    return TemporalReader(now: zone.instant(of: day), zone: zone)
  }

  private func days(of value: TemporalValue) -> Range<CivilDate>? {
    switch value {
    case .day(let day): day..<(day.adding(days: 1) ?? .end)
    case .days(let days): days
    case .instant, .instants, .time: nil
    }
  }

  private func moments(of value: TemporalValue) -> Range<Instant>? {
    switch value {
    case .day, .days: days(of: value).map { zone.instant(of: $0.lowerBound)..<zone.instant(of: $0.upperBound) }
    case .instant(let instant): instant..<instant
    case .instants(let range): range
    case .time: nil
    }
  }
}
