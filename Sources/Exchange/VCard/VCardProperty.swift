/// One property of a vCard: `item1.TEL;TYPE=work,voice:010-12345678`, unfolded, its value as it lies in the file.
struct VCardProperty {
  let line: Int
  /// Of the properties that belong together, without the point.
  let group: String
  /// In capitals.
  let name: String
  let parameters: [(name: String, value: String)]
  let value: [UInt8]
  /// Longer than `VCardLines.limit`; the rest of it was passed over.
  let isCut: Bool

  /// Why a value cannot be read as text.
  enum Fault: Error {
    /// No text in this encoding, which the property names itself or not.
    case malformed(String, isNamed: Bool)
    case unknownCharset(String)
    case nul
    case tooLong
  }

  /// Nil for a line that is no property.
  init?(_ bytes: [UInt8], line: Int, isCut: Bool) {
    guard let colon = Self.colon(bytes) else { return nil }
    var parts = Self.split(bytes[..<colon], at: UInt8(ascii: ";"))
    guard let head = Self.text(parts.removeFirst()), !head.isEmpty,
      head.utf8.allSatisfy({ Self.isNameByte($0) })
    else { return nil }
    let point = head.lastIndex(of: ".")
    group = point.map { head[..<$0].uppercased() } ?? ""
    name = (point.map { String(head[head.index(after: $0)...]) } ?? head).uppercased()
    guard !name.isEmpty else { return nil }
    var parameters: [(name: String, value: String)] = []
    for part in parts.prefix(64) {
      guard let text = Self.text(part) else { continue }
      guard let equals = text.firstIndex(of: "=") else {
        // vCard 2.1 writes a value alone.
        parameters.append((Self.encodings.contains(text.uppercased()) ? "ENCODING" : "TYPE", text))
        continue
      }
      let name = text[..<equals].uppercased()
      let value = text[text.index(after: equals)...].filter { $0 != "\"" }
      if name == "TYPE" {
        for type in value.split(separator: ",") { parameters.append((name, String(type))) }
      } else {
        parameters.append((name, value))
      }
    }
    self.parameters = parameters
    value = Array(bytes[(colon + 1)...])
    self.line = line
    self.isCut = isCut
  }

  private static let encodings: Set<String> = ["QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"]

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The first one outside quotes.
  private static func colon(_ bytes: [UInt8]) -> Int? {
    var isQuoted = false
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ":"), !isQuoted { return index }
    }
    return nil
  }

  private static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var isQuoted = false
    var start = bytes.startIndex
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if bytes[index] == separator, !isQuoted {
        parts.append(bytes[start..<index])
        start = index + 1
      }
    }
    parts.append(bytes[start...])
    return parts
  }

  /// Nil for what is no UTF-8.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? { String(validating: bytes, as: UTF8.self) }

  // MARK: What the parameters say

  func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// In lower case, each once.
  var types: [String] {
    var types: [String] = []
    for parameter in parameters where parameter.name == "TYPE" {
      let type = parameter.value.lowercased()
      if !types.contains(type) { types.append(type) }
    }
    return types
  }

  /// 1 to 100 as vCard 4.0 counts, the smaller the better; 101 where nothing is said.
  var preference: Int {
    if let said = parameter("PREF") { return Int(said).map { min(max($0, 1), 100) } ?? 1 }
    return types.contains("pref") ? 1 : 101
  }

  var isQuotedPrintable: Bool { parameter("ENCODING")?.uppercased() == "QUOTED-PRINTABLE" }

  /// A picture, a sound, a key.
  var isBinary: Bool {
    if let encoding = parameter("ENCODING")?.uppercased(), encoding == "BASE64" || encoding == "B" { return true }
    if ["PHOTO", "LOGO", "SOUND", "KEY"].contains(name) { return true }
    return value.starts(with: "data:".utf8)
  }

  // MARK: The value

  /// The value as it stands, in UTF-8, not unescaped.
  ///
  /// - Parameters:
  ///   - charset: of a value that names none.
  ///   - isUnicode: the file was converted as a whole; a charset speaks only of quoted-printable bytes then.
  func raw(charset: String, isUnicode: Bool) throws(Fault) -> String {
    guard !isCut else { throw .tooLong }
    let bytes = isQuotedPrintable ? QuotedPrintable.decoded(value) : value
    guard !bytes.contains(0) else { throw .nul }
    if isUnicode, !isQuotedPrintable { return String(decoding: bytes, as: UTF8.self) }
    let named = parameter("CHARSET")
    guard let text = try Charset.text(bytes, named ?? charset) else {
      throw .malformed(String((named ?? charset).prefix(40)), isNamed: named != nil)
    }
    return text
  }
}

/// RFC 2045: `=E5=BC=A0` is 张. A `=` that begins no byte stands for itself.
enum QuotedPrintable {
  static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "="), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
        let low = digit(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
