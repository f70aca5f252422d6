internal import Diagnostics
internal import Language

extension Program {
  /// The names by which values are given to it from outside: its parameters, and the answers that it asks for.
  var parameterNames: [String] {
    let declared = statements.compactMap { statement -> String? in
      if case .parameter(let variable, _, _) = statement.kind { variable.name } else { nil }
    }
    let asked = waits.compactMap { command -> String? in
      guard case .value(let name)? = command["name"], case .variable(let variable, _) = name.kind else { return nil }
      return variable.name
    }
    return declared + asked
  }

  /// What is given to it under names that it does not know.
  ///
  /// - Parameter manner: how a value is given: `--param days=…`.
  func unknownParameters(among given: some Sequence<String>, _ manner: (String) -> String) -> [Diagnostic] {
    let known = parameterNames.sorted()
    return given.filter { !known.contains($0) }.sorted().map { name in
      let near = NearestName.suggestions(for: name, among: known)
      let list = (near.isEmpty ? known : near).map(manner).joined(separator: ", ")
      return Diagnostic(
        "unknown-parameter", Wording("the script has no parameter $\(name)", "脚本没有参数 $\(name)"),
        help: list.isEmpty ? [Wording("it takes none", "该脚本没有参数")] : [Wording(verbatim: list)])
    }
  }

  /// The parameters that have no value of their own and are given none.
  func missingParameters(among given: some Collection<String>) -> [Variable] {
    statements.compactMap { statement in
      guard case .parameter(let variable, _, nil) = statement.kind, !given.contains(variable.name) else { return nil }
      return variable
    }
  }
}
