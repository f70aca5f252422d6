internal import CSQLite
internal import Domain
internal import Query

/// The columns whose text a program reads as it stands: texts, choices by their export names, records by their ids.
///
/// Everything is laid out beforehand in plain memory: a cell of a large result costs no reference counting and no
/// `String`.
final class QuickColumns {
  private enum Kind { case none, text, choice, reference }

  /// Two kinds have a run of `spans`: a choice its names, a reference its prefix alone.
  private struct Column {
    var kind: Kind
    var offset: Int32
    var spans = 0..<0
  }

  private struct Span {
    var key: Int64
    var start: Int
    var count: Int
  }

  private let columns: UnsafeMutableBufferPointer<Column>
  private let spans: UnsafeMutableBufferPointer<Span>
  private let texts: UnsafeMutableBufferPointer<UInt8>
  /// Where the text of a reference is put together: a prefix, `_` and at most nineteen digits.
  private let reference: UnsafeMutableBufferPointer<UInt8>

  init(_ query: CompiledQuery) {
    var columns: [Column] = []
    var spans: [Span] = []
    var texts: [UInt8] = []
    func keep(_ text: String, key: Int64) {
      spans.append(Span(key: key, start: texts.count, count: text.utf8.count))
      texts += text.utf8
    }
    var longest = 0
    for column in query.columns {
      var made = Column(kind: .none, offset: Int32(truncatingIfNeeded: column.offset))
      let first = spans.count
      switch column.reader {
      case .text: made.kind = .text
      case .choice(let list) where query.isForPrograms:
        made.kind = .choice
        for choice in list.choices { keep(choice.name, key: Int64(choice.key)) }
      case .identity(let entity?) where query.isForPrograms,
        .reference(let entity?, hasTitle: false) where query.isForPrograms:
        made.kind = .reference
        keep(entity.idPrefix + "_", key: 0)
        longest = max(longest, entity.idPrefix.utf8.count)
      case .choice, .identity, .reference, .recurrence, .integer, .number, .share, .date, .instant, .duration, .flag,
        .labels, .money, .ownMoney, .scores:
        break
      }
      made.spans = first..<spans.count
      columns.append(made)
    }
    self.columns = .allocate(capacity: columns.count)
    _ = self.columns.initialize(from: columns)
    self.spans = .allocate(capacity: spans.count)
    _ = self.spans.initialize(from: spans)
    self.texts = .allocate(capacity: texts.count)
    _ = self.texts.initialize(from: texts)
    reference = .allocate(capacity: longest + 24)
    reference.initialize(repeating: 0)
  }

  deinit {
    columns.deallocate()
    spans.deallocate()
    texts.deallocate()
    reference.deallocate()
  }

  /// Valid until the next call or the statement's next step.
  func bytes(_ index: Int, of statement: OpaquePointer) -> UnsafeBufferPointer<UInt8>? {
    let column = columns[index]
    switch column.kind {
    case .none: return nil
    case .text:
      guard let text = sqlite3_column_text(statement, column.offset) else { return nil }
      return UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column.offset)))
    case .choice:
      guard sqlite3_column_type(statement, column.offset) != SQLITE_NULL else { return nil }
      let key = sqlite3_column_int64(statement, column.offset)
      for place in column.spans where spans[place].key == key { return text(spans[place]) }
      return nil
    case .reference:
      guard sqlite3_column_type(statement, column.offset) != SQLITE_NULL else { return nil }
      return spelled(sqlite3_column_int64(statement, column.offset), prefix: spans[column.spans.lowerBound])
    }
  }

  private func text(_ span: Span) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: texts[span.start..<span.start + span.count])
  }

  /// As `Entity.reference`: three digits at least.
  private func spelled(_ number: Int64, prefix: Span) -> UnsafeBufferPointer<UInt8> {
    var start = reference.count
    var rest = number.magnitude
    repeat {
      start -= 1
      reference[start] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      rest /= 10
    } while rest > 0 || reference.count - start < 3
    start -= prefix.count
    for place in 0..<prefix.count { reference[start + place] = texts[prefix.start + place] }
    return UnsafeBufferPointer(rebasing: reference[start...])
  }
}
