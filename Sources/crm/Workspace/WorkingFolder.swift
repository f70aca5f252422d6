import Glibc

/// Names of files from the working folder.
enum WorkingFolder {
  /// The folder from the root, without `.` and `..` where it exists.
  static func absolute(_ folder: String) -> String {
    guard let found = realpath(folder.isEmpty ? "." : folder, nil) else { return folder }
    defer { free(found) }
    return String(cString: found)
  }

  /// Every file beneath a folder whose name says that it may hold a transcript, in the order of their names; nil for
  /// what is no folder.
  static func transcripts(in folder: String) -> [String]? {
    guard let open = opendir(folder) else { return nil }
    defer { closedir(open) }
    var names: [String] = []
    while let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().flatMap { name -> [String] in
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if let inside = transcripts(in: path) { return inside }
      return name.hasSuffix(".crm") || name.hasSuffix(".md") ? [path] : []
    }
  }
}
