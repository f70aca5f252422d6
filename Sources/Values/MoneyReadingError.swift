/// What keeps a text from being read as an amount of money.
package enum MoneyReadingError: Error, Sendable, Hashable {
  /// Nothing was written.
  case empty
  /// The number in it is none.
  case number(NumberReadingError)
  /// A currency and no amount: `USD`.
  case missingAmount(Currency)
  /// A word beside the amount that names no currency known: `100 foo`.
  case unknownCurrency(String)
  /// A bare `$`, which a dozen currencies share. The spellings that say which.
  case ambiguousDollar(suggestions: [String])
  /// Two currencies around one amount: `¥100 USD`.
  case conflictingCurrencies(Currency, Currency)
  /// More digits behind the point than the currency has: `1.005` yuan, `99.5` yen.
  case tooManyDecimals(written: Int, currency: Currency)
  /// Beyond what 64 bits of minor units hold.
  case tooLarge(String)
}
