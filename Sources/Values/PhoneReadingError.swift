/// What keeps a text from being read as a telephone number.
package enum PhoneReadingError: Error, Sendable, Hashable {
  /// Nothing was written.
  case empty
  /// No digit was written: `n/a`.
  case noDigits(String)
  /// Letters among the digits, other than those of an extension.
  case letters(String)
  /// A character that no number has.
  case unexpected(String)
  /// Two numbers in one field: `13800138000/13900139000`.
  case severalNumbers(String)
  /// Fewer digits than such a number has.
  case tooShort(digits: Int, expected: ClosedRange<Int>)
  /// More digits than such a number has.
  case tooLong(digits: Int, expected: ClosedRange<Int>)
  /// Seven or eight digits: a landline without its area code.
  case missingAreaCode(String)
  /// Eleven digits beginning with 1 that no mobile network of the mainland has been given.
  case unknownMobilePrefix(String)
  /// A mainland number that begins with neither 1 nor 0 nor 400 or 800.
  case unknownShape(String)
  /// 95588, 10086: reached within the country only, without a form in E.164.
  case serviceNumber(String)
  /// `+` or `00` and digits that begin with no country's code.
  case unknownCountryCode(String)
  /// An extension with no digit, or with more than eight.
  case badExtension(String)
}
