import Glibc

/// A value that is never printed. It is looked up when it is used, so that a variable may be missing as long as nothing
/// needs it.
package indirect enum Secret: Sendable, Equatable {
  case literal(String)
  /// `${NAME}`
  case environment(String)
  /// `file:PATH`: the file's text without the line break at its end. A relative path counts from the settings file.
  case file(String)
  /// Text with `${NAME}` in it, piece by piece.
  case composed([Secret])

  /// Nothing but a text in which a `${` has no name or no end.
  static func parse(_ text: String, directory: String) -> Secret? {
    if text.hasPrefix("file:") {
      let path = String(text.dropFirst("file:".count))
      return path.isEmpty ? nil : .file(path.hasPrefix("/") ? path : "\(directory)/\(path)")
    }
    var pieces: [Secret] = []
    var rest = Substring(text)
    while let dollar = rest.firstRange(of: "${") {
      if dollar.lowerBound > rest.startIndex { pieces.append(.literal(String(rest[..<dollar.lowerBound]))) }
      guard let end = rest[dollar.upperBound...].firstIndex(of: "}") else { return nil }
      let name = rest[dollar.upperBound..<end]
      guard isVariableName(name) else { return nil }
      pieces.append(.environment(String(name)))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty || pieces.isEmpty { pieces.append(.literal(String(rest))) }
    return pieces.count == 1 ? pieces[0] : .composed(pieces)
  }

  /// The value itself. `environment` gives a variable's value.
  package func resolve(environment: (String) -> String?) throws(SecretError) -> String {
    switch self {
    case .literal(let text): return text
    case .environment(let name):
      guard let value = environment(name) else { throw .missingVariable(name) }
      return value
    case .file(let path): return try Secret.contents(of: path)
    case .composed(let pieces):
      var text = ""
      for piece in pieces { text += try piece.resolve(environment: environment) }
      return text
    }
  }

  /// The environment variables it needs.
  package var variables: [String] {
    switch self {
    case .literal, .file: []
    case .environment(let name): [name]
    case .composed(let pieces): pieces.flatMap(\.variables)
    }
  }

  /// Where the value is, without the value: `${NAME}`, `file:PATH`, dots for what is written out.
  package var masked: String {
    switch self {
    case .literal(let text): text.isEmpty ? "" : "••••••"
    case .environment(let name): "${\(name)}"
    case .file(let path): "file:\(path)"
    case .composed(let pieces): pieces.map(\.masked).joined()
    }
  }

  private static func isVariableName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
  }

  private static func contents(of path: String) throws(SecretError) -> String {
    let bytes: [UInt8]
    do throws(SettingsFile.Failure) {
      bytes = try SettingsFile.bytes(of: path, limit: 64 << 10)
    } catch {
      switch error {
      case .unreadable(let number): throw .unreadable(path: path, errno: number)
      case .tooLarge: throw .notText(path: path)
      }
    }
    guard var text = String(validating: bytes, as: UTF8.self) else { throw .notText(path: path) }
    if let last = text.last, last.isNewline { text.removeLast() }
    return text
  }
}

/// No printing, by whatever way, shows the value.
extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { masked }
  package var debugDescription: String { masked }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a secret has no value.
package enum SecretError: Error, Sendable, Equatable {
  case missingVariable(String)
  case unreadable(path: String, errno: Int32)
  /// Longer than 64 KiB, or no UTF-8.
  case notText(path: String)
}
