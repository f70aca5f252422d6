internal import CSQLite
package import Domain
internal import Layout
internal import Values

/// Finds the records of an entity that agree with a row in some fields: a name, or a name within a customer.
package final class KeyProbe {
  private let search: MatchSearch
  private let records: PreparedStatement
  private let holder: PreparedStatement
  private let all: PreparedStatement

  init(_ rule: DuplicateRule, of entity: Entity, _ rows: RowWriter) throws {
    let search = MatchSearch(rule.fields)
    self.search = search
    let table = EntityTable(entity).name
    let written = search.written
    func union(_ more: String) -> String {
      search.conditions.map { "SELECT id, \(written) FROM \(table) WHERE \($0)\(more) AND deleted_at IS NULL" }
        .joined(separator: " UNION ALL ")
    }
    records = try rows.statement(union("") + " ORDER BY 1")
    holder = try rows.statement(union(" AND id = ?\(search.width + 1)"))
    all = try rows.statement(
      "SELECT id, \(search.keys.joined(separator: ", ")) FROM \(table) WHERE deleted_at IS NULL")
  }

  /// A search looks at very many records: whoever has many to find takes all keys at once.
  package var isScanned: Bool { search.isScanned }

  /// A row's values as they are compared.
  package struct Key {
    fileprivate let parts: [MatchKey]
    package let hash: UInt64
  }

  /// - Parameters:
  ///   - values: of a row.
  ///   - positions: where those of the probe's fields stand among them.
  /// - Returns: nil where one is empty, and the row agrees with none.
  package func key(_ values: [FieldValue], at positions: [Int]) -> Key? {
    var parts: [MatchKey] = []
    var hash = KeyHash()
    for (field, position) in zip(search.fields, positions) {
      guard let part = MatchKey(values[position], of: field) else { return nil }
      switch part {
      case .number(let number): hash.add(number)
      case .text, .company, .phone:
        var text = part.text
        text.withUTF8 { hash.add($0) }
      }
      parts.append(part)
    }
    return Key(parts: parts, hash: hash.value)
  }

  /// The live records that agree, at most three.
  package func records(with key: Key) throws -> [Int64] {
    bind(key, to: records)
    var found: [Int64] = []
    try records.each { row in
      if agrees(key, row) { found.append(sqlite3_column_int64(row, 0)) }
      return found.count < 3
    }
    return found
  }

  /// Whether a live record agrees.
  package func holds(_ id: Int64, _ key: Key) throws -> Bool {
    let next = bind(key, to: holder)
    holder.bind(id, next)
    var holds = false
    try holder.each { row in
      holds = agrees(key, row)
      return false
    }
    return holds
  }

  private func agrees(_ key: Key, _ row: OpaquePointer) -> Bool {
    key.parts.first?.agrees(with: Connection.text(row, 1) ?? "") ?? false
  }

  /// Every live record that has all of the fields, with its key's hash.
  package func each(_ body: (_ id: Int64, _ hash: UInt64) throws -> Void) throws {
    try all.each { row in
      var hash = KeyHash()
      for column in 1...max(1, Int32(search.keys.count)) {
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

  /// Returns the number of the next parameter.
  @discardableResult
  private func bind(_ key: Key, to statement: PreparedStatement) -> Int32 {
    var next: Int32 = 1
    for part in key.parts {
      switch part {
      case .text(let text), .phone(e164: let text, written: _): statement.bind(text, next)
      case .number(let number): statement.bind(number, next)
      case .company(let name):
        statement.bind(name.core, next)
        next += 1
        statement.bind(name.core + CompanyName.endOfPlaces, next)
      }
      next += 1
    }
    return next
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
