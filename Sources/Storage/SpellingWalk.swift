internal import Domain

/// Finds the spellings of a folded text (`zhangsan_1`) in an indexed column (`ZhangSan_1`, `ｚhangsan_1`), by going from
/// one sign that begins something there to the next and never along the column.
enum SpellingWalk {
  /// Longer ones are looked for as they are.
  private static let longest = 64
  /// Looks into the index for one answer.
  private static let limit = 1_000
  private static let enough = 6

  /// - Parameter seek: the first entry that is not before a text, by its bytes.
  static func spellings(of folded: String, seek: (String) throws -> String?) throws -> [String] {
    guard folded.utf8.count <= longest else { return [folded] }
    var found: [String] = []
    var looks = 0
    var open: [(beginning: String, rest: Substring)] = [("", folded[...])]
    while let (beginning, rest) = open.popLast(), found.count < enough, looks < limit {
      guard let next = rest.first else {
        // Blanks behind it make it no other.
        if let entry = try seek(beginning), entry.utf8.starts(with: beginning.utf8),
          FieldReader.isBlank(String(entry.dropFirst(beginning.count)))
        {
          found.append(entry)
        }
        continue
      }
      for spelling in spellings(of: next) {
        looks += 1
        let longer = beginning + spelling
        if let entry = try seek(longer), entry.utf8.starts(with: longer.utf8) {
          open.append((longer, rest.dropFirst()))
        }
      }
    }
    return found
  }

  /// A sign in either case and width.
  private static func spellings(of sign: Character) -> [String] {
    let cases = sign.isASCII && sign.isLetter ? [sign.lowercased(), sign.uppercased()] : [String(sign)]
    let wide = cases.compactMap { narrow -> String? in
      guard let value = narrow.unicodeScalars.first?.value, (0x21...0x7E).contains(value) else { return nil }
      return Unicode.Scalar(value + 0xFEE0).map { String($0) }
    }
    return cases + wide
  }
}
