/// A telephone number in the international form of ITU E.164, with its extension.
package struct PhoneNumber: Sendable, Hashable {
  /// `+8613800138000`.
  package let e164: String
  /// `8001`.
  package let `extension`: String?

  /// Where a number without a country code is dialled.
  package enum Region: Sendable {
    case mainlandChina
  }

  init(e164: String, extension: String?) {
    self.e164 = e164
    self.extension = `extension`
  }

  /// Reads mainland mobiles, landlines with their area code, 400 and 800 numbers, with or without +86 or 0086, and
  /// numbers of other countries behind `+` or `00`; an extension behind 转, 分机, ext, x, # or a last hyphen. Spaces,
  /// hyphens, points and parentheses may part the digits.
  package init(
    reading text: some StringProtocol, defaultRegion: Region = .mainlandChina
  ) throws(PhoneReadingError) {
    switch defaultRegion {
    case .mainlandChina: self = try PhoneNumber.read(text).get()
    }
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  private static func read<S: StringProtocol>(_ text: S) -> Result<PhoneNumber, PhoneReadingError> {
    FoldedPhrase.with(text) { bytes in
      if let mobile = plainMobile(bytes) { return .success(mobile) }
      return Result { () throws(PhoneReadingError) in
        var reader = PhoneReader(bytes)
        return try reader.read()
      }
    } ?? .failure(.unexpected(String(text.prefix(80))))
  }

  /// Eleven digits and nothing else, by far the most frequent.
  @inline(__always)
  private static func plainMobile(_ bytes: UnsafeBufferPointer<UInt8>) -> PhoneNumber? {
    guard bytes.count == 11, bytes[0] == UInt8(ascii: "1"), MainlandNumbering.isMobile(bytes) else { return nil }
    for byte in bytes where !FoldedPhrase.isDigit(byte) { return nil }
    let e164 = String(unsafeUninitializedCapacity: 14) { output in
      output[0] = UInt8(ascii: "+")
      output[1] = UInt8(ascii: "8")
      output[2] = UInt8(ascii: "6")
      for place in 0..<11 { output[place &+ 3] = bytes[place] }
      return 14
    }
    return PhoneNumber(e164: e164, extension: nil)
  }

  /// Whether it is a mobile of the mainland.
  package var isMainlandMobile: Bool { e164.hasPrefix("+861") && e164.utf8.count == 14 }

  /// What a person compares by when a number is half known.
  package var lastFourDigits: String { String(e164.suffix(4)) }
}

extension PhoneNumber: CustomStringConvertible {
  /// As it is dialled: `+862163221234` or `+862163221234 转 8001`.
  package var description: String {
    `extension`.map { e164 + " 转 " + $0 } ?? e164
  }

  /// As it is written within the mainland: `13800138000`, `021-63221234转8001`, `400-123-4567`; the international form
  /// for other countries.
  package var national: String {
    let tail = `extension`.map { "转" + $0 } ?? ""
    guard e164.hasPrefix("+86") else { return e164 + tail }
    let digits = e164.dropFirst(3)
    if isMainlandMobile { return digits + tail }
    if digits.hasPrefix("400") || digits.hasPrefix("800") {
      return digits.prefix(3) + "-" + digits.dropFirst(3).prefix(3) + "-" + digits.dropFirst(6) + tail
    }
    let area = MainlandNumbering.areaCodeLength(digits.utf8.first ?? 0, digits.utf8.dropFirst().first ?? 0)
    return "0" + digits.prefix(area) + "-" + digits.dropFirst(area) + tail
  }
}
