import Testing

/// A long script is written while it is still being read. Nobody may tell: every script ends as it does where it is read
/// whole first, in what is told, in what is wrong and in what is kept.
struct ReadAheadTests {
  @Test(arguments: 0..<40) func `a script ends as if it had been read whole first`(seed: UInt64) throws {
    var dice = Dice(seed)
    let text = Self.script(&dice)
    try compare(text)
  }

  @Test(arguments: [
    // The head alone, a rest, an error of each kind behind the head, and none to begin with.
    "", "count customers\nadd lead name = 尾", "find customers where nonsense = 1", "find find find", "add task",
    "let $n = 1\nprint \"{$n}\"", "fail \"停\"", "pause", "ask $name \"谁\"", "undo", "add customer name = 客户1",
    "begin\nadd customer name = 内\nrollback", "define f() { add customer name = 函数 }\nf()",
    "expect count(customers) = 7", "update customers all set city = 苏州", "set clock = 2026-01-01",
  ])
  func `whatever follows the head`(rest: String) throws {
    let head = (1...300).map { "add customer name = 客户\($0), phone = 1380000\(1000 + $0)" }.joined(separator: "\n")
    try compare(head + "\n" + rest)
    try compare(rest + "\n" + head)
    try compare(head + "\n" + rest, isDryRun: true)
  }

  /// A batch may be full where the head ends.
  @Test(arguments: [1, 255, 256, 257, 512])
  func `nothing of the rest is left out, however long the head is`(count: Int) throws {
    let head = (1...count).map { "add competitor name = 对手\($0)" }.joined(separator: "\n")
    try compare(head + "\nadd contact name = 后, customer = cust_001\nprint \"到此\"\nadd lead name = 尾")
    try compare(head + "\nprint \"到此\"\nupdate nonsense set")
  }

  @Test func `more than one batch goes over`() throws {
    try compare((1...5_000).map { "add tag_free_\($0)" }.joined(separator: "\n"))
    try compare((1...5_000).map { "add competitor name = 对手\($0)" }.joined(separator: "\n"))
  }

  private func compare(_ text: String, isDryRun: Bool = false) throws {
    let (ahead, whole) = (try Workbench(), try Workbench())
    for (bench, limit) in [(ahead, 0), (whole, Int.max)] {
      bench.readsAheadFrom = limit
      bench.isDryRun = isDryRun
      bench.say("add customer name = 原有, phone = 13900000000")
    }
    // Every workspace has a name of its own.
    let own = try difference(ahead, whole)
    let (told, expected) = (ahead.script(text), whole.script(text))
    #expect(told == expected)
    #expect(ahead.codes == whole.codes)
    #expect(try difference(ahead, whole) == own)
    // What is said next meets the same state.
    for bench in [ahead, whole] { bench.isDryRun = false }
    #expect(ahead.say("add customer name = 其后") == whole.say("add customer name = 其后"))
    #expect(ahead.say("find $_ show name") == whole.say("find $_ show name"))
    #expect(try difference(ahead, whole) == own)
  }

  /// Tables that differ.
  private func difference(_ one: Workbench, _ other: Workbench) throws -> [String] {
    let (one, other) = (try one.dump(), try other.dump())
    return Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
  }

  /// Mostly plain entries, with here and there something else or something wrong.
  private static func script(_ dice: inout Dice) -> String {
    let trouble = dice.one(in: 3) ? 4 : 100
    return (1...1 + dice.roll(60)).map { number in
      switch dice.roll(trouble) {
      case 0:
        return dice.pick([
          "add customer name = 原有, phone = 13900000000", "add customer nmae = 乙", "add customer industry = 软件",
          "add customer name = 丙, phone = 12", "find customers sort by name", "add task title = 丁, due_date = in 3d",
          "let $x = \(number)", "print $x", "print \"到此\"", "add customer name = 戊 expecting at most 1",
          "update cust_001 set city = 上海",
          "add contact name = 己, customer = cust_001", "add customer name = 原有, phone = 13900000000 allow duplicate",
          "add customer name = \"未完", "}", "add opportunity title = 庚, amount = 10万, stage = 方案提交",
        ])
      case 1..<40: return "add lead name = 线索\(number), company = 公司\(number)"
      default: return "# 说明\nadd customer name = 甲\(number), industry = 软件, tags = VIP, 老客户"
      }
    }.joined(separator: "\n")
  }
}
