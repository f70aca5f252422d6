import ArgumentParser
import Diagnostics
import Domain
internal import Glibc
internal import Query
import Settings
import Shell
internal import Storage
internal import Values

/// `crm config check`, `crm config show`
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: said("Check the configuration, or show what is in force.", "检查配置，或显示生效的配置。"),
    subcommands: [Check.self, Show.self])

  /// The file that the options lead to, read; the defaults where there is none.
  static func settings(_ options: WorkspaceOptions) throws -> (Settings, String?) {
    let file = SettingsFile.find(explicit: options.config, environment: { Terminal.environment($0) })
    guard let file else { return (Settings.defaults, nil) }
    do throws(SettingsError) { return (try Settings.load(path: file), file) } catch {
      throw CommandFailure(DiagnosticList(error.diagnostics), options)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: said("Check the configuration file.", "检查配置文件。"))

    @OptionGroup private var globals: GlobalOptions
    private var options: WorkspaceOptions { globals.plain }

    func run() throws {
      let (settings, file) = try ConfigCommand.settings(options)
      let customization: Customization
      do { customization = try Customization(settings).checked() } catch let diagnostic as Diagnostic {
        throw CommandFailure(diagnostic, options)
      }
      if let file { tell(ConfigurationReview(settings, of: file).remarks) }
      let stranded = try strandings(customization)
      tell(stranded)
      guard stranded.isEmpty else {
        let count = stranded.count
        let what = Wording(
          "\(count == 1 ? "one thing" : "\(count) things") that the configuration dropped stays in force until the statements above are said",
          "配置中去掉的 \(count) 项仍然有效，执行上面的语句后才会去掉")
        throw CommandFailure(Diagnostic("config.stranded", what, kind: .failure), options)
      }
      let said =
        file.map { Wording("\($0) is sound", "\($0) 没有问题") }
        ?? Wording("no configuration file; the defaults are in force", "没有配置文件，使用默认值")
      _ = Output.write(said.in(language) + "\n", to: Terminal.Stream.output.rawValue)
    }

    /// What the workspace that is there would lose by the configuration: it is only looked at.
    private func strandings(_ customization: Customization) throws -> [Diagnostic] {
      let path = Workspace.path(options)
      guard access(path, F_OK) == 0 else { return [] }
      do throws(StorageError) {
        return try Store.strandings(of: customization, at: path).map(\.diagnostic)
      } catch {
        throw CommandFailure(error.diagnostic, options)
      }
    }

    private var language: UserLanguage { options.userLanguage(configured: nil) }

    private func tell(_ remarks: [Diagnostic]) {
      let colour = Terminal.usesColour(on: .error, forbidden: options.noColor)
      let renderer = DiagnosticRenderer(language: language, colour: colour)
      for remark in remarks {
        _ = Output.write(renderer.render(remark) + "\n", to: Terminal.Stream.error.rawValue)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: said("Show every value in force and where it comes from.", "显示每个生效的值及其来源。"))

    @OptionGroup private var globals: GlobalOptions
    private var options: WorkspaceOptions { globals.plain }

    func run() throws {
      let (settings, _) = try ConfigCommand.settings(options)
      let language = options.userLanguage(configured: nil)
      let lines = settings.lines.map { line in
        let origin = line.origin == .standard ? Wording("default", "默认值").in(language) : line.origin.text
        let remark = Settings.hasEffect(line.key) ? "" : Wording("; no effect yet", "；尚未生效").in(language)
        return "\(line.key) = \(line.value)  # \(origin)\(remark)"
      }
      _ = Output.write(lines.joined(separator: "\n") + "\n", to: Terminal.Stream.output.rawValue)
    }
  }
}
