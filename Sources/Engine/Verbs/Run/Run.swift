internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `run "cleanup.crm" with days = 90`
  package static let run = Verb(
    VerbSignature(
      "run", [Word("run", zh: "运行")],
      [.slot("file", .value), .clauses([[.word(Word("with", zh: "带")), .slot("parameters", .assignments)]])],
      effect: .writes, holding: ["file": .file(["crm"])]),
    Wording("runs a script", "运行脚本"),
    examples: ["run \"cleanup.crm\"", "run \"cleanup.crm\" with days = 90"]
  ) { command, planning throws(BindingError) in
    guard case .value(let file)? = command["file"] else { return .undetermined }
    var parameters: [String: Value] = [:]
    if case .assignments(let assignments)? = command["parameters"] {
      for assignment in assignments {
        switch assignment.value.kind {
        case .atom(let atom): parameters[assignment.field.text] = .text(atom.text)
        default: parameters[assignment.field.text] = try planning.value(assignment.value)
        }
      }
    }
    return .session(.run(path: planning.path(try planning.text(file)), parameters: parameters))
  }
}
