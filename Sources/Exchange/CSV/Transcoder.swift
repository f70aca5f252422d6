import Glibc

/// The system's iconv, from one encoding to UTF-8.
struct Transcoder: ~Copyable {
  enum Outcome {
    /// All input was used, or the output is full.
    case going
    /// The rest of the input is the beginning of a character.
    case cut
    /// The next input byte is no character of this encoding.
    case malformed
  }

  private let handle: iconv_t

  init(from encoding: CSVEncoding) throws(CSVError) {
    let handle = iconv_open("UTF-8", encoding.iconvName)
    // iconv_open reports failure as (iconv_t)-1.
    guard let handle, Int(bitPattern: handle) != -1 else { throw .encodingUnavailable(encoding) }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// Converts as much as fits.
  func convert(
    _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (read: Int, written: Int, outcome: Outcome) {
    var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
    var fromLeft = input.count
    var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    var toLeft = output.count
    let result = iconv(handle, &from, &fromLeft, &to, &toLeft)
    let outcome: Outcome
    if result == -1, errno == EINVAL {
      outcome = .cut
    } else if result == -1, errno == EILSEQ {
      outcome = .malformed
    } else {
      outcome = .going
    }
    return (input.count &- fromLeft, output.count &- toLeft, outcome)
  }
}
