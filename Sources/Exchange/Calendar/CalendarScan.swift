internal import Diagnostics

/// Cuts the text of a calendar file (RFC 5545) into its tasks and events, each with its line, before any of it is
/// read: what is malformed, truncated or too deep is found here, with its line.
struct CalendarScan {
  struct Piece {
    let text: String
    let line: Int
  }

  enum Problem: Error {
    case notACalendar(line: Int)
    case lineTooLong(line: Int)
    case tooDeep(line: Int)
    case tooLarge(line: Int)
    case unexpectedEnd(String, open: String?, line: Int)
    case truncated(String, line: Int)
    case notUTF8(line: Int)
    case zeroByte(line: Int)
  }

  private(set) var pieces: [Piece] = []
  /// The file's own time zones, as they stand, by their names.
  private var zones: [String: String] = [:]
  private var zoneBytes = 0
  private(set) var others = 0

  /// Bytes of a line before folding; of one task; of all time zones; and how deep components nest.
  private static let longestLine = 1 << 20
  private static let largestPiece = 4 << 20
  private static let largestZones = 256 << 10
  private static let deepest = 8

  private var open: [(name: String, line: Int)] = []
  private var start = 0

  init(_ bytes: [UInt8]) throws(Problem) {
    var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 0
    while offset < bytes.count {
      line += 1
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      guard end - offset <= Self.longestLine else { throw .lineTooLong(line: line) }
      try take(bytes, offset..<end, line)
      offset = end + 1
    }
    if let last = open.last { throw .truncated(last.name, line: last.line) }
    if pieces.isEmpty, line == 0 { throw .notACalendar(line: 1) }
  }

  private mutating func take(_ bytes: [UInt8], _ range: Range<Int>, _ line: Int) throws(Problem) {
    if bytes[range].contains(0) { throw .zeroByte(line: line) }
    guard let word = Self.word(bytes[range]) else {
      if open.isEmpty, bytes[range].contains(where: { $0 > 0x20 }) { throw .notACalendar(line: line) }
      return
    }
    if word.begins {
      if open.isEmpty, word.name != "VCALENDAR" { throw .notACalendar(line: line) }
      guard open.count < Self.deepest else { throw .tooDeep(line: line) }
      if open.count == 1 { start = range.lowerBound }
      open.append((word.name, line))
      return
    }
    guard let last = open.last, last.name == word.name else {
      throw .unexpectedEnd(word.name, open: open.last?.name, line: line)
    }
    open.removeLast()
    if open.count == 1 { try keep(bytes, start..<range.upperBound, last) }
  }

  private mutating func keep(_ bytes: [UInt8], _ range: Range<Int>, _ component: (name: String, line: Int))
    throws(Problem)
  {
    guard component.name == "VTODO" || component.name == "VEVENT" || component.name == "VTIMEZONE" else {
      others += 1
      return
    }
    guard range.count <= Self.largestPiece else { throw .tooLarge(line: component.line) }
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .notUTF8(line: component.line) }
    if component.name == "VTIMEZONE" {
      zoneBytes += range.count
      guard zoneBytes <= Self.largestZones else { throw .tooLarge(line: component.line) }
      if let name = Self.zoneName(text) { zones[name] = text + "\n" }
    } else {
      pieces.append(Piece(text: text, line: component.line))
    }
  }

  /// `BEGIN:VTODO` and its kin; nil for any other line.
  private static func word(_ line: ArraySlice<UInt8>) -> (begins: Bool, name: String)? {
    guard line.count >= 5, line.count < 80, let first = line.first else { return nil }
    // B or E: most lines are told by their first letter.
    guard first | 0x20 == 0x62 || first | 0x20 == 0x65 else { return nil }
    let text = String(decoding: line, as: UTF8.self).uppercased()
    for (lead, begins) in [("BEGIN:", true), ("END:", false)] where text.hasPrefix(lead) {
      return (begins, String(text.dropFirst(lead.count).filter { !$0.isWhitespace }))
    }
    return nil
  }

  /// One piece as a calendar of its own, with the time zones that it names: a file may define hundreds.
  func calendar(of piece: Piece) -> String {
    var text = "BEGIN:VCALENDAR\nVERSION:2.0\n"
    if !zones.isEmpty {
      for name in Self.zonesNamed(in: piece.text) { text += zones[name] ?? "" }
    }
    return text + piece.text + "\nEND:VCALENDAR\n"
  }

  /// What stands behind `TZID=` in the parameters of a component, each once.
  private static func zonesNamed(in text: String) -> Set<String> {
    var names: Set<String> = []
    let mark = Array("TZID=".utf8)
    let bytes = unfolded(text)
    var index = 0
    while index + mark.count < bytes.count {
      guard bytes[index] & 0xDF == mark[0],
        bytes[index..<(index + 5)].elementsEqual(mark, by: { $0 & 0xDF == $1 & 0xDF })
      else {
        index += 1
        continue
      }
      index += mark.count
      let isQuoted = bytes[index] == 0x22
      if isQuoted { index += 1 }
      let ends: Set<UInt8> = isQuoted ? [0x22, 0x0A] : [0x3A, 0x3B, 0x2C, 0x0D, 0x0A]
      let end = bytes[index...].firstIndex(where: { ends.contains($0) }) ?? bytes.count
      names.insert(String(decoding: bytes[index..<end], as: UTF8.self))
      index = end
    }
    return names
  }

  /// The name that a VTIMEZONE gives itself.
  private static func zoneName(_ text: String) -> String? {
    for line in unfolded(text).split(separator: 0x0A) where line.count > 5 {
      let head = String(decoding: line.prefix(5), as: UTF8.self).uppercased()
      guard head == "TZID:" || head == "TZID;", let colon = line.firstIndex(of: 0x3A) else { continue }
      let name = line[(colon + 1)...].filter { $0 != 0x0D }
      return String(decoding: name, as: UTF8.self)
    }
    return nil
  }

  /// Lines that go on behind a blank are one (RFC 5545, 3.1).
  private static func unfolded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if byte == 0x20 || byte == 0x09, bytes.last == 0x0A {
        bytes.removeLast()
        if bytes.last == 0x0D { bytes.removeLast() }
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}

extension CalendarScan.Problem {
  func diagnostic(_ file: String, at span: SourceSpan) -> Diagnostic {
    let (line, english, chinese): (Int, String, String) =
      switch self {
      case .notACalendar(let line): (line, "BEGIN:VCALENDAR is expected", "这里应是 BEGIN:VCALENDAR")
      case .lineTooLong(let line): (line, "the line is longer than 1 MiB", "这一行超过 1 MiB")
      case .tooDeep(let line): (line, "components nest more than 8 deep", "组件嵌套超过 8 层")
      case .tooLarge(let line): (line, "the component is too large", "组件太大")
      case .unexpectedEnd(let name, let open, let line):
        (
          line, "END:\(name)" + (open.map { " where END:\($0) is expected" } ?? " without its BEGIN"),
          "END:\(name)" + (open.map { "，此处应是 END:\($0)" } ?? " 没有对应的 BEGIN")
        )
      case .truncated(let name, let line):
        (line, "BEGIN:\(name) has no END: the file is cut off", "BEGIN:\(name) 没有 END，文件不完整")
      case .notUTF8(let line): (line, "the text of this component is not UTF-8", "组件文字不是 UTF-8 编码")
      case .zeroByte(let line): (line, "the line holds a zero byte", "这一行含有零字节")
      }
    return Diagnostic(
      "bad-calendar", Wording("\(file), line \(line): \(english)", "\(file) 第 \(line) 行：\(chinese)"), kind: .failure,
      at: .init(span))
  }
}
