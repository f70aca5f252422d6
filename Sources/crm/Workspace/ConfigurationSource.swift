import Diagnostics
import Settings

/// The configuration's text, for diagnostics that point into it.
struct ConfigurationSource {
  let path: String
  private let text: String?

  init(path: String) {
    self.path = path
    text = SettingsFile.text(of: path).map(SecretRedaction.redacted)
  }

  /// A diagnostic with its mark under the key or value at a place; without the text, the place stands in the message.
  func diagnostic(
    _ code: String, _ message: Wording, severity: Diagnostic.Severity = .error, line: Int, column: Int,
    help: [Wording] = []
  ) -> Diagnostic {
    guard let text, let bytes = SettingsFile.span(line: line, column: column, in: text) else {
      return Diagnostic(
        code,
        Wording("\(path):\(line):\(column): \(message.english)", "\(path):\(line):\(column)：\(message.chinese)"),
        severity: severity, help: help)
    }
    return Diagnostic(
      code, message, severity: severity, at: .init(SourceSpan(bytes.lowerBound, bytes.upperBound)), help: help,
      source: SourceText(name: path, text: text))
  }
}
