internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// The book of changes as tables: which change sets there are, what happened to a record, where a value comes from.
struct ChangeBook {
  private let session: Session
  private let values: LoggedValues

  init(_ session: Session) {
    self.session = session
    values = LoggedValues(session)
  }

  private var isChinese: Bool { session.settings.language == .chinese }

  private func shape(_ columns: [(String, String, ColumnType)]) -> ResultShape {
    ResultShape(listing: columns, zone: session.dictionary.rules.zone)
  }

  // MARK: Change sets

  func table(_ entries: [ChangeSetEntry]) -> ResultTable {
    ResultTable(
      shape: shape([
        ("change_set", "变更", .identity), ("at", "时间", .instant), ("author", "操作人", .reference),
        ("source", "来源", .text), ("statement", "语句", .text), ("records", "记录数", .integer), ("state", "状态", .text),
      ]),
      rows: entries.map { entry in
        head(entry) + [
          .text(source(entry)), entry.statement.map { .text($0) } ?? .empty,
          entry.records.map { .integer($0) } ?? .empty, state(entry).map { .text($0) } ?? .empty,
        ]
      })
  }

  private func head(_ entry: ChangeSetEntry) -> [Cell] {
    [.text(String(entry.id)), .instant(entry.at), values.reference(RecordKey(.user, entry.author))]
  }

  private func state(_ entry: ChangeSetEntry) -> String? {
    var parts: [String] = []
    if let undone = entry.undoes { parts.append(isChinese ? "撤销了 \(undone)" : "undoes \(undone)") }
    let standing = try? session.store.standing(of: entry.id)
    if let undoer = standing?.undoneBy { parts.append(isChinese ? "已被 \(undoer) 撤销" : "undone by \(undoer)") }
    return parts.isEmpty ? nil : parts.joined(separator: isChinese ? "，" : ", ")
  }

  /// `script cleanup.crm:12` in the user's language; of an import its row too, after the line that read it.
  private func source(_ event: HistoryEvent) -> String {
    guard let place = event.place else { return source(event.set) }
    guard let word = event.word else { return source(event.set, at: place) }
    return joined(source(event.set, at: word), place)
  }

  private func source(_ entry: ChangeSetEntry, at place: ChangePlace) -> String {
    let said = source(entry)
    // It is what was said there; its lines nobody has seen.
    if SandboxPlaces.names.contains(place.source.name), entry.source.hasSuffix(" " + place.source.name) { return said }
    let head = said[..<(said.lastIndex(of: ":") ?? said.endIndex)]
    if head.hasSuffix(" " + place.source.name) { return head.dropLast(place.source.name.count) + here(place) }
    // Where the script began to write says nothing of its library; of the statement that read a file it does.
    return joined(place.source.text == nil ? said : String(head), place)
  }

  private func joined(_ said: String, _ place: ChangePlace) -> String { said + (isChinese ? "，" : ", ") + here(place) }

  private func here(_ place: ChangePlace) -> String { "\(place.source.name):\(place.line)" }

  private func source(_ entry: ChangeSetEntry) -> String {
    guard isChinese else { return entry.source }
    let words = entry.source.split(separator: " ", maxSplits: 1).map(String.init)
    let known = ["prompt": "提示符", "script": "脚本", "workspace": "建立工作区", "demo": "示例数据", "fixture": "测试数据"]
    // What a sandbox brought in: `prompt sandbox`.
    let kinds = ["sandbox": "沙盒", "transaction": "事务"]
    guard let first = words.first, let word = known[first] else { return entry.source }
    return ([word] + words.dropFirst().map { kinds[$0] ?? $0 }).joined(separator: " ")
  }

  // MARK: History

  /// - Parameter field: only what happened to it; nil is everything.
  func history(_ events: [HistoryEvent], of field: Field?) -> ResultTable {
    let kept = events.filter { event in
      guard let field else { return true }
      switch event.what {
      case .created, .purged, .withdrawn, .returned: return true
      case .changed(let changed, _, _), .labelled(let changed, _, _): return changed.key == field.key
      }
    }
    return ResultTable(
      shape: shape([
        ("change_set", "变更", .identity), ("at", "时间", .instant), ("author", "操作人", .reference), ("field", "字段", .text),
        ("before", "之前", .text), ("after", "之后", .text), ("source", "来源", .text),
      ]),
      rows: kept.map { event in
        let origin =
          event.set.undoes.map { isChinese ? "撤销 \($0)" : "undo of \($0)" } ?? source(event)
        return head(event.set) + cells(event.what) + [.text(origin)]
      })
  }

  private func cells(_ what: HistoryEvent.What) -> [Cell] {
    func whole(_ english: String, _ chinese: String) -> [Cell] {
      [.empty, .empty, .text(isChinese ? chinese : english)]
    }
    switch what {
    case .created: return whole("created", "新建")
    case .purged: return whole("purged", "彻底删除")
    case .withdrawn: return whole("creation undone", "新建已撤销")
    case .returned: return whole("back again", "重新出现")
    case .changed(let field, let before, let after):
      if field.name == "deleted_at" {
        return after == .null ? whole("restored", "从回收站恢复") : whole("deleted", "移入回收站")
      }
      return [.text(name(field)), values.cell(before, of: field), values.cell(after, of: field)]
    case .labelled(let field, let label, let isGained):
      return [.text(name(field)), isGained ? .empty : .text(label), isGained ? .text(label) : .empty]
    }
  }

  func name(_ field: Field) -> String { isChinese ? field.names.chineseName : field.name }

  // MARK: Origins

  /// The values that a field has had, newest first, each with where it came from; the last came with the record.
  func origins(_ events: [HistoryEvent], of field: Field, now: SQLValue) -> ResultTable {
    var rows: [[Cell]] = []
    var current = now
    for event in events.reversed() {
      switch event.what {
      case .changed(let changed, let before, _) where changed.key == field.key:
        rows.append([values.cell(current, of: field)] + head(event.set) + origin(event))
        current = before
      case .labelled(let changed, let label, let isGained) where changed.key == field.key:
        rows.append([.text((isGained ? "+" : "−") + label)] + head(event.set) + origin(event))
      case .created:
        let value: Cell =
          field.type == .labels ? .text(isChinese ? "（新建）" : "(created)") : values.cell(current, of: field)
        rows.append([value] + head(event.set) + origin(event))
      case .changed, .labelled, .purged, .withdrawn, .returned: break
      }
    }
    return ResultTable(shape: originShape(first: ("value", "值", .text)), rows: rows)
  }

  /// Where each value of a record comes from.
  func origins(_ events: [HistoryEvent], of entity: Entity, now: [(field: Field, value: SQLValue)]) -> ResultTable {
    let shape = originShape(first: ("field", "字段", .text), ("value", "值", .text))
    let made = events.last { if case .created = $0.what { true } else { false } }
    let rows = now.compactMap { field, value -> [Cell]? in
      let last = events.last { event in
        if case .changed(let changed, _, _) = event.what { changed.key == field.key } else { false }
      }
      guard let event = last ?? made, value != .null || last != nil else { return nil }
      return [.text(name(field)), values.cell(value, of: field)] + head(event.set) + origin(event)
    }
    return ResultTable(shape: shape, rows: rows)
  }

  private func originShape(first: (String, String, ColumnType)...) -> ResultShape {
    shape(
      first + [
        ("change_set", "变更", .identity), ("at", "时间", .instant), ("author", "操作人", .reference),
        ("source", "来源", .text), ("statement", "语句", .text),
      ])
  }

  private func origin(_ event: HistoryEvent) -> [Cell] {
    let statement = (event.word ?? event.place).flatMap { place in
      place.source.text.flatMap { StatementFinder(session).statement(at: place.line, in: $0) }
    }
    return [.text(source(event)), (statement ?? event.set.statement).map { .text($0) } ?? .empty]
  }
}
