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
      let isOpen = connection.isInTransaction
      if !isOpen { try connection.run("BEGIN") }
      defer { if !isOpen { _ = try? connection.run("ROLLBACK") } }
      return try withoutActuallyEscaping(progress) { progress in
        var examination = Examination(connection, dictionary, progress: progress)
        try examination.run()
        return examination.findings
      }
    }
  }
}
