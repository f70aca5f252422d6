internal import Domain
internal import Glibc
internal import Values

/// The file as it is before a repair is kept: what nobody foresaw can be looked at again.
extension Store {
  /// A name beside the workspace that is not taken: `crm-before-repair-20261120-100000.db`.
  func freeName(forCopyAt moment: Instant) -> String {
    let zone = dictionary.rules.zone
    let day = zone.day(of: moment).description.filter { $0 != "-" }
    let time = zone.time(of: moment).full.filter { $0 != ":" }
    let ending = path.hasSuffix(".db") ? ".db" : ""
    let stem = "\(path.dropLast(ending.count))-before-repair-\(day)-\(time)"
    var name = stem + ending
    var number = 2
    while access(name, F_OK) == 0, number < 1000 {
      name = "\(stem)-\(number)\(ending)"
      number += 1
    }
    return name
  }

  /// Copies what is committed, page by page, whatever the pages hold. What the open change set wrote is not seen.
  ///
  /// - Throws: where not all of it could be copied; then no part of a copy is left.
  func copyFile(to copy: String) throws(StorageError) {
    let descriptor = open(copy, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotCopy(to: copy, why: String(cString: strerror(errno))) }
    close(descriptor)
    do throws(DatabaseFailure) {
      let source = try OpenDatabase(path, isReadOnly: true)
      try source.copy(to: try OpenDatabase(copy))
    } catch {
      for name in [copy, copy + "-journal"] { unlink(name) }
      throw .cannotCopy(to: copy, why: error.message ?? "SQLite \(error.code)")
    }
  }
}
