package import Language

/// Reads a text as a transcript: where its blocks and statements stand, and what is expected of them.
///
/// A step is what a person would enter at once: a line, with the lines that go on with it. Comments and empty lines
/// between steps belong to none, save the `#<` lines of the step above them. A `#>` line always ends a step, except inside of a `"""`.
package struct TranscriptReader {
  private let name: String
  private let lines: [String]
  private let hasWideLineEnds: Bool
  private let vocabulary: VerbVocabulary
  private var header = TranscriptHeader()

  package init(name: String, text: String, vocabulary: VerbVocabulary) {
    self.name = name
    self.vocabulary = vocabulary
    // Swift takes CR and LF together for one character: the unicode scalars are what is split.
    let raw = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    hasWideLineEnds = raw.count > 1 && raw.dropLast().allSatisfy { $0.last == "\r" }
    lines = raw.map { String($0.last == "\r" ? $0.dropLast() : $0) }
  }

  package static func isDocument(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return lowered.hasSuffix(".md") || lowered.hasSuffix(".markdown")
  }

  package mutating func read() throws(TranscriptError) -> Transcript {
    let isDocument = Self.isDocument(name)
    var blocks: [Transcript.Block] = []
    if isDocument {
      for place in try places() {
        blocks.append(Transcript.Block(steps: try steps(of: place.lines, indented: place.indentation)))
      }
    } else {
      blocks.append(Transcript.Block(steps: try steps(of: lines.indices, indented: "")))
    }
    return Transcript(
      name: name, lines: lines, hasWideLineEnds: hasWideLineEnds, header: header, isDocument: isDocument,
      blocks: blocks)
  }

  // MARK: Documents

  private struct Place {
    let lines: Range<Int>
    let indentation: String
  }

  /// The lines inside of the ```` ```crm ```` fences; the header is taken along the way.
  private mutating func places() throws(TranscriptError) -> [Place] {
    var places: [Place] = []
    var open: (line: Int, fence: Fence)?
    for index in lines.indices {
      let line = lines[index]
      if let (start, fence) = open {
        guard fence.isClosed(by: line) else { continue }
        if fence.isOurs { places.append(Place(lines: start + 1..<index, indentation: fence.indentation)) }
        open = nil
      } else if let fence = Fence(line) {
        open = (index, fence)
      } else if let settings = Self.comment(line) {
        guard places.isEmpty else { throw .lateHeader(line: index + 1) }
        try header.read(settings)
      }
    }
    if let open { throw .openFence(line: open.line + 1) }
    return places
  }

  /// `<!-- crm: data = demo -->`
  private static func comment(_ line: String) -> String? {
    let rest = Expectation.trimmed(line.drop { $0 == " " })
    guard rest.hasPrefix("<!--"), rest.hasSuffix("-->") else { return nil }
    let inside = rest.dropFirst(4).dropLast(3).drop { $0 == " " }
    return inside.hasPrefix("crm:") ? String(inside.dropFirst(4)) : nil
  }

  private struct Fence {
    let indentation: String
    let marks: String
    let isOurs: Bool

    init?(_ line: String) {
      indentation = String(line.prefix { $0 == " " })
      let rest = line.dropFirst(indentation.count)
      guard let mark = rest.first, mark == "`" || mark == "~" else { return nil }
      marks = String(rest.prefix { $0 == mark })
      guard marks.count >= 3 else { return nil }
      let words = rest.dropFirst(marks.count).split(whereSeparator: { $0 == " " || $0 == "," })
      guard mark == "~" || !rest.dropFirst(marks.count).contains("`") else { return nil }
      isOurs = words.first == "crm"
    }

    func isClosed(by line: String) -> Bool {
      let rest = Expectation.trimmed(line.drop { $0 == " " })
      return rest.count >= marks.count && rest.allSatisfy { $0 == marks.first }
    }
  }

  // MARK: Steps

  private mutating func steps(
    of range: Range<Int>, indented indentation: String
  ) throws(TranscriptError) -> [Transcript.Step] {
    var steps: [Transcript.Step] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let line = dedented(index, by: indentation)
      if Transcript.expected(line) != nil { throw .strayExpectation(line: index + 1) }
      if let settings = Self.settings(line) {
        guard steps.isEmpty else { throw .lateHeader(line: index + 1) }
        try header.read(settings)
      }
      guard !Self.isBetween(line) else {
        index += 1
        continue
      }
      let (text, end) = statement(from: index, to: range.upperBound, indentation)
      var first = end
      var answers: [String] = []
      var answered = end
      while first < range.upperBound, Self.isBetween(dedented(first, by: indentation)),
        Transcript.expected(dedented(first, by: indentation)) == nil
      {
        if let answer = Transcript.answer(dedented(first, by: indentation)) {
          answers.append(answer)
          answered = first + 1
        }
        first += 1
      }
      var last = first
      while last < range.upperBound, Transcript.expected(dedented(last, by: indentation)) != nil { last += 1 }
      let expected = first == last ? answered..<answered : first..<last
      steps.append(
        Transcript.Step(
          text: text, lines: index..<end, expected: expected, indentation: indentation, answers: answers))
      index = expected.upperBound
    }
    return steps
  }

  /// The text of the step that begins on a line, and the line after it.
  private func statement(from start: Int, to limit: Int, _ indentation: String) -> (text: String, end: Int) {
    var text = dedented(start, by: indentation)
    var end = start + 1
    while end < limit {
      let next = dedented(end, by: indentation)
      if Transcript.expected(next) != nil, !Parser.endsInsideText(text, vocabulary: vocabulary) { break }
      if Parser.isComplete(text, vocabulary: vocabulary) {
        // Comments may stand before a line that goes on; those before one that does not are between steps.
        var content = end
        while content < limit, Self.isBetween(dedented(content, by: indentation)) { content += 1 }
        let isAnswered = (end..<content).contains { line in
          let text = dedented(line, by: indentation)
          return Transcript.expected(text) != nil || Transcript.answer(text) != nil
        }
        guard content < limit, !isAnswered,
          Parser.continues(text, with: dedented(content, by: indentation), vocabulary: vocabulary)
        else { break }
        for line in end...content { text += "\n" + dedented(line, by: indentation) }
        end = content + 1
      } else {
        text += "\n" + next
        end += 1
      }
    }
    return (text, end)
  }

  /// A line of a block without the indentation of its fence.
  private func dedented(_ index: Int, by indentation: String) -> String {
    guard lines.indices.contains(index) else { return "" }
    var line = Substring(lines[index])
    for _ in indentation where line.first == " " { line = line.dropFirst() }
    return String(line)
  }

  /// `#: data = demo`
  private static func settings(_ line: String) -> String? {
    line.hasPrefix("#:") ? String(line.dropFirst(2)) : nil
  }

  /// An empty line or a comment.
  private static func isBetween(_ line: String) -> Bool {
    guard let first = line.first(where: { !$0.isWhitespace }) else { return true }
    return first == "#" || first == "＃"
  }
}
