package import Diagnostics
internal import Domain
internal import Language
internal import Layout
package import Query
internal import Values

/// What a plan leaves to somebody: it is asked with no transaction open, and the plan is made anew with the answer.
extension Interpreter {
  /// What the verb has at hand, with what was answered so far.
  func planningWithAnswer() -> Planning {
    var planning = session.planning(folder: folder)
    planning.answer = answer
    planning.rowAnswers = rowAnswers
    return planning
  }

  func ask(about choice: PlanChoice) throws(Diagnostic) {
    switch face.choose(choice) {
    case .option(let key)?: answer = PlanChoice.Answer(key, among: choice.offered)
    case .nothing?:
      throw Diagnostic(
        "not-confirmed", Wording("left as it was; nothing was written", "已取消，没有写入任何内容"), severity: .note,
        kind: .guarded)
    case nil: throw choice.refusal
    }
  }

  /// Asks row by row what becomes of those that double a record.
  func ask(about source: any AskingSource) throws(Diagnostic) {
    let logged = LoggedValues(session)
    for (place, question) in source.questions.enumerated() {
      let shown = DoubleQuestion(
        question, place: place + 1, of: source.questionCount, zone: session.dictionary.rules.zone,
        cell: logged.cell)
      switch face.decide(shown) {
      case .one(let answer)?: rowAnswers.decide(question, answer)
      case .rest(let answer)?:
        rowAnswers.rest = answer
        return
      case .stop?:
        throw Diagnostic(
          "not-confirmed", Wording("stopped; nothing of the file was written", "已停止，文件中的内容都没有写入"), severity: .note,
          kind: .guarded)
      case nil: throw source.unaskable
      }
    }
  }
}

/// A row of a file beside the record that it doubles, as somebody is shown it.
package struct DoubleQuestion: Sendable {
  package let heading: Wording
  /// A line a field: what the record has, what the file says.
  package let table: ResultTable
  package let offered: [RowAnswer]

  init(
    _ question: RowQuestion, place: Int, of count: Int, zone: Zone, cell: (SQLValue, Field) -> Cell
  ) {
    heading = Wording(
      "(\(place) of \(count)) line \(question.key.line) of \(question.file): \(question.reason.english)",
      "（\(place)/\(count)）\(question.file) 第 \(question.key.line) 行：\(question.reason.chinese)")
    let shape = ResultShape(
      columns: [
        ResultColumn(name: "field", heading: Names("field", zh: "字段"), type: .text),
        ResultColumn(name: "here", heading: Names(question.key.record), type: .text),
        ResultColumn(name: "file", heading: Names("file", zh: "文件"), type: .text),
      ], entity: nil, isGrouped: false, isScalar: false, zone: zone)
    table = ResultTable(
      shape: shape,
      rows: question.values.map { value in
        [.text(value.field.name), cell(value.stands, value.field), cell(value.given, value.field)]
      })
    offered = question.offered
  }
}

/// What somebody says to it.
package enum RowDecision: Sendable, Equatable {
  case one(RowAnswer)
  /// The same for all that are left.
  case rest(RowAnswer)
  case stop
}

extension ChangePlan {
  /// The file that asks about its rows.
  var asking: (any AskingSource)? {
    for case .load(let source) in steps {
      if let asking = source as? any AskingSource, asking.asks { return asking }
    }
    return nil
  }
}
