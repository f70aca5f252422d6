import Foundation
import Testing
import Values

/// Some 6,000 numbers with what libphonenumber makes of them; see docs/decisions/0031-phone-numbers.md.
@Suite struct PhoneCorpusTests {
  struct Line: Sendable {
    let text: String
    /// Nil where libphonenumber reads none.
    let e164: String?
    let `extension`: String?
    let judgement: String
    var isValid: Bool { judgement == "valid" }
  }

  static let corpus: [Line] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/phone-numbers.tsv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3 else { return nil }
      let number = parts[1].split(separator: ";").map(String.init)
      return Line(
        text: parts[0], e164: parts[1] == "-" ? nil : number.first, extension: number.dropFirst().first,
        judgement: parts[2])
    }
  }()

  private static func read(_ line: Line) -> PhoneNumber? { try? PhoneNumber(reading: line.text) }

  @Test func `a valid number has one key, ours and libphonenumber's`() {
    #expect(Self.corpus.count > 5_000)
    for line in Self.corpus where line.isValid {
      guard let number = Self.read(line) else { continue }
      #expect(number.e164 == line.e164, "\(line.text)")
      #expect(number.extension == line.extension, "\(line.text)")
    }
  }

  /// Beyond libphonenumber we split off what stands behind 转, 分机 or a last hyphen, and drop a trunk prefix even where
  /// the number is too short or too long.
  @Test func `what is only possible has the same key but for extensions and trunk prefixes`() {
    for line in Self.corpus where line.judgement == "possible" {
      guard let number = Self.read(line), number.extension == nil, let expected = line.e164 else { continue }
      let withoutZero = expected.firstIndex(of: "0").map { expected[..<$0] + expected[expected.index(after: $0)...] }
      #expect(
        number.e164 == expected || withoutZero.map { number.e164.hasSuffix($0.suffix(7)) } == true, "\(line.text)")
    }
  }

  /// A landline of the mainland without its 0 could be a number of another country without its code: it is asked for.
  /// A slash parts two numbers.
  @Test func `what libphonenumber holds valid is read, but for landlines without a 0, slashes and letters`() {
    let refused = Self.corpus.filter { $0.isValid && Self.read($0) == nil }.map(\.text)
    #expect(Set(refused) == ["4548764972", "4374572012", "2183321474", "+1-800-FLOWERS", "+421 2/212 345 67"])
  }

  @Test func `a number with its trunk prefix has the key without`() throws {
    #expect(try PhoneNumber(reading: "+44 020 7946 0958").e164 == "+442079460958")
    #expect(try PhoneNumber(reading: "+39 (0)6 698 12345").e164 == "+390669812345")
    #expect(try PhoneNumber(reading: "tel:+86-755-12345678").e164 == "+8675512345678")
  }
}
