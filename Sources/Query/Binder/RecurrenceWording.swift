internal import Diagnostics
internal import Values

/// Words for what is wrong with a rule of recurrence, pointing at the piece that is.
struct RecurrenceWording {
  let text: String
  let error: RecurrenceReadingError

  func diagnostic(at span: SourceSpan?) -> Diagnostic {
    let piece = String(error.piece.prefix(60))
    let code = error.reason == .notARule ? "not-a-recurrence" : "wrong-recurrence"
    let message: Wording
    var help = [
      Wording("\"every week\", \"every 2 weeks\", \"FREQ=WEEKLY;BYDAY=MO\"", "例如 每周一、每两周、每月1日、\"FREQ=WEEKLY;BYDAY=MO\"")
    ]
    switch error.reason {
    case .notARule: message = Wording("“\(piece)” says no recurrence", "“\(piece)”不是重复规则")
    case .noFrequency: message = Wording("a recurrence says how often: FREQ= is missing", "重复规则缺少频率 FREQ=")
    case .tooOften:
      message = Wording("“\(piece)”: a task comes back by the day at most", "“\(piece)”：任务最短按天重复")
      help = [Wording(verbatim: "FREQ=DAILY | WEEKLY | MONTHLY | YEARLY")]
    case .unknownPart(let nearest):
      message = Wording("a recurrence has no part “\(piece)”", "重复规则里没有“\(piece)”这一项")
      if let nearest { help = [Wording("did you mean \(nearest)?", "您是不是想写 \(nearest)？")] }
    case .repeatedPart: message = Wording("“\(piece)” stands there twice", "“\(piece)”重复出现")
    case .wrongValue(let part, let allowed):
      message = Wording("\(part) cannot be “\(piece)”", "\(part) 不能是“\(piece)”")
      help = [Wording("\(part): \(allowed)", "\(part) 可取：\(allowed)")]
    case .twoEnds:
      message = Wording("COUNT and UNTIL exclude each other", "COUNT 和 UNTIL 不能同时使用")
      help = [Wording("keep one of them", "只保留其中一个")]
    case .neverComes:
      message = Wording("“\(piece)” has no day at all", "“\(piece)”没有任何一天符合")
      help = [Wording("its parts exclude each other", "其中的条件互相矛盾")]
    }
    return Diagnostic(code, message, kind: .failure, at: place(in: span).map { .init($0) }, help: help)
  }

  /// The piece within the value, where the value stands in the source as it is.
  private func place(in span: SourceSpan?) -> SourceSpan? {
    guard let span else { return nil }
    let length = text.utf8.count
    let lead = span.upper - span.lower - length
    // Bare, or between quotes of one byte each.
    guard lead == 0 || lead == 2, !error.piece.isEmpty, error.offset + error.piece.utf8.count <= length else {
      return span
    }
    let start = span.lower + lead / 2 + error.offset
    return SourceSpan(start, start + error.piece.utf8.count)
  }
}
