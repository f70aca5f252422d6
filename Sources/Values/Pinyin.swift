/// Mandarin readings of Chinese text: keys to sort by, and spellings to search and compare by.
///
/// A character read differently by its word is looked up with its neighbours (重庆 chóng, 银行 háng); a surname only
/// where the text is said to be a person's name. ü is spelled v.
package enum Pinyin {
  /// A reading: `("ke", 1)`. Tone 5 is the neutral one.
  package struct Syllable: Sendable, Hashable {
    package let letters: String
    package let tone: Int
  }

  /// Whose name a text is. A person's begins with a surname: 单 is shàn there.
  package enum NameKind: Sendable {
    case text, person
  }

  /// The characters of a text that a sort key takes in; texts that agree in so many are not told apart.
  package static let sortKeyLimit = 40

  /// The customary reading of a character by itself, nil where none is known.
  package static func syllable(of character: Unicode.Scalar) -> Syllable? {
    PinyinReadings.syllable(PinyinReadings.plainNumber(of: character.value))
  }

  /// The reading of each character of a text in its place, nil for those that have none.
  package static func readings(of text: some StringProtocol, kind: NameKind = .text) -> [Syllable?] {
    withNumbers(of: TextFolding.folded(text), kind) { _, numbers in numbers.map(PinyinReadings.syllable) }
  }

  /// `科技 Lab` gives `keji lab`.
  package static func spelling(of text: some StringProtocol, kind: NameKind = .text) -> String {
    withNumbers(of: TextFolding.folded(text), kind) { scalars, numbers in
      var result = ""
      for (scalar, number) in zip(scalars, numbers) {
        if let syllable = PinyinReadings.syllable(number) {
          result += syllable.letters
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      return result
    }
  }

  /// The first letter of each Chinese character, and Latin letters and digits as they are: `科技 Lab` gives `kjlab`.
  package static func initials(of text: some StringProtocol, kind: NameKind = .text) -> String {
    withNumbers(of: TextFolding.folded(text), kind) { scalars, numbers in
      var result = ""
      for (scalar, number) in zip(scalars, numbers) {
        if let letter = PinyinReadings.syllable(number)?.letters.unicodeScalars.first {
          result.unicodeScalars.append(letter)
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
          result.unicodeScalars.append(scalar)
        }
      }
      return result
    }
  }

  /// Whether a text begins with some pinyin, letters and digits in lower case: `kj` and `keji` begin 科技.
  package static func begins(_ text: some StringProtocol, with pinyin: String) -> Bool {
    initials(of: text).hasPrefix(pinyin) || spelling(of: text).hasPrefix(pinyin)
  }

  private static func withNumbers<R>(
    of folded: String, _ kind: NameKind, _ body: ([Unicode.Scalar], [Int]) -> R
  ) -> R {
    let scalars = Array(folded.unicodeScalars)
    let values = scalars.map(\.value)
    let numbers = values.withUnsafeBufferPointer { buffer in
      buffer.indices.map { PinyinReadings.number(at: $0, in: buffer, kind) }
    }
    return body(scalars, numbers)
  }
}
