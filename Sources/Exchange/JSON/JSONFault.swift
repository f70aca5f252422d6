internal import Diagnostics

/// Why a text is no list of JSON records, and where: the line and the column in bytes, both from 1, and the place in
/// the document as a JSON pointer (RFC 6901).
struct JSONFault: Error {
  enum Reason {
    case unexpected(UInt8?)
    case unfinished
    /// There is nothing in the file.
    case empty
    case badEscape
    case badNumber
    case notUTF8
    /// A character below U+0020 in a text, or NUL however it is written.
    case control
    case tooDeep
    case notARecord
    case twice(String)
    /// An object where a field takes one value.
    case nested(String)
    /// A value where records are meant.
    case notNested(String)
    /// The file became another while it was read.
    case changed
  }

  let reason: Reason
  let line: Int
  let column: Int
  let pointer: String

  func diagnostic(path: String, at span: SourceSpan) -> Diagnostic {
    let (code, wording, help) = told
    let place = Wording(
      "line \(line), column \(column)\(pointer.isEmpty ? "" : " (\(pointer))")",
      "第 \(line) 行第 \(column) 列\(pointer.isEmpty ? "" : "（\(pointer)）")")
    return Diagnostic(
      code, Wording("\(path), \(place.english): \(wording.english)", "\(path) \(place.chinese)：\(wording.chinese)"),
      kind: .failure, at: .init(span), help: help.map { [$0] } ?? [])
  }

  /// What is wrong, without its place: of a text inside a text.
  var reasonTold: Wording { told.1 }

  private var told: (code: String, Wording, help: Wording?) {
    switch reason {
    case .unexpected(let byte):
      let shown = byte.map { $0 > 0x20 && $0 < 0x7F ? "“\(Character(Unicode.Scalar($0)))”" : "byte \($0)" }
      return (
        "bad-json", Wording("\(shown ?? "the end") does not belong here", "此处不应有\(shown ?? "文件结尾")"), nil
      )
    case .unfinished: return ("bad-json", Wording("the file ends in the middle", "文件不完整"), nil)
    case .empty:
      return (
        "empty-file", Wording("the file is empty", "文件是空的"), Wording(verbatim: "[{\"name\": \"…\"}, …]")
      )
    case .badEscape: return ("bad-json", Wording("this \\ means nothing in JSON", "JSON 中没有这种 \\ 转义"), nil)
    case .badNumber: return ("bad-json", Wording("this is no number of JSON", "不是 JSON 数字"), nil)
    case .notUTF8: return ("bad-encoding", Wording("this is no UTF-8 text", "不是 UTF-8 文本"), nil)
    case .control: return ("bad-json", Wording("a bare control character", "含有控制字符"), nil)
    case .tooDeep: return ("bad-json", Wording("nested too deep", "嵌套过深"), nil)
    case .notARecord:
      return (
        "not-records", Wording("a record is an object", "每条记录应是一个对象"),
        Wording(verbatim: "[{\"name\": \"…\"}, …]  ·  {\"name\": \"…\"}⏎…")
      )
    case .twice(let key): return ("same-column", Wording("“\(key)” is given twice", "“\(key)”出现了两次"), nil)
    case .nested(let key):
      return (
        "nested-value", Wording("“\(key)” is an object, and its field takes a value", "“\(key)”是对象，该字段只能有一个值"), nil
      )
    case .notNested(let key):
      return (
        "not-a-record", Wording("“\(key)” holds records, and this is none", "“\(key)”应为记录，这里不是"),
        Wording(#""contacts": [{"name": "…"}]"#, #""contacts": [{"name": "…"}]"#)
      )
    case .changed:
      return ("file-changed", Wording("the file has changed meanwhile", "文件已被改动"), nil)
    }
  }
}
