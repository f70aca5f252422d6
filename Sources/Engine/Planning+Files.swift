package import Diagnostics
internal import Glibc
package import Query

/// File names as the user means them: relative ones start from the script's folder, or the working folder.
extension Planning {
  /// Of a file that is read. Where there is a scratch folder, what was written there comes first.
  package func path(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    if let scratchFolder {
      let written = "\(scratchFolder)/\(name)"
      if access(written, F_OK) == 0 { return written }
    }
    return folder.isEmpty ? name : "\(folder)/\(name)"
  }

  /// Of a file that is written.
  package func path(writing name: String, _ span: SourceSpan) throws(BindingError) -> String {
    guard let scratchFolder else { return path(name) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !parts.contains("..") else {
      throw .failed(
        Diagnostic(
          "outside-folder", Wording("a transcript writes into its own folder only", "对话记录只能写入自己的文件夹"),
          kind: .permission, at: .init(span)))
    }
    var folder = scratchFolder
    for part in parts.dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
    return "\(scratchFolder)/\(name)"
  }
}
