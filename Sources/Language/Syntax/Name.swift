package import Diagnostics

/// A word in a syntax position: an entity, a field, a verb's own word.
package struct Name: Sendable, Hashable {
  /// Full-width letters folded to ASCII, otherwise as typed.
  package let text: String
  /// Written in backticks: then it is never a keyword.
  package let isQuoted: Bool
  package let span: SourceSpan

  package init(_ text: String, isQuoted: Bool = false, span: SourceSpan = .zero) {
    self.text = text
    self.isQuoted = isQuoted
    self.span = span
  }
}

/// Names joined by dots, from the record at hand upwards: `customer.owner.team`.
package struct Path: Sendable, Hashable {
  package let names: [Name]

  package init(_ names: [Name]) { self.names = names }

  package var span: SourceSpan {
    guard let first = names.first, let last = names.last else { return .zero }
    return first.span.joined(with: last.span)
  }

  package var text: String { names.map(\.text).joined(separator: ".") }
}

/// `$vip`, `$_` (the last result) or `$3` (its third row).
package struct Variable: Sendable, Hashable {
  /// Without the sigil.
  package let name: String
  package let span: SourceSpan

  package init(_ name: String, span: SourceSpan = .zero) {
    self.name = name
    self.span = span
  }

  package var isLastResult: Bool { name == "_" }
  package var row: Int? { Int(name) }
}
