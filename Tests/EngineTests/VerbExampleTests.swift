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

  @Test(arguments: VerbCatalogue.engine.map(\.name).filter { !$0.contains(" ") })
  func `help in Chinese gives its examples in Chinese`(verb: String) throws {
    let bench = try Workbench.company()
    bench.say("set language = zh")
    let text = bench.say("help \(verb)")
    #expect(bench.codes == [])
    let examples = try #require(VerbCatalogue(VerbCatalogue.engine).verb(verb)).examples
    // What begins with an English word was not put into Chinese.
    for example in examples where example.contains(" ") { #expect(!text.contains("\n\(example)\n"), "\(text)") }
  }

  @Test(arguments: ["如果", "令", "遍历", "其中", "if", "where", "脚本"])
  func `help answers to the words of scripts and queries`(word: String) throws {
    let bench = try Workbench()
    bench.say("help \(word)")
    #expect(bench.codes == [], "\(word)")
  }
}
