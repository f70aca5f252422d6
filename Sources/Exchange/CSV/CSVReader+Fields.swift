/// The current record's fields. A number out of range reads as an empty field: records differ in length.
extension CSVReader {
  /// The field as text.
  package func text(_ index: Int) -> String {
    withBytes(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// The field's UTF-8, without the quotes around it; valid in `body` only.
  @inlinable
  package func withBytes<R, E: Error>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(bytes(index))
  }

  /// Whether the field stood in quotes: `""` and nothing at all are both empty, but may mean different things.
  package func wasQuoted(_ index: Int) -> Bool {
    index >= 0 && index < fieldCount && fields.base[index].wasQuoted
  }

  @usableFromInline
  package func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index >= 0, index < fieldCount else { return UnsafeBufferPointer(start: nil, count: 0) }
    let field = fields.base[index]
    let start = (buffer.base + (recordStart &+ field.start)).assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: field.end &- field.start)
  }

  mutating func removeSpreadsheetPrefixes() {
    for index in 0..<fieldCount where SpreadsheetPrefix.isPrefixed(bytes(index)) {
      fields.base[index].start &+= 1
    }
  }
}
