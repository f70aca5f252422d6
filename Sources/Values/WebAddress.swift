/// The address of a website: `baidu.com`, `https://www.baidu.com/about`.
package struct WebAddress: Sendable, Hashable {
  /// `http` or `https`, nil where none was written.
  package let scheme: String?
  /// Folded: `www.baidu.com`.
  package let host: String
  /// Port, path and query as written: `:8080/about?x=1`.
  package let rest: String

  /// What keeps a text from being read as a web address.
  package enum ReadingError: Error, Sendable, Hashable {
    /// Nothing was written.
    case empty
    /// A scheme other than http and https.
    case unknownScheme(String)
    /// No dotted host name where one should stand.
    case badHost(String)
    /// White space or a control character in it.
    case badCharacter(String)
    /// More than 2048 bytes.
    case tooLong(bytes: Int)
  }

  package init(reading text: some StringProtocol) throws(ReadingError) {
    let written = String(text)
    guard written.utf8.count <= 2048 else { throw .tooLong(bytes: written.utf8.count) }
    guard let trimmed = WebAddress.trimmed(written) else { throw .empty }
    guard VisibleText.escaped(trimmed) == trimmed, !trimmed.contains(where: \.isWhitespace) else {
      throw .badCharacter(written)
    }
    var remainder = Substring(trimmed)
    scheme = try WebAddress.takeScheme(&remainder)
    let end = remainder.unicodeScalars.firstIndex { "/?#:".unicodeScalars.contains($0) } ?? remainder.endIndex
    do throws(HostName.Fault) {
      host = try HostName.read(remainder[..<end])
    } catch {
      throw .badHost(String(remainder[..<end]))
    }
    rest = String(remainder[end...])
  }

  private static func trimmed(_ text: String) -> String? {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return nil }
    return String(scalars[first...last])
  }

  private static func takeScheme(_ text: inout Substring) throws(ReadingError) -> String? {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
    let scheme = TextFolding.folded(text[..<colon])
    guard scheme == "http" || scheme == "https" else { throw .unknownScheme(scheme) }
    text = text[colon...].dropFirst(3)
    return scheme
  }
}

extension WebAddress: CustomStringConvertible {
  package var description: String { (scheme.map { $0 + "://" } ?? "") + host + rest }
}
