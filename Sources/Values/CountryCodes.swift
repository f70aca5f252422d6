/// The country codes of ITU-T E.164, and what is dialled behind them within a country only.
///
/// Source: libphonenumber 8.12.57, whose answers `PhoneCorpusTests` compares with.
enum CountryCodes {
  /// How many digits of an international number are its country's code; nil where it is none that is assigned.
  static func length(in digits: ArraySlice<UInt8>) -> Int? {
    guard let first = digits.first, let second = digits.dropFirst().first else { return nil }
    if first == 0x31 || first == 0x37 { return 1 }
    let pair = Int(first &- 0x30) &* 10 &+ Int(second &- 0x30)
    if twoDigits.contains(pair) { return 2 }
    guard let third = digits.dropFirst(2).first else { return nil }
    let triple = pair &* 10 &+ Int(third &- 0x30)
    return threeDigits.contains { $0.contains(triple) } ? 3 : nil
  }

  private static let twoDigits: Set<Int> = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
    63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
  ]
  private static let threeDigits: [ClosedRange<Int>] = [
    211...213, 216...216, 218...218, 220...258, 260...269, 290...291, 297...299, 350...359, 370...378, 380...383,
    385...387, 389...389, 420...421, 423...423, 500...509, 590...599, 670...670, 672...683, 685...692, 800...800,
    808...808, 850...850, 852...853, 855...856, 870...870, 878...878, 880...883, 886...886, 888...888, 960...968,
    970...977, 979...979, 992...996, 998...998,
  ]

  /// Whether what stands behind the code is dialled within the country only: 0 in most, 8 in Russia, 1 in North
  /// America. Where it is a part of the number, as in Italy, it stays.
  static func hasTrunkPrefix(_ digits: ArraySlice<UInt8>, behind code: Int) -> Bool {
    let national = digits.dropFirst(code)
    guard let first = national.first else { return false }
    switch value(digits.prefix(code)) {
    case 1: return first == 0x31 && national.count == 11
    case 7: return first == 0x38 && national.count == 11
    case let country: return first == 0x30 && dialZero.contains(country)
    }
  }

  /// Whether a zero in brackets behind these digits belongs to the number.
  static func keepsZero(_ digits: ArraySlice<UInt8>) -> Bool { [39, 225, 242, 247, 378].contains(value(digits)) }

  private static func value(_ digits: ArraySlice<UInt8>) -> Int {
    digits.prefix(4).reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
  }

  private static let dialZero: Set<Int> = [
    20, 27, 31, 32, 33, 40, 41, 43, 44, 46, 49, 51, 53, 54, 55, 57, 58, 60, 61, 62, 63, 64, 66, 81, 82, 84, 90, 91, 92,
    93, 94, 95, 98, 211, 212, 213, 218, 231, 232, 233, 234, 243, 249, 250, 251, 252, 254, 255, 256, 260, 261, 262, 263,
    264, 265, 291, 353, 355, 358, 359, 370, 373, 374, 375, 377, 380, 381, 382, 383, 385, 386, 387, 389, 421, 423, 508,
    590, 591, 593, 594, 595, 596, 598, 686, 850, 855, 856, 880, 886, 961, 962, 963, 964, 966, 967, 970, 971, 972, 976,
    977, 994, 995, 996,
  ]
}
