/// An e-mail address, by the practical part of RFC 5321 and RFC 6531: one `@`, a local part of atoms, a dotted domain.
package struct EmailAddress: Sendable, Hashable {
  /// As written: letters keep their case there.
  package let local: String
  /// Folded: domains have no case.
  package let domain: String

  init(local: String, domain: String) {
    self.local = local
    self.domain = domain
  }

  /// What keeps a text from being read as an address.
  package enum ReadingError: Error, Sendable, Hashable {
    /// Nothing was written.
    case empty
    /// No `@` stands in it.
    case missingAt(String)
    /// More than one `@`.
    case severalAts(String)
    /// White space in it, as in two addresses or a name with an address.
    case space(String)
    /// Nothing before the `@`.
    case missingLocal(String)
    /// A dot at an end of the part before the `@`, or two in a row.
    case misplacedDot(String)
    /// A character that the part before the `@` may not have.
    case badLocal(String, character: String)
    /// Nothing behind the `@`.
    case missingDomain(String)
    /// A domain without a dot: `a@localhost`.
    case undottedDomain(String)
    /// A part of the domain that is empty, too long, or has a character that none has.
    case badDomain(String, label: String)
    /// More than 64 bytes before the `@`, or 254 in all.
    case tooLong(bytes: Int, limit: Int)
  }

  package init(reading text: some StringProtocol) throws(ReadingError) {
    if let plain = EmailAddress.plain(text) {
      self = plain
      return
    }
    let written = EmailAddress.trimmed(String(text))
    guard !written.isEmpty else { throw .empty }
    guard written.utf8.count <= 254 else { throw .tooLong(bytes: written.utf8.count, limit: 254) }
    let parts = written.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw .missingAt(written) }
    guard !written.unicodeScalars.contains(where: \.properties.isWhitespace) else { throw .space(written) }
    guard parts.count == 2 else { throw .severalAts(written) }
    try EmailAddress.check(local: parts[0], of: written)
    guard !parts[1].isEmpty else { throw .missingDomain(written) }
    local = String(parts[0])
    domain = try EmailAddress.read(domain: parts[1], of: written)
  }

  /// Without regard to case: what two spellings of one address have in common.
  package var folded: String { TextFolding.folded(local) + "@" + domain }

  /// White space is trimmed and a full-width `＠` is an `@`, as an input method writes it.
  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    let trimmed = String(scalars[first...last])
    return trimmed.unicodeScalars.contains("＠") ? String(trimmed.map { $0 == "＠" ? "@" : $0 }) : trimmed
  }

  private static func check(local: Substring, of written: String) throws(ReadingError) {
    guard !local.isEmpty else { throw .missingLocal(written) }
    guard local.utf8.count <= 64 else { throw .tooLong(bytes: local.utf8.count, limit: 64) }
    let atoms = local.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    guard !atoms.contains(where: \.isEmpty) else { throw .misplacedDot(written) }
    for scalar in local.unicodeScalars where scalar != "." && !isAtomText(scalar) {
      throw .badLocal(written, character: String(scalar))
    }
  }

  /// `atext` of RFC 5322, and with RFC 6531 what is visible beyond ASCII.
  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
    case 0..<0x80: return "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
    default: return HostName.isLetterOrMark(scalar) || scalar.properties.generalCategory == .decimalNumber
    }
  }

  private static func read(domain: Substring, of written: String) throws(ReadingError) -> String {
    do throws(HostName.Fault) {
      return try HostName.read(domain)
    } catch {
      switch error {
      case .undotted: throw .undottedDomain(written)
      case .badLabel(let label): throw .badDomain(written, label: label)
      case .tooLong(let bytes): throw .tooLong(bytes: bytes, limit: 253)
      }
    }
  }
}

extension EmailAddress: CustomStringConvertible {
  package var description: String { local + "@" + domain }
}
