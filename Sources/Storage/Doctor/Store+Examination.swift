package import Diagnostics
package import Query

extension Store {
  /// Looks at everything that must agree with something else, in one reading transaction: nobody waits for it, and
  /// what others write meanwhile is not seen.
  ///
  /// - Parameter progress: told what is looked at.
  /// - Throws: where it was interrupted; damage is a finding.
  package func examine(progress: (Wording) -> Void) throws(StorageError) -> [Finding] {
    guard !hasUncommitted else {
      throw .configuration(
        Diagnostic(
          "unfinished-change-set",
          Wording(
            "the doctor looks at what is written; this change set is not ended", "体检只检查已写入的数据，当前变更集尚未结束"),
          kind: .failure, help: [Wording("say it as a statement of its own", "请单独执行该语句")]))
    }
    // It takes the time that it takes; Ctrl-C ends it.
    liftDeadline()
    return try perform { connection in
      // SQLite writes nothing more in a transaction that has met damage: in an open one another connection looks.
      let path = connection.isInTransaction ? connection.database.path : nil
      let looking = try path.map { Connection(database: try reader(of: $0, like: connection.database)) } ?? connection
      let isOpen = looking.isInTransaction
      if !isOpen { try looking.run("BEGIN") }
      defer { if !isOpen { _ = try? looking.run("ROLLBACK") } }
      return try withoutActuallyEscaping(progress) { progress in
        var examination = Examination(looking, dictionary, progress: progress)
        try examination.run()
        return examination.findings
      }
    }
  }

  /// Another connection to the same file, which sees what is committed and stops when this one does.
  private func reader(of path: String, like database: OpenDatabase) throws -> OpenDatabase {
    let reader = try OpenDatabase(path, isReadOnly: true)
    reader.obey(like: database)
    return reader
  }
}
