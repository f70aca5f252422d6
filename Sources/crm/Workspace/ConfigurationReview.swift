import Diagnostics
import Glibc
import Settings
import Shell

/// What there is to say of a configuration that is sound: what nothing comes of yet, and secrets that are not there.
struct ConfigurationReview {
  private let settings: Settings
  private let source: ConfigurationSource

  init(_ settings: Settings, of file: String) {
    self.settings = settings
    source = ConfigurationSource(path: file)
  }

  var remarks: [Diagnostic] { missingSecrets + [waiting].compactMap(\.self) }

  private var waiting: Diagnostic? {
    let keys = settings.keysWithoutEffect
    guard let first = keys.first else { return nil }
    let lines = keys.map { "\($0.key) (\($0.position.line))" }.joined(separator: ", ")
    return source.diagnostic(
      "config.no-effect",
      Wording("nothing comes of these keys yet; their lines: \(lines)", "以下配置项尚未生效（括号内为行号）：\(lines)"),
      severity: .note, line: first.position.line, column: first.position.column)
  }

  private var missingSecrets: [Diagnostic] {
    settings.secrets.compactMap { named in
      do throws(SecretError) {
        _ = try named.secret.resolve { Terminal.environment($0) }
        return nil
      } catch {
        return source.diagnostic(
          "config.missing-secret", wording(error), severity: .warning, line: named.position.line,
          column: named.position.column, help: help(error))
      }
    }
  }

  private func wording(_ error: SecretError) -> Wording {
    switch error {
    case .missingVariable(let name):
      Wording("the environment has no variable \(name)", "环境变量 \(name) 未设置")
    case .unreadable(let path, let code):
      Wording(
        "cannot read \(path): \(String(cString: strerror(code)))", "无法读取 \(path)：\(String(cString: strerror(code)))")
    case .notText(let path):
      Wording("\(path) holds no text, or more than 64 KiB", "\(path) 不是文本，或超过 64 KiB")
    }
  }

  private func help(_ error: SecretError) -> [Wording] {
    switch error {
    case .missingVariable(let name): [Wording(verbatim: "export \(name)=…")]
    case .unreadable, .notText: []
    }
  }
}
