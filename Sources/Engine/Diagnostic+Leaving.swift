internal import Diagnostics

extension Diagnostic {
  /// The same, saying of a text of several statements what became of the others.
  func leaving(_ count: Int, afterWrites: Bool) -> Diagnostic {
    var told = self
    if code == "not-confirmed", afterWrites {
      told = Diagnostic(
        code, Wording("left as it was; what was said before it is written", "已取消；之前的语句已经写入"), severity: severity,
        kind: kind,
        at: mark, further: furtherMarks, help: help, source: source)
    }
    guard count > 0 else { return told }
    told.help.append(
      count == 1
        ? Wording("the statement behind it was not run", "后面的 1 条语句没有执行")
        : Wording("the \(count) statements behind it were not run", "后面的 \(count) 条语句没有执行"))
    return told
  }

  /// The same with the files that were written before, which stay.
  func leaving(files: [String]) -> Diagnostic {
    guard !files.isEmpty else { return self }
    var told = self
    let shown = files.prefix(3).joined(separator: ", ") + (files.count > 3 ? ", …" : "")
    told.help.append(
      Wording("of the data nothing is kept; written before, and left: \(shown)", "数据均未保存；此前已写出并保留的文件：\(shown)"))
    return told
  }
}
