internal import Diagnostics
internal import Storage

/// A dry run shows what it changed before it is taken back.
extension Interpreter {
  func showDryRun() throws(Diagnostic) {
    guard let set = session.store.openChangeSet else { return }
    switch session.settings.output {
    case .auto, .table, .card:
      let view: ChangeView
      do throws(StorageError) { view = try session.changeView(of: set...set) } catch { throw error.diagnostic }
      face.tell(.preview(view))
      if let needs = bulkGuard.needs { face.tell(.notice(needs)) }
    case .json, .jsonl, .csv, .markdown: try present(try differences(in: set...set))
    }
  }
}
