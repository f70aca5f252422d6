/// The physical lines of a file, one after the other, whatever ends them: LF, CR LF or CR.
struct VCardLines: ~Copyable {
  struct Line {
    let number: Int
    var bytes: [UInt8]
    /// Longer than `limit`; the rest of it was passed over.
    var isCut: Bool
  }

  /// The longest line or value that is kept, in bytes: what no field could take is not held in memory.
  static let limit = 1 << 21

  /// One of the two: the bytes as they are, or converted from an encoding of the whole file.
  private var raw: CSVSource?
  private var decoder: CSVDecoder?
  /// The encoding of the file, where a mark or the statement says it.
  let encoding: CSVEncoding?
  private var block = [UInt8](repeating: 0, count: 64 << 10)
  private var place = 0
  private var end = 0
  private var number = 0
  private var skipsLineFeed = false
  private var isAtEnd = false
  /// What came before this point was read well.
  private(set) var failure: CSVError?
  private let path: String

  /// - Parameter encoding: as the statement says; nil lets a mark decide.
  init(path: String, encoding given: CSVEncoding?) throws(CSVError) {
    var source: CSVSource? = try CSVSource(path: path, block: 64 << 10)
    let marked = source?.withPeek(CSVEncoding.longestMark) { bytes, _ in CSVEncoding.marked(bytes) } ?? nil
    if marked == .utf8 { source?.skip(CSVEncoding.utf8.byteOrderMark.count) }
    let decoder = try VCardLines.decoder(&source, given ?? marked)
    self.path = path
    self.decoder = decoder
    raw = source
    encoding = given ?? marked
  }

  /// Takes the source where its bytes are to be converted.
  private static func decoder(
    _ source: inout CSVSource?, _ encoding: CSVEncoding?
  ) throws(CSVError) -> CSVDecoder? {
    switch encoding {
    case .utf8, nil: return nil
    case .gb18030, .utf16LittleEndian, .utf16BigEndian:
      guard let taken = source.take() else { return nil }
      return try CSVDecoder(taken, encoding: encoding, sample: 64 << 10, block: 64 << 10)
    }
  }

  /// Whether the lines are UTF-8 by conversion.
  var isUnicode: Bool {
    switch encoding {
    case .utf8, nil: false
    case .gb18030, .utf16LittleEndian, .utf16BigEndian: true
    }
  }

  /// Nil at the end.
  mutating func next() throws(CSVError) -> Line? {
    var line: Line?
    while true {
      if place == end, try !fill() { return line }
      if skipsLineFeed {
        skipsLineFeed = false
        if block[place] == UInt8(ascii: "\n") {
          place += 1
          continue
        }
      }
      if line == nil {
        number += 1
        line = Line(number: number, bytes: [], isCut: false)
      }
      let rest = block[place..<end]
      let stop = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? end
      let room = VCardLines.limit - (line?.bytes.count ?? 0)
      line?.bytes.append(contentsOf: block[place..<min(stop, place + room)])
      if stop - place > room { line?.isCut = true }
      place = stop
      guard stop < end else { continue }
      skipsLineFeed = block[stop] == UInt8(ascii: "\r")
      place += 1
      return line
    }
  }

  private mutating func fill() throws(CSVError) -> Bool {
    guard !isAtEnd else { return false }
    var bytes = block
    block = []
    place = 0
    end = 0
    let count: Int
    if decoder == nil {
      count = bytes.withUnsafeMutableBytes { raw?.read(into: $0) ?? 0 }
    } else {
      count = try convert(into: &bytes)
    }
    block = bytes
    if count < 0 { throw .cannotRead(path: path, errno: raw?.failure ?? 0) }
    end = count
    isAtEnd = count == 0
    return count > 0
  }

  private mutating func convert(into bytes: inout [UInt8]) throws(CSVError) -> Int {
    let read = bytes.withUnsafeMutableBytes { room in
      Result { () throws(CSVError) in try decoder?.read(into: room) ?? 0 }
    }
    let count = try read.get()
    guard count == 0, let stop = decoder?.stop else { return count }
    switch stop {
    case .end: return 0
    case .nul: throw .nul(line: number)
    case .malformed(let offset): throw .malformed(line: number, offset: offset, encoding: encoding)
    case .unreadable(let errno): throw .cannotRead(path: path, errno: errno)
    }
  }
}
