package import Diagnostics
internal import Glibc
internal import Language

/// Scripts on disk.
package enum ScriptFile {
  /// The text of a file; `-` is standard input.
  package static func read(_ path: String, at span: SourceSpan? = nil) throws(Diagnostic) -> SourceText {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno, span) }
    defer { if descriptor != 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw unreadable(path, errno, span)
      }
      bytes += buffer[..<count]
      guard bytes.count <= SourceCheck.maximumBytes else { throw SyntaxError.fileTooLong(bytes.count).diagnostic() }
    }
    var text = try SourceCheck.text(of: bytes, named: path)
    if path == "-" { text = SourceText(name: "stdin", text: text.text) }
    return text
  }

  private static func unreadable(_ path: String, _ code: Int32, _ span: SourceSpan?) -> Diagnostic {
    let why = String(cString: strerror(code))
    return Diagnostic(
      "cannot-read", Wording("cannot read \(path): \(why)", "无法读取 \(path)：\(why)"), kind: .failure,
      at: span.map { .init($0) })
  }

  /// The same for every name of a file, whatever `..` and links it has; the name itself where there is no such file.
  static func identity(of path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// Whether a plain file lies there, which can be read more than once.
  static func isFile(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
  }

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension ScriptFile {
  /// Replaces a file whole, written beside it first. Through a link it is the file that the link names, and it keeps its
  /// rights.
  package static func write(_ text: String, to path: String) throws(Diagnostic) {
    func fail() -> Diagnostic {
      let why = String(cString: strerror(errno))
      return Diagnostic(
        "cannot-write", Wording("cannot write \(path): \(why)", "无法写入 \(path)：\(why)"), kind: .failure)
    }
    let target = identity(of: path)
    var name = Array("\(target).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw fail() }
    let temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var status = stat()
    fchmod(descriptor, stat(target, &status) == 0 ? status.st_mode & 0o7777 : 0o644)
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let failure = fail()
        close(descriptor)
        unlink(temporary)
        throw failure
      }
      bytes = bytes.dropFirst(count)
    }
    fsync(descriptor)
    close(descriptor)
    guard rename(temporary, target) == 0 else {
      let failure = fail()
      unlink(temporary)
      throw failure
    }
  }
}
