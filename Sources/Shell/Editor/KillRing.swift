/// What was cut last, for Ctrl-Y. Cuts that follow each other without another key between them make one text.
///
/// libedit has a kill buffer, but its deletions from outside overwrite it, and it knows nothing of several lines.
package struct KillRing {
  package private(set) var text: [GlyphUnit] = []
  private var isOpen = false
  private var wasCut = false

  package init() {}

  package enum Direction: Sendable {
    case forward, backward
  }

  /// A key begins: the chain of cuts goes on only if it cuts too.
  package mutating func keyBegins() {
    isOpen = wasCut
    wasCut = false
  }

  package mutating func cut(_ units: some Collection<GlyphUnit>, _ direction: Direction) {
    guard !units.isEmpty else { return }
    switch direction {
    case .forward: text = isOpen ? text + units : Array(units)
    case .backward: text = isOpen ? units + text : Array(units)
    }
    wasCut = true
    isOpen = true
  }
}
