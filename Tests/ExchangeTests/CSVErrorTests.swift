import Exchange
import Glibc
import Testing

@Suite struct CSVErrorTests {
  @Test func `an unterminated quote is named by the line where it opened`() {
    let (records, error) = CSVTable.failure(Array("a,b\n1,\"x\ny\nz\n".utf8))
    #expect(records == 1)
    #expect(error == .unterminatedQuote(line: 2))
  }

  @Test func `a field beyond the limit is named by the line where it begins`() {
    var limits = CSVLimits()
    limits.field = 100
    limits.block = 16
    let long = String(repeating: "x", count: 101)
    #expect(CSVTable.failure(Array("a\nb,\(long)\n".utf8), limits: limits).error == .fieldTooLong(line: 2, limit: 100))
    #expect(
      CSVTable.failure(Array("a\n\"\n\n\(long)".utf8), limits: limits).error == .fieldTooLong(line: 2, limit: 100))
    #expect(CSVTable.failure(Array("a\nb,\(long.dropLast())\n".utf8), limits: limits).error == nil)
  }

  @Test func `a record beyond the limit is an error`() {
    var limits = CSVLimits()
    limits.record = 1_000
    limits.block = 64
    let long = String(repeating: "xxxx,", count: 400)
    #expect(CSVTable.failure(Array("a\n\(long)\n".utf8), limits: limits).error == .recordTooLong(line: 2, limit: 1_000))
  }

  @Test func `too many fields are an error`() {
    var limits = CSVLimits()
    limits.fields = 70
    let wide = String(repeating: ",", count: 70)
    #expect(CSVTable.failure(Array("a\n\(wide)\n".utf8), limits: limits).error == .tooManyFields(line: 2, limit: 70))
    #expect(CSVTable.failure(Array("\(wide.dropLast())\n".utf8), limits: limits).error == nil)
  }

  @Test func `an error is repeated and not stepped over`() throws {
    var reader = try CSVReader(bytes: Array("\"a\nb".utf8))
    #expect(throws: CSVError.unterminatedQuote(line: 1)) { try reader.next() }
    #expect(throws: CSVError.unterminatedQuote(line: 1)) { try reader.next() }
  }

  @Test func `a file that is gone is an error with its path`() {
    #expect(throws: CSVError.cannotOpen(path: "/nowhere/a.csv", errno: ENOENT)) {
      _ = try CSVReader(path: "/nowhere/a.csv")
    }
  }

  @Test func `a directory is an error`() {
    #expect(throws: CSVError.cannotOpen(path: "/tmp", errno: EISDIR)) { _ = try CSVReader(path: "/tmp") }
  }

  @Test(.enabled(if: geteuid() != 0)) func `a file we may not read is an error`() throws {
    let directory = try CSVScratchDirectory()
    try directory.put("a.csv", [0x61])
    chmod(directory.path("a.csv"), 0)
    #expect(throws: CSVError.cannotOpen(path: directory.path("a.csv"), errno: EACCES)) {
      _ = try CSVReader(path: directory.path("a.csv"))
    }
  }

  /// The first page of a process's memory cannot be read.
  @Test func `a failing read is an error with its number`() throws {
    #expect(throws: CSVError.cannotRead(path: "/proc/self/mem", errno: EIO)) {
      var reader = try CSVReader(path: "/proc/self/mem")
      _ = try reader.next()
    }
  }

  @Test(arguments: [0, 0x0A, 0x0D, 0x22, 0x27, 0x30, 0x3D, 0x61, 0x80, 0xFF] as [UInt8])
  func `what cannot delimit is refused`(byte: UInt8) {
    #expect(throws: CSVError.badDelimiter(byte)) { _ = try CSVReader(bytes: [], delimiter: byte) }
    var options = CSVWriter.Options()
    options.delimiter = byte
    #expect(throws: CSVError.badDelimiter(byte)) { _ = try CSVWriter(descriptor: 1, name: "", options: options) }
  }

  @Test func `random bytes never trap the reader`() {
    var numbers = CSVRepeatableNumbers(state: 3)
    let bytes: [UInt8] = [0x22, 0x0A, 0x0D, 0x2C, 0x3B, 0x61, 0xE7, 0xA7, 0x91, 0x81, 0x30, 0xFF, 0xFE, 0x3D]
    for _ in 0..<5_000 {
      let length = Int.random(in: 0...40, using: &numbers)
      let file = (0..<length).map { _ in bytes.randomElement(using: &numbers) ?? 0 }
      var limits = CSVLimits()
      limits.block = Int.random(in: 1...16, using: &numbers)
      for encoding in [nil] + CSVEncoding.allCases.map(Optional.some) {
        #expect(CSVTable.failure(file, encoding: encoding, limits: limits).records <= length)
      }
    }
  }
}
