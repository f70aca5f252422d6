/// The known name that an unknown one is most likely meant to be.
enum NearestName {
  /// Nil where all differ in more than a third of the letters.
  static func of(_ name: String, among known: [String]) -> String? {
    guard name.unicodeScalars.count <= 64 else { return nil }
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in known {
      let distance = distance(wanted, Array(candidate.unicodeScalars))
      if distance < best?.distance ?? max(2, wanted.count / 3 + 1) { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Damerau and Levenshtein's distance, with neighbours exchanged as one step (optimal string alignment).
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(last[column] + (scalar == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
