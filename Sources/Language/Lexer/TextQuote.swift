/// The quotes that open a text, and what closes each.
enum TextQuote: Sendable {
  /// `"…"`, `“…”`, `＂…＂`: any of them closes any other, escapes and `{…}` are read.
  case interpolated
  /// `'…'`
  case straight
  /// `‘…’`
  case curly
  /// `「…」`
  case corner

  init?(opening value: UInt32) {
    switch value {
    case 0x22, 0x201C, 0x201D, 0xFF02: self = .interpolated
    case 0x27, 0xFF07: self = .straight
    case 0x2018, 0x2019: self = .curly
    case 0x300C: self = .corner
    default: return nil
    }
  }

  func closes(with value: UInt32) -> Bool {
    switch self {
    case .interpolated: value == 0x22 || value == 0x201C || value == 0x201D || value == 0xFF02
    case .straight: value == 0x27 || value == 0xFF07
    case .curly: value == 0x2018 || value == 0x2019
    case .corner: value == 0x300D
    }
  }
}
