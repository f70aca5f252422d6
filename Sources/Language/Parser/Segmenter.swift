internal import Diagnostics

/// Cuts Chinese that was typed without spaces into the words that the language knows:
/// `查找客户其中行业=软件` becomes `查找 客户 其中 行业 = 软件`.
struct Segmenter {
  private let words: Set<String>
  private let longest: Int

  init(words: [String]) {
    let all = words + Keyword.allCases.flatMap { $0.word.spellings }
    self.words = Set(all.filter { $0.unicodeScalars.contains { $0.value >= 0x2E80 } })
    longest = self.words.map(\.count).max() ?? 0
  }

  /// The whole line with spaces, if its first word is several known words run together.
  func segment(_ line: String, first: String) -> String? {
    guard first.unicodeScalars.contains(where: { $0.value >= 0x2E80 }), first.count <= 200 else { return nil }
    let pieces = cut(Array(first))
    guard pieces.count > 1, pieces.filter({ words.contains($0) }).count > 1, words.contains(pieces[0]) else { return nil }
    var rest = String(line.dropFirst(first.count))
    if let sign = rest.first, "=＝<＜>＞".contains(sign) {
      rest = " \(sign == "＝" ? "=" : sign == "＜" ? "<" : sign == "＞" ? ">" : String(sign)) " + rest.dropFirst()
    }
    return pieces.joined(separator: " ") + rest
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
