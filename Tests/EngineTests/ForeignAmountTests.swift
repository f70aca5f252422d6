import Domain
import Testing
import Values

/// Amounts in another currency than the workspace's.
@Suite struct ForeignAmountTests {
  @Test func `what is won keeps the currency that it was offered in`() throws {
    var customization = Customization.plain
    customization.rules.rates[.usd] = ExactDecimal(7)
    let bench = try Workbench(customization: customization)
    _ = bench.say("add opportunity title = 出口, amount = 100 USD; close opp_001 won")
    #expect(bench.say("find opportunities show actual_amount").contains("US$100"))
    #expect(bench.say("sum actual_amount of opportunities").contains("¥700"))
  }
}
