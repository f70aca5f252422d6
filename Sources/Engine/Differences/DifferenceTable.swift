internal import Diagnostics
internal import Domain
internal import Layout
package import Query
package import Storage
internal import Values

/// Differences as a table: a row for each field of each record, with what it was and what it becomes.
package struct DifferenceTable {
  private let session: Session
  private let values: LoggedValues

  package init(_ session: Session) {
    self.session = session
    values = LoggedValues(session)
  }

  /// Columns: `+` made, `~` changed, `-` gone; the record; its title; the field; before; after.
  package func table(_ differences: [RecordDifference]) -> ResultTable {
    ResultTable(shape: shape, rows: differences.flatMap { rows($0) })
  }

  private var shape: ResultShape {
    ResultShape(
      listing: [
        ("change", "变更", .text), ("record", "记录", .identity), ("name", "名称", .text), ("field", "字段", .text),
        ("before", "之前", .text), ("after", "之后", .text),
      ], asides: ["change", "name"], zone: session.dictionary.rules.zone)
  }

  private func rows(_ difference: RecordDifference) -> [[Cell]] {
    let reference = values.reference(difference.key)
    var title: String?
    if case .reference(_, let known, _) = reference { title = known }
    // One that is renamed goes by the name that is known.
    if let renamed = difference.values.first(where: { $0.field.name == difference.entity.title }),
      case .text(let before) = renamed.before
    {
      title = before
    }
    let head: [Cell] = [
      .text(difference.fate.sign), .text(difference.entity.reference(difference.id)),
      title.map { .text($0) } ?? .empty,
    ]
    var rows = difference.values.map { value -> [Cell] in
      head + [
        .text(name(value.field)), values.cell(value.before, of: value.field), values.cell(value.after, of: value.field),
      ]
    }
    rows += difference.labels.map { labels in
      head + [
        .text(name(labels.field)), labels.removed.isEmpty ? .empty : .labels(labels.removed),
        labels.added.isEmpty ? .empty : .labels(labels.added),
      ]
    }
    return rows.isEmpty ? [head + [.empty, .empty, .empty]] : rows
  }

  private func name(_ field: Field) -> String {
    session.settings.language == .chinese ? field.names.chineseName : field.name
  }
}

extension RecordDifference.Fate {
  /// `+` made or back, `~` changed, `-` gone.
  package var sign: String {
    switch self {
    case .made, .restored: "+"
    case .changed: "~"
    case .deleted, .unmade, .purged: "-"
    }
  }
}
