internal import Diagnostics
internal import Query

/// A dry run shows what each change would do to the records that are there.
extension Interpreter {
  func showDifferences(of plan: ChangePlan) throws(Diagnostic) {
    for step in plan.steps {
      let count: Int
      switch step {
      case .update(let update): count = update.ids.count
      case .remove(let removal): count = removal.ids.count
      case .insert, .load: continue
      }
      guard count > 0 else { continue }
      let table = try differences(of: step)
      guard !table.rows.isEmpty else { continue }
      try face.present(.usual) { sink throws(Diagnostic) in
        sink.begin(table.shape)
        for row in table.rows { if !sink.row(HeldRow(cells: row)) { break } }
        sink.end()
      }
      let more = count - table.rows.count
      if more > 0 { face.tell(.notice(Wording("… and \(more) more", "……还有 \(more) 条"))) }
    }
  }
}
