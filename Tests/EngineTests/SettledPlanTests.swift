import Diagnostics
import Query
import Testing

@testable import Engine

/// What a script says in full is planned once: the check keeps the plan for the statement. A rule that asks the workspace,
/// or whether it is only a check, makes it be planned again, which costs a long script a third of its time.
struct SettledPlanTests {
  @Test(arguments: [
    "add customer name = 甲, industry = 软件, phone = 13800138000, city = 苏州", "add lead name = 乙, company = 乙公司",
    "add task title = 丙, due_date = 2026-12-01", "add competitor name = 丁", "add contact name = 戊",
  ])
  func `a statement that says all is planned in the check`(statement: String) throws {
    let bench = try Workbench()
    let source = SourceText(name: "test.crm", text: statement)
    let interpreter = Interpreter(
      session: bench.session, face: SilentFace(), source: source, folder: "", origin: "test.crm", isOneChangeSet: true,
      allowance: .all)
    let plans = try interpreter.checked(source).plans
    #expect(plans.count == 1)
  }
}
