package import Engine

/// One step of a demonstration: what the audience is told, and what is then typed.
package struct Scene: Equatable, Sendable {
  /// The comments above the statement, without their `#`.
  package let caption: [String]
  /// Nil behind the last statement, where only comments are left.
  package let statement: String?

  /// The scenes of a transcript, in order.
  package static func scenes(of transcript: Transcript) -> [Scene] {
    var scenes: [Scene] = []
    var line = 0
    for step in transcript.steps {
      scenes.append(Scene(caption: comments(transcript, line..<step.lines.lowerBound), statement: step.text))
      line = step.expected.upperBound
    }
    // Behind the last block of a document stand its other paragraphs.
    guard !transcript.isDocument else { return scenes }
    let closing = comments(transcript, line..<transcript.lines.count)
    return closing.isEmpty ? scenes : scenes + [Scene(caption: closing, statement: nil)]
  }

  private static func comments(_ transcript: Transcript, _ range: Range<Int>) -> [String] {
    guard !transcript.isDocument else { return [] }
    return transcript.lines[range].compactMap { line in
      let text = line.drop { $0 == " " || $0 == "\t" }
      guard text.hasPrefix("#"), !text.hasPrefix("#!"), !text.hasPrefix("#:"), !text.hasPrefix("#>") else { return nil }
      return String(text.drop { $0 == "#" }.drop { $0 == " " })
    }
  }
}
