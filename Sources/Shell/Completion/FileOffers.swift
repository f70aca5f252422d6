internal import Glibc
internal import Language

/// The files and folders whose names begin as was typed.
struct FileOffers {
  private let point: CompletionPoint
  private let endings: [String]
  /// Entries of a folder that are looked at: a folder may hold more than anybody would choose from.
  private static let limit = 2_000

  init(_ point: CompletionPoint, endings: [String]) {
    self.point = point
    self.endings = endings
  }

  var offers: [Offer] {
    let typed = point.prefix
    let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let (folder, start) = (String(typed[..<cut]), typed[cut...])
    return names(in: folder.isEmpty ? "." : folder).filter { entry in
      entry.name.hasPrefix(start) && (start.hasPrefix(".") || !entry.name.hasPrefix("."))
        && (entry.isFolder || fits(entry.name))
    }.sorted { ($0.isFolder ? 1 : 0, $0.name) < ($1.isFolder ? 1 : 0, $1.name) }.map { entry in
      let path = QuotedText.of(folder + entry.name)
      // A folder is gone into: its quote stays open.
      return entry.isFolder
        ? Offer(path.dropLast() + "/", kind: .name, isFound: true) : Offer(path, kind: .string, isFound: true)
    }
  }

  private func fits(_ name: String) -> Bool {
    guard !endings.isEmpty else { return true }
    return endings.contains { name.lowercased().hasSuffix(".\($0)") }
  }

  private func names(in folder: String) -> [(name: String, isFolder: Bool)] {
    guard let open = opendir(folder) else { return [] }
    defer { closedir(open) }
    var found: [(name: String, isFolder: Bool)] = []
    while found.count < Self.limit, let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      found.append((name, isFolder(folder + "/" + name, entry.pointee.d_type)))
    }
    return found
  }

  private func isFolder(_ path: String, _ type: UInt8) -> Bool {
    if type == UInt8(DT_DIR) { return true }
    guard type == UInt8(DT_LNK) || type == UInt8(DT_UNKNOWN) else { return false }
    var state = stat()
    return stat(path, &state) == 0 && state.st_mode & S_IFMT == S_IFDIR
  }
}
