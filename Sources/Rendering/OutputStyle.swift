package import Diagnostics

/// For whom something is drawn: the language, the room and whether there is colour.
package struct OutputStyle: Sendable, Hashable {
  package let language: UserLanguage
  /// Cells of the terminal's line; nil where the output is none, and then nothing is cut, wrapped or ruled.
  package let width: Int?
  package let colour: Bool
  /// Lines of the terminal; nil where the output is none.
  package let height: Int?

  /// A terminal that states fewer than 20 cells is drawn as one of 20: less is the sign of a size not known. None has
  /// more than 10,000.
  package init(language: UserLanguage, width: Int? = nil, height: Int? = nil, colour: Bool = false) {
    self.language = language
    self.width = width.map { min(max(20, $0), 10_000) }
    self.height = height
    self.colour = colour
  }

  func bold(_ text: String) -> String { paint(text, "1") }
  func dim(_ text: String) -> String { paint(text, "2") }
  private func paint(_ text: String, _ shade: String) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(shade)m\(text)\u{1B}[0m" : text
  }
}
