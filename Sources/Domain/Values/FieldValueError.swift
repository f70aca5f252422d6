package import Values

/// Why a text is no value of a field.
package enum FieldValueError: Error, Sendable, Hashable {
  case notAChoice(String, field: Field)
  case notANumber(String, NumberReadingError)
  case notMoney(String, MoneyReadingError)
  case missingRate(Currency, base: Currency, ConfigurationPlace?)
  case notADate(String, TemporalReadingError)
  /// A month or a quarter where one day is wanted.
  case notOneDay(String, first: CivilDate)
  /// A time of day where a field holds a day.
  case timeOfDay(String, CivilDate)
  /// Days that are no year, quarter or month.
  case notAPeriod(String)
  case notADuration(String, TemporalReadingError)
  /// `duration = -5min`
  case negativeLength(String)
  case notAFlag(String)
  case notARecurrence(String, RecurrenceReadingError)
  case notReminders(String)
  case notAPhone(String, PhoneReadingError)
  case notAnEmail(String, EmailAddress.ReadingError)
  case notWhole(String)
  case outOfRange(String, ClosedRange<Int>)
  case tooLarge(String)
  /// Empty candidates: nothing of that name. Several: the name is not unique.
  case unknownReference(String, EntityKey, nearest: [String])
  case ambiguousReference(String, EntityKey, candidates: [Int64])
  /// `cust_001` where an opportunity is wanted.
  case wrongEntity(String, expected: EntityKey, found: EntityKey)
  case textTooLong(Int, limit: Int)
  /// A label that holds U+001F, by which labels are kept apart.
  case notALabel
}
