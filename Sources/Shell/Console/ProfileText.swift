internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Query
internal import Rendering
internal import Values

/// A profile as a person reads it: the record, what is told of it, the first rows of its parts. On a screen it is no
/// longer than the screen where that can be: of the parts fewer rows are shown, and the last ones are only named.
struct ProfileText {
  private let profile: Profile
  private let style: OutputStyle

  init(_ profile: Profile, _ style: OutputStyle) {
    self.profile = profile
    self.style = style
  }

  private var language: UserLanguage { style.language }

  var text: String {
    let facts = self.facts
    let all = profile.sections.map(\.table.rows.count)
    let whole = text(below: card(of: profile.record) + facts, all)
    guard profile.fitsScreen, let columns = style.width, let rows = style.height else { return whole }
    let screen = TerminalSize(columns: columns, rows: rows)
    if Pager.fits(whole, on: screen) { return whole }
    let head = card(of: profile.record.withoutOrigin) + facts
    // Each part in its order gets a row, then all get more in turn.
    var (best, counts) = (text(below: head, all.map { _ in 0 }), all.map { _ in 0 })
    var grows = true
    while grows {
      grows = false
      for place in counts.indices where counts[place] < all[place] {
        counts[place] += 1
        let longer = text(below: head, counts)
        if Pager.fits(longer, on: screen) {
          (best, grows) = (longer, true)
        } else {
          counts[place] -= 1
        }
      }
    }
    return best
  }

  /// - Parameter counts: how many rows of each part are shown; of none its name.
  private func text(below head: String, _ counts: [Int]) -> String {
    let parts = zip(profile.sections, counts)
    let shown = parts.map { section, rows in rows > 0 ? text(of: section, rows: rows) : "" }
    let cut = parts.filter { section, rows in rows < section.table.rows.count }.map(\.0)
    let others =
      cut.map { ($0.names, total(of: $0)) }
      + profile.others.filter { other in !cut.contains { $0.names == other.names } }
    return head + shown.joined() + more(others)
  }

  /// All that there are, also of what the screen shows only some kinds of.
  private func total(of section: Profile.Section) -> Int {
    profile.others.first { $0.names == section.names }?.total ?? section.total
  }

  private func card(of record: ResultTable) -> String {
    var card = CardSink(style, isPaired: true)
    record.send(to: &card)
    return card.output.text
  }

  private var facts: String {
    var text = ""
    for fact in profile.facts {
      // The label is painted, and what follows it goes on below itself.
      let label = name(fact.label)
      let margin = TerminalCells.width(of: label) + 2
      let lines = TextWrapping.lines(
        VisibleText.escaped(fact.text.in(language)), width: style.width.map { max(20, $0 - margin) })
      text += "\(paint(label))  " + lines.joined(separator: "\n" + String(repeating: " ", count: margin)) + "\n"
    }
    return text
  }

  // MARK: Parts

  private func text(of section: Profile.Section, rows: Int) -> String {
    var table = TableSink(style, hasCount: false)
    var part = section.table
    part.rows = Array(part.rows.prefix(rows))
    part.send(to: &table)
    let count = section.total > rows ? "\(rows)/\(section.total)" : "\(section.total)"
    var text = "\n" + paint("\(name(section.heading)) (\(count))") + "\n" + table.output.text
    // Where rows are left out for the screen, the last line says how to see them.
    if section.total > rows, rows == section.table.rows.count {
      let rest = Wording("… \(section.total - rows) more", "… 还有 \(section.total - rows) 条").in(language)
      text += "\(rest)\(colon)\(statement(section.names))\n"
    }
    return text
  }

  /// What is not on the screen: `more: orders (12), opportunities (3)  # show cust_001 orders`
  private func more(_ others: [(names: Names, total: Int)]) -> String {
    guard let first = others.first else { return "" }
    let parts = others.map { "\($0.names.word(language)) (\($0.total))" }
      .joined(separator: Wording(", ", "、").in(language))
    return "\n\(Wording("more", "更多").in(language))\(colon)\(parts)  # \(statement(first.names))\n"
  }

  private func statement(_ part: Names) -> String {
    Wording("show \(profile.reference) \(part.word(.english))", "查看 \(profile.reference) \(part.word(.chinese))").in(
      language)
  }

  private func name(_ names: Names) -> String { language == .english ? names.englishName : names.chineseName }
  private var colon: String { Wording(": ", "：").in(language) }

  private func paint(_ text: String) -> String { style.colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

extension ResultTable {
  /// Without who made a record and when it was written, which a short screen has no room for.
  fileprivate var withoutOrigin: ResultTable {
    let kept = shape.columns.indices.filter {
      !["created_at", "updated_at", "created_by"].contains(shape.columns[$0].name)
    }
    let short = ResultShape(
      columns: kept.map { shape.columns[$0] }, entity: shape.entity, isGrouped: shape.isGrouped,
      isScalar: shape.isScalar, zone: shape.zone, asOf: shape.asOf)
    return ResultTable(
      shape: short, rows: rows.map { row in kept.compactMap { $0 < row.count ? row[$0] : nil } }, ids: ids)
  }
}
