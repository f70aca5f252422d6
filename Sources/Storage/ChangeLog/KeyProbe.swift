package import Domain
internal import GRDBSQLite
internal import Layout
internal import Values

/// Finds the records of a load's entity that agree with a row in some fields: a name, or a name within a customer.
///
/// Texts are compared by their stored keys: folded, a phone in E.164.
package final class KeyProbe {
  private let fields: [Field]
  private let records: PreparedStatement
  private let holder: PreparedStatement
  private let all: PreparedStatement

  init(_ fields: [Field], _ rows: RowWriter) throws {
    self.fields = fields
    let table = EntityTable(rows.entity).name
    let columns = fields.map { "\"\(EntityTable.keyColumn($0) ?? $0.name)\"" }
    let matches = columns.map { "\($0) = ?" }.joined(separator: " AND ")
    records = try rows.statement("SELECT id FROM \(table) WHERE \(matches) AND deleted_at IS NULL ORDER BY id LIMIT 3")
    holder = try rows.statement("SELECT 1 FROM \(table) WHERE \(matches) AND id = ? AND deleted_at IS NULL")
    all = try rows.statement("SELECT id, \(columns.joined(separator: ", ")) FROM \(table) WHERE deleted_at IS NULL")
  }

  /// A row's values as they are compared; nil where one is empty, and the row agrees with none.
  package struct Key {
    fileprivate let parts: [Part]
    package let hash: UInt64
  }

  fileprivate enum Part {
    case text(String)
    case number(Int64)
  }

  /// - Parameters:
  ///   - values: of a row.
  ///   - positions: where those of the probe's fields stand among them.
  package func key(_ values: [FieldValue], at positions: [Int]) -> Key? {
    var parts: [Part] = []
    var hash = KeyHash()
    for position in positions {
      guard let part = KeyProbe.part(values[position]) else { return nil }
      switch part {
      case .text(var text): text.withUTF8 { hash.add($0) }
      case .number(let number): hash.add(number)
      }
      parts.append(part)
    }
    return Key(parts: parts, hash: hash.value)
  }

  private static func part(_ value: FieldValue) -> Part? {
    switch value {
    case .text(let text), .email(let text):
      let folded = TextFolding.folded(text)
      return folded.isEmpty ? nil : .text(folded)
    case .phone(_, let e164): return .text(e164)
    case .reference(let number), .integer(let number): return .number(number)
    case .empty, .choice, .number, .money, .date, .instant, .duration, .flag: return nil
    }
  }

  /// The live records that agree, at most three.
  package func records(with key: Key) throws -> [Int64] {
    bind(key, to: records)
    var found: [Int64] = []
    try records.each { row in
      found.append(sqlite3_column_int64(row, 0))
      return true
    }
    return found
  }

  /// Whether a live record agrees.
  package func holds(_ id: Int64, _ key: Key) throws -> Bool {
    bind(key, to: holder)
    holder.bind(id, Int32(key.parts.count + 1))
    return try holder.first() != nil
  }

  /// Every live record that has all of the fields, with its key's hash.
  package func each(_ body: (_ id: Int64, _ hash: UInt64) throws -> Void) throws {
    try all.each { row in
      var hash = KeyHash()
      for column in 1...max(1, Int32(fields.count)) {
        switch sqlite3_column_type(row, column) {
        case SQLITE_NULL: return true
        case SQLITE_INTEGER: hash.add(sqlite3_column_int64(row, column))
        default:
          guard let text = sqlite3_column_text(row, column) else { return true }
          hash.add(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, column))))
        }
      }
      try body(sqlite3_column_int64(row, 0), hash.value)
      return true
    }
  }

  private func bind(_ key: Key, to statement: PreparedStatement) {
    for (index, part) in key.parts.enumerated() {
      switch part {
      case .text(let text): statement.bind(text, Int32(index + 1))
      case .number(let number): statement.bind(number, Int32(index + 1))
      }
    }
  }
}

/// 64 bits of a key: multiplied and folded word by word, as wyhash does it. Not for keys that an attacker may choose
/// against us to any effect: whoever finds a hash asks the database whether the texts agree.
package struct KeyHash {
  package private(set) var value: UInt64 = 0x2D35_8DCC_AA6C_78A5

  package init() {}

  package mutating func add(_ number: Int64) { mix(UInt64(bitPattern: number), 0x8BB8_4B93_962E_ACC9) }

  package mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at &+ 8 <= raw.count {
      mix(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self), 0x8BB8_4B93_962E_ACC9)
      at &+= 8
    }
    var rest: UInt64 = 0
    while at < raw.count {
      rest = rest << 8 | UInt64(raw[at])
      at &+= 1
    }
    mix(rest, UInt64(raw.count) ^ 0x4B33_A62E_D433_D4A3)
  }

  @inline(__always)
  private mutating func mix(_ word: UInt64, _ secret: UInt64) {
    let product = (value ^ word).multipliedFullWidth(by: secret | 1)
    value = product.high ^ product.low
  }
}
