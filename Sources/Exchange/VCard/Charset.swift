internal import Glibc

/// The encodings that a vCard's properties name one by one: `CHARSET=GBK`.
enum Charset {
  /// Nil for bytes that are none of its text.
  static func text(_ bytes: [UInt8], _ name: String) throws(VCardProperty.Fault) -> String? {
    switch name.uppercased() {
    case "", "UTF-8", "UTF8", "US-ASCII", "ASCII": return String(validating: bytes, as: UTF8.self)
    // What calls itself GB2312 or GBK often holds more.
    case "GB2312", "GBK", "CP936", "GB18030": return try converted(bytes, "GB18030", name)
    default: return try converted(bytes, name, name)
    }
  }

  private static func converted(
    _ bytes: [UInt8], _ encoding: String, _ name: String
  ) throws(VCardProperty.Fault) -> String? {
    // iconv takes wishes behind a slash; a file's are none of ours.
    let isPlain = encoding.utf8.count <= 40 && encoding.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }
    guard isPlain, let handle = iconv_open("UTF-8", encoding), Int(bitPattern: handle) != -1 else {
      throw .unknownCharset(String(name.prefix(40)))
    }
    defer { iconv_close(handle) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: bytes.count &* 4 &+ 16)
    let written: Int? = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var fromLeft = input.count
        var to = output.baseAddress
        var toLeft = output.count
        guard iconv(handle, &from, &fromLeft, &to, &toLeft) != -1, fromLeft == 0 else { return nil }
        return output.count - toLeft
      }
    }
    guard let written else { return nil }
    return String(validating: output[..<written].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
