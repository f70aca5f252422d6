internal import Diagnostics
internal import Language
internal import Query
internal import Storage

extension Verb {
  /// `doctor`: looks at everything that must agree with something else.
  package static let doctor = Verb(
    VerbSignature("doctor", [Word("doctor", zh: "体检")], [], effect: .reads),
    Wording("checks the file, the log, the search index and every stored key", "检查数据文件、变更日志、搜索索引和存储的键"),
    examples: ["doctor"]
  ) { _, _ throws(BindingError) in .report(.checkup) }

  /// `doctor repair`: makes again what follows from the rest of the data.
  package static let doctorRepair = Verb(
    VerbSignature("doctor repair", [Word("doctor", zh: "体检"), Word("repair", zh: "修复", "修补")], [], effect: .writes),
    Wording("makes indexes, keys and counters again; touches nothing else", "重建索引、键和计数器，不改动其他内容"),
    examples: ["doctor repair"]
  ) { _, planning throws(BindingError) in
    guard let store = planning.store else { return .undetermined }
    do throws(StorageError) {
      return .change(ChangePlan([.repair(Repair(try store.examine { _ in }))]))
    } catch {
      throw .failed(error.diagnostic)
    }
  }
}
