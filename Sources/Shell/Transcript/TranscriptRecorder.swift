package import Diagnostics
package import Engine
internal import Glibc

/// Writes down what is typed at a prompt and what it answers, as a transcript that `crm test` reads.
///
/// Each statement is on the disk when it is through. Only the one who records may read the file: it holds customers'
/// data.
package final class TranscriptRecorder {
  package let path: String
  private let descriptor: Int32
  /// What was typed, until the statements in it begin one by one.
  private var typed: String?
  private var statement: String?
  private var answer = ""
  private var isRefused = false
  /// What was answered to the questions of the statement.
  private var given: [TranscriptAnswer] = []
  private var clock: String?
  /// The statement with an answer in its own words; nil where it has none.
  private let said: (TranscriptAnswer, String) -> String?
  /// The file could not be written to its end.
  package private(set) var isBroken = false

  /// - Parameters:
  ///   - header: lines that the file begins with.
  ///   - said: a statement with an answer in its own words; nil where the language has none.
  package init(
    path: String, header: [String], said: @escaping (TranscriptAnswer, String) -> String? = { _, _ in nil }
  ) throws(Diagnostic) {
    self.path = path
    self.said = said
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let why = String(cString: strerror(errno))
      throw Diagnostic(
        "cannot-write", Wording("cannot write \(path): \(why)", "无法写入 \(path)：\(why)"), kind: .failure,
        help: errno == EEXIST ? [Wording("take another name: nothing is written over", "请换一个名称，不会覆盖已有文件")] : [])
    }
    write(header.map { $0 + "\n" }.joined())
  }

  deinit { close(descriptor) }

  // MARK: What happens at the prompt

  package func begin(_ text: String) { typed = text }

  /// The minute in which the next statement is said, `2026-03-16 10:00`: where it is another one than before, the
  /// transcript's clock is set.
  /// - Parameter isTold: the session says so.
  package func set(clock minute: String, isTold: Bool) {
    closeStatement()
    defer { clock = minute }
    guard let clock, clock != minute else { return }
    write("\nset clock = \(minute)\n" + (isTold ? "#> clock = \(minute)\n" : ""))
  }

  /// One statement of what was typed runs now.
  package func begin(statement text: String) {
    closeStatement()
    typed = nil
    statement = text
  }

  package func note(_ text: String) {
    guard typed != nil || statement != nil else { return }
    answer += text.hasSuffix("\n") ? text : text + "\n"
  }

  /// A question of the statement was answered.
  package func answer(_ answer: TranscriptAnswer) { given.append(answer) }

  /// Somebody said no: to say the statement again would do what was not wanted.
  package func refuse() { isRefused = true }

  /// What was typed is through.
  package func end() {
    if let typed, statement == nil { statement = typed }
    typed = nil
    closeStatement()
  }

  /// The present statement is not part of the transcript.
  package func forget() { (typed, statement, answer, given, isRefused) = (nil, nil, "", [], false) }

  // MARK: What is written

  private func closeStatement() {
    defer { (statement, answer, given, isRefused) = (nil, "", [], false) }
    guard var statement else { return }
    var answers = given
    // Nobody is asked again how many may change: the header lifts the guard.
    if given.allSatisfy({ $0 == .bulk(true) }) {
      answers = []
    } else if let one = given.first, given.count == 1, let words = said(one, statement) {
      (statement, answers) = (words, [])
    }
    let prefix = isRefused ? "# " : ""
    var text =
      "\n" + statement.split(separator: "\n", omittingEmptySubsequences: false).map { prefix + $0 + "\n" }.joined()
    if !isRefused {
      text += answers.map { $0.text.isEmpty ? "#<\n" : "#< \($0.text)\n" }.joined()
      for line in answer.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        text += line.isEmpty ? "#>\n" : "#> \(line)\n"
      }
    }
    write(text)
  }

  private func write(_ text: String) {
    guard !isBroken else { return }
    isBroken = Output.write(text, to: descriptor) != .whole
  }
}
