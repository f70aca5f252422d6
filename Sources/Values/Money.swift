/// An amount of money: whole minor units (分, cents) of one currency.
package struct Money: Sendable, Hashable {
  package let minorUnits: Int64
  package let currency: Currency

  package init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// nil where the amount has more decimals than the currency, or does not fit.
  package init?(amount: ExactDecimal, currency: Currency) {
    guard let units = amount.shifted(by: currency.minorDigits)?.int64Value else { return nil }
    self.init(minorUnits: units, currency: currency)
  }

  /// Rounded half away from zero to the currency's minor unit; nil where it does not fit.
  package init?(rounding amount: ExactDecimal, currency: Currency) {
    self.init(amount: amount.rounded(toScale: currency.minorDigits), currency: currency)
  }

  /// In major units.
  package var amount: ExactDecimal {
    // At most three decimals on 64 bits: normalising only shrinks it.
    ExactDecimal(mantissa: minorUnits, scale: currency.minorDigits) ?? .zero
  }

  /// nil where the currencies differ or the sum does not fit.
  package func adding(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    return overflow ? nil : Money(minorUnits: sum, currency: currency)
  }
}

extension Money: CustomStringConvertible {
  /// The plain number, as exports and JSON have it: `95000`, `95000.50`.
  package var description: String { spelled(grouping: false) }

  /// With symbol and commas, as screens have it: `¥100,000`, `-US$1,234.50`. A symbol that ends in a letter stands
  /// apart: `CHF 100`.
  package var displayed: String {
    let number = spelled(grouping: true)
    let symbol = currency.symbol
    let joint = symbol.utf8.last.map(FoldedPhrase.isLetter) ?? false ? " " : ""
    guard minorUnits < 0 else { return symbol + joint + number }
    return "-" + symbol + joint + number.dropFirst()
  }

  private func spelled(grouping: Bool) -> String {
    let digits = currency.minorDigits
    let unit = (0..<digits).reduce(UInt64(1)) { unit, _ in unit * 10 }
    let (whole, rest) = minorUnits.magnitude.quotientAndRemainder(dividingBy: unit)
    let sign = minorUnits < 0 ? "-" : ""
    let front = grouping ? ExactDecimal.grouped(String(whole)) : String(whole)
    guard rest != 0 else { return sign + front }
    let fraction = String(rest)
    return sign + front + "." + String(repeating: "0", count: digits - fraction.utf8.count) + fraction
  }
}
