internal import Values

/// Finds what begins with some pinyin (`kj`, `keji`) in a sorted column of pinyin keys (`ke1科ji4技`), by going from one
/// character that fits to the next and never along the column.
struct PinyinWalk {
  /// Looks into the index for one answer.
  private static let limit = 200
  private static let maximumBeginnings = 30
  private static let longest = 24

  private let seek: (String) throws -> String?
  private var looks = 0
  private var found: [String] = []

  static func isPinyin(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longest
      && text.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 }
      && text.utf8.contains { $0 >= 0x61 }
  }

  /// The beginnings of keys under which everything fits.
  ///
  /// - Parameter seek: the first key that is not before a text.
  static func beginnings(of pinyin: String, seek: @escaping (String) throws -> String?) throws -> [String] {
    try withoutActuallyEscaping(seek) { seek in
      var walk = PinyinWalk(seek: seek)
      try walk.go(on: "", Substring(pinyin), bySyllables: false)
      walk.looks = 0
      try walk.go(on: "", Substring(pinyin), bySyllables: true)
      return walk.found
    }
  }

  private init(seek: @escaping (String) throws -> String?) { self.seek = seek }

  private mutating func go(on base: String, _ rest: Substring, bySyllables: Bool) throws {
    guard let letter = rest.first else { return }
    var from = base + String(letter)
    while looks < Self.limit, found.count < Self.maximumBeginnings {
      looks += 1
      guard let key = try seek(from), key.hasPrefix(base) else { return }
      let group = Self.group(of: key.dropFirst(base.count))
      guard group.text.first == letter else { return }
      let whole = base + group.text
      if let left = Self.left(of: rest, behind: group.syllable, bySyllables: bySyllables) {
        if left.isEmpty {
          if !found.contains(where: { whole.hasPrefix($0) }) { found.append(whole) }
        } else {
          try go(on: whole, left, bySyllables: bySyllables)
        }
      }
      from = whole + "\u{10FFFF}"
    }
  }

  /// What is left of the pinyin behind a character; nil where it does not fit.
  private static func left(of pinyin: Substring, behind syllable: String, bySyllables: Bool) -> Substring? {
    guard bySyllables else { return pinyin.dropFirst() }
    if pinyin.hasPrefix(syllable) { return pinyin.dropFirst(syllable.count) }
    return syllable.hasPrefix(pinyin) ? "" : nil
  }

  /// The first character of a key with its syllable before it, or a letter that stands for itself.
  private static func group(of key: Substring) -> (text: String, syllable: String) {
    let letters = key.prefix { $0.isASCII && $0.isLetter }
    let rest = key.dropFirst(letters.count)
    if !letters.isEmpty, let tone = rest.first, ("0"..."5").contains(tone), let character = rest.dropFirst().first,
      character.unicodeScalars.first.map({ $0.value >= 0x2E80 }) ?? false
    {
      return (letters + String(tone) + String(character), String(letters))
    }
    let first = String(key.prefix(1))
    return (first, first)
  }
}
