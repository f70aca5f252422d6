/// A text whose statements have their expected output under them as `#> ` lines: a `.crm` file, or the ```` ```crm ````
/// blocks of a Markdown document, which share one workspace in their order.
package struct Transcript: Sendable {
  /// The file as the user named it.
  package let name: String
  /// Without their ends.
  package let lines: [String]
  /// Every line of the file ends in CR and LF.
  package let hasWideLineEnds: Bool
  package var header: TranscriptHeader
  package let isDocument: Bool
  package let blocks: [Block]

  /// A file, or one block of a document.
  package struct Block: Sendable {
    package let steps: [Step]
    /// A block that expects nothing need only run without an error; in one that does, everything that is said counts.
    package var isCompared: Bool { steps.contains { !$0.expected.isEmpty } }
  }

  /// What is typed at once, with what is expected of it.
  package struct Step: Sendable {
    /// Without the indentation of the block.
    package let text: String
    /// The lines of the file that it stands on.
    package let lines: Range<Int>
    /// The lines that begin with `#>`; empty, and where they would stand, where there are none.
    package let expected: Range<Int>
    package let indentation: String
    /// What somebody says when the statement asks, `#< y`, in its order. They stand between the statement and what is
    /// expected of it.
    package let answers: [String]
  }

  package var steps: [Step] { blocks.flatMap(\.steps) }

  /// What stands behind `#> ` in a step's expected lines.
  package func expectation(of step: Step) -> Expectation {
    Expectation(lines[step.expected].map { Self.expected($0) ?? "" })
  }

  /// The text behind `#>`, nil for any other line.
  static func expected(_ line: String) -> String? {
    let rest = line.drop { $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("#>") else { return nil }
    let text = rest.dropFirst(2)
    return Expectation.trimmed(text.first == " " ? text.dropFirst() : text)
  }

  /// The text behind `#<`, nil for any other line.
  static func answer(_ line: String) -> String? {
    let rest = line.drop { $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("#<") else { return nil }
    return Expectation.trimmed(rest.dropFirst(2).drop { $0 == " " })
  }

  // MARK: With what was said

  /// The file's lines with the expectations put right: what was expected and came stays as it is written, wildcards
  /// included.
  ///
  /// - Parameters:
  ///   - said: the output of each step, in the order of `steps`; those that did not run are missing at the end.
  ///   - isFilled: what no block expects so far is expected from now on.
  package func updated(with said: [[String]], isFilled: Bool = false) -> [String] {
    var updated: [String] = []
    var copied = 0
    var next = 0
    for block in blocks {
      let isCompared = block.isCompared || isFilled
      for step in block.steps {
        guard next < said.count else { break }
        let output = said[next]
        next += 1
        updated += lines[copied..<step.expected.lowerBound]
        copied = step.expected.upperBound
        let expectation = expectation(of: step)
        guard isCompared, !expectation.matches(output) else {
          updated += lines[step.expected]
          continue
        }
        updated += expectation.keptPatterns(for: output).map { step.indentation + ($0.isEmpty ? "#>" : "#> " + $0) }
      }
    }
    return updated + lines[copied...]
  }

  /// The file as a text again.
  package func text(of lines: [String]) -> String { lines.joined(separator: hasWideLineEnds ? "\r\n" : "\n") }
}
