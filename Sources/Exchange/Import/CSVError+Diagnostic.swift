internal import Diagnostics
internal import Glibc
internal import Language

extension CSVError {
  func diagnostic(path: String, at span: SourceSpan?) -> Diagnostic {
    func make(_ code: String, _ message: Wording, _ help: [Wording] = []) -> Diagnostic {
      Diagnostic(code, message, kind: .failure, at: span.map { .init($0) }, help: help)
    }
    func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
    switch self {
    case .cannotOpen(let path, let number), .cannotRead(let path, let number):
      return make(
        "cannot-read", Wording("cannot read \(path): \(reason(number))", "无法读取 \(path)：\(reason(number))"))
    case .cannotWrite(let path, let number):
      return make(
        "cannot-write", Wording("cannot write \(path): \(reason(number))", "无法写入 \(path)：\(reason(number))"))
    case .exists(let path): return make("exists", Wording("\(path) exists already", "\(path) 已存在"))
    case .badDelimiter: return make("bad-delimiter", Wording("this cannot part columns", "不能用作分隔符"))
    case .encodingUnavailable(let encoding):
      return make(
        "unknown-encoding", Wording("this system cannot read \(encoding.rawValue)", "本系统无法读取 \(encoding.rawValue) 编码"))
    case .malformed(let line, let offset, let encoding):
      let name = encoding?.rawValue ?? "UTF-8, GB18030"
      return make(
        "bad-encoding",
        Wording("line \(line), byte \(offset): this is no \(name) text", "第 \(line) 行（字节 \(offset)）不是 \(name) 文本"),
        [Wording(verbatim: "encoding gb18030  ·  encoding utf8  ·  encoding utf16")])
    case .nul(let line):
      return make(
        "binary-file", Wording("line \(line): a NUL byte; this is no text file", "第 \(line) 行有 NUL 字节，不是文本文件"),
        [Wording(verbatim: "encoding utf16")])
    case .unterminatedQuote(let line):
      return make("open-quote", Wording("the quote opened on line \(line) is never closed", "第 \(line) 行的引号没有闭合"))
    case .fieldTooLong(let line, let limit), .recordTooLong(let line, let limit):
      return make(
        "too-long", Wording("line \(line): longer than \(limit) bytes", "第 \(line) 行超过 \(limit) 字节"),
        [Wording("often a quote that was never closed", "通常是引号没有闭合")])
    case .tooManyFields(let line, let limit):
      return make("too-many-columns", Wording("line \(line): more than \(limit) columns", "第 \(line) 行超过 \(limit) 列"))
    }
  }
}
