/// The bytes of a JSON text in order, in memory that does not grow with the file; a byte order mark is passed over.
struct JSONBytes: ~Copyable {
  private var source: CSVSource
  private let path: String
  private var block: [UInt8]
  private var index = 0
  private var end = 0
  private(set) var line = 1
  private(set) var column = 1

  init(path: String) throws(CSVError) {
    self.path = path
    source = try CSVSource(path: path, block: 65_536)
    block = Array(repeating: 0, count: 65_536)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if source.withPeek(mark.count, { bytes, _ in bytes.elementsEqual(mark) }) { source.skip(mark.count) }
  }

  /// A text in memory.
  init(text: [UInt8]) {
    path = ""
    source = CSVSource(bytes: text, block: 65_536)
    block = Array(repeating: 0, count: max(1, text.count))
  }

  /// What is taken while it is not nil, as it stands.
  var recorded: [UInt8]?

  var bytesRead: Int { source.bytesRead }
  var totalBytes: Int? { source.totalBytes }

  /// The next byte, which stays; nil at the end.
  mutating func peek() throws(CSVError) -> UInt8? {
    if index == end {
      index = 0
      end = 0
      let got = block.withUnsafeMutableBytes { source.read(into: $0) }
      guard got >= 0 else { throw .cannotRead(path: path, errno: source.failure ?? 0) }
      end = got
      if got == 0 { return nil }
    }
    return block[index]
  }

  mutating func skip() {
    guard index < end else { return }
    recorded?.append(block[index])
    if block[index] == 0x0A {
      line &+= 1
      column = 0
    }
    column &+= 1
    index &+= 1
  }

  mutating func take() throws(CSVError) -> UInt8? {
    let byte = try peek()
    skip()
    return byte
  }
}
