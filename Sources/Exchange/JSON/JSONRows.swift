/// The records of a JSON file as rows for an import: the names of all its members are the heading.
final class JSONRows: RowSupply {
  private let headings: [String]
  private let columns: [String: Int]
  /// Headings that fill a field: an object there would be lost.
  private let filled: Set<String>
  private let lists: Set<String>
  /// Headings whose objects are records of their own, given on as they are written.
  private let kept: Set<String>
  private var records: JSONRecords
  private var waiting: [UInt8] = []
  private var given = 0
  private var lines: [Int] = []
  private var passed = 0
  private(set) var failure: (any Error)?

  /// - Parameter lists: headings of fields that hold several values.
  init(path: String, headings: [String], filled: Set<String>, lists: Set<String>, kept: Set<String> = [])
    throws(CSVError)
  {
    self.headings = headings
    self.filled = filled
    self.lists = lists
    self.kept = kept
    var columns: [String: Int] = [:]
    for (index, heading) in headings.enumerated() { columns[heading] = index }
    self.columns = columns
    records = try JSONRecords(path: path, keeping: kept)
    write(headings.map { Array($0.utf8)[...] }, line: 0)
  }

  /// The names of all members, in the order in which they are first met. Reads the whole file and so judges it.
  static func headings(of path: String) throws -> [String] {
    var records = try JSONRecords(path: path)
    var names: [String] = []
    var seen: Set<String> = []
    while try records.next() {
      for item in records.items where seen.insert(item.name).inserted { names.append(item.name) }
    }
    return names
  }

  var bytesRead: Int { records.bytesRead }
  var totalBytes: Int? { records.totalBytes }

  func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    while given == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      given = 0
      do {
        guard try records.next() else { return 0 }
        try takeRecord()
      } catch {
        failure = error
        return -1
      }
    }
    let count = min(room.count, waiting.count &- given)
    waiting.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<(given &+ count)])) }
    given &+= count
    return count
  }

  func takeLine() -> Int {
    guard passed < lines.count else { return 0 }
    let line = lines[passed]
    passed &+= 1
    if passed > 4096 {
      lines.removeFirst(passed)
      passed = 0
    }
    return line
  }

  private func takeRecord() throws {
    var cells: [ArraySlice<UInt8>] = Array(repeating: [], count: headings.count)
    for item in records.items {
      guard let column = columns[item.name] else { throw records.fault(.changed) }
      if item.isNested, filled.contains(item.name) { throw records.fault(.nested(item.name)) }
      // Where records are meant, only records, nothing and an empty list can stand.
      if kept.contains(item.name), !item.isNested, !item.range.isEmpty { throw records.fault(.notNested(item.name)) }
      guard let ends = item.ends, !item.isNested else {
        let text = records.text[item.range]
        // What is not nested is no record: an empty list.
        cells[column] =
          lists.contains(item.name)
          ? CellText.marked(text)[...] : kept.contains(item.name) && !item.isNested ? [] : text
        continue
      }
      if kept.contains(item.name) { continue }
      cells[column] = joined(ends, from: item.range.lowerBound, isList: lists.contains(item.name))[...]
    }
    write(cells, line: records.line)
  }

  /// The values of a list. For a field that holds several they stay apart whatever is in them.
  private func joined(_ ends: [Int], from start: Int, isList: Bool) -> [UInt8] {
    var result: [UInt8] = []
    var from = start
    for (index, end) in ends.enumerated() {
      if !isList, index > 0 { result += ", ".utf8 }
      let text = records.text[from..<end]
      result += isList ? CellText.marked(text) : Array(text)
      if isList { result.append(CellText.listMark) }
      from = end
    }
    return result
  }

  private func write(_ cells: [ArraySlice<UInt8>], line: Int) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { waiting.append(CSVByte.comma) }
      // A row of nothing is a row all the same, and no empty line.
      if cell.isEmpty, index > 0 { continue }
      waiting.append(0x22)
      for byte in cell {
        if byte == 0x22 { waiting.append(byte) }
        waiting.append(byte)
      }
      waiting.append(0x22)
    }
    if cells.isEmpty { waiting += [0x22, 0x22] }
    waiting.append(0x0A)
    lines.append(line)
  }
}
