/// What keeps a text from being read as a number.
package enum NumberReadingError: Error, Sendable, Hashable {
  /// Nothing was written.
  case empty
  /// No number begins there: `abc`.
  case notANumber(String)
  /// A number was written and something after it that belongs to none: `12abc`, `1.2.3`.
  case unexpected(String, after: String)
  /// Commas that do not part thousands: `12,34`. The number without them is offered.
  case misplacedGrouping(String, suggestion: String)
  /// An underscore that does not stand between two digits: `1__0`, `5_`.
  case misplacedUnderscore(String)
  /// A point with no digit behind it: `5.`.
  case missingFraction(String)
  /// A suffix that means different things: `5w` (万 or weeks), `3m` (million, minutes, months).
  case ambiguousSuffix(String, suggestion: String)
  /// A percentage where a plain number is wanted: `50%`. The number before the sign.
  case percentage(ExactDecimal)
  /// More digits behind the point than are kept.
  case tooManyDecimals(limit: Int)
  /// Beyond what 64 bits hold.
  case tooLarge(String)
}
