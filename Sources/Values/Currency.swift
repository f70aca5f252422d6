/// A currency of ISO 4217.
package struct Currency: Sendable, Hashable {
  /// A row of `CurrencyTable`. Codes, not rows, are what is stored.
  private let row: UInt8

  private init(row: Int) { self.row = UInt8(truncatingIfNeeded: row) }

  package static let cny = Currency(row: 0)
  package static let usd = Currency(row: 1)
  package static let eur = Currency(row: 2)
  package static let gbp = Currency(row: 3)
  package static let jpy = Currency(row: 4)

  /// Every currency known, the frequent ones first.
  package static var all: [Currency] { CurrencyTable.rows.indices.map(Currency.init(row:)) }

  private var entry: CurrencyTable.Entry { CurrencyTable.rows[Int(row)] }

  /// `CNY`.
  package var code: String { entry.code }
  /// Digits of the minor unit: 2 for 分 and cents, 0 for yen, 3 for the Kuwaiti dinar.
  package var minorDigits: Int { entry.digits }
  /// The symbol that amounts are shown with: `¥`, `US$`; the code where none is in use.
  package var symbol: String { entry.symbol }
  /// 人民币.
  package var chineseName: String { entry.chinese }
  /// Every spelling that is read, folded: code, symbols, names.
  package var spellings: [String] {
    [code.lowercased(), TextFolding.folded(symbol), chineseName] + entry.others
  }

  /// The currency of a code, a symbol or a name in English or Chinese, without regard to case or width. A bare `$` is
  /// none: it names a dozen.
  package static func named(_ name: some StringProtocol) -> Currency? {
    let key = FoldedPhrase.with(name) { String(decoding: $0, as: UTF8.self) }
    guard let key, !key.isEmpty else { return nil }
    return folded(key)
  }

  /// The currency of a stored code, `CNY`, without the table of all spellings.
  package static func coded(_ code: String) -> Currency? {
    if code == "CNY" { return .cny }
    return CurrencyTable.rows.firstIndex { $0.code == code }.map(Currency.init(row:))
  }

  /// As `named`, of a spelling that is folded.
  static func folded(_ key: String) -> Currency? {
    CurrencyTable.rowOfSpelling[key].map(Currency.init(row:))
  }
}

extension Currency: CustomStringConvertible {
  package var description: String { code }
}
