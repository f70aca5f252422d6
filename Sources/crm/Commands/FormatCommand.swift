import ArgumentParser
import Diagnostics
import Domain
import Engine
import Language
import Shell
import Values

/// `crm fmt FILE`: the canonical form of a program.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: said("Print scripts in their canonical form, or rewrite them in place.", "按规范格式打印脚本，或直接改写。"))

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }

  @Option(
    help: .said(
      "Spell keywords and names in English (en) or Chinese (zh).", "关键字和名称用英文（en）或中文（zh）书写。", valueName: "set"))
  var spelling: SpellingSet = .english

  @Flag(help: .said("Rewrite the files.", "直接改写文件。"))
  var write = false

  @Flag(help: .said("Say which files are not canonical, and fail if any is not.", "列出格式不规范的文件，有则失败。"))
  var check = false

  @Argument(
    help: .said("The scripts; - is standard input.", "脚本文件；- 表示标准输入。", valueName: "file"),
    completion: .file(extensions: ["crm"]))
  var files: [String]

  func run() throws {
    let vocabulary = VerbCatalogue.complete().vocabulary
    var code: Int32 = 0
    for file in files {
      let source: SourceText
      do throws(Diagnostic) { source = try ScriptFile.read(file) } catch { throw CommandFailure(error, options) }
      var parser = Parser(source.text, vocabulary: vocabulary)
      let (program, errors) = parser.parseProgram()
      guard errors.isEmpty else {
        throw CommandFailure(DiagnosticList(errors.map { $0.diagnostic().attached(to: source) }), options)
      }
      let text = Printer(vocabulary: vocabulary, spelling: spelling, speller: speller).print(program)
      if check {
        guard text != source.text else { continue }
        _ = Output.write(file + "\n", to: Terminal.Stream.output.rawValue)
        code = 1
      } else if write, file != "-" {
        do throws(Diagnostic) { try ScriptFile.write(text, to: file) } catch { throw CommandFailure(error, options) }
      } else {
        _ = Output.write(text, to: Terminal.Stream.output.rawValue)
      }
    }
    throw ExitCode(code)
  }

  /// Entities in the spelling asked for; a field keeps the name that it was given, which may be an entity's: which record
  /// it is of, only a workspace knows.
  private var speller: @Sendable (String, Printer.NameRole) -> String {
    let spelling = spelling
    return { name, role in
      guard role == .entity else { return name }
      let folded = TextFolding.folded(name)
      for entity in DataDictionary.builtIn {
        guard let index = entity.names.english.firstIndex(where: { $0 == folded }) else {
          if entity.names.chinese.contains(name) { return spelling == .chinese ? name : entity.pluralEnglish }
          continue
        }
        return spelling == .english ? entity.names.english[index] : entity.names.chineseName
      }
      return name
    }
  }
}

extension SpellingSet: ExpressibleByArgument {}
