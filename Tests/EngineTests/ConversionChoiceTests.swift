import Diagnostics
import Engine
import Query
import Testing

/// A lead that may be a customer already: at the prompt somebody says which.
@Suite struct ConversionChoiceTests {
  private func bench(_ allowance: BulkGuard.Allowance = .asking) throws -> Workbench {
    let bench = try Workbench(
      saying: """
        add customer name = 新公司
        add customer name = 老公司, phone = 13900139000
        add lead name = 李四, company = 新公司, phone = 13900139000
        """)
    bench.allowance = allowance
    return bench
  }

  @Test func `who is asked is offered every customer that agrees, and in what`() throws {
    let bench = try bench()
    bench.chosen = .nothing
    bench.say("convert lead_001")
    #expect(bench.choices.first?.offered == ["cust_002", "cust_001"])
    #expect(
      bench.choices.first?.options.map(\.label.english) == ["cust_002 老公司 (same phone)", "cust_001 新公司 (same name)"])
  }

  @Test func `the lead becomes the customer that was chosen`() throws {
    let bench = try bench()
    bench.chosen = .option("cust_002")
    bench.say("convert lead_001")
    #expect(bench.rows("find leads show status, converted_customer") == ["converted,cust_002"])
    #expect(bench.rows("count customers") == ["2"])
  }

  @Test func `a new customer is made where none of them is meant`() throws {
    let bench = try bench()
    bench.chosen = .option("new")
    bench.say("convert lead_001")
    #expect(bench.rows("count customers") == ["3"])
  }

  @Test func `nothing is written where nothing is chosen`() throws {
    let bench = try bench()
    bench.chosen = .nothing
    bench.say("convert lead_001")
    #expect(bench.codes == ["not-confirmed"])
    #expect(bench.rows("find leads show status") == ["new"])
  }

  @Test func `a script gets the statements to choose from, and is not asked`() throws {
    let bench = try bench(.atMost(3))
    bench.chosen = .option("new")
    #expect(bench.say("convert lead_001").contains("convert lead_001 to cust_002"))
    #expect(bench.codes == ["customer-exists"])
    #expect(bench.choices.isEmpty)
  }

  @Test func `where nobody can be asked it is refused as in a script`() throws {
    let bench = try bench()
    bench.say("convert lead_001")
    #expect(bench.codes == ["customer-exists"])
  }

  @Test func `what others wrote while somebody thought is asked about too`() throws {
    let bench = try bench()
    let other = Workbench(beside: bench, author: 0)
    bench.chosen = .option("cust_001")
    bench.whileAsked = { [weak bench] in
      bench?.whileAsked = {}
      other.say("add customer name = 又一家, email = x@y.cn")
      other.say("update lead_001 set email = x@y.cn")
    }
    bench.say("convert lead_001")
    #expect(bench.choices.map(\.offered) == [["cust_002", "cust_001"], ["cust_002", "cust_003", "cust_001"]])
    #expect(bench.rows("find leads show converted_customer") == ["cust_001"])
  }

  @Test func `a status of converted asks likewise`() throws {
    let bench = try bench()
    bench.chosen = .option("cust_001")
    bench.say("update lead_001 set status = converted")
    #expect(bench.rows("find leads show status, converted_customer") == ["converted,cust_001"])
  }

  @Test func `looking ahead asks nothing`() throws {
    let bench = try bench()
    bench.chosen = .option("cust_001")
    bench.say("preview convert lead_001")
    #expect(bench.codes == ["customer-exists"])
    bench.say("explain convert lead_001")
    #expect(bench.codes == ["customer-exists"])
    #expect(bench.choices.isEmpty)
  }

  @Test func `in a block nobody is asked while something is half written`() throws {
    let bench = try bench(.asking)
    bench.chosen = .option("cust_001")
    bench.say("for $l in find leads { convert $l }")
    #expect(bench.codes == ["customer-exists"])
  }
}
