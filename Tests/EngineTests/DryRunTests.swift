import Diagnostics
import Engine
import Query
import Testing

/// A dry run does and shows everything and keeps nothing.
@Suite struct DryRunTests {
  @Test(arguments: [true, false])
  func `nothing is kept, in one change set or statement by statement`(isOneChangeSet: Bool) throws {
    let bench = try Workbench()
    let source = SourceText(name: "dry", text: "add customer name = 甲\nadd customer name = 乙")
    let interpreter = Interpreter(
      session: bench.session, face: SilentFace(), source: source, origin: "test", isOneChangeSet: isOneChangeSet,
      allowance: .all)
    interpreter.isDryRun = true
    try interpreter.run(source)
    #expect(bench.say("count customers").contains("0"))
  }
}
