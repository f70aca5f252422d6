import Diagnostics
import Engine
import Language
import Testing

/// What help shows must be sayable.
@Suite struct VerbExampleTests {
  @Test(arguments: VerbCatalogue.engine.map(\.name))
  func `the examples of a verb pass the check`(verb: String) throws {
    let bench = try Workbench.company()
    let catalogue = VerbCatalogue(VerbCatalogue.engine)
    let examples = try #require(catalogue.verb(verb)).examples
    #expect(!examples.isEmpty)
    for example in examples {
      var parser = Parser(example, vocabulary: catalogue.vocabulary)
      let (program, errors) = parser.parseProgram()
      #expect(errors.isEmpty, "\(example)")
      let problems = StaticCheck(session: bench.session, folder: "").problems(in: program)
      #expect(problems.map(\.code).filter { $0 != "unknown-view" }.isEmpty, "\(example)")
    }
  }
}
