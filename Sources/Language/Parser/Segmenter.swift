/// Cuts Chinese that was typed without spaces into the words that the language knows:
/// `查找客户其中行业=软件` becomes `查找 客户 其中 行业 = 软件`.
struct Segmenter {
  private let words: Set<String>
  private let longest: Int

  /// A line with its words set apart, and the first word that was cut.
  struct Cut {
    let text: String
    let word: String
    /// Where the word begins in the line, in bytes.
    let offset: Int
  }

  init(words: [String]) {
    let all = words + Keyword.allCases.flatMap { $0.word.spellings }
    self.words = Set(all.filter { $0.unicodeScalars.contains { $0.value >= 0x2E80 } })
    longest = self.words.map(\.count).max() ?? 0
  }

  /// The line with spaces between the known words; nil where no word of it is several of them run together.
  func segment(_ line: String) -> Cut? {
    let lexer = Lexer(Array(line.utf8)) { _ in false }
    var text = ""
    var first: (word: String, offset: Int)?
    var offset = 0
    while let (value, length) = lexer.folded(at: offset) {
      let start = offset
      if let end = lexer.endOfText(at: offset) {
        offset = end
        text += slice(lexer, start, offset)
      } else if Lexer.isNameStart(value) {
        while let (next, width) = lexer.folded(at: offset), Lexer.isNamePart(next) { offset += width }
        let word = slice(lexer, start, offset)
        let pieces = cut(Array(word.prefix(200)))
        let known = pieces.filter { words.contains($0) }
        if pieces.count > 1, known.count > 1, word.count <= 200 {
          first = first ?? (word, start)
          text += pieces.joined(separator: " ")
        } else {
          text += word
        }
      } else if value == 0x3D || value == 0x3C || value == 0x3E || value == 0x21 {
        while let (next, width) = lexer.folded(at: offset), [0x3D, 0x3C, 0x3E, 0x21].contains(next) { offset += width }
        let sign = Lexer.foldedText(lexer.bytes[start..<offset])
        text +=
          (text.last == " " ? "" : " ") + sign + (lexer.bytes.count > offset && lexer.bytes[offset] != 0x20 ? " " : "")
      } else {
        offset += length
        text += slice(lexer, start, offset)
      }
    }
    return first.map { Cut(text: text, word: $0.word, offset: $0.offset) }
  }

  private func slice(_ lexer: Lexer, _ start: Int, _ end: Int) -> String {
    String(decoding: lexer.bytes[start..<end], as: UTF8.self)
  }

  /// Longest known word first; what is unknown stays together.
  private func cut(_ characters: [Character]) -> [String] {
    var pieces: [String] = []
    var unknown = ""
    var index = 0
    while index < characters.count {
      var length = min(longest, characters.count - index)
      while length > 0, !words.contains(String(characters[index..<index + length])) { length -= 1 }
      if length == 0 {
        unknown.append(characters[index])
        index += 1
      } else {
        if !unknown.isEmpty { pieces.append(unknown) }
        unknown = ""
        pieces.append(String(characters[index..<index + length]))
        index += length
      }
    }
    if !unknown.isEmpty { pieces.append(unknown) }
    return pieces
  }
}
