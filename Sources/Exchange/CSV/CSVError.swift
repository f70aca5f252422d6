/// Why a CSV file could not be read or written. Lines are physical lines, counted from 1; `errno` is the system's own
/// number.
package enum CSVError: Error, Equatable, Sendable {
  /// The file could not be opened: it is gone, a directory (`EISDIR`), or not for us to read.
  case cannotOpen(path: String, errno: Int32)
  /// Reading failed on the way; records before this point were given.
  case cannotRead(path: String, errno: Int32)
  /// Writing failed: full disk (`ENOSPC`), closed pipe (`EPIPE`), lost rights. No temporary file is left behind.
  case cannotWrite(path: String, errno: Int32)
  /// The caller asked not to replace a file, and there is one.
  case exists(path: String)
  /// A delimiter that is a quote, an apostrophe, `=`, a letter, a digit, a line break, NUL or no ASCII byte.
  case badDelimiter(UInt8)
  /// The system's iconv does not know this encoding.
  case encodingUnavailable(CSVEncoding)
  /// The bytes at `offset` (from the start of the file, or close before it) are not text in this encoding.
  /// `encoding` is nil where it was to be detected and neither UTF-8 nor GB18030 fits.
  case malformed(line: Int, offset: Int, encoding: CSVEncoding?)
  /// A NUL byte: the file is binary, damaged, or UTF-16 without a mark. On writing, `line` is the record's number.
  case nul(line: Int)
  /// The quote opened on this line is never closed.
  case unterminatedQuote(line: Int)
  /// The field that begins on this line is longer than `limit` bytes; often a quote that was never closed.
  case fieldTooLong(line: Int, limit: Int)
  /// The record that begins on this line is longer than `limit` bytes.
  case recordTooLong(line: Int, limit: Int)
  /// The record that begins on this line has more than `limit` fields.
  case tooManyFields(line: Int, limit: Int)
}
