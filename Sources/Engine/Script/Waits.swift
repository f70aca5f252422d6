package import Language

/// The statements of a program that wait for a person: `pause` and `ask`, however deep they stand.
extension Program {
  package var waits: [Command] {
    var found: [Command] = []
    var open = Array(statements.reversed())
    while let statement = open.popLast() {
      if case .command(let command) = statement.kind, command.verb == "pause" || command.verb == "ask" {
        found.append(command)
      }
      open += statement.kind.parts.reversed()
    }
    return found
  }
}

extension Statement.Kind {
  /// The statements inside of one.
  var parts: [Statement] {
    switch self {
    case .conditional(let branches, let otherwise): branches.flatMap(\.body) + (otherwise ?? [])
    case .loop(_, over: _, let body), .definition(_, _, let body): body
    case .attempt(let body, error: _, let otherwise): body + otherwise
    case .query(let query):
      query.stages.flatMap { stage -> [Statement] in if case .each(_, let body) = stage.kind { body } else { [] } }
    case .command(let command):
      command.slots.flatMap { slot -> [Statement] in
        switch slot.value {
        case .statement(let inner): [inner]
        case .block(let body): body
        case .target, .entity, .value, .values, .assignments, .query, .condition, .stage, .name, .choice, .mapping: []
        }
      }
    case .expression, .letting, .parameter, .perform, .give, .use, .fail, .print, .expect: []
    }
  }
}
