import Diagnostics
import Engine
import Glibc
import Language
import Query
import Storage
import Testing
import Values

/// Two sessions on one file: what one writes while the other is about to write.
@Suite struct ContentionTests {
  /// Two sessions; `meanwhile` happens each time that the first has made a plan, before it writes.
  private final class Pair {
    let folder: OpeningTests.Folder
    let one: Workbench
    let other: Workbench
    let hook: Hook

    final class Hook: @unchecked Sendable {
      // Used on the test's own thread only.
      var action: (() -> Void)?
      var isForWriters = false
    }

    init(_ preparation: String) throws {
      folder = try OpeningTests.Folder()
      let hook = Hook()
      self.hook = hook
      let verbs = VerbCatalogue.engine.map { verb in
        Verb(verb.signature, verb.summary, examples: verb.examples) { command, planning throws(BindingError) in
          let plan = try verb.plan(command, planning)
          // While this session has the turn the other would wait for it, in one thread.
          if let store = planning.store, hook.isForWriters || !store.isWriting, let action = hook.action {
            hook.action = nil
            action()
          }
          return plan
        }
      }
      one = try Workbench(path: folder.database, catalogue: VerbCatalogue(verbs))
      other = try Workbench(path: folder.database)
      // A wait that nobody ends is a failure and no hanging test.
      let limit = ContinuousClock.now + .seconds(20)
      for bench in [one, other] { bench.cancellation.isCancelled = { ContinuousClock.now > limit } }
      other.script(preparation)
      #expect(other.codes == [])
    }

    func act(always: Bool, _ action: @escaping () -> Void) {
      hook.isForWriters = always
      hook.action = action
    }

    func meanwhile(_ text: String) { hook.action = { [other] in other.say(text) } }
  }

  private let customers = "add customer name = 甲, city = 深圳; add customer name = 乙, city = 深圳"

  @Test func `a plan made of data that moved is made again`() throws {
    let pair = try Pair(customers)
    pair.meanwhile("update cust_002 set city = 上海")
    #expect(pair.one.say("update customers where city = 深圳 set province = 广东") == "1 customer updated")
    #expect(pair.one.rows("find customers show province") == ["广东", "\"\""])
  }

  @Test func `so is one whose record is gone`() throws {
    let pair = try Pair(customers)
    pair.meanwhile("delete cust_002")
    pair.one.say("update cust_002 set city = 北京")
    #expect(pair.one.codes == ["deleted-record"])
    #expect(pair.one.store.isWriting == false)
    #expect(pair.other.say("add customer name = 丙") == "+cust_003")
  }

  @Test func `a step that follows from the stage follows from the stage that stands`() throws {
    let pair = try Pair(customers + "; add opportunity title = 商机, customer = cust_001, amount = 1000, stage = 方案提交")
    pair.meanwhile("close opp_001 won amount 900")
    #expect(
      pair.one.say("move opp_001 to 商务谈判") == "1 opportunity updated\nopp_001: won before, open now")
    #expect(pair.one.rows("find opportunities show stage, status, closed_at") == ["商务谈判,open,"])
    pair.meanwhile("update opp_001 set amount = 2000")
    pair.one.say("close opp_001 won")
    #expect(pair.one.rows("find opportunities show actual_amount") == ["2000"])
  }

  @Test func `the guard counts what would be written and not what was planned`() throws {
    let pair = try Pair(customers)
    pair.one.allowance = .atMost(2)
    pair.meanwhile("add customer name = 丙, city = 深圳")
    pair.one.say("update customers where city = 深圳 set province = 广东")
    #expect(pair.one.codes == ["too-many-changes"])
    #expect(pair.one.rows("find customers where province = 广东") == [])
    #expect(pair.other.say("add customer name = 丁") == "+cust_004")
  }

  @Test func `where somebody must be asked about the new plan nothing is locked`() throws {
    let pair = try Pair(customers + "; add customer name = 丙, city = 深圳")
    pair.one.allowance = .asking
    pair.one.answer = true
    pair.meanwhile("add customer name = 丁, city = 深圳")
    pair.one.whileAsked = { [other = pair.other] in
      other.say("update cust_001 set source = 网站")
      #expect(other.codes == [])
    }
    let asked = pair.one.say("update customers where city = 深圳 set province = 广东")
    // The answer of the other moved the data once more, to the same plan: it is asked about until nothing moves.
    #expect(asked == "4 customers updated")
    #expect(pair.one.questions.map(\.count) == [4, 4])
    #expect(pair.one.rows("find customers where province = 广东").count == 4)
  }

  @Test func `a script sees one state of the data from its first reading to its last writing`() throws {
    let pair = try Pair(customers)
    var answer = ""
    pair.act(always: true) { [other = pair.other] in
      // In another session, which must wait, and gives up.
      other.cancellation.isCancelled = { true }
      answer = other.say("update cust_001 set source = 2")
    }
    pair.one.script("let $n = count(find customers)\nadd customer name = \"第{$n}\"")
    #expect(answer.contains("interrupted"))
    #expect(pair.one.rows("find customers show name") == ["甲", "乙", "第2"])
  }

  @Test func `a block at the prompt is asked about again where its ground moved`() throws {
    let pair = try Pair(
      "add customer name = 甲\nadd customer name = 乙\nadd customer name = 丙\nadd customer name = 丁\nadd customer name = 戊"
    )
    pair.one.allowance = .asking
    pair.one.answer = true
    var others = ["update cust_005 set city = 上海"]
    pair.one.whileAsked = { if let statement = others.popLast() { pair.other.say(statement) } }
    pair.one.say("for $c in find customers where city is empty { update $c set province = 广东 }")
    #expect(pair.one.codes == [])
    #expect(pair.one.questions.map(\.count) == [5, 4])
    #expect(pair.one.rows("find customers where province = 广东").count == 4)
  }

  @Test func `who waits is told, and stops waiting when it is told to`() throws {
    let pair = try Pair(customers)
    var notices: [Bool] = []
    pair.one.store.onWaiting = { notices.append($0) }
    let started = ContinuousClock.now
    pair.one.cancellation.isCancelled = { ContinuousClock.now - started > .milliseconds(1500) }
    pair.other.script("add customer name = 丙\nfail \"x\"")
    try pair.other.store.begin(ChangeOrigin(author: 0, source: "test", statement: nil, at: pair.one.clock.now))
    #expect(pair.one.rows("find customers show name") == ["甲", "乙"])
    pair.one.say("add customer name = 丁")
    #expect(pair.one.codes == ["interrupted"])
    #expect(notices == [true, false])
    pair.other.store.rollback()
    pair.one.cancellation.isCancelled = { false }
    #expect(pair.one.say("add customer name = 丁") == "+cust_003")
  }

  @Test func `the wait for another program is not the statement's own time`() throws {
    let pair = try Pair(customers)
    try pair.other.store.begin(ChangeOrigin(author: 0, source: "test", statement: nil, at: pair.one.clock.now))
    pair.one.store.onWaiting = { [other = pair.other] lasts in if lasts { other.store.rollback() } }
    pair.one.cancellation.deadline = .now().adding(seconds: 1)
    pair.one.say("update customers all set source = x")
    #expect(pair.one.codes == [])
    #expect((pair.one.cancellation.deadline ?? .now()) > .now())
  }

  @Test func `a lock file that somebody removed locks nothing out`() throws {
    let pair = try Pair(customers)
    pair.one.say("update cust_001 set source = 1")
    unlink("\(pair.folder.path)/crm.db-lock")
    try pair.other.store.begin(ChangeOrigin(author: 0, source: "test", statement: nil, at: pair.one.clock.now))
    pair.one.cancellation.isCancelled = { true }
    pair.one.say("update cust_001 set source = 2")
    #expect(pair.one.codes == ["interrupted"])
    pair.other.store.rollback()
  }
}
