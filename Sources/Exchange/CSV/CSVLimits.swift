/// Bounds that keep memory small whatever a file holds, and how much is read at once.
package struct CSVLimits: Sendable {
  /// The longest field, in bytes of UTF-8.
  package var field = 16 << 20
  /// The longest record, in bytes of UTF-8 as it stands in the file; the reader's buffer never grows beyond it by
  /// more than one block.
  package var record = 64 << 20
  /// The most fields a record may have (a spreadsheet has 16,384 columns).
  package var fields = 65_536
  /// Bytes asked of the system at a time.
  package var block = 256 << 10
  /// Bytes looked at to tell the delimiter and, from the first byte beyond ASCII on, the encoding.
  package var sample = 64 << 10

  package init() {}
}
