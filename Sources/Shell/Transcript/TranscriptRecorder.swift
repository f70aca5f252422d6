package import Diagnostics
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
  /// The file could not be written to its end.
  package private(set) var isBroken = false

  /// - Parameter header: lines that the file begins with.
  package init(path: String, header: [String]) throws(Diagnostic) {
    self.path = path
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

  /// Somebody said no: to say the statement again would do what was not wanted.
  package func refuse() { isRefused = true }

  /// What was typed is through.
  package func end() {
    if let typed, statement == nil { statement = typed }
    typed = nil
    closeStatement()
  }

  /// The present statement is not part of the transcript.
  package func forget() { (typed, statement, answer, isRefused) = (nil, nil, "", false) }

  // MARK: What is written

  private func closeStatement() {
    defer { (statement, answer, isRefused) = (nil, "", false) }
    guard let statement else { return }
    let lines = statement.split(separator: "\n", omittingEmptySubsequences: false)
    let prefix = isRefused ? "# " : ""
    var text = "\n" + lines.map { prefix + $0 + "\n" }.joined()
    if !isRefused {
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
