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

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
