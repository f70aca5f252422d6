/// The look of the editor's parts, as SGR parameters.
package struct Theme: Sendable {
  /// Without colour, only what must be told apart keeps an attribute: dim ghost text, the selected row in reverse.
  package let usesColour: Bool

  package init(usesColour: Bool) {
    self.usesColour = usesColour
  }

  package func colour(_ text: String, as style: FrameStyle) -> String {
    let parameters = usesColour ? Self.coloured(style) : Self.uncoloured(style)
    return parameters.isEmpty ? text : "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }

  private static func coloured(_ style: FrameStyle) -> String {
    switch style {
    case .prompt: "1;36"
    case .text(let kind): coloured(kind)
    case .control: "35"
    case .hint: "2"
    case .candidate(let kind): coloured(kind)
    case .note: "2"
    case .selectedCandidate: "7"
    }
  }

  private static func coloured(_ kind: HighlightStyle) -> String {
    switch kind {
    case .plain: ""
    case .keyword: "34"
    case .verb: "1;34"
    case .name: "36"
    case .string: "32"
    case .number: "33"
    case .variable: "35"
    case .comment: "90"
    case .error: "4;31"
    }
  }

  private static func uncoloured(_ style: FrameStyle) -> String {
    switch style {
    case .prompt, .text, .control, .candidate, .note: ""
    case .hint: "2"
    case .selectedCandidate: "7"
    }
  }
}
