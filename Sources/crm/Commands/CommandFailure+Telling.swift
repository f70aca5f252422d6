import Diagnostics
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
    UserLanguage(configured: language ?? configured, environment: Terminal.environment)
  }
}
