import Diagnostics
import Engine
import Glibc
import Language
import Query
import Shell
import Values

/// Where the demonstration data lies: what is named, beside the program, or in the folder of the sources above it.
enum DemonstrationData {
  /// The clock of its own today: it begins at ten in the morning of that day and goes as fast as any other.
  static func clock(in zone: Zone) -> @Sendable () -> Instant {
    let (opened, morning) = (opened, FrozenClock.demonstration(in: zone))
    return { morning.adding(milliseconds: max(0, Instant.now().milliseconds &- opened.milliseconds)) ?? morning }
  }

  /// When the program began, which opens the data more than once.
  private static let opened = Instant.now()

  static func script(given: String?) -> String? {
    var folders: [String] = []
    if let given { folders.append(given) }
    if let named = Terminal.environment("CRM_EXAMPLES"), !named.isEmpty { folders.append(named + "/demo") }
    if var folder = programFolder {
      for _ in 0..<6 {
        folders.append(folder + "/examples/demo")
        folders.append(folder + "/share/guanxi/examples/demo")
        guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { break }
        folder = String(folder[..<slash])
      }
    }
    folders.append("examples/demo")
    return folders.map { $0 + "/load.crm" }.first { access($0, R_OK) == 0 }
  }

  static let missing = Diagnostic(
    "no-demo-data", Wording("the demonstration data was not found", "找不到演示数据"), kind: .failure,
    help: [Wording(verbatim: "crm demo --data examples/demo"), Wording(verbatim: "CRM_EXAMPLES=…/examples")])

  private static var programFolder: String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}

/// A folder that goes when it is no longer needed, or when the process is ended.
struct TemporaryFolder {
  let path: String
  private let doom: DoomedFolder

  init() throws {
    let base = Terminal.environment("TMPDIR") ?? "/tmp"
    var template = Array("\(base)/guanxi-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic(
        "no-temporary-folder", Wording("no temporary folder can be made in \(base)", "无法在 \(base) 建立临时文件夹"),
        kind: .storage)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    doom = DoomedFolder(path)
  }

  func remove() {
    defer { doom.release() }
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }
}
