internal import Glibc
internal import Layout

/// The files under an open workspace, by which it is known whether they are still the ones that were opened.
///
/// A deleted file can be written to as long as somebody has it open, and everything written goes with it. While it is
/// open its number is not given to another file.
struct Ground {
  private let names: [String]
  private let identities: [FileIdentity?]

  init(path: String) {
    names = [path, "\(path)-wal", "\(path)-shm"]
    identities = names.map { FileIdentity(path: $0) }
  }

  /// The first that is gone or is another file by now.
  var missing: String? {
    for (name, identity) in zip(names, identities) where identity != nil && FileIdentity(path: name) != identity {
      return name
    }
    return nil
  }
}

extension Store {
  /// Nothing is written into the void, and nothing by a program that does not know the format.
  func checkGround() throws(StorageError) {
    if let missing = ground?.missing { throw .replaced(path: missing) }
    let format = try perform { Int(try $0.integer("PRAGMA user_version") ?? 0) }
    guard format == SchemaStatements.version else {
      throw .newerFormat(path: path, found: format, known: SchemaStatements.version)
    }
  }
}
