package import Diagnostics
internal import Domain
package import Language
internal import Query
internal import Values

/// Names and types of a whole program before its first statement runs: entities, fields, choices, dates, verbs' targets,
/// variables, functions and their recursion.
package struct StaticCheck {
  private let session: Session
  private let folder: String
  private let source: SourceText?

  /// - Parameter source: the program's text, for the way that leads to a fault in a library.
  package init(session: Session, folder: String, source: SourceText? = nil) {
    self.session = session
    self.folder = folder
    self.source = source
  }

  /// Up to ten problems, in the order of their places.
  package func problems(in program: Program) -> [Diagnostic] { findings(in: program).problems }

  /// The problems of the statements that were understood, where others were not: what these might have brought is not
  /// missed.
  func problems(besideSlipsIn program: Program) -> [Diagnostic] {
    problems(in: program).filter {
      !["unknown-function", "unknown-variable", "unknown-view", "return", "library-circle"].contains($0.code)
    }
  }

  func findings(in program: Program) -> Findings {
    var walk = CheckWalk(session: session, folder: folder, source: source)
    walk.collectDefinitions(program.statements)
    walk.count(givingsIn: program.statements)
    walk.checkProgram(program.statements)
    walk.checkRecursion()
    // A fault is told once, and not again wherever what it hides is called.
    if walk.missesFunctions { walk.problems.removeAll { $0.code == "unknown-function" } }
    return Findings(problems: Array(walk.problems.prefix(DiagnosticList.limit)), plans: walk.plans)
  }

  struct Findings {
    let problems: [Diagnostic]
    /// The plans that will be no others when the program runs, by the places of their statements in it.
    let plans: [Int: ChangePlan]
  }
}
