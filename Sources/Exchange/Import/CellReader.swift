internal import Domain
internal import Values

/// Reads the cells of one column as values of its field, by the same reader as every other write, with what was read
/// before at hand.
final class CellReader {
  let column: ImportColumn
  /// Of the column in the file, and of the field in its entity.
  let index: Int
  let position: Int
  private let manner: Manner
  private let reader: FieldReader
  private let known = ByteCache<Known>()
  /// Spellings that are not the choice's own, with how often each was met.
  private(set) var aliases: [(text: String, choice: String, count: Int)] = []

  private enum Manner {
    case text, each, kept
  }

  private struct Known {
    let value: FieldValue
    /// Of `aliases`.
    let alias: Int?
  }

  init(_ column: ImportColumn, _ reader: FieldReader) {
    self.column = column
    self.reader = reader
    index = column.index
    position = column.position
    switch column.field.type {
    case .text where !column.field.traits.isDisjoint(with: [.period, .recurrence, .reminders]): manner = .kept
    case .text, .webAddress: manner = .text
    // Hardly two are the same.
    case .phone, .email: manner = .each
    case .choice, .integer, .number, .money, .date, .instant, .duration, .flag: manner = .kept
    case .reference, .labels, .identity: manner = .kept
    }
  }

  /// - Parameter bytes: not empty.
  func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(FieldValueError) -> FieldValue {
    switch manner {
    case .text:
      // A file's text is text, whatever it says: `empty` is a name.
      guard bytes.count <= FieldReader.textLimit else {
        throw .textTooLong(bytes.count, limit: FieldReader.textLimit)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      return column.field.cannotBeBlank && FieldReader.isBlank(text) ? .empty : .text(text)
    case .each: return try reader.read(CellText.trimmed(bytes), as: column.field)
    case .kept:
      if let index = known.index(of: bytes) {
        if let alias = known[index].alias { aliases[alias].count += 1 }
        return known[index].value
      }
      return try readNew(bytes)
    }
  }

  private func readNew(_ bytes: UnsafeBufferPointer<UInt8>) throws(FieldValueError) -> FieldValue {
    let text = CellText.trimmed(bytes)
    if column.field.type == .date { try reader.confirmDay(text) }
    let value = text.isEmpty ? .empty : try reader.read(text, as: column.field)
    var alias: Int?
    if case .choice(let key) = value, let choice = column.field.type.choices?.choice(key: key), isAlias(text, choice) {
      alias = aliases.firstIndex { $0.text == text }
      if let alias {
        aliases[alias].count += 1
      } else {
        alias = aliases.count
        aliases.append((text, choice.name, 1))
      }
    }
    known.insert(bytes, Known(value: value, alias: alias))
    return value
  }

  /// Whether a spelling is none of those by which the choice is shown.
  private func isAlias(_ text: String, _ choice: Choice) -> Bool {
    let folded = TextFolding.folded(text)
    return ![choice.name, choice.names.englishName, choice.names.chineseName].contains {
      TextFolding.folded($0) == folded
    }
  }
}

/// A cell as a person reads it.
enum CellText {
  /// Without white space around it.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let first = bytes.first, let last = bytes.last else { return "" }
    // Only ASCII white space and the beginning or end of a longer scalar can be a blank.
    if first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return String(decoding: bytes, as: UTF8.self) }
    return FieldReader.trimmed(String(decoding: bytes, as: UTF8.self))
  }

  /// What ends each value of a list whose values may hold any sign, and what stands before one of the two in a value.
  static let listMark: UInt8 = 0x1F
  private static let escapeMark: UInt8 = 0x1E

  /// A value as it stands in such a list.
  static func marked(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      switch byte {
      case listMark: result += [escapeMark, 0x62]
      case escapeMark: result += [escapeMark, 0x61]
      default: result.append(byte)
      }
    }
    return result
  }

  private static func unmarked(_ text: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var isMarked = false
    for byte in text {
      if isMarked {
        result.append(byte == 0x62 ? listMark : escapeMark)
        isMarked = false
      } else if byte == escapeMark {
        isMarked = true
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The labels of a cell, as `LabelList` parts them; or those of a list, each ended by its mark.
  ///
  /// - Parameter isMarked: the cell was made by `marked`.
  static func labels(_ bytes: UnsafeBufferPointer<UInt8>, isMarked: Bool) -> [String] {
    var found: [String] = []
    var seen: Set<String> = []
    func add(_ text: some StringProtocol) {
      var label = String(text)
      label = label.withUTF8 { trimmed($0) }
      if !label.isEmpty, seen.insert(TextFolding.folded(label)).inserted { found.append(label) }
    }
    if isMarked, bytes.last == listMark {
      for part in Array(bytes).split(separator: listMark) { add(unmarked(part)) }
      return found
    }
    let text = isMarked ? unmarked(Array(bytes)[...]) : String(decoding: bytes, as: UTF8.self)
    for label in LabelList.labels(of: text) { add(label) }
    return found
  }
}
