import Diagnostics
import Engine
import Testing

/// Records inside the rows of a JSON file are asked what `add` asks.
struct NestedRulesTests {
  @Test(arguments: [
    (#"[{"name":"甲","contacts":[{"name":"张","birthday":"2099-01-01"}]}]"#, "2099-01-01"),
    (#"[{"name":"甲","opportunities":[{"title":"单","amount":-5}]}]"#, "amount"),
    (
      #"[{"name":"甲","tasks":[{"title":"访","start_at":"2026-12-02 10:00","end_at":"2026-12-01 10:00"}]}]"#,
      "before it starts"
    ),
    (#"[{"name":"甲","contacts":[{"name":"张","is_primary":true},{"name":"李","is_primary":true}]}]"#, "primary"),
    (
      #"[{"name":"甲","contacts":[{"name":"张","phone":"138 0013 8000"},{"name":"李","phone":"+86 13800138000"}]}]"#,
      "same phone"
    ),
    (#"[{"name":"甲","contacts":[{"name":"张","phone":"13900139000"}]}]"#, "same phone"),
    (#"[{"name":"甲","contacts":[{"name":"张"},5]}]"#, "contacts/1"),
    (#"[{"name":"甲","contacts":[{"name":"张","name":"李"}]}]"#, "contacts/0"),
  ])
  func `what add refuses is refused in a row`(text: String, told: String) throws {
    let work = try workspace()
    try work.put("a.json", text)
    let failure = try work.failure("import customers from \"a.json\" allow missing")
    let said = ([failure.message] + failure.help).map(\.english).joined(separator: "\n")
    #expect(said.contains(told), "\(said)")
    #expect(try work.rows("count customers") == ["1"])
  }

  @Test(arguments: [#"["张三","李四"]"#, #""王五""#, "5", "true"])
  func `a value where records are meant is told`(value: String) throws {
    let work = try workspace()
    try work.put("a.json", #"[{"name":"乙","contacts":[{"name":"张"}]},{"name":"甲","contacts":\#(value)}]"#)
    let failure = try work.failure("import customers from \"a.json\" allow missing")
    #expect(failure.code == "not-a-record", "\(failure)")
    #expect(try work.rows("count customers") == ["1"])
  }

  @Test func `who is said to be none is no primary contact, and a double is passed over where that is said`() throws {
    let work = try workspace()
    try work.put(
      "a.json",
      #"[{"name":"甲","contacts":[{"name":"张","is_primary":false},{"name":"孙","phone":"13900139000"}]},"#
        + #"{"name":"丙","contacts":[]},{"name":"丁","contacts":null}]"#)
    #expect(try work.load("import customers from \"a.json\" allow missing on duplicate skip").created == 3)
    #expect(try work.rows("find contacts where name = 张 show is_primary") == ["false"])
    #expect(try work.rows("count contacts where name = 孙") == ["0"])
  }

  private func workspace() throws -> TestWorkspace {
    let work = try TestWorkspace()
    try work.put("c.json", #"[{"name":"原有","contacts":[{"name":"旧","phone":"13900139000"}]}]"#)
    _ = try work.load("import customers from \"c.json\" allow missing")
    return work
  }
}
