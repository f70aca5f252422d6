internal import CSQLite
internal import Glibc
internal import Values

/// The workspace as it was before a repair, in a file beside it: a repair that was wrong can be taken back.
struct CopyBeforeRepair {
  let path: String
  private let original: String

  /// Nil for a workspace without a file of its own: there is nothing to keep.
  init?(of connection: Connection, on day: CivilDate) {
    guard let name = sqlite3_db_filename(connection.database.sqliteConnection, "main").map({ String(cString: $0) }),
      !name.isEmpty
    else { return nil }
    original = name
    let stem = (name.hasSuffix(".db") ? String(name.dropLast(3)) : name) + "-before-repair-\(day)"
    path = (1...).lazy.map { $0 == 1 ? "\(stem).db" : "\(stem)-\($0).db" }.first { access($0, F_OK) != 0 } ?? stem
  }

  /// Writes what is committed: the open transaction of another connection is not in it. Its pages are taken as they are,
  /// damage and all. Where it cannot be made whole there is none.
  func make() throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StorageError.cannotOpen(path: path, why: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    do {
      try OpenDatabase(original, isReadOnly: true).copy(to: OpenDatabase(path))
      _ = fsync(descriptor)
    } catch {
      unlink(path)
      throw error
    }
  }
}
