internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `undo`, `undo 42`, `undo 42 force`
  package static let undo = Verb(
    VerbSignature(
      "undo", [Word("undo", zh: "撤销")], reversalElements, effect: .writes, holding: ["number": .changeSet(.undo)]),
    Wording("takes back the last change, or the one of a number", "撤销上一次变更，或指定编号的变更"),
    examples: ["undo", "undo 3", "undo 3 force"]
  ) { command, planning throws(BindingError) in
    try planning.reversal(command, isRedo: false)
  }

  /// `redo`, `redo 43`
  package static let redo = Verb(
    VerbSignature(
      "redo", [Word("redo", zh: "重做")], reversalElements, effect: .writes, holding: ["number": .changeSet(.redo)]),
    Wording("brings back what the last undo took back", "恢复上一次撤销的内容"),
    examples: ["redo", "redo 3"]
  ) { command, planning throws(BindingError) in
    try planning.reversal(command, isRedo: true)
  }

  private static let reversalElements: [SignatureElement] = [
    .trailing("number", .value), .optional([.oneOf("force", [.init("force", Word("force", zh: "强制"))])]),
  ]
}
