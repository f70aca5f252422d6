internal import CSQLite
package import Diagnostics
internal import Glibc

/// What can go wrong between the program and its file.
package enum StorageError: Error, Sendable {
  case cannotOpen(path: String, why: String)
  case notAWorkspace(path: String)
  case newerFormat(path: String, found: Int, known: Int)
  case locked(path: String)
  /// The file beside the database by which writers take turns.
  case cannotLock(path: String, why: String)
  /// It was deleted, or another file stands in its place.
  case replaced(path: String)
  case full(path: String)
  case readOnly(path: String)
  /// The disk itself failed.
  case inputOutput(path: String, why: String)
  case damaged(path: String, why: String)
  /// The file as it is could not be kept before a repair.
  case cannotCopy(to: String, why: String)
  /// The configuration does not read, or does not fit.
  case configuration(Diagnostic)
  /// More than one statement of the database holds.
  case tooComplex(String)
  /// A sum beyond 64 bits.
  case sumTooLarge
  case interrupted
  case timedOut(seconds: Int)
  case constraint(String)
  /// What an undo would overwrite or leave hanging.
  case conflicts(ReversalConflicts)
  case alreadyUndone(changeSet: Int64, by: Int64)
  /// An undo is a change set of its own.
  case reversalNotAlone
  case failed(String)

  package var diagnostic: Diagnostic {
    func make(_ code: String, _ message: Wording, _ help: [Wording] = []) -> Diagnostic {
      Diagnostic(code, message, kind: .storage, help: help)
    }
    switch self {
    case .cannotOpen(let path, let why):
      return make(
        "cannot-open", Wording("cannot open \(path): \(why)", "无法打开 \(path)：\(why)"),
        [Wording("crm --db PATH names another file", "用 crm --db 指定其他文件")])
    case .notAWorkspace(let path):
      return make(
        "not-a-workspace", Wording("\(path) is no workspace of this program", "\(path) 不是本程序的数据文件"),
        [Wording("crm --db PATH names another file", "用 crm --db 指定其他文件")])
    case .newerFormat(let path, let found, let known):
      return make(
        "newer-format",
        Wording(
          "\(path) was written by a newer version (format \(found); this one knows \(known))",
          "\(path) 由更新的版本写入（格式 \(found)，本版本支持 \(known)）"),
        [Wording("install the newer version; nothing was changed", "请安装新版本；数据没有改动")])
    case .locked(let path):
      return make(
        "locked", Wording("another program keeps \(path) busy", "另一个程序正在占用 \(path)"),
        [Wording("try again when it has finished", "请等它完成后再试")])
    case .cannotLock(let path, let why):
      return make(
        "cannot-lock",
        Wording("nothing was written: \(path) cannot be locked: \(why)", "没有写入任何内容：无法锁定 \(path)：\(why)"),
        [
          Wording(
            "writers take turns by that file: its owner can give the right to it, or you copy the workspace",
            "写入者通过该文件排队：请让其所有者授予权限，或复制一份数据文件使用")
        ])
    case .replaced(let path):
      return make(
        "replaced",
        Wording(
          "nothing was written: \(path) was deleted or replaced while it was open",
          "没有写入任何内容：\(path) 在打开期间被删除或替换"),
        [
          Wording(
            "what this session still sees can be saved: export find customers to \"rescue.csv\"",
            "本次会话仍可读取，可先导出：export find customers to \"rescue.csv\""),
          Wording("then leave, put the file back and start again", "然后退出，恢复该文件后重新启动"),
        ])
    case .full(let path):
      return make(
        "disk-full", Wording("no space is left where \(path) lies; nothing was written", "\(path) 所在磁盘已满，没有写入任何内容"),
        [Wording("free some space and say it again", "请清理磁盘后重试")])
    case .readOnly(let path):
      return make(
        "read-only", Wording("\(path) cannot be written; nothing was changed", "\(path) 不可写，数据没有改动"),
        [
          Wording("give yourself the right: chmod u+w \(path)", "请添加写权限：chmod u+w \(path)"),
          Wording(
            "or work on a copy, in a folder of yours: even reading needs files beside it: crm --db COPY",
            "或复制到可写的文件夹使用（读取也需要在旁边建立文件）：crm --db 副本"),
        ])
    case .inputOutput(let path, let why):
      return make(
        "disk-error", Wording("the disk that holds \(path) reports an error: \(why)", "\(path) 所在磁盘报错：\(why)"),
        [
          Wording(
            "nothing is there by halves; look whether it is there at all before you say it again",
            "不会只写入一半；重试前请先确认上一条是否已写入"),
          Wording("copy the file to another disk if this happens again", "如再次出现，请把数据文件复制到其他磁盘"),
        ])
    case .damaged(let path, let why):
      return make(
        "damaged", Wording("\(path) is damaged: \(why)", "\(path) 已损坏：\(why)"),
        [Wording("keep a copy of the file before anything else", "请先复制一份该文件再做其他操作")])
    case .cannotCopy(let copy, let why):
      return make(
        "no-copy",
        Wording(
          "nothing was repaired: the file cannot be copied to \(copy) first: \(why)",
          "没有修复任何内容：无法先把数据文件复制到 \(copy)：\(why)"),
        [
          Wording(
            "make room for a file as large, in a folder that you may write; or copy the workspace there and repair the copy",
            "请在可写的文件夹中留出同样大小的空间，或把数据文件复制到别处再修复副本")
        ])
    case .configuration(let diagnostic): return diagnostic
    case .tooComplex(let why):
      return Diagnostic(
        "too-complex", Wording("this asks too much at once: \(why)", "这条语句过于复杂：\(why)"), kind: .usage,
        help: [Wording("name a part with `let` or `view` and ask in steps", "用 let 或 view 给一部分起名，分步查询")])
    case .sumTooLarge:
      return Diagnostic(
        "too-large", Wording("the sum is larger than the program can hold", "合计超出可表示的范围"), kind: .failure)
    case .interrupted:
      return Diagnostic("interrupted", Wording("interrupted; nothing was changed", "已中断，数据没有改动"), kind: .failure)
    case .timedOut(let seconds):
      return Diagnostic(
        "timeout", Wording("stopped after \(seconds) s; nothing was changed", "超过 \(seconds) 秒已停止，数据没有改动"),
        kind: .failure,
        help: [Wording(verbatim: "set timeout = 120")])
    case .constraint(let why):
      return Diagnostic(
        "constraint", Wording("the data would contradict itself: \(why)", "数据会自相矛盾：\(why)"), kind: .failure)
    case .conflicts(let conflicts):
      return Diagnostic(
        "undo-conflict",
        Wording(
          "change set \(conflicts.changeSet) cannot be undone: \(conflicts.count) newer changes stand in its way",
          "无法撤销变更 \(conflicts.changeSet)：有 \(conflicts.count) 处之后的改动"), kind: .failure)
    case .alreadyUndone(let changeSet, let other):
      return Diagnostic(
        "already-undone",
        Wording("change set \(changeSet) is undone already, by \(other)", "变更 \(changeSet) 已被变更 \(other) 撤销"),
        kind: .failure, help: [Wording("redo \(changeSet)", "重做 \(changeSet)")])
    case .reversalNotAlone:
      return Diagnostic(
        "undo-alone",
        Wording(
          "an undo is a change set of its own and cannot share one with other changes", "撤销自成一次变更，不能与其他改动放在同一次变更中"),
        kind: .usage,
        help: [Wording("run the statements one by one: crm run --each FILE", "逐条执行：crm run --each 文件")])
    case .failed(let why): return make("storage", Wording("the database says: \(why)", "数据库报错：\(why)"))
    }
  }

  init(_ failure: DatabaseFailure, path: String) {
    let why = failure.message ?? "SQLite \(failure.code)"
    switch failure.primaryCode {
    case SQLITE_FULL: self = .full(path: path)
    case SQLITE_BUSY, SQLITE_LOCKED: self = .locked(path: path)
    case SQLITE_READONLY: self = .readOnly(path: path)
    case SQLITE_CORRUPT: self = .damaged(path: path, why: why)
    case SQLITE_NOTADB: self = .notAWorkspace(path: path)
    case SQLITE_CANTOPEN: self = .cannotOpen(path: path, why: why)
    case SQLITE_INTERRUPT: self = .interrupted
    case SQLITE_CONSTRAINT: self = .constraint(why)
    case SQLITE_ERROR where why.contains("integer overflow"): self = .sumTooLarge
    case SQLITE_ERROR where Self.limits.contains(where: { why.contains($0) }): self = .tooComplex(why)
    case SQLITE_IOERR: self = Self.hasRoom(path) ? .inputOutput(path: path, why: why) : .full(path: path)
    default: self = .failed(why)
    }
  }

  /// Whether the disk has room: what SQLite reports of a full one depends on which of its files met the end.
  private static func hasRoom(_ path: String) -> Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return true }
    return status.f_bavail.multipliedReportingOverflow(by: status.f_frsize).partialValue >= 64 << 10
  }

  /// What SQLite says of statements beyond its bounds.
  private static let limits = [
    "parser stack overflow", "too many columns", "too many SQL variables", "Expression tree is too large",
    "tables in a join",
    "too many terms", "too many attached", "statement too long",
  ]
}
