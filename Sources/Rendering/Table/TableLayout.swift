/// How wide the columns of a table stand, and how many of them fit.
struct TableLayout: Equatable {
  struct Column {
    /// Cells of the heading and of the widest value.
    let heading: Int
    let values: Int
    /// A figure or a date that is cut says something else: it stands whole, or is not shown.
    let isWhole: Bool

    var natural: Int { max(heading, values) }
    var least: Int {
      isWhole ? max(values, min(heading, TableLayout.leastCells)) : min(natural, TableLayout.leastCells)
    }
  }

  /// Between two columns.
  static let gap = 2
  /// Room for two Chinese characters and the ellipsis.
  static let leastCells = 5

  /// Of the columns that are shown: the first ones.
  let widths: [Int]

  /// The columns in `width` cells, or as wide as they are where it is nil.
  ///
  /// Where they do not fit, the wide texts give way until all of these are equally wide and the narrow ones keep their
  /// width; where even the least of each is too much, the last ones are dropped. The first always stays, cut if need be.
  init(_ columns: [Column], width: Int?) {
    guard let width else {
      widths = columns.map(\.natural)
      return
    }
    var shown = columns
    while shown.count > 1, TableLayout.least(shown) > width { shown.removeLast() }
    if TableLayout.total(shown.map(\.natural)) <= width {
      widths = shown.map(\.natural)
    } else if shown.count == 1 {
      widths = [width]
    } else {
      widths = TableLayout.shared(shown, room: width - TableLayout.gap * (shown.count - 1))
    }
  }

  /// The cells that they need at least.
  static func least(_ columns: [Column]) -> Int { total(columns.map(\.least)) }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// `room` is enough for the least of each and not for all.
  private static func shared(_ columns: [Column], room: Int) -> [Int] {
    // Before a value is cut, the long headings of short figures and dates are.
    func widths(under cap: Int) -> [Int] { columns.map { $0.isWhole ? $0.least : max($0.least, min($0.natural, cap)) } }
    var low = 0
    var high = room
    while low < high {
      let middle = (low + high + 1) / 2
      if widths(under: middle).reduce(0, +) <= room { low = middle } else { high = middle - 1 }
    }
    var result = widths(under: low)
    var left = room - result.reduce(0, +)
    for index in result.indices where left > 0 && result[index] < columns[index].natural {
      let more = min(left, columns[index].natural - result[index])
      result[index] += more
      left -= more
    }
    return result
  }
}
