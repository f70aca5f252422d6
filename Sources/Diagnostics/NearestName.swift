internal import Values

/// Finds what was probably meant: by edit distance for a slip of the finger, by pinyin for a slip of the input method.
package enum NearestName {
  /// At most `limit` of the candidates that lie near `typed`, nearest first; none when nothing is near.
  package static func suggestions(
    for typed: String, among candidates: some Sequence<String>, limit: Int = 3
  ) -> [String] {
    let typed = String(typed.prefix(64))
    let wanted = Array(TextFolding.folded(typed).unicodeScalars.prefix(64))
    guard !wanted.isEmpty else { return [] }
    let spelling = Pinyin.spelling(of: typed)
    var found: [(name: String, distance: Int)] = []
    var seen: Set<String> = []
    for candidate in candidates where seen.insert(candidate).inserted {
      let folded = Array(TextFolding.folded(candidate).unicodeScalars.prefix(64))
      var distance = editDistance(wanted, folded)
      // 航业 for 行业, hangye for 行业: the same sound is as near as one slip.
      let other = Pinyin.spelling(of: candidate)
      let han = candidate.unicodeScalars.contains { $0.value >= 0x2E80 }
      if han, !spelling.isEmpty, spelling == other { distance = min(distance, 1) }
      let allowance = max(1, min(3, max(wanted.count, folded.count) / 3))
      // Two Chinese characters of which one is right are near; two of which none is are not.
      let shares = folded.contains { wanted.contains($0) } || distance == 1 && han && spelling == other
      if distance <= allowance, shares || folded.count > 3 { found.append((candidate, distance)) }
    }
    // The best only, and its equals: a far guess beside a near one confuses.
    let best = found.map(\.distance).min() ?? 0
    let near = found.filter { $0.distance <= best }.map(\.name)
    return Array(nearestInSound(near, to: spelling).prefix(limit))
  }

  /// Of several Chinese words equally near in writing, those that sound nearest: 查早 is 查找 rather than 查询.
  private static func nearestInSound(_ names: [String], to spelling: String) -> [String] {
    guard names.count > 1, names.allSatisfy({ $0.unicodeScalars.contains { $0.value >= 0x2E80 } }) else { return names }
    let wanted = Array(spelling.unicodeScalars.prefix(128))
    let distances = names.map { editDistance(wanted, Array(Pinyin.spelling(of: $0).unicodeScalars.prefix(128))) }
    let best = distances.min() ?? 0
    return zip(names, distances).filter { $0.1 == best }.map(\.0)
  }

  /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each.
  package static func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    guard !first.isEmpty else { return second.count }
    guard !second.isEmpty else { return first.count }
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for row in 1...first.count {
      var current = [Int](repeating: 0, count: second.count + 1)
      current[0] = row
      for column in 1...second.count {
        let cost = first[row - 1] == second[column - 1] ? 0 : 1
        var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current[column] = best
      }
      beforeLast = last
      last = current
    }
    return last[second.count]
  }
}
