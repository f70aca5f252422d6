import Glibc

/// Currencies, rates and the workspace's time zone.
extension SettingsReader {
  mutating func currency(_ node: SettingsNode, _ path: String) -> String? {
    guard let code = text(node, path) else { return nil }
    guard SettingsReader.isCurrency(code) else {
      report(.badCurrency(code, path: path), at: node.position)
      return nil
    }
    return code
  }

  mutating func rates(_ node: SettingsNode, _ path: String, base: String) -> [ExchangeRate] {
    var rates: [ExchangeRate] = []
    for entry in mapping(node, path) {
      let ratePath = "\(path).\(entry.key)"
      guard SettingsReader.isCurrency(entry.key) else {
        report(.badCurrency(entry.key, path: path), at: entry.keyPosition)
        continue
      }
      if entry.key == base { report(.rateOfBase(base), at: entry.keyPosition) }
      guard case .text(let text, isQuoted: false) = entry.value.content else {
        report(.wrongShape(path: ratePath, expected: .decimal, found: entry.value.found), at: entry.value.position)
        continue
      }
      guard let rate = SettingsReader.rate(entry.key, text) else {
        report(.badRate(text, path: ratePath), at: entry.value.position)
        continue
      }
      rates.append(rate)
      note(ratePath, at: entry.value.position)
    }
    return rates
  }

  mutating func timezone(_ node: SettingsNode, _ path: String) -> String? {
    guard let name = text(node, path) else { return nil }
    guard SettingsReader.isTimezone(name) else {
      report(.badTimezone(name), at: node.position)
      return nil
    }
    return name
  }

  private static func isCurrency(_ code: String) -> Bool {
    code.utf8.count == 3 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }

  /// A positive plain decimal of at most 15 digits, 9 of them behind the point.
  private static func rate(_ currency: String, _ text: String) -> ExchangeRate? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    let scale = parts.count == 2 ? parts[1].count : 0
    guard isPlain, scale <= 9, text.utf8.count <= 16, let digits = Int64(parts.joined()), digits > 0 else { return nil }
    return ExchangeRate(currency: currency, digits: digits, scale: scale)
  }

  /// A name of the tz database. Where the system has none, the name's shape must do.
  private static func isTimezone(_ name: String) -> Bool {
    let hasShape = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2F, 0x5F, 0x2B, 0x2D].contains(byte)
    }
    guard hasShape, name.utf8.count <= 64, !name.hasPrefix("/") else { return false }
    let database = "/usr/share/zoneinfo"
    guard access(database, R_OK) == 0 else { return true }
    var status = stat()
    return stat("\(database)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
