import Testing

@testable import Values

@Suite struct MoneyTests {
  @Test func `amounts are read with their currency`() throws {
    for (text, units, code) in [
      ("10万", 10_000_000, "CNY"), ("¥10万", 10_000_000, "CNY"), ("￥1.2亿", 12_000_000_000, "CNY"),
      ("99.5 USD", 9_950, "USD"),
      ("USD 99.5", 9_950, "USD"), ("usd99.5", 9_950, "USD"), ("1.2万美元", 1_200_000, "USD"), ("100元", 10_000, "CNY"),
      ("1,234.50", 123_450, "CNY"),
      ("-¥5", -500, "CNY"), ("¥-5", -500, "CNY"), ("-5元", -500, "CNY"), ("US$3k", 300_000, "USD"),
      ("HK$100", 10_000, "HKD"), ("5000日元", 5_000, "JPY"),
      ("¥100元", 10_000, "CNY"), ("€9.99", 999, "EUR"), ("１００　元", 10_000, "CNY"), ("5千块", 500_000, "CNY"),
      ("1.234 KWD", 1_234, "KWD"), ("RM 5", 500, "MYR"),
      ("5 krw", 5, "KRW"), ("人民币 8 元", 800, "CNY"), ("−5", -500, "CNY"), ("1.50", 150, "CNY"), ("￡7", 700, "GBP"),
    ] {
      let money = try Money(reading: text, defaultCurrency: .cny)
      #expect(money.minorUnits == Int64(units) && money.currency.code == code, "\(text): \(money) \(money.currency)")
    }
  }

  @Test func `what is no amount is refused with the reason`() {
    let cases: [(String, MoneyReadingError)] = [
      ("", .empty), ("$100", .ambiguousDollar(suggestions: ["US$", "USD"])),
      ("100$", .ambiguousDollar(suggestions: ["US$", "USD"])),
      ("100 foo", .unknownCurrency("foo")), ("¥100 USD", .conflictingCurrencies(.cny, .usd)),
      ("1.005", .tooManyDecimals(written: 3, currency: .cny)),
      ("99.5日元", .tooManyDecimals(written: 1, currency: .jpy)), ("USD", .missingAmount(.usd)),
      ("5w", .number(.ambiguousSuffix("w", suggestion: "5万"))),
      ("abc", .number(.notANumber("abc"))), ("9223372036854775807", .tooLarge("9223372036854775807")),
      ("50%", .number(.unexpected("%", after: "50"))),
      ("$", .ambiguousDollar(suggestions: ["US$", "USD"])), ("-", .number(.notANumber("-"))),
    ]
    for (text, error) in cases {
      #expect(throws: error, "\(text)") { try Money(reading: text, defaultCurrency: .cny) }
    }
  }

  @Test func `an amount is printed plain and shown grouped`() {
    for (units, currency, plain, shown) in [
      (9_500_000, Currency.cny, "95000", "¥95,000"), (9_500_050, .cny, "95000.50", "¥95,000.50"),
      (-123_456, .usd, "-1234.56", "-US$1,234.56"),
      (5, .cny, "0.05", "¥0.05"), (1_234_567, .jpy, "1234567", "JP¥1,234,567"), (0, .eur, "0", "€0"),
    ] {
      let money = Money(minorUnits: Int64(units), currency: currency)
      #expect(money.description == plain)
      #expect(money.displayed == shown)
    }
    #expect(Money(minorUnits: .min, currency: .cny).description == "-92233720368547758.08")
    #expect(Currency.named("chf").map { Money(minorUnits: 100, currency: $0).displayed } == "CHF 1")
  }

  @Test func `every amount reads back from both of its spellings`() throws {
    var generator = SeededGenerator(seed: 6)
    let currencies = Currency.all
    for _ in 0..<10_000 {
      let units = Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator)
      let money = Money(
        minorUnits: units, currency: currencies[Int.random(in: 0..<currencies.count, using: &generator)])
      #expect(try Money(reading: money.description, defaultCurrency: money.currency) == money)
      #expect(try Money(reading: money.displayed, defaultCurrency: .cny) == money)
    }
  }

  @Test func `no two currencies share a spelling`() {
    for currency in Currency.all {
      for spelling in currency.spellings {
        #expect(Currency.named(spelling) == currency, "\(spelling)")
      }
    }
    #expect(Currency.named("$") == nil)
    #expect(Currency.named("人民币") == .cny)
    #expect(Currency.named("ＵＳＤ") == .usd)
    #expect([Currency.cny, .usd, .eur, .gbp, .jpy].map(\.code) == ["CNY", "USD", "EUR", "GBP", "JPY"])
  }

  @Test func `only one currency is added up and nothing wraps`() {
    let one = Money(minorUnits: 1, currency: .cny)
    #expect(one.adding(one)?.minorUnits == 2)
    #expect(one.adding(Money(minorUnits: 1, currency: .usd)) == nil)
    #expect(Money(minorUnits: .max, currency: .cny).adding(one) == nil)
  }
}
