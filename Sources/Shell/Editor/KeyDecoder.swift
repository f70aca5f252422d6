/// The bytes of a terminal on their way to keys.
///
/// UTF-8 is decoded here and not by the C library, so that it does not depend on the locale. A byte that is no UTF-8 is
/// dropped: a terminal that sends such has nothing to say to us.
package struct KeyDecoder {
  /// More than this of one paste is dropped.
  package static let pasteLimit = 16 << 20

  private var bytes: [UInt8] = []
  private var position = 0
  private var paste: [UInt8]?
  /// Sequences (from their Escape) that go to libedit as they are.
  package var passed: Set<[UInt8]> = []

  private static let escape: UInt8 = 0x1B
  private static let pasteEnd: [UInt8] = [0x1B] + Array("[201~".utf8)

  package init() {}

  package mutating func append(_ more: some Sequence<UInt8>) {
    if position == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      position = 0
    }
    bytes += more
  }

  /// Whether bytes have come whose meaning depends on what follows within moments: an Escape and no more.
  package var isWaiting: Bool { paste == nil && position < bytes.count && bytes[position] == Self.escape }

  /// The next key, or nil until more has come. With `final`, nothing more came in time: a lone Escape is one.
  package mutating func next(final: Bool = false) -> EditorKey? {
    while position < bytes.count {
      if paste != nil {
        guard let block = endPaste() else { return nil }
        return .paste(block)
      }
      switch decode(final: final) {
      case .key(let key, let length):
        position += length
        return key
      case .nothing(let length): position += length
      case .pasteBegins(let length):
        position += length
        paste = []
      case .incomplete: return nil
      }
    }
    return nil
  }

  private enum Decoded {
    case key(EditorKey, Int)
    case nothing(Int)
    case pasteBegins(Int)
    case incomplete
  }

  private func decode(final: Bool) -> Decoded {
    guard bytes[position] == Self.escape else { return scalar(at: position) }
    let after = position + 1
    guard after < bytes.count else { return final ? .key(.escape, 1) : .incomplete }
    switch bytes[after] {
    case UInt8(ascii: "["): return controlSequence(from: after + 1, final: final)
    case UInt8(ascii: "O"):
      guard after + 1 < bytes.count else { return final ? .key(.meta(0x4F), 2) : .incomplete }
      return named(parameters: [], final: bytes[after + 1], length: 3)
    case Self.escape: return .key(.escape, 1)
    case 0x0D, 0x0A: return .key(.named(.altEnter), 2)
    default:
      switch scalar(at: after) {
      case .key(.unit(let unit), let length): return .key(.meta(unit), length + 1)
      case .incomplete: return final ? .key(.escape, 1) : .incomplete
      case .key, .nothing, .pasteBegins: return .key(.escape, 1)
      }
    }
  }

  private func controlSequence(from start: Int, final: Bool) -> Decoded {
    var end = start
    while end < bytes.count, (0x20...0x3F).contains(bytes[end]) { end += 1 }
    // Longer than any that a terminal sends.
    if end - start > 64 { return .nothing(end - position) }
    guard end < bytes.count else { return final ? .key(.meta(0x5B), 2) : .incomplete }
    guard (0x40...0x7E).contains(bytes[end]) else { return .nothing(end - position) }
    let parameters = bytes[start..<end]
    if bytes[end] == UInt8(ascii: "~"), parameters.elementsEqual("200".utf8) {
      return .pasteBegins(end + 1 - position)
    }
    return named(parameters: parameters, final: bytes[end], length: end + 1 - position)
  }

  private func named(parameters: ArraySlice<UInt8>, final: UInt8, length: Int) -> Decoded {
    let sequence = Array(bytes[position..<position + length])
    if passed.contains(sequence) { return .key(.sequence(sequence), length) }
    guard let key = NamedKey(parameters: parameters, final: final) else { return .nothing(length) }
    return .key(.named(key), length)
  }

  private func scalar(at start: Int) -> Decoded {
    let lead = bytes[start]
    let length: Int
    switch lead {
    case 0x00: return .key(.unit(0), 1)
    case 0x01..<0x80: return .key(.unit(GlyphUnit(lead)), 1)
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return .nothing(1)
    }
    let slice = bytes[start..<min(start + length, bytes.count)]
    if let wrong = slice.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) { return .nothing(wrong - start) }
    guard slice.count == length else { return .incomplete }
    guard let text = String(validating: slice, as: UTF8.self), let scalar = text.unicodeScalars.first else {
      return .nothing(length)
    }
    // C1 controls stand for named keys on the way to libedit.
    if (0x80...0x9F).contains(scalar.value) { return .nothing(length) }
    return .key(.unit(GlyphUnit(scalar.value)), length)
  }

  /// Moves bytes into the paste. The block, once its end mark has come.
  private mutating func endPaste() -> [UInt8]? {
    let mark = Self.pasteEnd
    var cursor = position
    while let candidate = bytes[cursor...].firstIndex(of: Self.escape) {
      if bytes[candidate...].starts(with: mark) {
        collect(upTo: candidate)
        position = candidate + mark.count
        defer { paste = nil }
        return paste
      }
      // The mark may be cut off by the end of what has come.
      if mark.starts(with: bytes[candidate...]) {
        collect(upTo: candidate)
        position = candidate
        return nil
      }
      cursor = candidate + 1
    }
    collect(upTo: bytes.count)
    position = bytes.count
    return nil
  }

  private mutating func collect(upTo end: Int) {
    guard let collected = paste?.count else { return }
    paste? += bytes[position..<end].prefix(max(0, Self.pasteLimit - collected))
  }
}
