/// A name as it must be written to be read as one.
package enum NameSpelling {
  /// As it is, or in backticks where it holds more than letters and digits.
  package static func of(_ name: String) -> String {
    let scalars = name.unicodeScalars
    let isPlain =
      scalars.first.map { Lexer.isNameStart($0.value) } ?? false
      && scalars.allSatisfy { Lexer.isNamePart($0.value) }
    return isPlain ? name : "`\(name)`"
  }
}
