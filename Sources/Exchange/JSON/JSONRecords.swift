internal import Values

/// Reads the records of a JSON document: an array of objects, one object, or one object after another (JSON lines).
/// What it accepts is RFC 8259 and no more.
struct JSONRecords: ~Copyable {
  struct Item {
    let name: String
    /// In `text`.
    var range: Range<Int>
    /// Of a list: where each of its values ends in `text`.
    var ends: [Int]?
    /// An object, or a list of such: read over.
    var isNested = false
  }

  private enum State { case start, array, lines, over }

  /// Where the record begins.
  private(set) var line = 1
  private(set) var items: [Item] = []
  private(set) var text: [UInt8] = []
  private var bytes: JSONBytes
  private var state = State.start
  private var count = 0
  private var seen: Set<String> = []
  private static let deepest = 200

  /// Members whose objects are kept as they are written, and not read over.
  private let kept: Set<String>

  init(path: String, keeping kept: Set<String> = []) throws(CSVError) {
    bytes = try JSONBytes(path: path)
    self.kept = kept
  }

  /// The records of a text in memory.
  init(text: [UInt8]) {
    bytes = JSONBytes(text: text)
    kept = []
  }

  var bytesRead: Int { bytes.bytesRead }
  var totalBytes: Int? { bytes.totalBytes }

  /// Goes on to the next record; false at the end. Throws `JSONFault` or `CSVError`.
  mutating func next() throws -> Bool {
    try skipBlanks()
    if case .start = state {
      switch try bytes.peek() {
      case 0x5B:
        bytes.skip()
        state = .array
        try skipBlanks()
      case nil: throw fault(.empty)
      default: state = .lines
      }
    }
    switch state {
    case .start, .over: return false
    case .lines:
      if try bytes.peek() == nil {
        state = .over
        return false
      }
    case .array:
      if try bytes.peek() == 0x5D {
        bytes.skip()
        try skipBlanks()
        if let byte = try bytes.peek() { throw fault(.unexpected(byte)) }
        state = .over
        return false
      }
      if count > 0 {
        try expect(0x2C)
        try skipBlanks()
      }
    }
    line = bytes.line
    items.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    seen.removeAll(keepingCapacity: true)
    switch try bytes.peek() {
    case 0x7B: break
    case nil: throw fault(.unfinished)
    case 0x5B, 0x22, 0x2D, .some(0x30...0x39), 0x74, 0x66, 0x6E: throw fault(.notARecord)
    case let byte: throw fault(.unexpected(byte))
    }
    bytes.skip()
    try readMembers()
    count &+= 1
    return true
  }

  // MARK: Values

  private mutating func readMembers() throws {
    try skipBlanks()
    if try bytes.peek() == 0x7D { return bytes.skip() }
    while true {
      let place = (bytes.line, bytes.column)
      let key = ImportLayout.trimmed(try readKey())
      guard seen.insert(key).inserted else { throw fault(.twice(key), of: key, at: place) }
      let start = text.count
      items.append(Item(name: key, range: start..<start))
      let item = items.count &- 1
      if kept.contains(key) { bytes.recorded = [] }
      try readValue(into: item)
      if let recorded = bytes.recorded.take(), items[item].isNested { text += recorded }
      items[item].range = start..<text.count
      try skipBlanks()
      if try bytes.peek() == 0x2C {
        bytes.skip()
        try skipBlanks()
        continue
      }
      return try expect(0x7D)
    }
  }

  /// `"name" :` and what blank follows it.
  private mutating func readKey() throws -> String {
    guard try bytes.peek() == 0x22 else { throw fault(.unexpected(try bytes.peek())) }
    let start = text.count
    try readString()
    let key = String(decoding: text[start...], as: UTF8.self)
    text.removeSubrange(start...)
    try skipBlanks()
    try expect(0x3A)
    try skipBlanks()
    return key
  }

  private mutating func readValue(into place: Int) throws {
    let start = text.count
    switch try bytes.peek() {
    case 0x7B:
      try skipNested()
      text.removeSubrange(start...)
      items[place].isNested = true
    case 0x5B: try readList(into: place)
    default: try readScalar()
    }
  }

  private mutating func readScalar() throws {
    switch try bytes.peek() {
    case 0x22: try readString()
    case 0x74: try readWord("true", isKept: true)
    case 0x66: try readWord("false", isKept: true)
    case 0x6E: try readWord("null", isKept: false)
    case 0x2D, .some(0x30...0x39): try readNumber()
    case nil: throw fault(.unfinished)
    case let byte: throw fault(.unexpected(byte))
    }
  }

  private mutating func readList(into place: Int) throws {
    bytes.skip()
    let start = text.count
    var ends: [Int] = []
    try skipBlanks()
    if try bytes.peek() == 0x5D {
      bytes.skip()
    } else {
      repeat {
        try skipBlanks()
        let before = text.count
        switch try bytes.peek() {
        case 0x7B, 0x5B:
          try skipNested()
          text.removeSubrange(before...)
          items[place].isNested = true
        default: try readScalar()
        }
        ends.append(text.count)
        try skipBlanks()
      } while try takeComma(or: 0x5D)
    }
    items[place].ends = ends
    if items[place].isNested { text.removeSubrange(start...) }
  }

  /// True after a comma, false after `close`.
  private mutating func takeComma(or close: UInt8) throws -> Bool {
    if try bytes.peek() == 0x2C {
      bytes.skip()
      return true
    }
    try expect(close)
    return false
  }

  /// Reads over an object or a list, judging it: no recursion, a stack of what is open.
  private mutating func skipNested() throws {
    var open: [UInt8] = []
    repeat {
      try skipBlanks()
      switch try bytes.peek() {
      case 0x7B, 0x5B:
        guard open.count < Self.deepest, let byte = try bytes.take() else { throw fault(.tooDeep) }
        open.append(byte == 0x7B ? 0x7D : 0x5D)
        try skipBlanks()
        if try bytes.peek() == open.last {
          bytes.skip()
          open.removeLast()
          try closeNested(&open)
        } else if open.last == 0x7D {
          _ = try readKey()
        }
      default:
        try readScalar()
        try closeNested(&open)
      }
    } while !open.isEmpty
  }

  /// After a value: a comma leads to the next, and what is complete is closed.
  private mutating func closeNested(_ open: inout [UInt8]) throws {
    while let close = open.last {
      try skipBlanks()
      if try takeComma(or: close) {
        try skipBlanks()
        if close == 0x7D { _ = try readKey() }
        return
      }
      open.removeLast()
    }
  }

  // MARK: Tokens

  private mutating func readWord(_ word: StaticString, isKept: Bool) throws {
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    for byte in expected {
      guard let found = try bytes.peek() else { throw fault(.unfinished) }
      guard found == byte else { throw fault(.unexpected(found)) }
      bytes.skip()
      if isKept { text.append(byte) }
    }
  }

  private mutating func readNumber() throws {
    let start = text.count
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
    if try bytes.peek() == 0x2D { try keep() }
    guard isDigit(try bytes.peek()) else { throw fault(.badNumber) }
    if try bytes.peek() == 0x30 {
      try keep()
      if isDigit(try bytes.peek()) { throw fault(.badNumber) }
    }
    while isDigit(try bytes.peek()) { try keep() }
    if try bytes.peek() == 0x2E {
      try keep()
      guard isDigit(try bytes.peek()) else { throw fault(.badNumber) }
      while isDigit(try bytes.peek()) { try keep() }
    }
    let mark = try bytes.peek()
    guard mark == 0x65 || mark == 0x45 else { return }
    let mantissa = text.count
    try keep()
    let sign = try bytes.peek()
    if sign == 0x2B || sign == 0x2D { try keep() }
    guard isDigit(try bytes.peek()) else { throw fault(.badNumber) }
    while isDigit(try bytes.peek()) { try keep() }
    // The language knows no exponents: what has one is written out, if it is not beyond any figure.
    let digits = String(decoding: text[(mantissa &+ 1)...], as: UTF8.self)
    guard let exponent = Int(digits), exponent.magnitude <= 40, text.count &- start <= 80 else { return }
    let plain = JSONNumber.writtenOut(text[start..<mantissa], exponent: exponent)
    text.replaceSubrange(start..., with: plain)
  }

  private mutating func keep() throws {
    if let byte = try bytes.take() { text.append(byte) }
  }

  private mutating func readString() throws {
    bytes.skip()
    let start = text.count
    while true {
      guard let byte = try bytes.peek() else { throw fault(.unfinished) }
      switch byte {
      case 0x22:
        bytes.skip()
        guard case .complete = text[start...].withUnsafeBytes({ UTF8Check.prefix(of: $0) }).ending else {
          throw fault(.notUTF8)
        }
        return
      case 0x5C:
        bytes.skip()
        try readEscape()
      case 0..<0x20: throw fault(.control)
      default:
        bytes.skip()
        text.append(byte)
      }
    }
  }

  private mutating func readEscape() throws {
    guard let byte = try bytes.peek() else { throw fault(.unfinished) }
    let meant: UInt8
    switch byte {
    case 0x22, 0x5C, 0x2F: meant = byte
    case 0x62: meant = 0x08
    case 0x66: meant = 0x0C
    case 0x6E: meant = 0x0A
    case 0x72: meant = 0x0D
    case 0x74: meant = 0x09
    case 0x75:
      bytes.skip()
      return try readUnicode()
    default: throw fault(.badEscape)
    }
    bytes.skip()
    text.append(meant)
  }

  private mutating func readUnicode() throws {
    var value = try readHex()
    if value >= 0xD800, value < 0xDC00 {
      guard try bytes.take() == 0x5C, try bytes.take() == 0x75 else { throw fault(.badEscape) }
      let low = try readHex()
      guard low >= 0xDC00, low < 0xE000 else { throw fault(.badEscape) }
      value = 0x10000 &+ (value &- 0xD800) << 10 &+ (low &- 0xDC00)
    }
    if value == 0 { throw fault(.control) }
    guard let scalar = Unicode.Scalar(value) else { throw fault(.badEscape) }
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func readHex() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try bytes.peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw fault(.badEscape)
      }
      bytes.skip()
      value = value << 4 | UInt32(truncatingIfNeeded: digit)
    }
    return value
  }

  private mutating func skipBlanks() throws {
    while let byte = try bytes.peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { bytes.skip() }
  }

  private mutating func expect(_ byte: UInt8) throws {
    guard let found = try bytes.peek() else { throw fault(.unfinished) }
    guard found == byte else { throw fault(.unexpected(found)) }
    bytes.skip()
  }

  /// - Parameters:
  ///   - name: of the member at fault; nil for the last one.
  ///   - place: its line and column; nil for where the reading stands.
  func fault(_ reason: JSONFault.Reason, of name: String? = nil, at place: (Int, Int)? = nil) -> JSONFault {
    var pointer = ""
    if case .array = state { pointer = "/\(count)" }
    if let name = name ?? items.last?.name {
      pointer +=
        "/"
        + name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
        .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
    return JSONFault(
      reason: reason, line: place?.0 ?? bytes.line, column: place?.1 ?? bytes.column,
      pointer: VisibleText.escaped(pointer))
  }
}

/// `1.5e3` without its exponent.
enum JSONNumber {
  static func writtenOut(_ mantissa: ArraySlice<UInt8>, exponent: Int) -> [UInt8] {
    let isNegative = mantissa.first == 0x2D
    let plain = isNegative ? mantissa.dropFirst() : mantissa
    let parts = plain.split(separator: 0x2E, maxSplits: 1)
    var digits = Array(parts.first ?? [])
    let fraction = parts.count > 1 ? Array(parts[1]) : []
    var point = digits.count &+ exponent
    digits += fraction
    if point < 1 {
      digits = Array(repeating: 0x30, count: 1 &- point) + digits
      point = 1
    }
    if point > digits.count { digits += Array(repeating: 0x30, count: point &- digits.count) }
    let rest = digits[point...]
    let whole = digits[..<point].drop { $0 == 0x30 }
    return (isNegative ? [0x2D] : []) + (whole.isEmpty ? [0x30] : Array(whole)) + (rest.isEmpty ? [] : [0x2E] + rest)
  }
}
