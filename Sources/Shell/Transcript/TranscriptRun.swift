internal import Diagnostics
package import Engine
internal import Values

/// A transcript said to a session, and what the session answered.
package struct TranscriptRun: Sendable {
  package let transcript: Transcript
  /// The lines that each step said.
  package let said: [[String]]
  /// What went wrong where nothing is expected, by the line of the statement.
  private let failures: [Failure]

  private struct Failure: Sendable {
    let line: Int
    let text: [String]
    /// It is of an answer that nothing asked for.
    var isUnasked = false
  }

  /// - Parameter folder: where relative file names start from, with `/` in front: what is said names files as the
  ///   transcript does, whatever machine it runs on.
  package init(_ transcript: Transcript, session: Session, folder: String) {
    self.transcript = transcript
    let text = CollectedText()
    let console = Console(session: session, isInteractive: false, streams: .collected(in: text))
    let conversation = Conversation(
      session: session, console: console, folder: folder, allowance: transcript.header.allowance,
      parameters: transcript.header.parameters)
    // Of a step that says what it answers, everything is asked.
    let asking = Conversation(
      session: session, console: console, folder: folder, allowance: .asking, parameters: transcript.header.parameters)
    let names = FolderNames([session.scratchFolder, folder])
    var said: [[String]] = []
    var failures: [Failure] = []
    for block in transcript.blocks {
      for step in block.steps {
        console.answers = step.answers.isEmpty ? nil : step.answers
        let problems = (step.answers.isEmpty ? conversation : asking).say(step.text)
        let left = console.answers ?? []
        console.answers = nil
        console.flush()
        let lines = Self.lines(of: names.removed(from: text.take()))
        said.append(lines)
        if !left.isEmpty {
          failures.append(
            Failure(
              line: step.lines.lowerBound + 1, text: left.map { Self.unasked($0, in: session.settings.language) },
              isUnasked: true)
          )
        }
        if !block.isCompared, problems.contains(where: { $0.severity == .error }) {
          failures.append(Failure(line: step.lines.lowerBound + 1, text: lines))
        }
      }
    }
    self.said = said
    self.failures = failures
  }

  /// Everything that was expected came, and nothing else failed.
  package var isAsExpected: Bool { failures.isEmpty && updated().elementsEqual(transcript.lines) }

  /// The file with the expectations put right.
  ///
  /// - Parameter isFilled: what expects nothing so far is given expectations.
  package func updated(isFilled: Bool = false) -> [String] { transcript.updated(with: said, isFilled: isFilled) }

  /// What differs, as a unified diff; and what went wrong where nothing is expected.
  package var report: [String] {
    let difference = UnifiedDiff(of: transcript.name, from: transcript.lines, to: updated())
    return difference.lines + unexpected
  }

  /// What went wrong where nothing is expected, which no new expectation mends.
  package var unexpected: [String] { told(failures) }

  /// The answers that are left over.
  package var unasked: [String] { told(failures.filter(\.isUnasked)) }

  private func told(_ failures: [Failure]) -> [String] {
    failures.flatMap { failure in ["\(transcript.name):\(failure.line):"] + failure.text.map { "  " + $0 } }
  }

  /// An answer that is left over.
  private static func unasked(_ answer: String, in language: UserLanguage) -> String {
    Wording("nothing asked for the answer “\(answer)”", "没有问题需要回答“\(answer)”").in(language)
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
