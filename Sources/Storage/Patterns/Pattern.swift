internal import CPattern
package import Query

/// A compiled pattern: what `matches` asks of a text, in time linear in that text.
package final class Pattern {
  private let compiled: OpaquePointer

  /// What a pattern may take to match. One that outgrows it while matching goes on slower, and stays linear.
  private static let memory = 4 << 20

  package init(_ text: String) throws(PatternFault) {
    var fault = cpt_fault()
    var spelled = PatternSpelling.folded(text)
    let pattern = spelled.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cpt_compile($0.baseAddress, $0.count, Self.memory, &fault) }
    }
    guard let pattern else { throw PatternFault(fault) }
    compiled = pattern
  }

  deinit { cpt_free(compiled) }

  /// Whether it is found anywhere in a folded text; nil where there was no memory to tell.
  func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool? {
    let answer = text.withMemoryRebound(to: CChar.self) { cpt_finds(compiled, $0.baseAddress, $0.count) }
    return answer < 0 ? nil : answer > 0
  }

  /// For each of some folded texts, whether the pattern is found in it.
  package static func find(_ pattern: String, in texts: [String]) throws(PatternFault) -> [Bool] {
    let pattern = try Pattern(pattern)
    var answers: [Bool] = []
    for var text in texts {
      guard let answer = text.withUTF8({ pattern.isFound(in: $0) }) else { throw .outOfMemory }
      answers.append(answer)
    }
    return answers
  }
}

extension PatternFault {
  fileprivate init(_ fault: cpt_fault) {
    let piece = withUnsafeBytes(of: fault.piece) { bytes in
      VisiblePiece.text(bytes.prefix(Int(clamping: fault.length)))
    }
    self =
      switch fault.reason {
      case CPT_BAD_ESCAPE: .badEscape(piece)
      case CPT_BAD_CLASS: .badClass(piece)
      case CPT_BAD_RANGE: .badRange(piece)
      case CPT_MISSING_BRACKET: .missingBracket(piece)
      case CPT_MISSING_PARENTHESIS: .missingParenthesis
      case CPT_UNEXPECTED_PARENTHESIS: .unexpectedParenthesis
      case CPT_TRAILING_BACKSLASH: .trailingBackslash
      case CPT_NOTHING_TO_REPEAT: .nothingToRepeat(piece)
      case CPT_TOO_MANY_REPETITIONS: .tooManyRepetitions(piece)
      case CPT_REPEATED_TWICE: .repeatedTwice(piece)
      case CPT_UNKNOWN_GROUP: .unknownGroup(piece)
      case CPT_NOT_UTF8: .notUTF8
      case CPT_BAD_NAME: .badName(piece)
      case CPT_TOO_LARGE: .tooLarge
      default: .outOfMemory
      }
  }
}

/// A piece of a pattern for a message: whole characters, and not many.
private enum VisiblePiece {
  static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var piece = String(decoding: bytes, as: UTF8.self)
    while piece.unicodeScalars.last == "\u{FFFD}" { piece.unicodeScalars.removeLast() }
    return piece.count > 24 ? piece.prefix(24) + "…" : piece
  }
}
