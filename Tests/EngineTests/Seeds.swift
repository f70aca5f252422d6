import Glibc

/// The random cases that a property is tried with: few by default, as many as GUANXI_SEEDS says in a long run.
enum Seeds {
  static func chosen(_ usual: Int) -> [UInt64] {
    let wanted = getenv("GUANXI_SEEDS").flatMap { Int(String(cString: $0)) } ?? usual
    return (1...UInt64(max(1, wanted))).map { $0 }
  }
}
