package import Domain
package import Values

/// What each customer bought. Numbers of records count up, so that a customer's place is found by the number itself: for
/// half a million purchases a dictionary took ten times as long.
package struct PurchaseTable: Sendable {
  private var figures: [PurchaseFigures] = []
  /// One more than the place of a customer in `figures`, by number; 0 for none.
  private var places: [Int32] = []
  /// Places by numbers that are larger than any that was counted up to.
  private var far: [Int64: Int32] = [:]
  private var removed: Set<Int> = []

  private static let dense: Int64 = 1 << 24

  package init() {}

  package mutating func add(_ customer: Int64, _ day: CivilDate, amount: Int64) {
    if let place = place(of: customer) {
      figures[place].add(day, amount: amount)
      return
    }
    figures.append(PurchaseFigures(day, amount: amount))
    let mark = Int32(clamping: figures.count)
    guard customer >= 0, customer < Self.dense else {
      far[customer] = mark
      return
    }
    let index = Int(customer)
    if index >= places.count {
      places += Array(repeating: 0, count: max(index + 1, places.count * 2) - places.count)
    }
    places[index] = mark
  }

  package mutating func remove(_ customer: Int64) {
    if let place = place(of: customer) { removed.insert(place) }
  }

  private func place(of customer: Int64) -> Int? {
    let mark =
      customer >= 0 && customer < Int64(places.count) ? places[Int(customer)] : far.isEmpty ? 0 : far[customer] ?? 0
    return mark > 0 ? Int(mark) - 1 : nil
  }

  /// Nil for who bought nothing, or was removed.
  package subscript(_ customer: Int64) -> PurchaseFigures? {
    place(of: customer).flatMap { removed.contains($0) ? nil : figures[$0] }
  }

  /// In no order.
  package var all: [PurchaseFigures] {
    removed.isEmpty ? figures : figures.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
  }
}
