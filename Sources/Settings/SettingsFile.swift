import Glibc

/// The settings file as bytes: where it is looked for, how it is read, how it is known again.
package enum SettingsFile {
  /// The longest file that is read, in bytes.
  static let limit = 1 << 20

  enum Failure: Error {
    case unreadable(errno: Int32)
    case tooLarge
  }

  /// The file to read: the one that is named, else `CRM_CONFIG`, else the first that exists of `config/crm.yaml` and
  /// `guanxi/crm.yaml` in `$XDG_CONFIG_HOME` or `~/.config`. One that is named need not exist: reading it is then the
  /// error. Nil where nothing is named and nothing exists. `directory` stands for the current one.
  package static func find(
    explicit: String?, environment: (String) -> String?, directory: String? = nil
  ) -> String? {
    if let explicit { return explicit }
    if let named = environment("CRM_CONFIG"), !named.isEmpty { return named }
    var candidates = [directory.map { "\($0)/config/crm.yaml" } ?? "config/crm.yaml"]
    if let base = environment("XDG_CONFIG_HOME"), base.hasPrefix("/") {
      candidates.append("\(base)/guanxi/crm.yaml")
    } else if let home = environment("HOME"), !home.isEmpty {
      candidates.append("\(home)/.config/guanxi/crm.yaml")
    }
    return candidates.first { access($0, F_OK) == 0 }
  }

  /// A number that changes when the file's bytes do (FNV-1a 64 over the bytes and their count): as long as it is the
  /// same, what was made of the file still holds. Good against change, not against forgery.
  package static func fingerprint(path: String) throws(SettingsError) -> UInt64 {
    do throws(Failure) {
      return fingerprint(try bytes(of: path, limit: limit))
    } catch {
      throw SettingsError(error, path: path)
    }
  }

  static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { count in
      for byte in count { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
    return hash
  }

  static func bytes(of path: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(errno: errno) }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16 << 10)
    while all.count <= limit {
      let got = read(descriptor, &block, block.count)
      if got == 0 { return all }
      if got > 0 {
        all += block[..<got]
      } else if errno != EINTR {
        throw .unreadable(errno: errno)
      }
    }
    throw .tooLarge
  }

  /// The directory a path lies in.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
