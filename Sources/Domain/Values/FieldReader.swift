package import Values

/// Finds records by name for references: the store answers; nothing does in a check without one.
package protocol ReferenceFinding {
  /// The live records of an entity whose title folds to `folded`.
  func records(titled folded: String, of entity: Entity) throws -> [Int64]
  func exists(_ id: Int64, of entity: Entity) throws -> Bool
  /// Titles to suggest from.
  func titles(near folded: String, of entity: Entity) throws -> [String]
}

/// Reads a text as a value of a field: the one check of every write, whatever the face.
package struct FieldReader: Sendable {
  package let dictionary: DataDictionary
  package let temporal: TemporalReader
  /// Characters that a text field holds.
  package static let textLimit = 1_000_000

  package init(dictionary: DataDictionary, now: Instant) {
    self.dictionary = dictionary
    temporal = TemporalReader(now: now, zone: dictionary.rules.zone)
  }

  /// References are not read here: they need the store (`reference`).
  ///
  /// - Parameter isQuoted: quoted text is always text, never `empty` or another word.
  package func read(_ text: String, as field: Field, isQuoted: Bool = false) throws(FieldValueError) -> FieldValue {
    if !isQuoted, FieldReader.isEmptyWord(text) { return .empty }
    if text.isEmpty || field.cannotBeBlank && FieldReader.isBlank(text) { return .empty }
    switch field.type {
    case .text where field.traits.contains(.period): return .text(try readPeriod(text).description)
    case .text where field.traits.contains(.recurrence): return .text(try readRecurrence(text))
    case .text where field.traits.contains(.reminders): return .text(try readReminders(text))
    case .text, .webAddress, .labels: return try readText(text)
    case .choice(let list):
      guard let choice = list.choice(spelled: text) else {
        throw .notAChoice(text, field: field)
      }
      return .choice(choice.key)
    case .integer(let range): return .integer(Int64(try readWhole(text, in: range)))
    case .number: return try readNumber(text)
    case .money: return try readMoney(text)
    case .date: return .date(try readDay(text))
    case .instant: return .instant(try readInstant(text))
    case .duration:
      let seconds = try readDuration(text)
      guard seconds >= 0 else { throw .negativeLength(text) }
      return .duration(seconds)
    case .flag: return .flag(try readFlag(text))
    case .phone:
      do throws(PhoneReadingError) {
        let number = try PhoneNumber(reading: text)
        return .phone(text, e164: number.e164)
      } catch { throw .notAPhone(text, error) }
    case .email:
      do throws(EmailAddress.ReadingError) {
        _ = try EmailAddress(reading: text)
        return .email(text)
      } catch { throw .notAnEmail(text, error) }
    case .reference(let entity): throw .unknownReference(text, entity, nearest: [])
    case .identity: throw .notANumber(text, .notANumber(text))
    }
  }

  package static func isEmptyWord(_ text: String) -> Bool {
    switch text.utf8.count {
    case 3: text == "空"
    case 5: text.lowercased() == "empty"
    default: false
    }
  }

  /// Nothing but white space, which nobody sees.
  package static func isBlank(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return true }
    return first.properties.isWhitespace && text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }

  /// Without white space around it.
  package static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[start...end])
  }

  private func readText(_ text: String) throws(FieldValueError) -> FieldValue {
    let length = text.utf8.count
    guard length <= Self.textLimit else { throw .textTooLong(length, limit: Self.textLimit) }
    return .text(text)
  }

  private func readRecurrence(_ text: String) throws(FieldValueError) -> String {
    do throws(RecurrenceReadingError) { return try RecurrenceRule(reading: text).text } catch {
      throw .notARecurrence(text, error)
    }
  }

  private func readReminders(_ text: String) throws(FieldValueError) -> String {
    guard let days = ReminderDays(reading: text) else { throw .notReminders(text) }
    return days.text
  }

  package func readWhole(_ text: String, in range: ClosedRange<Int>) throws(FieldValueError) -> Int {
    let number: ExactDecimal
    do throws(NumberReadingError) {
      number = try PercentOrNumber(reading: text).plain
    } catch { throw .notANumber(text, error) }
    guard let whole = number.int64Value else { throw .notWhole(text) }
    guard let value = Int(exactly: whole), range.contains(value) else { throw .outOfRange(text, range) }
    return value
  }

  private func readNumber(_ text: String) throws(FieldValueError) -> FieldValue {
    let number: ExactDecimal
    do throws(NumberReadingError) { number = try ExactDecimal(reading: text) } catch { throw .notANumber(text, error) }
    guard FieldValue.storedUnits(number) != nil else { throw .tooLarge(text) }
    return .number(number)
  }

  package func readMoney(_ text: String) throws(FieldValueError) -> FieldValue {
    let money: Money
    do throws(MoneyReadingError) {
      money = try Money(reading: text, defaultCurrency: dictionary.rules.baseCurrency)
    } catch { throw .notMoney(text, error) }
    return .money(money, base: try worth(of: money, text))
  }

  /// In minor units of the base currency, at the configured rate.
  package func worth(of money: Money, _ text: String) throws(FieldValueError) -> Int64 {
    let base = dictionary.rules.baseCurrency
    if money.currency == base { return money.minorUnits }
    guard let rate = dictionary.rules.rates[money.currency] else {
      throw .missingRate(money.currency, base: base, dictionary.rules.ratesPlace)
    }
    guard let product = money.amount.multiplied(by: rate), let worth = Money(rounding: product, currency: base) else {
      throw .tooLarge(text)
    }
    return worth.minorUnits
  }

  // MARK: Time

  package func readTemporal(_ text: String) throws(FieldValueError) -> TemporalValue {
    do throws(TemporalReadingError) {
      return try temporal.read(text)
    } catch { throw .notADate(text, error) }
  }

  private func readDay(_ text: String) throws(FieldValueError) -> CivilDate {
    switch try readTemporal(text) {
    case .day(let day): return day
    case .days(let range):
      guard range.lowerBound.adding(days: 1) == range.upperBound else {
        throw .notOneDay(text, first: range.lowerBound)
      }
      return range.lowerBound
    case .instant(let instant): return temporal.zone.day(of: instant)
    case .instants(let range): return temporal.zone.day(of: range.lowerBound)
    case .time: throw .notADate(text, .notADate(text))
    }
  }

  /// Refuses a day that is written with a time, which would be lost. `now` has a day, and midnight is the bare day.
  package func confirmDay(_ text: String) throws(FieldValueError) {
    guard ClockReader.isSaid(in: text), case .instant(let instant)? = try? temporal.read(text),
      temporal.zone.time(of: instant) != .midnight, !ClockReader.saysMidnight(text)
    else { return }
    throw .timeOfDay(text, temporal.zone.day(of: instant))
  }

  private func readInstant(_ text: String) throws(FieldValueError) -> Instant {
    switch try readTemporal(text) {
    case .day(let day): return temporal.zone.instant(of: day)
    case .days(let range): throw .notOneDay(text, first: range.lowerBound)
    case .instant(let instant): return instant
    case .instants(let range): return range.lowerBound
    case .time(let time): return temporal.zone.instant(of: temporal.today, at: time)
    }
  }

  package func readDuration(_ text: String) throws(FieldValueError) -> Int64 {
    do throws(TemporalReadingError) {
      let duration = try CalendarDuration(reading: text)
      return Int64(duration.approximateSeconds)
    } catch { throw .notADuration(text, error) }
  }

  package func readFlag(_ text: String) throws(FieldValueError) -> Bool {
    switch TextFolding.folded(text) {
    case "true", "yes", "1", "on", "是", "真", "y", "t": return true
    case "false", "no", "0", "off", "否", "假", "n", "f": return false
    default: throw .notAFlag(text)
    }
  }
}

extension Field {
  /// A name that nobody sees is none. Other texts are kept as they are given, to the blank.
  package var cannotBeBlank: Bool { type == .text && (isRequired || traits.contains(.keyed)) }
}

extension PercentOrNumber {
  /// `50%` where a field counts 0–100 is 50.
  package var plain: ExactDecimal {
    switch self {
    case .number(let value), .percent(let value): value
    }
  }
}
