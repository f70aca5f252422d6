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

  /// What a URI reaches: `tel:+86-755-1234-5678;ext=802` as a number with its extension, `mailto:a@b.cn` as an address.
  /// Version 4.0 writes them so (RFC 6350, 6.4.1; RFC 3966, RFC 6068). Other texts are as they are.
  static func address(_ text: String, of property: String) -> String {
    func rest(_ scheme: String) -> String? {
      guard text.utf8.count > scheme.utf8.count, text.prefix(scheme.count).lowercased() == scheme else { return nil }
      return String(text.dropFirst(scheme.count))
    }
    switch property {
    case "TEL":
      guard let uri = rest("tel:") else { return text }
      let parts = uri.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
      func parameter(_ name: String) -> String? {
        parts.dropFirst().first { $0.lowercased().hasPrefix(name + "=") }.map {
          unescapedPercent(String($0.dropFirst(name.count + 1)))
        }
      }
      var number = unescapedPercent(parts.first ?? "")
      // A local number says in what country or area it is one.
      if let context = parameter("phone-context"), context.hasPrefix("+") { number = "\(context)-\(number)" }
      if let more = parameter("ext"), !more.isEmpty { number += " ext. \(more)" }
      return number
    case "EMAIL", "URL":
      guard let uri = rest("mailto:") else { return text }
      return unescapedPercent(String(uri.prefix { $0 != "?" }))
    default: return text
    }
  }

  private static func unescapedPercent(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var bytes: [UInt8] = []
    var left = Array(text.utf8)[...]
    while let byte = left.popFirst() {
      if byte == UInt8(ascii: "%"), left.count >= 2,
        let code = UInt8(String(decoding: left.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        left = left.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? text
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
