/// Where the lines of a text begin: asked for often, worked out once.
struct LineStarts {
  /// Offsets behind each newline.
  private let starts: [Int]

  init(_ text: String) {
    var text = text
    starts = text.withUTF8 { bytes in bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 } }
  }

  /// The newlines before an offset.
  func lineEnds(before offset: Int) -> Int {
    var (lower, upper) = (0, starts.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if starts[middle] <= offset { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
