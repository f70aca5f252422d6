internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// Finds the records that the cells of one column refer to: by number, or by a name that exactly one has.
final class ReferenceReader {
  enum Answer {
    case found(Int64)
    /// A record of that name is to be made.
    case absent(String)
    /// Perhaps a later row of the file itself.
    case later(String)
    case refused(FieldValueError)
  }

  let column: ImportColumn
  let target: Entity
  /// Of the column in the file, and of the field in its entity.
  let index: Int
  let position: Int
  private let isOwn: Bool
  private let known = ByteCache<Answer>()
  private var titles: [String]?

  init(_ column: ImportColumn, _ target: Entity, in entity: Entity) {
    self.column = column
    self.target = target
    index = column.index
    position = column.position
    isOwn = target.key == entity.key
  }

  /// - Parameter bytes: not empty.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ rows: RowWriter, _ dictionary: DataDictionary
  ) throws -> Answer? {
    if let index = known.index(of: bytes) { return known[index] }
    let text = CellText.trimmed(bytes)
    guard !text.isEmpty else { return nil }
    let answer = try isOwn ? own(text, rows, dictionary) : other(text, rows, dictionary)
    known.insert(bytes, answer)
    return answer
  }

  /// What was missing has been made.
  func forget() { known.removeAll() }

  /// Records of the file's own entity are looked for when all of it is read; only what its number gives is sure now.
  private func own(_ text: String, _ rows: RowWriter, _ dictionary: DataDictionary) throws -> Answer {
    guard let (found, id) = dictionary.identify(text) else { return .later(text) }
    guard found.key == target.key else {
      return .refused(.wrongEntity(text, expected: target.key, found: found.key))
    }
    return try rows.presence(of: id, target) == .live ? .found(id) : .later(text)
  }

  private func other(_ text: String, _ rows: RowWriter, _ dictionary: DataDictionary) throws -> Answer {
    let answer = try ReferenceReader.look(for: text, target, rows, dictionary)
    guard case .refused(.unknownReference) = answer else { return answer }
    let near = try titles ?? rows.titles(of: target, atMost: 2000)
    titles = near
    return .refused(
      .unknownReference(text, target.key, nearest: NearestName.suggestions(for: text, among: near, limit: 1)))
  }

  /// The one record of a number or a name, among those written so far.
  static func look(
    for text: String, _ target: Entity, _ rows: RowWriter, _ dictionary: DataDictionary
  ) throws -> Answer {
    if let (found, id) = dictionary.identify(text) {
      guard found.key == target.key else {
        return .refused(.wrongEntity(text, expected: target.key, found: found.key))
      }
      guard try rows.presence(of: id, target) == .live else {
        return .refused(.unknownReference(text, target.key, nearest: []))
      }
      return .found(id)
    }
    let ids = try rows.records(titled: TextFolding.folded(text), of: target)
    switch ids.count {
    case 0: return canBeMade(target) ? .absent(text) : .refused(.unknownReference(text, target.key, nearest: []))
    case 1: return .found(ids[0])
    default: return .refused(.ambiguousReference(text, target.key, candidates: ids))
    }
  }

  /// The entities of which a name alone makes a record.
  private static func canBeMade(_ entity: Entity) -> Bool {
    [.customer, .contact, .user].contains(entity.key)
  }
}

/// References to records of the file's own entity, completed when all of it is written.
struct LaterReferences {
  struct Entry {
    let record: Int64
    let column: Int
    let text: Int
    let line: Int
    let kind: Kind
  }

  /// What the row did to its record: completing one that was there before is a change.
  enum Kind {
    case made, changed, unchanged
  }

  private(set) var entries: [Entry] = []
  private(set) var texts: [String] = []
  private var places: [String: Int] = [:]

  mutating func add(_ record: Int64, column: Int, _ text: String, line: Int, of kind: Kind) {
    let place = places[text] ?? texts.count
    if place == texts.count {
      texts.append(text)
      places[text] = place
    }
    entries.append(Entry(record: record, column: column, text: place, line: line, kind: kind))
  }
}
