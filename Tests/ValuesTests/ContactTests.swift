import Testing

@testable import Values

@Suite struct ContactTests {
  @Test(
    arguments: [
      ("13800138000", "+8613800138000", nil), ("138 0013 8000", "+8613800138000", nil),
      ("138-0013-8000", "+8613800138000", nil), ("+86 138 0013 8000", "+8613800138000", nil),
      ("008613800138000", "+8613800138000", nil), ("8613800138000", "+8613800138000", nil),
      ("１３８００１３８０００", "+8613800138000", nil), ("013800138000", "+8613800138000", nil),
      ("0755-12345678", "+8675512345678", nil), ("(0755)12345678", "+8675512345678", nil),
      ("（0755）1234-5678", "+8675512345678", nil), ("+86 (0)755 1234 5678", "+8675512345678", nil),
      ("+86-755-12345678", "+8675512345678", nil), ("010-12345678", "+861012345678", nil),
      ("010 1234 5678", "+861012345678", nil), ("021-63221234转8001", "+862163221234", "8001"),
      ("021-63221234-8001", "+862163221234", "8001"), ("021-63221234 x8001", "+862163221234", "8001"),
      ("021-63221234 ext. 801", "+862163221234", "801"), ("02163221234#12", "+862163221234", "12"),
      ("021-63221234分机801", "+862163221234", "801"), ("0571-1234567", "+865711234567", nil),
      ("0571-1234567-8", "+865711234567", "8"), ("400-123-4567", "+864001234567", nil),
      ("8008101234", "+868008101234", nil),
      ("400-123-4567转1", "+864001234567", "1"), ("4001234567-801", "+864001234567", "801"),
      ("+1 415 555 2671", "+14155552671", nil), ("0044 20 7946 0958", "+442079460958", nil),
      ("+852 2345 6789", "+85223456789", nil), ("+44 (0)20 7946 0958", "+442079460958", nil),
      ("+86 21 6322 1234", "+862163221234", nil), ("8675512345678", "+8675512345678", nil),
      ("19912345678", "+8619912345678", nil), ("138 0013 8000-22", "+8613800138000", "22"),
    ] as [(String, String, String?)])
  func `a telephone number is brought to its international form`(_ text: String, _ e164: String, _ tail: String?) throws
  {
    let number = try PhoneNumber(reading: text)
    #expect(number.e164 == e164)
    #expect(number.extension == tail)
    #expect(try PhoneNumber(reading: number.description) == number)
    #expect(try PhoneNumber(reading: number.national) == number)
  }

  @Test func `what is no telephone number is refused with the reason`() {
    let cases: [(String, PhoneReadingError)] = [
      ("", .empty), ("n/a", .noDigits("n/a")), ("电话", .noDigits("电话")),
      ("1380013800", .tooShort(digits: 10, expected: 11...11)),
      ("138001380000", .tooLong(digits: 12, expected: 11...11)),
      ("12800138000", .unknownMobilePrefix("12800138000")), ("63221234", .missingAreaCode("63221234")),
      ("95588", .serviceNumber("95588")), ("10086", .serviceNumber("10086")), ("110", .serviceNumber("110")),
      ("13800138000/13900139000", .severalNumbers("13800138000/13900139000")),
      ("13800138000、13900139000", .severalNumbers("13800138000、13900139000")), ("138abc38000", .letters("138abc38000")),
      ("0755-123456", .tooShort(digits: 10, expected: 11...12)),
      ("0755-123456789", .tooLong(digits: 13, expected: 11...12)), ("+355", .tooShort(digits: 3, expected: 7...15)),
      ("+0123456789", .unknownCountryCode("+0123456789")),
      ("1234", .tooShort(digits: 4, expected: 11...11)), ("021-63221234转", .badExtension("")),
      ("12345", .serviceNumber("12345")), ("+86", .tooShort(digits: 0, expected: 10...12)),
      ("5551234567", .unknownShape("5551234567")),
      ("+1234567890123456", .tooLong(digits: 16, expected: 7...15)), ("138*0013", .unexpected("*")),
    ]
    for (text, error) in cases {
      #expect(throws: error, "\(text)") { try PhoneNumber(reading: text) }
    }
  }

  @Test func `a mainland number is shown as it is dialled there`() throws {
    for (text, national) in [
      ("13800138000", "13800138000"), ("021 63221234 转 8001", "021-63221234转8001"), ("4001234567", "400-123-4567"),
      ("075512345678", "0755-12345678"), ("+14155552671", "+14155552671"),
    ] {
      #expect(try PhoneNumber(reading: text).national == national)
    }
    #expect(try PhoneNumber(reading: "13800138000").lastFourDigits == "8000")
  }

  @Test(arguments: [
    ("a@b.com", "a@b.com"), (" Zhang.San+crm@Example.COM ", "zhang.san+crm@example.com"), ("张三@例子.公司", "张三@例子.公司"),
    ("a＠b.com", "a@b.com"), ("o'neil@x-y.co.uk", "o'neil@x-y.co.uk"),
    ("x@xn--fiqs8s.cn", "x@xn--fiqs8s.cn"), ("a@b。com", "a@b.com"), ("user@４ａ.com", "user@4a.com"),
  ])
  func `an address has one at sign and a dotted domain`(_ text: String, _ folded: String) throws {
    #expect(try EmailAddress(reading: text).folded == folded)
  }

  @Test func `the short way to read an address agrees with the long one`() {
    var generator = SeededGenerator(seed: 12)
    let pieces = Array("ab1.-_+@@.com").map(String.init)
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 3...12, using: &generator)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      }.joined()
      guard let plain = EmailAddress.plain(text) else { continue }
      // A leading space keeps the short way from being taken.
      #expect((try? EmailAddress(reading: " " + text)) == plain, "\(text)")
    }
  }

  @Test func `what is no address is refused with the reason`() {
    let cases: [(String, EmailAddress.ReadingError)] = [
      ("", .empty), ("abc", .missingAt("abc")), ("a@b@c.com", .severalAts("a@b@c.com")),
      ("a b@c.com", .space("a b@c.com")), ("@c.com", .missingLocal("@c.com")), ("a@", .missingDomain("a@")),
      (".a@c.com", .misplacedDot(".a@c.com")), ("a..b@c.com", .misplacedDot("a..b@c.com")),
      ("a@localhost", .undottedDomain("a@localhost")), ("a@-b.com", .badDomain("a@-b.com", label: "-b")),
      ("a@b..com", .badDomain("a@b..com", label: "")), ("a,b@c.com", .badLocal("a,b@c.com", character: ",")),
      ("a@b_c.com", .badDomain("a@b_c.com", label: "b_c")), ("a@1.2", .badDomain("a@1.2", label: "2")),
      (String(repeating: "a", count: 65) + "@b.com", .tooLong(bytes: 65, limit: 64)),
      ("a\u{200B}@b.com", .badLocal("a\u{200B}@b.com", character: "\u{200B}")),
      ("a@b.c", .badDomain("a@b.c", label: "c")),
    ]
    for (text, error) in cases {
      #expect(throws: error, "\(text)") { try EmailAddress(reading: text) }
    }
  }

  @Test func `a web address may leave out its scheme`() throws {
    for (text, shown) in [
      ("baidu.com", "baidu.com"), ("HTTPS://www.Baidu.com/A?b#c", "https://www.baidu.com/A?b#c"), ("例子.公司", "例子.公司"),
      ("http://a.cn:8080", "http://a.cn:8080"),
    ] {
      #expect(try WebAddress(reading: text).description == shown)
    }
    #expect(throws: WebAddress.ReadingError.unknownScheme("javascript")) {
      try WebAddress(reading: "javascript://a.com")
    }
    #expect(throws: WebAddress.ReadingError.badHost("baidu")) { try WebAddress(reading: "baidu") }
    #expect(throws: WebAddress.ReadingError.badCharacter("a b.com")) { try WebAddress(reading: "a b.com") }
    #expect(throws: WebAddress.ReadingError.empty) { try WebAddress(reading: " ") }
  }
}
