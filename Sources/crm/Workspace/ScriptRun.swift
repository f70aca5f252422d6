import Diagnostics
import Engine
import Language
import Query
import Shell
internal import Storage

/// Statements that nobody sits in front of: `-c`, files, standard input.
struct ScriptRun {
  let options: WorkspaceOptions
  let guards: RunOptions
  var parameters: [String: Value] = [:]

  enum Input {
    case text(SourceText)
    case file(String)
  }

  /// Each input is a change set of its own; the first that fails ends the run.
  func run(_ inputs: [Input]) throws -> Int32 {
    let workspace = try Workspace(options, path: Workspace.path(options), isInteractive: false)
    workspace.tellOfNew()
    defer {
      workspace.console.flush()
      workspace.session.store.finish()
    }
    return workspace.console.ended(
      InterruptFlag.during {
        for input in inputs {
          let code = run(input, isAlone: inputs.count == 1, in: workspace)
          if code != 0 { return code }
        }
        return 0
      })
  }

  private func run(_ input: Input, isAlone: Bool, in workspace: Workspace) -> Int32 {
    let source: SourceText
    var folder = ""
    switch input {
    case .text(let text): source = text
    case .file(let path):
      do throws(Diagnostic) { source = try ScriptFile.read(path) } catch {
        workspace.console.complain(error)
        return error.kind.rawValue
      }
      folder = path == "-" ? "" : ScriptFile.folder(of: path)
    }
    let interpreter = Interpreter(
      session: workspace.session, face: workspace.console, source: source, folder: folder,
      origin: "script \(source.name)", isOneChangeSet: !guards.each, allowance: guards.allowance)
    interpreter.parameters = parameters
    interpreter.namesItsParameters = isAlone
    interpreter.isDryRun = guards.dryRun
    do throws(DiagnosticList) {
      try interpreter.run(source)
    } catch {
      workspace.console.complain(error)
      return error.diagnostics.first?.kind.rawValue ?? 1
    }
    if let dropped = workspace.session.dropSandbox() {
      let what = Wording("the script ended inside of `begin`: \(dropped.english)", "脚本在 开始 之后没有结束：\(dropped.chinese)")
      workspace.console.complain(Diagnostic("unclosed-begin", what, kind: .failure))
      return Diagnostic.Kind.failure.rawValue
    }
    if guards.dryRun {
      workspace.console.tell(.dryRun)
    }
    return 0
  }
}

/// The prompt on the user's workspace.
struct PromptRun {
  let options: WorkspaceOptions
  let guards: RunOptions

  func run() throws -> Int32 {
    let path = Workspace.path(options)
    return try run(path: path, greeting: nil)
  }

  /// - Parameter fixture: what the workspace was made from, as the header of a transcript names it.
  func run(path: String, greeting: Wording?, fixture: String? = nil) throws -> Int32 {
    guard !guards.dryRun, !guards.each else {
      throw CommandFailure(ofScripts(guards.dryRun ? "--dry-run" : "--each"), options)
    }
    let workspace = try Workspace(options, path: path, isInteractive: true)
    workspace.console.recordedData = fixture
    workspace.console.recordedConfiguration = workspace.configured
    let language = workspace.console.language
    let welcome =
      greeting
      ?? (workspace.session.store.isNew
        ? Wording("A new workspace: \(path)", "新建工作区：\(path)") : Wording("Workspace: \(path)", "工作区：\(path)"))
    let hint = Wording("help explains, Tab completes, Ctrl-D leaves.", "help 查看帮助，Tab 补全，Ctrl-D 退出。")
    defer { workspace.session.store.finish() }
    let prompt = Prompt(
      session: workspace.session, console: workspace.console, cancellation: workspace.cancellation,
      historyPath: Workspace.historyPath, allowance: guards.promptAllowance)
    let lost = workspace.session.lostSandboxes().map { "\n\($0.in(language))" }.joined()
    let waiting = workspace.session.taskGreeting().map { "\n\($0.in(language))" } ?? ""
    return prompt.run(
      greeting: "关系 Guanxi \(Version.text) · \(welcome.in(language))\n\(hint.in(language))\(lost)\(waiting)")
  }

  private func ofScripts(_ flag: String) -> Diagnostic {
    Diagnostic(
      "flag-of-scripts", Wording("\(flag) goes with statements or a file", "\(flag) 只用于脚本或 -c 语句"),
      help: [
        Wording("crm \(flag) -c '…', crm run FILE \(flag)", "crm \(flag) -c '…'，crm run 文件 \(flag)"),
        Wording("at the prompt: `sandbox`, `preview`", "在提示符下请用 沙盒、预览"),
      ])
  }
}
