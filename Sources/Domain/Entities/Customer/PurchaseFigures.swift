package import Values

/// What somebody bought: how often, when first and last, for how much.
package struct PurchaseFigures: Sendable, Hashable {
  package private(set) var count: Int
  package private(set) var first: CivilDate
  package private(set) var last: CivilDate
  /// Minor units of the base currency; it stops at the largest and smallest number that there is.
  package private(set) var sum: Int64

  /// Of one purchase.
  package init(_ day: CivilDate, amount: Int64) {
    count = 1
    first = day
    last = day
    sum = amount
  }

  package mutating func add(_ day: CivilDate, amount: Int64) {
    count &+= 1
    if day < first { first = day }
    if day > last { last = day }
    sum = sum.addingSaturating(amount)
  }

  /// Rounded to the nearest minor unit, a half away from zero.
  package var average: Int64 {
    let number = Int64(max(1, count))
    let (whole, rest) = sum.quotientAndRemainder(dividingBy: number)
    // The rest is smaller than the number of purchases: it doubles without overflow.
    return rest.magnitude &* 2 >= number.magnitude ? whole + (sum < 0 ? -1 : 1) : whole
  }
}
