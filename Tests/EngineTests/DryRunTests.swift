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

  @Test func `many records are shown, and it is said what keeping them needs`() throws {
    let bench = try Workbench()
    for name in ["甲", "乙", "丙", "丁"] { bench.say("add customer name = \(name)") }
    (bench.isDryRun, bench.allowance) = (true, .noting(3))
    let text = bench.script("update customers all set city = 北京\nupdate cust_001 set city = 上海")
    #expect(bench.codes == [])
    #expect(text.contains("4 records that were there would change: to keep it, --max-changes 4 or --yes"), "\(text)")
    let vouched = bench.script("update customers all set city = 北京 expecting at most 4")
    #expect(bench.rows("count customers where city = 北京") == ["0"])
    #expect(!vouched.contains("--yes"), "\(vouched)")
  }
}
