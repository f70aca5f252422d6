import Testing

@testable import Values

@Suite struct ExactDecimalTests {
  private func read(_ text: String) -> String {
    do throws(NumberReadingError) {
      return try ExactDecimal(reading: text).description
    } catch {
      return "\(error)"
    }
  }

  @Test func `numbers are read in every spelling`() {
    for (text, value) in [
      ("100000", "100000"), ("100_000", "100000"), ("100,000", "100000"), ("1,234,567.80", "1234567.8"), ("1.5", "1.5"),
      ("-3", "-3"),
      ("10万", "100000"), ("1.2亿", "120000000"), ("3k", "3000"), ("3K", "3000"), ("5千", "5000"), ("2百万", "2000000"),
      ("１００，０００", "100000"), ("－１．５", "-1.5"), ("+7", "7"), (".5", "0.5"), ("0.000000000001", "0.000000000001"),
      ("1万亿", "1000000000000"),
      (" 42 ", "42"), ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
      ("1.2E+05", "120000"), ("5e-3", "0.005"), ("0012", "12"), ("1.50000000000000000000", "1.5"), ("-0", "0"),
      ("10 万", "100000"),
      ("−5", "-5"), ("0e999", "0"),
    ] { #expect(read(text) == value, "\(text)") }
  }

  @Test func `what is no number is refused with the reason`() {
    let cases: [(String, NumberReadingError)] = [
      ("", .empty), ("  ", .empty), ("abc", .notANumber("abc")), ("12abc", .unexpected("abc", after: "12")),
      ("5w", .ambiguousSuffix("w", suggestion: "5万")), ("3m", .ambiguousSuffix("m", suggestion: "3百万")),
      ("12,34", .misplacedGrouping("12,34", suggestion: "1234")),
      ("10,0000", .misplacedGrouping("10,0000", suggestion: "100000")),
      ("1__0", .misplacedUnderscore("1__0")), ("5.", .missingFraction("5.")), ("50%", .percentage(ExactDecimal(50))),
      ("0.1234567890123", .tooManyDecimals(limit: 12)), ("9223372036854775808", .tooLarge("9223372036854775808")),
      ("99999999999999999999", .tooLarge("99999999999999999999")), ("1.2.3", .unexpected(".3", after: "1.2")),
      ("-", .notANumber("-")), ("5kg", .unexpected("kg", after: "5")), ("万", .notANumber("万")),
      ("1e99", .tooLarge("1e99")),
    ]
    for (text, error) in cases {
      #expect(throws: error, "\(text)") { try ExactDecimal(reading: text) }
    }
    #expect(throws: NumberReadingError.self) { try ExactDecimal(reading: String(repeating: "9", count: 5_000)) }
  }

  @Test func `a percentage is told from a number`() throws {
    #expect(try PercentOrNumber(reading: "50%") == .percent(ExactDecimal(50)))
    #expect(try PercentOrNumber(reading: "１２．５％").value(whole: ExactDecimal(1))?.description == "0.125")
    #expect(try PercentOrNumber(reading: "50").value(whole: ExactDecimal(100)) == ExactDecimal(50))
  }

  @Test func `every decimal prints as it reads`() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      let bits = Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator)
      guard let value = ExactDecimal(mantissa: bits, scale: Int.random(in: 0...12, using: &generator)) else { continue }
      #expect(try ExactDecimal(reading: value.description) == value)
      #expect(try ExactDecimal(reading: value.grouped) == value)
    }
  }

  @Test func `equal numbers are equal values and order as numbers do`() {
    #expect(ExactDecimal(mantissa: 1500, scale: 3) == ExactDecimal(mantissa: 15, scale: 1))
    var generator = SeededGenerator(seed: 5)
    func any() -> ExactDecimal {
      let mantissa = Int64.random(in: -1_000_000...1_000_000, using: &generator)
      return ExactDecimal(mantissa: mantissa, scale: Int.random(in: 0...4, using: &generator)) ?? .zero
    }
    for _ in 0..<5_000 {
      let (a, b) = (any(), any())
      #expect((a < b) == (a.doubleValue < b.doubleValue))
      guard let sum = a.adding(b), let difference = sum.subtracting(b), let product = a.multiplied(by: b) else {
        Issue.record("\(a) \(b)")
        return
      }
      #expect(difference == a)
      #expect(b == .zero || product.divided(by: b) == a)
    }
  }

  @Test func `halves round away from zero`() throws {
    for (text, places, rounded) in [
      ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.45", 1, "2.5"), ("2.449", 1, "2.4"), ("1250", -2, "1300"),
      ("0.05", 0, "0"), ("-0.5", 0, "-1"),
    ] { #expect(try ExactDecimal(reading: text).rounded(toScale: places).description == rounded) }
    #expect(ExactDecimal(1).divided(by: ExactDecimal(3))?.description == "0.333333333333")
    #expect(ExactDecimal(2).divided(by: ExactDecimal(3))?.description == "0.666666666667")
    #expect(ExactDecimal(-7).remainder(dividingBy: ExactDecimal(3)) == ExactDecimal(-1))
  }

  @Test func `what does not fit is nil and never wraps`() {
    let most = ExactDecimal(.max)
    #expect(most.adding(ExactDecimal(1)) == nil)
    #expect(ExactDecimal(.min).negated == nil)
    #expect(most.multiplied(by: ExactDecimal(2)) == nil)
    #expect(ExactDecimal(1).divided(by: .zero) == nil)
    #expect(most.shifted(by: 1) == nil)
    #expect(most.divided(by: most) == ExactDecimal(1))
    #expect(ExactDecimal(.min).divided(by: ExactDecimal(-1)) == nil)
    #expect(ExactDecimal(1).shifted(by: .max) == nil)
    #expect(most.rounded(toScale: -19).description == "9223372036854775807")
    #expect(most.rounded(toScale: .min) == .zero)
    #expect(ExactDecimal(mantissa: 1, scale: .max) == nil)
    #expect(ExactDecimal(mantissa: 1, scale: .min) == nil)
  }

  @Test func `a binary number becomes the decimal that it shows`() {
    for (value, text) in [
      (0.1, "0.1"), (0.30000000000000004, "0.3"), (1e15, "1000000000000000"), (-2.5, "-2.5"),
      (Double.leastNonzeroMagnitude, "0"), (1e-7, "0.0000001"),
    ] {
      #expect(ExactDecimal(nearest: value)?.description == text)
    }
    #expect(ExactDecimal(nearest: .infinity) == nil)
    #expect(ExactDecimal(nearest: 1e300) == nil)
  }
}
