import Domain
import Layout
import Storage
import Testing
import Values

/// Amounts in another currency than the workspace's.
@Suite struct ForeignAmountTests {
  private func customization(_ rates: [Currency: String], base: Currency = .cny) throws -> Customization {
    var customization = Customization(rules: DomainRules(baseCurrency: base, zone: .shanghai))
    for (currency, rate) in rates { customization.rules.rates[currency] = try ExactDecimal(reading: rate) }
    customization.rules.ratesPlace = ConfigurationPlace(file: "config/crm.yaml", line: 3)
    return customization
  }

  @Test func `what is won keeps the currency that it was offered in`() throws {
    let bench = try Workbench(customization: try customization([.usd: "7"]))
    _ = bench.say("add opportunity title = 出口, amount = 100 USD; close opp_001 won")
    #expect(bench.say("find opportunities show actual_amount").contains("US$100"))
    #expect(bench.say("sum actual_amount of opportunities").contains("¥700"))
  }

  @Test func `the rate of the day of closing stays, whatever becomes of the rate`() throws {
    let folder = try OpeningTests.Folder()
    do {
      let bench = try Workbench(path: folder.database, customization: try customization([.usd: "7"]))
      bench.say("add opportunity title = a, amount = 100 USD; add opportunity title = b, amount = 100 USD")
      bench.say("close opp_001 won")
    }
    let bench = try Workbench(path: folder.database, customization: try customization([.usd: "8"]))
    // Open ones keep the worth of their last writing.
    #expect(bench.rows("sum amount of opportunities") == ["1400"])
    bench.say("close opp_002 won")
    #expect(bench.rows("find opportunities show actual_amount") == ["100 USD", "100 USD"])
    #expect(bench.rows("sum actual_amount of opportunities") == ["1500"])
    bench.say("update opp_002 set amount = 100 USD")
    #expect(bench.rows("sum amount of opportunities") == ["1500"])
  }

  @Test func `a figure is asked for in another currency, and says what was converted`() throws {
    let bench = try Workbench(customization: try customization([.usd: "7.25", .named("JPY") ?? .usd: "0.05"]))
    bench.say("add opportunity title = a, amount = 725; add opportunity title = b, amount = 100 USD")
    #expect(bench.say("sum amount in USD of opportunities").contains("US$200"))
    #expect(bench.say("sum amount in JPY of opportunities").contains("29,000"))
    #expect(bench.say("sum amount of opportunities").contains("in other currencies: 1 USD"))
    #expect(!bench.say("sum amount of opportunities where title = a").contains("in other currencies"))
    #expect(bench.rows("sum amount in USD of opportunities by status") == ["open,200 USD"])
  }

  @Test func `a currency without a rate is refused with the line to add`() throws {
    let bench = try Workbench(customization: try customization([.usd: "7"]))
    let text = bench.say("add opportunity title = a, amount = 5 EUR")
    #expect(bench.codes == ["missing-rate"])
    #expect(text.contains("config/crm.yaml:3: currencies: {EUR: …}"))
    bench.say("sum amount in EUR of opportunities")
    #expect(bench.codes == ["missing-rate"])
    bench.say("sum amount in XXQ of opportunities")
    #expect(bench.codes == ["not-money"] || bench.codes == ["unknown-currency"])
  }

  @Test func `sums are whole numbers of minor units, whatever the amounts and rates`() throws {
    var dice = Dice(20_261_122)
    for _ in 0..<20 {
      let rate = "\(1 + dice.roll(30)).\(1 + dice.roll(999_999))"
      let bench = try Workbench(customization: try customization([.usd: rate]))
      let exact = try ExactDecimal(reading: rate)
      var total: Int64 = 0
      var statements = ""
      for index in 0..<40 {
        let cents = Int64(dice.roll(90_000_000) + 1)
        let amount = Money(minorUnits: cents, currency: .usd)
        total += Money(rounding: amount.amount.multiplied(by: exact) ?? .zero, currency: .cny)?.minorUnits ?? 0
        statements +=
          "add opportunity title = t\(index), amount = \(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100) USD\n"
      }
      bench.say(statements)
      #expect(bench.codes == [])
      #expect(try bench.sql("SELECT sum(amount_base) FROM opportunities") == .integer(total))
      #expect(try bench.sql("SELECT typeof(sum(amount_base)) FROM opportunities") == .text("integer"))
    }
  }

  @Test func `the base currency does not change under amounts`() throws {
    let folder = try OpeningTests.Folder()
    do {
      let bench = try Workbench(path: folder.database, customization: try customization([.usd: "7"]))
      bench.say("add opportunity title = a, amount = 100")
    }
    #expect(throws: StorageError.self) {
      try Workbench(path: folder.database, customization: try customization([:], base: .usd))
    }
  }

  @Test func `what is worked out of an amount stays in its currency`() throws {
    let bench = try Workbench(customization: try customization([.usd: "7", .named("JPY") ?? .usd: "0.05"]))
    bench.say("add opportunity title = o, amount = 1000 USD; add opportunity title = p, amount = 1000")
    bench.say("update opportunities all set amount = it.amount * 1.1")
    #expect(bench.rows("find opportunities show amount") == ["1100 USD", "1100"])
    #expect(bench.rows("sum amount of opportunities") == ["8800"])
    bench.say("update opportunities all set amount += 10")
    #expect(bench.rows("find opportunities show amount") == ["1110 USD", "1110"])
    bench.say("update opp_001 set amount -= 10.50 USD")
    #expect(bench.rows("find opportunities show amount") == ["1099.50 USD", "1110"])
    bench.say("add opportunity title = q, amount = 1000 JPY; update opp_003 set amount = it.amount + 5")
    #expect(bench.rows("find opp_003 show amount") == ["1005 JPY"])
  }

  @Test func `an amount of another currency is not added to it`() throws {
    let bench = try Workbench(customization: try customization([.usd: "7"]))
    bench.say("add opportunity title = o, amount = 1000 USD")
    for statement in ["set amount += ¥10", "set amount = it.amount - 3000"] {
      bench.say("update opp_001 \(statement)")
      #expect(bench.codes == [statement.contains("3000") ? "out-of-range" : "other-currency"], "\(statement)")
    }
    #expect(bench.rows("find opportunities show amount") == ["1000 USD"])
  }
}
