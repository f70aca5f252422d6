internal import CSQLite
internal import Layout

/// A statement kept prepared by its owner, bound and run through the C interface. It must not outlive its connection.
///
/// Numbers stay bound from one run to the next; texts are bound for one run.
final class PreparedStatement {
  private let handle: OpaquePointer
  private let database: OpenDatabase

  init(_ sql: String, on connection: Connection) throws {
    database = connection.database
    handle = try database.prepare(sql)
    texts = .allocate(byteCount: PreparedStatement.room, alignment: 16)
  }

  deinit {
    sqlite3_finalize(handle)
    texts.deallocate()
  }

  /// The texts of one run, put one behind another: SQLite reads them there instead of allocating a copy of each.
  private let texts: UnsafeMutableRawPointer
  private var taken = 0
  private static let room = 4096

  func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

  func bind(_ number: Int64, _ index: Int32) { sqlite3_bind_int64(handle, index, number) }

  func bind(_ text: String, _ index: Int32) {
    var text = text
    text.withUTF8 { bind($0, index) }
  }

  func bind(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int32) {
    if bytes.count <= PreparedStatement.room &- taken, let source = bytes.baseAddress {
      let place = texts + taken
      place.copyMemory(from: source, byteCount: bytes.count)
      taken &+= bytes.count
      // Static: the bytes stay until the run is over.
      sqlite3_bind_text(
        handle, index, place.assumingMemoryBound(to: CChar.self), Int32(truncatingIfNeeded: bytes.count), nil)
      return
    }
    bytes.withMemoryRebound(to: CChar.self) {
      // An empty text has no address of its own.
      let start = $0.baseAddress ?? UnsafePointer(bitPattern: 1)
      sqlite3_bind_text(handle, index, start, Int32(clamping: $0.count), PreparedStatement.transient)
    }
  }

  /// SQLITE_TRANSIENT.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// Runs it to its end.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    taken = 0
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw database.failure(code) }
  }

  /// Steps over the rows; `body` returns false to stop.
  func each(_ body: (OpaquePointer) throws -> Bool) throws {
    defer {
      sqlite3_reset(handle)
      taken = 0
    }
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw database.failure(code) }
      guard try body(handle) else { return }
    }
  }

  /// The first column of the first row.
  func first() throws -> Int64? {
    var found: Int64?
    try each { row in
      if sqlite3_column_type(row, 0) != SQLITE_NULL { found = sqlite3_column_int64(row, 0) }
      return false
    }
    return found
  }
}
