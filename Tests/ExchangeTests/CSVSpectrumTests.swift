import Exchange
import FoundationEssentials
import Testing

/// max-mapper/csv-spectrum: small files that readers get wrong, each with its table as JSON.
@Suite struct CSVSpectrumTests {
  private static let names = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
  ]

  private func records(_ path: String) throws -> [[String: String]] {
    var rows = try CSVTable.read(path: path)
    let heading = rows.removeFirst()
    return rows.map { row in Dictionary(uniqueKeysWithValues: zip(heading, row)) }
  }

  private func expected(_ path: String) throws -> [[String: String]] {
    try JSONDecoder().decode([[String: String]].self, from: Data(CSVTestBytes.of(path)))
  }

  @Test(arguments: names)
  func `a spectrum file reads as its JSON says`(name: String) throws {
    guard let folder = CSVTestBytes.sharedFolder("csv_spectrum") else { return }
    #expect(try records("\(folder)/csvs/\(name).csv") == expected("\(folder)/json/\(name).json"))
  }

  @Test func `lone carriage returns end records`() throws {
    guard let folder = CSVTestBytes.sharedFolder("csv_spectrum") else { return }
    let base = "\(folder)/csvs_removed_upstream/newlines_cr"
    #expect(try records("\(base).csv") == expected("\(base).json"))
  }

  /// The JSON beside it holds another phone number than the file: a defect of the collection.
  @Test func `quotes within bare coordinates are kept`() throws {
    guard let folder = CSVTestBytes.sharedFolder("csv_spectrum") else { return }
    let rows = try records("\(folder)/csvs/location_coordinates.csv")
    #expect(rows.map { $0["Location Coordinates"] } == ["37\u{FFFD}36'37.8\"N 121\u{FFFD}2'17.9\"W"])
    #expect(rows.map { $0["Contact Phone Number"] } == ["2095257564"])
  }

  @Test func `Latin-1 is refused and not guessed`() throws {
    guard let folder = CSVTestBytes.sharedFolder("csv_spectrum") else { return }
    #expect(throws: CSVError.self) { _ = try CSVTable.read(path: "\(folder)/csvs_removed_upstream/latin1.csv") }
  }
}
