internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Values

/// Texts and times: the comparisons whose right side is more than one value.
extension Binder {
  func compareText(
    _ left: BoundExpression, _ comparator: Comparator, _ text: String, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    if let field = left.field, field.type == .phone || field.type == .email {
      return try compareSealed(left, field, comparator, text, span)
    }
    let folded = TextFolding.folded(named(text, by: left, comparator))
    func match(_ kind: TextMatch) -> BoundExpression { BoundExpression(.textMatch(left, kind, folded), .truth) }
    switch comparator {
    case .equal: return match(.equals)
    case .notEqual: return BoundExpression(.not(match(.equals)), .truth)
    case .contains: return match(.contains)
    case .startsWith: return match(.startsWith)
    case .endsWith: return match(.endsWith)
    case .matches:
      _ = try find(text, in: [], span)
      return BoundExpression(.pattern(left, text), .truth)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard let sign = SQLComparison(comparator) else { throw .notComparable(span) }
      return BoundExpression(.comparison(left, sign, .literal(.text(folded), .text)), .truth)
    case .overlaps: throw .wrongOperator("overlaps", type: "text", typeChinese: "文本", help: nil, span)
    }
  }

  /// For each of some texts, whether a pattern is found in it.
  func find(_ pattern: String, in texts: [String], _ span: SourceSpan) throws(BindingError) -> [Bool] {
    guard let find = context.findPattern else { return texts.map { _ in true } }
    do throws(PatternFault) { return try find(pattern, texts.map { TextFolding.folded($0) }) } catch {
      throw .badPattern(error, span)
    }
  }

  /// A period in any of its spellings; what is none is only a text that no period is.
  private func named(_ text: String, by left: BoundExpression, _ comparator: Comparator) -> String {
    guard let field = left.field, field.traits.contains(.period) else { return text }
    switch comparator {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return (try? reader.readPeriod(text))?.description ?? text
    case .contains, .startsWith, .endsWith, .matches, .overlaps: return text
    }
  }

  /// A phone by its whole number or last four digits, an e-mail whole or by its domain: they are sealed.
  private func compareSealed(
    _ left: BoundExpression, _ field: Field, _ comparator: Comparator, _ text: String, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    // What is kept of them is their ends.
    guard comparator != .startsWith else { throw .sealedSearch(field, span) }
    let isNegated = comparator == .notEqual
    let match: BoundExpression
    if field.type == .phone {
      let digits = text.filter { $0.isASCII && $0.isNumber }
      if digits.count == 4, text.count == 4 {
        match = BoundExpression(.suffix(left, digits), .truth)
      } else if let phone = try? PhoneNumber(reading: text) {
        match = BoundExpression(.textMatch(left, .equals, phone.e164), .truth)
      } else {
        throw .sealedSearch(field, span)
      }
    } else {
      let folded = TextFolding.folded(text)
      if folded.contains("@"), !folded.hasPrefix("@") {
        match = BoundExpression(.textMatch(left, .equals, folded), .truth)
      } else if comparator != .equal, folded.contains(".") {
        match = BoundExpression(.suffix(left, folded.hasPrefix("@") ? folded : "@" + folded), .truth)
      } else if folded.hasPrefix("@") {
        match = BoundExpression(.suffix(left, folded), .truth)
      } else {
        throw .sealedSearch(field, span)
      }
    }
    switch comparator {
    case .equal, .notEqual, .contains, .endsWith: break
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .startsWith, .matches, .overlaps:
      throw .sealedSearch(field, span)
    }
    return isNegated ? BoundExpression(.not(match), .truth) : match
  }

  // MARK: Time

  func compareTime(
    _ left: BoundExpression, _ comparator: Comparator, _ text: String, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    switch comparator {
    case .contains, .startsWith, .endsWith, .matches:
      let wording = left.type.wording
      throw .wrongOperator(
        comparator.rawValue, type: wording.english, typeChinese: wording.chinese,
        help: left.field.map { Wording(verbatim: "\($0.name) = \(text)  ·  \($0.name) in last month") }, span)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .overlaps: break
    }
    do throws(FieldValueError) {
      return try compareTime(left, comparator, try reader.readTemporal(text), span, text)
    } catch {
      throw .value(error, field: left.field, entity: scope, span)
    }
  }

  func compareTime(
    _ left: BoundExpression, _ comparator: Comparator, _ value: TemporalValue, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    do throws(FieldValueError) { return try compareTime(left, comparator, value, span, "") } catch {
      throw .value(error, field: left.field, entity: scope, span)
    }
  }

  /// Wider than an instant is a half-open range: `=` lies inside it, `<` before it, `>` after it.
  private func compareTime(
    _ left: BoundExpression, _ comparator: Comparator, _ value: TemporalValue, _ span: SourceSpan, _ text: String
  ) throws(FieldValueError) -> BoundExpression {
    let (low, high) = left.type == .date ? dayBounds(value) : instantBounds(value)
    let lowest = BoundExpression.literal(.integer(low), left.type)
    let end = BoundExpression.literal(.integer(high), left.type)
    func range(_ low: BoundExpression?, _ high: BoundExpression?) -> BoundExpression {
      BoundExpression(.range(left, low: low, high: high), .truth)
    }
    switch comparator {
    case .equal, .overlaps: return range(lowest, end)
    case .notEqual: return BoundExpression(.not(range(lowest, end)), .truth)
    case .less: return range(nil, lowest)
    case .lessOrEqual: return range(nil, end)
    case .greater: return range(end, nil)
    case .greaterOrEqual: return range(lowest, nil)
    case .contains, .startsWith, .endsWith, .matches: throw .notADate(text, .notADate(text))
    }
  }

  private func dayBounds(_ value: TemporalValue) -> (Int64, Int64) {
    let zone = reader.temporal.zone
    func bounds(_ low: CivilDate, _ high: CivilDate) -> (Int64, Int64) {
      (Int64(low.daysSinceEpoch), Int64(high.daysSinceEpoch))
    }
    switch value {
    case .day(let day): return (Int64(day.daysSinceEpoch), Int64(day.daysSinceEpoch) + 1)
    case .days(let range): return bounds(range.lowerBound, range.upperBound)
    case .instant(let instant):
      let day = Int64(zone.day(of: instant).daysSinceEpoch)
      return (day, day + 1)
    case .instants(let range):
      return (
        Int64(zone.day(of: range.lowerBound).daysSinceEpoch), Int64(zone.day(of: range.upperBound).daysSinceEpoch) + 1
      )
    case .time: return (Int64(reader.temporal.today.daysSinceEpoch), Int64(reader.temporal.today.daysSinceEpoch) + 1)
    }
  }

  private func instantBounds(_ value: TemporalValue) -> (Int64, Int64) {
    let zone = reader.temporal.zone
    func bounds(_ range: Range<Instant>) -> (Int64, Int64) {
      (range.lowerBound.milliseconds, range.upperBound.milliseconds)
    }
    switch value {
    case .day(let day): return bounds(zone.instants(of: day))
    case .days(let range): return bounds(zone.instants(of: range))
    case .instant(let instant): return (instant.milliseconds, instant.milliseconds + 1)
    case .instants(let range): return bounds(range)
    case .time(let time):
      let start = zone.instant(of: reader.temporal.today, at: time).milliseconds
      return (start, start + 60_000)
    }
  }
}
