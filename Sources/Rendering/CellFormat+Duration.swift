internal import Diagnostics

extension CellFormat {
  /// `2h 30min`, `2 小时 30 分`. From a day on it says days and hours only: `14 天`.
  static func duration(_ seconds: Int64, _ language: UserLanguage) -> String {
    let magnitude = seconds.magnitude
    let isLong = magnitude >= 86_400
    let amounts: [(UInt64, Wording)] = [
      (magnitude / 86_400, Wording("d", " 天")), (magnitude / 3600 % 24, Wording("h", " 小时")),
      (isLong ? 0 : magnitude / 60 % 60, Wording("min", " 分")), (isLong ? 0 : magnitude % 60, Wording("s", " 秒")),
    ]
    let parts = amounts.filter { $0.0 > 0 }.map { String($0.0) + $0.1.in(language) }
    guard !parts.isEmpty else { return "0" + Wording("min", " 分").in(language) }
    return (seconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }

  /// In the largest unit that keeps it whole, as the language reads it back: `150min`, `14d`, `90s`.
  func write(duration seconds: Int64, to output: inout OutputBuffer) {
    let units: [(Int64, StaticString)] = [(86_400, "d"), (3600, "h"), (60, "min")]
    for (length, name) in units where seconds != 0 && seconds % length == 0 {
      output.append(seconds / length)
      output.append(name)
      return
    }
    output.append(seconds)
    output.append("s")
  }
}
