/// The values of vCards unescaped. Versions 3.0 and 4.0 (RFC 2426, 6350) escape line ends, commas, semicolons and
/// backslashes; 2.1 only the semicolons of a value with parts.
enum VCardText {
  static func plain(_ raw: some StringProtocol, isOld: Bool) -> String {
    guard raw.utf8.contains(UInt8(ascii: "\\")) || raw.utf8.contains(UInt8(ascii: "\r")) else { return String(raw) }
    var plain = String.UnicodeScalarView()
    var isEscaped = false
    var wasReturn = false
    for scalar in raw.unicodeScalars {
      if isEscaped {
        isEscaped = false
        append(scalar, escapedIn: &plain, isOld: isOld)
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == "\r" {
        plain.append("\n")
      } else if scalar != "\n" || !wasReturn {
        plain.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    if isEscaped { plain.append("\\") }
    return String(plain)
  }

  private static func append(
    _ scalar: Unicode.Scalar, escapedIn plain: inout String.UnicodeScalarView, isOld: Bool
  ) {
    switch scalar {
    case ";": plain.append(";")
    case ",", "\\", ":":
      if isOld { plain.append("\\") }
      plain.append(scalar)
    case "n" where !isOld, "N" where !isOld: plain.append("\n")
    default:
      plain.append("\\")
      plain.append(scalar)
    }
  }

  /// The parts of a value that semicolons part, unescaped.
  static func parts(_ raw: String, isOld: Bool) -> [String] {
    var parts: [String] = []
    var part = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in raw.unicodeScalars {
      if scalar == ";", !isEscaped {
        parts.append(plain(String(part), isOld: isOld))
        part = String.UnicodeScalarView()
        continue
      }
      isEscaped = scalar == "\\" && !isEscaped
      part.append(scalar)
    }
    parts.append(plain(String(part), isOld: isOld))
    return parts
  }

  /// As a value of version 3.0. A carriage return is a line end there.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": escaped.append(contentsOf: "\\\(scalar)".unicodeScalars)
      case "\r": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\n": if !wasReturn { escaped.append(contentsOf: "\\n".unicodeScalars) }
      default: escaped.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    return String(escaped)
  }
}
