import Exchange
import Testing

@Suite struct CSVEncodingTests {
  private let table = [["名称", "城市"], ["科技有限公司", "深圳"], ["龘𠀀", "€😀"]]
  private var text: String { table.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n" }

  @Test func `UTF-8 is read with and without a mark`() throws {
    #expect(try CSVTable.read(Array(text.utf8)) == table)
    #expect(try CSVTable.read([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == table)
  }

  @Test(arguments: [("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF])] as [(String, [UInt8])])
  func `UTF-16 is known by its mark`(encoding: String, mark: [UInt8]) throws {
    #expect(try CSVTable.read(mark + CSVTestBytes.converted(text, to: encoding)) == table)
  }

  @Test func `GB18030 is found where the text is no UTF-8`() throws {
    var reader = try CSVReader(bytes: CSVTestBytes.converted(text, to: "GB18030"))
    #expect(try reader.next())
    #expect(reader.encoding == .gb18030)
    #expect(try CSVTable.read(CSVTestBytes.converted(text, to: "GB18030")) == table)
  }

  @Test func `a megabyte of ASCII before GB18030 misleads nobody`() throws {
    let ascii = [UInt8](repeating: UInt8(ascii: "x"), count: 99) + [0x0A]
    let head = Array([[UInt8]](repeating: ascii, count: 12_000).joined())
    let records = try CSVTable.read(head + CSVTestBytes.converted(text, to: "GB18030"))
    #expect(Array(records.suffix(3)) == table)
    #expect(records.count == 12_003)
  }

  @Test func `GB18030 far behind UTF-8 is an error with its line`() throws {
    let head = Array(String(repeating: "科技有限公司,深圳\n", count: 20_000).utf8)
    let (records, error) = CSVTable.failure(head + (try CSVTestBytes.converted("软件", to: "GB18030")))
    #expect(records == 20_000)
    #expect(error == .malformed(line: 20_001, offset: head.count, encoding: .utf8))
  }

  @Test func `UTF-8 with one damaged byte is not taken for GB18030`() {
    let text = Array(String(repeating: "科技有限公司\n", count: 10).utf8)
    #expect(CSVTable.failure(text + [0xD1, 0xD1]) == (10, .malformed(line: 11, offset: text.count, encoding: .utf8)))
  }

  @Test func `a short GB18030 text that begins like UTF-8 is read right`() throws {
    // The first character's bytes, D2 BB, are also the UTF-8 of U+04BB.
    #expect(try CSVTable.read(CSVTestBytes.converted("一,科技\n", to: "GB18030")) == [["一", "科技"]])
  }

  @Test func `bytes that are neither are an error and no replacement character`() throws {
    #expect(CSVTable.failure(Array("a,b\n1,".utf8) + [0xA9]) == (1, .malformed(line: 2, offset: 6, encoding: nil)))
  }

  @Test func `a character cut off by the end of the file is an error`() throws {
    let bytes = Array("科\n技".utf8.dropLast())
    #expect(CSVTable.failure(bytes, encoding: .utf8) == (1, .malformed(line: 2, offset: 4, encoding: .utf8)))
    let chinese = Array(try CSVTestBytes.converted("科\n技", to: "GB18030").dropLast())
    let failure = CSVTable.failure(chinese, encoding: .gb18030)
    #expect(failure == (1, .malformed(line: 2, offset: 3, encoding: .gb18030)))
  }

  @Test(
    arguments: [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x80, 0x80], [0xFF]] as [[UInt8]])
  func `overlong forms, surrogates and what lies beyond Unicode are no UTF-8`(bytes: [UInt8]) {
    #expect(
      CSVTable.failure([0x61, 0x0A] + bytes + [0x62, 0x62, 0x62, 0x62], encoding: .utf8)
        == (1, .malformed(line: 2, offset: 2, encoding: .utf8)))
  }

  @Test func `the checking agrees with the standard library on random bytes`() {
    var numbers = CSVRepeatableNumbers(state: 7)
    let pieces: [[UInt8]] = [
      Array("a".utf8), Array("é".utf8), Array("科".utf8), Array("😀".utf8), [0xE0], [0xA0], [0x80], [0xED], [0xF4],
      [0x8F],
    ]
    for _ in 0..<5_000 {
      let bytes = Array(
        (0..<Int.random(in: 1...12, using: &numbers)).flatMap { _ in pieces.randomElement(using: &numbers) ?? [] })
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect((CSVTable.failure(bytes, encoding: .utf8).error == nil) == isValid, "\(bytes)")
    }
  }

  @Test func `a NUL is an error with its line`() {
    #expect(CSVTable.failure(Array("a,b\nc,d\ne\0f\n".utf8)) == (2, .nul(line: 3)))
    #expect(CSVTable.failure([0x61, 0, 0x0A, 0]).error == .nul(line: 1))
  }
}

private func == (left: (records: Int, error: CSVError?), right: (Int, CSVError?)) -> Bool {
  left.records == right.0 && left.error == right.1
}
