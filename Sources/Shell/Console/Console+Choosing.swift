internal import Diagnostics
package import Engine
package import Query
internal import Values

/// Which of several things is meant, asked at the prompt: each has a key.
extension Console {
  /// Nil where nobody sits at the terminal.
  package func choose(_ choice: PlanChoice) -> Chosen? {
    if answers != nil { return nextAnswer().flatMap { TranscriptAnswer.choice(in: $0, of: choice) } }
    guard isInteractive, Terminal.isTerminal(.input) else { return nil }
    flush()
    let shown = choice.options.prefix(Self.mostKeys)
    var lines = [choice.heading.in(language)]
    for (place, option) in shown.enumerated() {
      lines.append("  \(place + 1)  \(Self.plain(option.label.in(language)))")
    }
    let hidden = choice.options.count - shown.count
    if hidden > 0 { lines.append("     " + Wording("and \(hidden) more", "另有 \(hidden) 个").in(language)) }
    lines.append("  n  \(Self.plain(choice.other.label.in(language)))")
    _ = Output.write(lines.joined(separator: "\n") + "\n", to: Terminal.Stream.output.rawValue)
    var choices = shown.enumerated().map { place, option in
      Confirmation<Chosen>.Choice(.option(option.key), keys: [Character("\(place + 1)")], label: option.key)
    }
    choices.append(
      .init(
        .option(choice.other.key), keys: ["n", "新"], label: Self.plain(choice.other.label.in(language))))
    let asked = Confirmation<Chosen>(
      choices: choices,
      refusal: .init(.nothing, keys: ["c", "q", "取"], label: Wording("cancelled", "取消").in(language)))
    let keys = shown.count > 1 ? "1–\(shown.count)" : "1"
    let chosen = asked.ask(
      Wording("Which? [\(keys), n: new, c: cancel]", "是哪一个？[\(keys)，n 新建，c 取消]").in(language))
    recorder?.answer(.choice(chosen, isNew: chosen == .option(choice.other.key)))
    return chosen
  }

  private static let mostKeys = 9

  /// What somebody else wrote moves no cursor.
  private static func plain(_ text: String) -> String { VisibleText.escaped(text) }
}
