internal import Diagnostics
package import Engine
internal import Query
internal import Rendering
internal import Values

/// What becomes of a row of a file that doubles a record, asked at the prompt with both side by side.
extension Console {
  /// Nil where nobody sits at the terminal.
  package func decide(_ question: DoubleQuestion) -> RowDecision? {
    if answers != nil {
      let decision = nextAnswer().flatMap { TranscriptAnswer.decision(in: $0) }
      return decision.flatMap { $0.fits(question.offered) ? $0 : nil }
    }
    guard isInteractive, Terminal.isTerminal(.input) else { return nil }
    clearProgress()
    flush()
    var sink = TableSink(style, hasCount: false)
    question.table.send(to: &sink)
    _ = Output.write(
      VisibleText.escaped(question.heading.in(language)) + "\n" + sink.output.text,
      to: Terminal.Stream.output.rawValue)
    let decision = decision(question.offered)
    recorder?.answer(.row(decision))
    return decision
  }

  private func decision(_ offered: [RowAnswer]) -> RowDecision {
    switch ask(offered, offersRest: true) {
    case .answer(let answer): return .one(answer)
    case .stop: return .stop
    case .rest:
      if case .answer(let answer) = ask(offered, offersRest: false) { return .rest(answer) }
      return .stop
    }
  }

  private enum Reply { case answer(RowAnswer), rest, stop }

  private func ask(_ offered: [RowAnswer], offersRest: Bool) -> Reply {
    var choices = offered.map { answer in
      Confirmation<Reply>.Choice(
        .answer(answer), keys: Self.keys(answer), label: Self.word(answer).in(language))
    }
    var english = offered.map { "\(Self.keys($0)[0]): \(Self.word($0).english)" }
    var chinese = offered.map { "\(Self.keys($0)[0]) \(Self.word($0).chinese)" }
    if offersRest {
      let label = Wording("all of the rest", "其余全部")
      choices.append(.init(.rest, keys: ["a", "全"], label: label.in(language)))
      english.append("a: \(label.english)")
      chinese.append("a \(label.chinese)")
    }
    english.append("q: stop")
    chinese.append("q 停止")
    let asked = offersRest ? Wording("This row?", "这一行？") : Wording("All of the rest?", "其余全部？")
    return Confirmation<Reply>(
      choices: choices, refusal: .init(.stop, keys: ["q", "n", "停"], label: Wording("stop", "停止").in(language))
    ).ask(
      Wording(
        "\(asked.english) [\(english.joined(separator: ", "))]",
        "\(asked.chinese)[\(chinese.joined(separator: "，"))]"
      ).in(language))
  }

  private static func word(_ answer: RowAnswer) -> Wording {
    switch answer {
    case .skip: Wording("skip it", "跳过")
    case .update: Wording("update the record", "更新已有记录")
    case .create: Wording("create a new one", "另建一条")
    }
  }

  private static func keys(_ answer: RowAnswer) -> [Character] {
    switch answer {
    case .skip: ["s", "跳"]
    case .update: ["u", "更"]
    case .create: ["c", "新"]
    }
  }
}

extension RowDecision {
  /// It is among what may be said.
  fileprivate func fits(_ offered: [RowAnswer]) -> Bool {
    switch self {
    case .one(let answer), .rest(let answer): offered.contains(answer)
    case .stop: true
    }
  }
}
