internal import Diagnostics
internal import Engine
internal import Query
internal import Rendering
internal import Storage

/// What would change, for a person: the first records, the totals of each field, and how much in all.
struct ChangeViewText {
  let style: OutputStyle

  func text(_ view: ChangeView) -> String {
    var sample = TableSink(style, hasCount: false)
    view.sample.send(to: &sample)
    var text = sample.output.text
    if view.hidden > 0 {
      text += Wording("… and \(view.hidden) more", "……还有 \(view.hidden) 条").in(style.language) + "\n"
    }
    if !view.totals.rows.isEmpty, view.count.existing > 1 {
      var totals = TableSink(style, hasCount: false)
      view.totals.send(to: &totals)
      text += "\n" + totals.output.text
    }
    return text
  }

  /// `would make 2, change 12 records; nothing was written`
  func preview(_ view: ChangeView) -> String {
    let count = view.count
    let parts = [
      (count.made, Wording("make \(count.made)", "新建 \(count.made) 条")),
      (count.changed, Wording("change \(count.changed)", "改动 \(count.changed) 条")),
      (count.removed, Wording("remove \(count.removed)", "移除 \(count.removed) 条")),
    ].filter { $0.0 > 0 }.map(\.1)
    guard !parts.isEmpty else { return Wording("it would change nothing", "不会改动任何内容").in(style.language) }
    let summary = Wording(
      "would \(parts.map(\.english).joined(separator: ", ")); nothing was written",
      "将\(parts.map(\.chinese).joined(separator: "，"))；没有写入任何内容")
    return text(view) + summary.in(style.language)
  }
}
