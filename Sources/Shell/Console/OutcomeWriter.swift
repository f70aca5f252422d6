internal import Diagnostics
package import Domain
package import Engine
internal import Language
internal import Query
package import Rendering
internal import Values

/// What a statement has to say beside rows, as text for a person or as JSON for a program.
package struct OutcomeWriter {
  let style: OutputStyle
  let format: OutputFormat
  let dictionary: DataDictionary
  /// Programs get full timestamps and every field.
  private let isExact: Bool

  package init(style: OutputStyle, format: OutputFormat, dictionary: DataDictionary, isExact: Bool = false) {
    self.style = style
    self.format = format
    self.isExact = isExact
    self.dictionary = dictionary
  }

  private var language: UserLanguage { style.language }
  private var isForPrograms: Bool { format == .json || format == .jsonl }

  /// Nil where nothing is to be said.
  package func text(_ outcome: Outcome) -> String? {
    switch outcome {
    case .changed(let summary): return isForPrograms ? json(summary) : told(summary)
    case .loaded(let report) where isForPrograms: return json(report)
    case .loaded(let report): return Self.visible(LoadReportText(report: report, language: language).text)
    case .exported(let path, let rows) where isForPrograms:
      return "{\"file\": \(quoted(Wording(verbatim: path))), \"rows\": \(rows)}"
    case .exported(let path, let rows):
      let told = Wording("\(rows) \(rows == 1 ? "row" : "rows") written to \(path)", "已写入 \(rows) 行到 \(path)")
      return Self.visible(told.in(language))
    case .printed(let text), .value(let text): return text.isEmpty ? "\n" : Self.visible(text)
    case .set(let setting): return isForPrograms ? nil : confirmation(of: setting)
    case .settings(let settings):
      return document([.definitions(settings.map { .init(Wording(verbatim: $0.name), Wording(verbatim: $0.value)) })])
    case .entities(let entities): return self.entities(entities)
    case .entity(let entity, let relations): return document(EntityPage(entity: entity, relations: relations).blocks)
    case .help(let topic): return help(topic)
    case .explanation(let explanation): return self.explanation(explanation)
    case .profile(let profile): return self.profile(profile)
    case .calendar(let page): return CalendarDrawing(page, style).text
    case .notice(let wording):
      return style.width == nil ? Self.visible(wording.in(language)) : document([.paragraph(wording)])
    case .preview(let view): return ChangeViewText(style: style).preview(view)
    case .timing(let milliseconds): return timing(milliseconds)
    }
  }

  /// Text that a person or a file has given, with its line ends and tabs and nothing else that moves a terminal.
  static func visible(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { VisibleText.escaped(String($0)) }
        .joined(separator: "\t")
    }.joined(separator: "\n")
  }

  private func document(_ blocks: [Document.Block]) -> String {
    var buffer = OutputBuffer()
    Document(blocks).write(style, to: &buffer)
    return buffer.text
  }

  // MARK: Changes

  private func told(_ summary: ChangeSummary) -> String {
    summary.remarks.isEmpty
      ? changed(summary) : ([changed(summary)] + summary.remarks.map { $0.in(language) }).joined(separator: "\n")
  }

  private func changed(_ summary: ChangeSummary) -> String {
    if !summary.mended.isEmpty || !summary.left.isEmpty { return mended(summary) }
    if let reversal = summary.reversal { return reverted(summary, reversal) }
    guard summary.total > 0 else { return Wording("nothing to change", "没有需要改动的内容").in(language) }
    if summary.created.count == 1, summary.total == 1, let made = summary.created.first,
      let entity = dictionary.entity(made.entity)
    {
      let reference = entity.reference(made.id)
      // One for each line of a long script: only what is shown is spelled.
      return language == .english ? reference + " created" : "已新建 " + reference
    }
    return counted(summary)
  }

  /// What an undo did, and what it could not do.
  private func reverted(_ summary: ChangeSummary, _ reversal: Reversal) -> String {
    let number = reversal.changeSet
    let head =
      reversal.isRedo
      ? Wording("undo \(number) taken back", "已重做（收回撤销 \(number)）")
      : Wording("change set \(number) undone", "已撤销变更 \(number)")
    let counts = counted(summary)
    let what = counts.isEmpty ? Wording("nothing had to change", "没有需要改动的内容").in(language) : counts
    var lines = [head.in(language) + (language == .english ? ": " : "：") + what]
    if !reversal.purged.isEmpty {
      let count = reversal.purged.count
      let shown = purged(reversal).prefix(Self.purgedShown)
      let list = language.joined(Array(shown)) + (count > shown.count ? " …" : "")
      lines.append(
        Wording(
          "\(count) purged record\(count == 1 ? "" : "s") cannot be brought back: \(list)",
          "\(count) 条记录已彻底删除，无法恢复：\(list)"
        ).in(language))
    }
    return lines.joined(separator: "\n")
  }

  private static let purgedShown = 20

  private func purged(_ reversal: Reversal) -> [String] {
    reversal.purged.compactMap { key in dictionary.entity(key.entity)?.reference(key.id) }
  }

  private func counted(_ summary: ChangeSummary) -> String {
    summary.counts.flatMap { count in
      [
        sentence(count.created, count.entity, "created", "新建"), sentence(count.updated, count.entity, "updated", "更新"),
        sentence(count.deleted, count.entity, "deleted", "删除"),
        sentence(count.restored, count.entity, "restored", "恢复"),
        sentence(count.purged, count.entity, "purged", "彻底删除"),
        sentence(count.withdrawn, count.entity, "withdrawn", "撤回新建的"),
        sentence(count.returned, count.entity, "brought back", "找回"),
      ].compactMap { $0 }
    }.joined(separator: language == .english ? ", " : "，")
  }

  /// What a repair made again, and what nobody can.
  private func mended(_ summary: ChangeSummary) -> String {
    func line(_ finding: Finding, _ count: Int) -> String {
      let place = [
        finding.entity.map { Wording($0.pluralEnglish, $0.names.chineseName).in(language) },
        finding.field.map { Wording($0.name, $0.names.chineseName).in(language) },
      ].compactMap { $0 }
      // What cannot be read says which part of the entity's it is.
      let isWhole = !place.isEmpty && finding.flaw != .unreadable
      let head = isWhole ? place.joined(separator: ".") : finding.detail ?? ""
      return "\(count) × \(head): \(finding.flaw.wording.in(language))"
    }
    let done = summary.mended.map { Wording("mended  ", "已修复  ").in(language) + line($0.finding, $0.count) }
    let left = summary.left.map { Wording("left as it is  ", "保持原样  ").in(language) + line($0, $0.count) }
    let copy = summary.copy.map {
      Wording("the file as it was: ", "修复前的数据文件：").in(language) + VisibleText.escaped($0)
    }
    return (done + left + (copy.map { [$0] } ?? [])).joined(separator: "\n")
  }

  private func sentence(_ count: Int, _ entity: Entity, _ english: String, _ chinese: String) -> String? {
    guard count > 0 else { return nil }
    let name = count == 1 ? entity.names.englishName : entity.pluralEnglish
    return Wording("\(count) \(name) \(english)", "\(chinese) \(count) 个\(entity.names.chineseName)").in(language)
  }

  private func json(_ summary: ChangeSummary) -> String {
    let created = summary.created.compactMap { key in
      dictionary.entity(key.entity).map { "\"\($0.reference(key.id))\"" }
    }
    var counts: [String: Int] = [:]
    for count in summary.counts {
      counts["updated", default: 0] += count.updated
      counts["deleted", default: 0] += count.deleted
      counts["restored", default: 0] += count.restored
      counts["purged", default: 0] += count.purged
      counts["withdrawn", default: 0] += count.withdrawn
      counts["returned", default: 0] += count.returned
    }
    for (_, count) in summary.mended { counts["mended", default: 0] += count }
    for finding in summary.left { counts["left", default: 0] += finding.count }
    let rest = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { ", \"\($0.key)\": \($0.value)" }.joined()
    let remarks =
      summary.remarks.isEmpty ? "" : ", \"remarks\": [\(summary.remarks.map(quoted).joined(separator: ", "))]"
    let copy = summary.copy.map { ", \"copy\": \(quoted(Wording(verbatim: $0)))" } ?? ""
    let lost = summary.reversal.map { purged($0) } ?? []
    let irreversible =
      lost.isEmpty ? "" : ", \"not_reversible\": [\(lost.map { "\"\($0)\"" }.joined(separator: ", "))]"
    return "{\"created\": [\(created.joined(separator: ", "))]\(rest)\(irreversible)\(copy)\(remarks)}"
  }

  private func json(_ report: LoadReport) -> String {
    let counts = [
      ("read", report.read), ("created", report.created), ("updated", report.updated), ("skipped", report.skipped),
      ("refused", report.refused),
    ].map { "\"\($0.0)\": \($0.1)" }
    let refused = report.refusedFile.map { ["\"refused_file\": \(quoted(Wording(verbatim: $0)))"] } ?? []
    func list(_ name: String, _ items: [String]) -> [String] {
      items.isEmpty ? [] : ["\"\(name)\": [\(items.joined(separator: ", "))]"]
    }
    let remarks = report.remarks.map { "{\"count\": \($0.count), \"text\": \(quoted($0.text))}" }
    let parts =
      ["\"file\": \(quoted(Wording(verbatim: report.file)))"] + counts + refused + list("remarks", remarks)
      + list("notices", report.notices.map(quoted))
      + list("ignored_columns", report.ignoredColumns.map { quoted(Wording(verbatim: $0)) })
    return "{\(parts.joined(separator: ", "))}"
  }

  private func quoted(_ wording: Wording) -> String {
    var buffer = OutputBuffer()
    buffer.append(json: wording.in(language))
    return buffer.text
  }

  private func confirmation(of setting: SessionSetting) -> String {
    switch setting {
    case .output(let format): "output = \(format.rawValue)"
    case .timing(let isOn): "timing = \(isOn ? "on" : "off")"
    case .language(let language): "language = \(language.rawValue)"
    case .timeout(let seconds): "timeout = \(seconds)"
    case .pager(let isOn): "pager = \(isOn ? "on" : "off")"
    case .color(let isOn): "color = \(isOn ? "on" : "off")"
    case .exact(let isOn): "exact = \(isOn ? "on" : "off")"
    case .clock(let moment): "clock = \(Value.instant(moment).plainText(dictionary))"
    }
  }

  private func timing(_ milliseconds: Double) -> String {
    Wording("\(Int(milliseconds)) ms", "用时 \(Int(milliseconds)) 毫秒").in(language)
  }

  // MARK: Pages

  private func entities(_ entities: [Entity]) -> String {
    document([
      .definitions(
        entities.map { entity in
          .init(
            Wording(entity.pluralEnglish, "\(entity.names.chineseName) \(entity.pluralEnglish)"),
            Wording(verbatim: entity.reference(1) + "  " + entity.columns.dropFirst().prefix(5).joined(separator: ", "))
          )
        })
    ])
  }

  private func help(_ topic: HelpTopic) -> String {
    var blocks: [Document.Block] = [.paragraph(topic.summary)]
    if !topic.usage.isEmpty { blocks.append(.code(Wording(verbatim: topic.usage.joined(separator: "\n")), label: "")) }
    if !topic.entries.isEmpty {
      blocks.append(.definitions(topic.entries.map { .init(Wording(verbatim: $0.name), $0.summary) }))
    }
    if !topic.examples.isEmpty {
      blocks.append(.heading(Wording("Examples", "例子"), level: 2))
      blocks.append(.code(Wording(verbatim: topic.examples.joined(separator: "\n")), label: "crm"))
    }
    return document(blocks)
  }

  private func explanation(_ explanation: Explanation) -> String {
    var blocks: [Document.Block] = [.code(Wording(verbatim: explanation.canonical), label: "crm")]
    if !explanation.change.isEmpty {
      blocks.append(.heading(Wording("would do", "将会执行"), level: 2))
      blocks.append(.list(explanation.change.map { Wording(verbatim: $0) }))
    }
    if let sql = explanation.sql {
      blocks.append(.heading(Wording("as SQL", "对应的 SQL"), level: 2))
      blocks.append(.code(Wording(verbatim: sql), label: "sql"))
      if !explanation.arguments.isEmpty {
        blocks.append(.paragraph(Wording(verbatim: explanation.arguments.joined(separator: ", "))))
      }
      blocks.append(.heading(Wording("steps", "步骤"), level: 2))
      blocks.append(.list(explanation.steps.map { Wording(verbatim: $0) }))
    }
    return document(blocks)
  }

  private func profile(_ profile: Profile) -> String {
    switch profile.format {
    case .json: return json(profile, isLine: false)
    case .jsonl: return json(profile, isLine: true)
    case .table, .card, .csv, .markdown: break
    case nil: if isForPrograms { return json(profile, isLine: format == .jsonl) }
    }
    return ProfileText(profile, style).text
  }

  /// The record with each of its parts as a list of its own name.
  private func json(_ profile: Profile, isLine: Bool) -> String {
    let own = Set(profile.record.shape.columns.map(\.name))
    let nested = profile.sections.map { section in
      let word = section.names.word(.english)
      // A lead's score is a figure, and its parts are a list.
      return NestedRows(name: own.contains(word) ? "\(word)_parts" : word, table: section.table, of: profile.reference)
    }
    let base = dictionary.rules.baseCurrency
    if isLine {
      var sink = JSONLinesSink(exact: isExact, baseCurrency: base, nested: nested)
      profile.record.send(to: &sink)
      return sink.output.text
    }
    var sink = JSONSink(isSingle: true, exact: isExact, baseCurrency: base, nested: nested)
    profile.record.send(to: &sink)
    return sink.output.text
  }
}
