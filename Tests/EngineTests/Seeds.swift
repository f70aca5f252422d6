import Glibc

/// The random cases that a property is tried with: few by default; in a long run as many as GUANXI_SEEDS says, or those
/// from one to another (`GUANXI_SEEDS=201-400`).
enum Seeds {
  static func chosen(_ usual: Int) -> [UInt64] {
    guard let wanted = getenv("GUANXI_SEEDS").map({ String(cString: $0) }) else {
      return Array(1...UInt64(max(1, usual)))
    }
    let bounds = wanted.split(separator: "-").compactMap { UInt64($0) }
    guard let last = bounds.last, last >= 1 else { return [1] }
    let first = bounds.count == 2 ? max(1, min(bounds[0], last)) : 1
    return Array(first...last)
  }
}
