/// One thing that is wrong in a settings file, worded for a person.
package struct SettingsProblem: Sendable, Equatable {
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int
  /// Stable, such as `settings.unknown-key`.
  package var code: String
  package var messageEN: String
  package var messageZH: String
  /// What to do; empty where the message says it all.
  package var helpEN: String
  package var helpZH: String

  init(_ fault: SettingsFault, at position: SettingsPosition) {
    line = position.line
    column = position.column
    let wording = SettingsWording(fault)
    code = "settings.\(wording.code)"
    messageEN = SettingsProblem.shortened(wording.message.0)
    messageZH = SettingsProblem.shortened(wording.message.1)
    helpEN = SettingsProblem.shortened(wording.help.0)
    helpZH = SettingsProblem.shortened(wording.help.1)
  }

  /// A file may hold a key of a megabyte.
  ///
  /// Nor does one quote a secret that was taken for a key: `smtp_password:hunter2`.
  private static func shortened(_ message: String) -> String {
    let limit = 400
    let text = SecretRedaction.redacted(message)
    return text.unicodeScalars.count <= limit ? text : String(text.unicodeScalars.prefix(limit)) + "…"
  }
}

/// Why there are no settings.
package enum SettingsError: Error, Sendable, Equatable {
  /// The file is gone, a directory, or not for us to read.
  case unreadable(path: String, errno: Int32)
  /// At least one problem, at most ten, in the order in which they were found.
  case invalid(path: String, problems: [SettingsProblem])

  init(_ failure: SettingsFile.Failure, path: String) {
    switch failure {
    case .unreadable(let number): self = .unreadable(path: path, errno: number)
    case .tooLarge:
      let problem = SettingsProblem(.tooLarge(limit: SettingsFile.limit), at: .start)
      self = .invalid(path: path, problems: [problem])
    }
  }
}
