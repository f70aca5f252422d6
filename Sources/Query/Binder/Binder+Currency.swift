internal import Domain
internal import Language
internal import Layout
internal import Values

/// `sum amount in USD of …`: a figure in another currency, at the rate that the configuration has today.
extension Binder {
  func inCurrency(
    _ figure: BoundExpression, _ atom: Atom
  ) throws(BindingError) -> (figure: BoundExpression, currency: Currency) {
    guard figure.type == .money else { throw .notComparable(atom.span) }
    guard let currency = Currency.named(atom.text.uppercased()) else {
      throw .value(.notMoney(atom.text, .unknownCurrency(atom.text)), field: nil, entity: nil, atom.span)
    }
    let rules = dictionary.rules
    if currency == rules.baseCurrency { return (figure, currency) }
    guard let rate = rules.rates[currency] else {
      throw .value(
        .missingRate(currency, base: rules.baseCurrency, rules.ratesPlace), field: nil, entity: nil, atom.span)
    }
    // From minor units of the one to minor units of the other: a yuan has a hundred, a yen is its own.
    let digits = rules.baseCurrency.minorDigits - currency.minorDigits
    let divisor = digits >= 0 ? rate.shifted(by: digits) : rate
    let factor = digits < 0 ? (0..<(-digits)).reduce(Int64(1)) { factor, _ in factor &* 10 } : 1
    guard let divisor, let units = FieldValue.storedUnits(divisor), units > 0 else {
      throw .value(.tooLarge(rate.description), field: nil, entity: nil, atom.span)
    }
    let scaled =
      factor == 1
      ? figure
      : BoundExpression(.arithmetic(figure, .times, .literal(.integer(factor), .integer)), .money)
    return (BoundExpression(.arithmetic(scaled, .over, .literal(.integer(units), .number)), .money), currency)
  }
}
