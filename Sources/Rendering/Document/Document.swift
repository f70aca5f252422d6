package import Diagnostics
package import Query

/// Headed text with tables: what help, `describe`, `explain`, a profile and a report say, drawn for any face.
package struct Document: Sendable {
  package var blocks: [Block]

  package init(_ blocks: [Block] = []) { self.blocks = blocks }

  /// One piece of a document. Texts are plain: no markup, and whatever they hold is shown as it is.
  package enum Block: Sendable {
    /// Level 1 is the title.
    case heading(Wording, level: Int)
    case paragraph(Wording)
    case list([Wording])
    case definitions([Definition])
    case table(ResultTable)
    /// Preformatted; the label is its language for Markdown (`crm`, `sql`).
    case code(Wording, label: String)
  }

  /// A term and what it means.
  package struct Definition: Sendable, Hashable {
    package let term: Wording
    package let description: Wording

    package init(_ term: Wording, _ description: Wording) {
      self.term = term
      self.description = description
    }
  }
}
