import Diagnostics
import Engine
import Testing

/// What was over before it was imported keeps its day. It is 2026-11-20.
@Suite struct ClosedRecordTests {
  private func remarks(_ report: LoadReport) -> [String] {
    report.remarks.map { "\($0.count) \($0.text.english.prefix { $0 != ";" })" }
  }

  @Test(arguments: ["csv", "json", "jsonl"])
  func `a plain export of what is closed keeps its days`(_ format: String) throws {
    let work = try TestWorkspace(exact: false)
    try work.put("o.csv", "title,stage,status,closed_at,lost_to\n甲,成交,won,2021-03-04,\n乙,方案提交,lost,2022-05-06,丙公司\n")
    try work.put("t.csv", "title,status,due_date,completed_at\n回访,completed,2021-03-01,2021-03-04\n")
    try work.run("add competitor name = 丙公司")
    try work.load("import opportunities from \"o.csv\" allow missing")
    try work.load("import tasks from \"t.csv\" allow missing")
    try work.run("export find opportunities to \"all.\(format)\"\nexport find tasks to \"tasks.\(format)\"")
    let fresh = try TestWorkspace(in: work.folder)
    let report = try fresh.load("import opportunities from \"all.\(format)\" allow missing")
    try fresh.load("import tasks from \"tasks.\(format)\" allow missing")
    #expect(
      try fresh.rows("find opportunities show title, closed_at, lost_to sort by title")
        == ["甲,2021-03-04,", "乙,2022-05-06,丙公司"])
    #expect(try fresh.rows("find tasks where completed_at = 2021-03-04 show title") == ["回访"])
    #expect(!report.remarks.contains { $0.text.english.contains("say no day") })
  }

  @Test func `a closed opportunity without a day takes the expected one where it is past, and that is said`() throws {
    let work = try TestWorkspace()
    try work.put(
      "o.csv", "title,status,expected_close_date\n甲,won,2021-03-04\n乙,lost,2027-01-01\n丙,won,\n丁,open,2021-03-04\n")
    let report = try work.load("import opportunities from \"o.csv\" allow missing")
    #expect(
      try work.rows("find opportunities show closed_at sort by opportunity_id")
        == ["2021-03-04", "2026-11-20", "2026-11-20", "\"\""])
    #expect(
      remarks(report).filter { $0.contains("say no day") } == [
        "1 closed opportunities say no day of it: closed_at is their expected_close_date",
        "2 closed opportunities say no day of it: closed_at is today",
      ])
  }

  @Test func `when a task was completed is not made up`() throws {
    let work = try TestWorkspace()
    try work.put("t.csv", "title,status,due_date\n甲,completed,2021-03-04\n乙,pending,2021-03-04\n")
    let report = try work.load("import tasks from \"t.csv\"")
    #expect(remarks(report) == ["1 completed tasks say no day of it: completed_at is left empty"])
    #expect(
      try work.rows("find tasks show status, completed_at, completed_on_time sort by task_id")
        == ["completed,,", "pending,,"])
  }
}
