import Diagnostics
import Settings
import Shell

extension CommandFailure {
  init(_ diagnostic: Diagnostic, _ options: WorkspaceOptions) {
    self.init(DiagnosticList([diagnostic]), options)
  }

  init(_ list: DiagnosticList, _ options: WorkspaceOptions) {
    code = list.diagnostics.first?.kind.rawValue ?? 1
    diagnostics = list.diagnostics
    language = options.userLanguage(configured: nil)
    forbidsColour = options.noColor
  }

  func tell() {
    let colour = Terminal.usesColour(on: .error, forbidden: forbidsColour)
    let renderer = DiagnosticRenderer(language: language, colour: colour)
    for diagnostic in diagnostics {
      _ = Output.write(renderer.render(diagnostic) + "\n", to: Terminal.Stream.error.rawValue)
    }
  }
}

extension WorkspaceOptions {
  /// `--language`, the configuration, else the environment.
  func userLanguage(configured: String?) -> UserLanguage {
    UserLanguage(configured: language ?? configured ?? languageOfFile, environment: Terminal.environment)
  }

  /// What the configuration says. Asked before it is read, since its own mistakes are told in that language.
  private var languageOfFile: String? {
    guard let path = SettingsFile.find(explicit: config, environment: { Terminal.environment($0) }),
      let text = SettingsFile.text(of: path), text.contains("language")
    else { return nil }
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("language:") {
      let value = line.dropFirst("language:".count).filter { !" \"'\t".contains($0) }
      if let known = Settings.Language(rawValue: String(value.prefix { $0 != "#" })) { return known.rawValue }
    }
    return (try? Settings.load(path: path))?.language?.rawValue
  }
}
