import Glibc

/// Turns a source's bytes into checked text: well-formed UTF-8 without NUL. What cannot be such text ends it, with
/// the reason.
struct CSVDecoder: ~Copyable {
  /// Why no more text comes.
  enum Stop: Equatable {
    case end
    case nul
    case malformed(offset: Int)
    case unreadable(errno: Int32)
  }

  /// A room smaller than this may not hold one character.
  static let smallestRoom = 8

  private var source: CSVSource
  private let sample: Int
  /// Nil as long as everything was ASCII and the encoding was left to be detected.
  private(set) var encoding: CSVEncoding?
  private(set) var stop: Stop?
  private var transcoder: Transcoder?
  /// Bytes read but not converted yet, when there is a transcoder: `raw[rawStart..<rawEnd]`.
  private var raw: [UInt8] = []
  private var rawStart = 0
  private var rawEnd = 0

  /// Passes over a byte order mark; it decides the encoding unless one is given.
  init(_ source: consuming CSVSource, encoding given: CSVEncoding?, sample: Int, block: Int) throws(CSVError) {
    self.source = source
    self.sample = max(CSVDecoder.smallestRoom, sample)
    encoding = given
    transcoder = nil
    raw = [UInt8](repeating: 0, count: max(CSVDecoder.smallestRoom, block))
    let marked = self.source.withPeek(CSVEncoding.longestMark) { bytes, _ in
      guard let given else { return CSVEncoding.marked(bytes) }
      return bytes.starts(with: given.byteOrderMark) ? given : nil
    }
    if let marked { self.source.skip(marked.byteOrderMark.count) }
    if let chosen = given ?? marked { try settle(on: chosen) }
  }

  var bytesRead: Int { source.progress }
  var totalBytes: Int? { source.totalBytes }

  /// Reads the next text to the start of `room` (at least `smallestRoom` bytes). 0 only when `stop` says why.
  mutating func read(into room: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
    while stop == nil {
      let count = transcoder == nil ? try readUnicode(into: room) : readTranscoded(into: room)
      // A NUL ends the text, at its place.
      if count > 0, let base = room.baseAddress, let nul = memchr(base, 0, count) {
        stop = .nul
        return base.distance(to: UnsafeMutableRawPointer(nul))
      }
      if count > 0 { return count }
    }
    return 0
  }

  private mutating func settle(on chosen: CSVEncoding) throws(CSVError) {
    encoding = chosen
    if chosen != .utf8 { transcoder = try Transcoder(from: chosen) }
  }

  /// Reads text that is UTF-8, or ASCII up to now.
  private mutating func readUnicode(into room: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
    let got = source.read(into: room)
    guard got > 0 else { return finish() }
    let bytes = UnsafeRawBufferPointer(rebasing: room[..<got])
    if encoding == nil {
      let ascii = UTF8Check.asciiPrefix(of: bytes)
      if ascii < got {
        source.putBack(UnsafeRawBufferPointer(rebasing: bytes[ascii...]))
        try detect()
      }
      return ascii
    }
    let check = UTF8Check.prefix(of: bytes)
    switch check.ending {
    case .complete: break
    case .malformed: stop = .malformed(offset: source.position &- got &+ check.valid)
    case .cut: putBackCut(UnsafeRawBufferPointer(rebasing: bytes[check.valid...]))
    }
    return check.valid
  }

  /// Puts the beginning of a character back before the bytes that follow it, if any do.
  private mutating func putBackCut(_ beginning: UnsafeRawBufferPointer) {
    let count = beginning.count
    source.putBack(beginning)
    let offset = source.position
    if source.withPeek(count &+ 1, { bytes, _ in bytes.count <= count }) {
      stop = source.failure.map(Stop.unreadable) ?? .malformed(offset: offset)
    }
  }

  /// Decides the encoding from the first byte beyond ASCII on, before any of that text is given out.
  private mutating func detect() throws(CSVError) {
    let judged = source.withPeek(sample) { bytes, isWhole in
      bytes.withUnsafeBytes { CSVEncoding.judged($0, whole: isWhole) }
    }
    if let judged {
      try settle(on: judged)
    } else {
      stop = .malformed(offset: source.position)
    }
  }

  private mutating func readTranscoded(into room: UnsafeMutableRawBufferPointer) -> Int {
    var written = 0
    var needsMore = rawStart == rawEnd
    while written == 0 {
      if needsMore {
        let got = fillRaw()
        guard got > 0 else { return finish() }
      }
      let outcome = convertRaw(into: room, written: &written)
      switch outcome {
      case .going: needsMore = rawStart == rawEnd
      case .cut: needsMore = true
      case .malformed:
        stop = .malformed(offset: source.position &- (rawEnd &- rawStart))
        return written
      }
    }
    return written
  }

  private mutating func convertRaw(
    into room: UnsafeMutableRawBufferPointer, written: inout Int
  ) -> Transcoder.Outcome {
    var bytes = raw
    raw = []
    let result = bytes.withUnsafeMutableBytes { bytes in
      transcoder?.convert(UnsafeMutableRawBufferPointer(rebasing: bytes[rawStart..<rawEnd]), into: room)
    }
    raw = bytes
    guard let result else { return .malformed }
    rawStart &+= result.read
    written = result.written
    return result.outcome
  }

  /// Moves the unconverted rest to the front and reads behind it.
  private mutating func fillRaw() -> Int {
    var bytes = raw
    raw = []
    let rest = rawEnd &- rawStart
    let got = bytes.withUnsafeMutableBytes { bytes in
      if rest > 0, rawStart > 0, let base = bytes.baseAddress { memmove(base, base + rawStart, rest) }
      return source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[rest...]))
    }
    raw = bytes
    rawStart = 0
    rawEnd = rest &+ max(0, got)
    return got
  }

  /// The source gave nothing: the file failed, ended, or ended in the middle of a character.
  private mutating func finish() -> Int {
    if let failure = source.failure {
      stop = .unreadable(errno: failure)
    } else if rawEnd > rawStart {
      stop = .malformed(offset: source.position &- (rawEnd &- rawStart))
    } else {
      stop = .end
    }
    return 0
  }
}
