/// A dotted domain name of letters, digits and hyphens, in any script (RFC 5890, without its tables).
enum HostName {
  enum Fault: Error {
    case undotted
    case badLabel(String)
    case tooLong(Int)
  }

  /// Folded; the ideographic full stop parts labels as the ASCII one does (RFC 3490).
  static func read(_ text: Substring) throws(Fault) -> String {
    var name = TextFolding.folded(text)
    if name.unicodeScalars.contains(where: { $0 == "。" || $0 == "｡" }) {
      name = String(name.map { $0 == "。" || $0 == "｡" ? "." : $0 })
    }
    guard name.utf8.count <= 253 else { throw .tooLong(name.utf8.count) }
    let labels = name.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    for label in labels where !isLabel(label) { throw .badLabel(String(label)) }
    guard labels.count > 1, let last = labels.last else { throw .undotted }
    // No top-level domain is a number or a single letter of Latin script: 1.2 is a version, 10.0.0.1 an address.
    let isASCII = last.allSatisfy(\.isASCII)
    guard !isASCII || (last.count > 1 && !last.allSatisfy { ("0"..."9").contains($0) }) else {
      throw .badLabel(String(last))
    }
    return name
  }

  private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
    guard !label.isEmpty, label.reduce(0, { $0 + UTF8.width($1) }) <= 63, label.first != "-", label.last != "-" else {
      return false
    }
    return label.allSatisfy { scalar in
      switch scalar.value {
      case 0x30...0x39, 0x61...0x7A, 0x2D: true
      case 0..<0x80: false
      default: isLetterOrMark(scalar) || scalar.properties.generalCategory == .decimalNumber
      }
    }
  }

  static func isLetterOrMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark:
      true
    default: false
    }
  }
}
