/// How a figure is scored 1…5, a larger one never lower than a smaller one.
package enum Scale: Sendable {
  /// By its place among all, in rising order: a fifth of them for each score. What is equal has the same score, that of
  /// its first place, so that a fifth may be larger than another.
  case quintiles([Int64])
  /// By four rising bounds, each of which belongs to the score above it.
  case bounds([Int64])

  /// - Parameter all: in any order.
  package static func quintiles(of all: [Int64]) -> Scale { .quintiles(all.sorted()) }

  /// 1 + ⌊5 × those below ÷ all⌋, for a figure that is one of them; at most 5 for one that is not.
  package func score(_ figure: Int64) -> Int {
    switch self {
    case .quintiles(let sorted):
      guard !sorted.isEmpty else { return 1 }
      return min(5, 1 + Scale.below(figure, in: sorted) * 5 / sorted.count)
    case .bounds(let bounds): return min(5, 1 + bounds.count { $0 <= figure })
    }
  }

  /// How many are smaller.
  private static func below(_ figure: Int64, in sorted: [Int64]) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = low + (high - low) / 2
      if sorted[middle] < figure { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
