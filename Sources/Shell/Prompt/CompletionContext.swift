internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Values

/// What stands before the cursor, as far as completion must understand it: the words of the present statement.
struct CompletionContext {
  /// The word being typed, and where it begins.
  let prefix: String
  let start: Int
  /// The words and signs before it.
  let words: [String]

  init(_ text: String, cursor: Int) {
    let bytes = Array(text.utf8.prefix(cursor))
    var start = bytes.count
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var index = scalars.count
    while index > 0, Self.isWord(scalars[index - 1]) {
      index -= 1
      start -= UTF8.width(scalars[index])
    }
    self.start = start
    prefix = String(String.UnicodeScalarView(scalars[index...]))
    words = Self.words(scalars[..<index])
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "@" || scalar == "$" || scalar.properties.isAlphabetic
      || ("0"..."9").contains(scalar) || scalar.properties.isIdeographic
  }

  /// Words and signs of the statement that the cursor stands in.
  private static func words(_ scalars: ArraySlice<Unicode.Scalar>) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func flush() {
      if !word.isEmpty { words.append(TextFolding.folded(String(word))) }
      word = String.UnicodeScalarView()
    }
    for scalar in scalars {
      if scalar == ";" || scalar == "；" || scalar == "{" {
        word = String.UnicodeScalarView()
        words = []
      } else if isWord(scalar) || scalar == "." {
        word.append(scalar)
      } else {
        flush()
        if !scalar.properties.isWhitespace { words.append(TextFolding.folded(String(Character(scalar)))) }
      }
    }
    flush()
    return words
  }
}
