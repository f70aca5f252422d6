import Exchange
import Glibc
import Testing

/// What the CSV tests share: whole tables in and out, files of their own, numbers that repeat.
enum CSVTable {
  static func read(
    _ bytes: [UInt8], encoding: CSVEncoding? = nil, delimiter: UInt8? = nil, spreadsheetSafe: Bool = false,
    limits: CSVLimits = CSVLimits()
  ) throws -> [[String]] {
    var reader = try CSVReader(
      bytes: bytes, encoding: encoding, delimiter: delimiter, spreadsheetSafe: spreadsheetSafe, limits: limits)
    var records: [[String]] = []
    while try reader.next() { records.append((0..<reader.fieldCount).map { reader.text($0) }) }
    return records
  }

  static func read(_ text: String, delimiter: UInt8? = nil, limits: CSVLimits = CSVLimits()) throws -> [[String]] {
    try read(Array(text.utf8), delimiter: delimiter, limits: limits)
  }

  static func read(path: String, limits: CSVLimits = CSVLimits()) throws -> [[String]] {
    var reader = try CSVReader(path: path, limits: limits)
    var records: [[String]] = []
    while try reader.next() { records.append((0..<reader.fieldCount).map { reader.text($0) }) }
    return records
  }

  static func write(_ records: [[String]], options: CSVWriter.Options = CSVWriter.Options()) throws -> [UInt8] {
    let directory = try CSVScratchDirectory()
    let path = directory.path("table.csv")
    var writer = try CSVWriter(path: path, options: options)
    for record in records { try writer.record(record) }
    try writer.finish()
    return try directory.bytes("table.csv")
  }

  /// The first error that reading these bytes meets, and how many records came before it.
  static func failure(
    _ bytes: [UInt8], encoding: CSVEncoding? = nil, limits: CSVLimits = CSVLimits()
  ) -> (records: Int, error: CSVError?) {
    var records = 0
    do {
      var reader = try CSVReader(bytes: bytes, encoding: encoding, limits: limits)
      while try reader.next() { records += 1 }
      return (records, nil)
    } catch {
      return (records, error)
    }
  }
}

/// A directory that goes with its owner.
final class CSVScratchDirectory {
  let root: String

  init() throws {
    var template = Array("/tmp/csv-tests-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw CSVError.cannotWrite(path: "/tmp", errno: errno) }
    root = String(cString: made)
  }

  deinit {
    for name in names() { unlink(path(name)) }
    rmdir(root)
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  func names() -> [String] {
    guard let directory = opendir(root) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func put(_ name: String, _ bytes: [UInt8]) throws {
    let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
  }

  func bytes(_ name: String) throws -> [UInt8] { try CSVTestBytes.of(path(name)) }
}

enum CSVTestBytes {
  static func of(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    try #require(descriptor >= 0, "\(path)")
    defer { close(descriptor) }
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = read(descriptor, &block, block.count)
      guard got > 0 else { return all }
      all += block[..<got]
    }
  }

  /// Text in another encoding, by the system's iconv.
  static func converted(_ text: String, to encoding: String) throws -> [UInt8] {
    let handle = try #require(iconv_open(encoding, "UTF-8"))
    defer { iconv_close(handle) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    let written = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var fromLeft = input.count
        var to = output.baseAddress
        var toLeft = output.count
        #expect(iconv(handle, &from, &fromLeft, &to, &toLeft) == 0)
        return output.count - toLeft
      }
    }
    return output[..<written].map { UInt8(bitPattern: $0) }
  }

  /// A folder of the shared test data beside the checkout; nil where there is none.
  static func sharedFolder(_ name: String) -> String? {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/../shared/data/\(name)"
    return access(path, R_OK) == 0 ? path : nil
  }
}

/// SplitMix64: random numbers that are the same in every run.
struct CSVRepeatableNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
