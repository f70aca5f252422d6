package import Diagnostics
package import Domain
internal import Language

/// What the configuration wanted to drop and records still hold.
package struct Stranding: Sendable, Hashable {
  package let loss: Customization.Loss
  /// Records that hold it, beside those in the recycle bin.
  package let live: Int
  package let binned: Int

  package init(loss: Customization.Loss, live: Int, binned: Int) {
    self.loss = loss
    self.live = live
    self.binned = binned
  }

  /// How many hold what, where it was dropped, and the statements that end it.
  package var diagnostic: Diagnostic {
    let entity = loss.entity.pluralEnglish
    let zh = loss.entity.names.chineseName
    let place = loss.place.map { "\($0.file):\($0.line): " } ?? ""
    let count = live + binned
    let inBin =
      binned == 0 ? Wording(verbatim: "") : Wording(" (\(binned) in the recycle bin)", "（其中 \(binned) 条在回收站）")
    guard let choice = loss.choice else {
      return Diagnostic(
        "config.removed-field",
        Wording(
          "\(place)the field “\(loss.field.name)” of \(entity) is gone from the configuration and \(count) records hold "
            + "it\(inBin.english); it stays in force",
          "\(place)配置中不再有\(zh)的“\(loss.field.name)”字段，但有 \(count) 条记录填写了它\(inBin.chinese)；该字段继续有效"),
        severity: .warning, help: restoring + removing)
    }
    let field = Wording(
      "\(loss.entity.name).\(loss.field.name)", "\(zh)的\(loss.field.names.chineseName)")
    return Diagnostic(
      "config.stranded-option",
      Wording(
        "\(place)“\(choice.name)” is gone from \(field.english) and \(count) records hold it\(inBin.english); it stays "
          + "in force",
        "\(place)\(field.chinese)不再有“\(choice.name)”，但有 \(count) 条记录仍是它\(inBin.chinese)；该选项继续有效"),
      severity: .warning, help: restoring + replacing(choice))
  }

  private var condition: String {
    guard let choice = loss.choice else { return "\(loss.field.name) is not empty" }
    return "\(loss.field.name) = \(Self.spelled(choice.name))"
  }

  private func allowance(_ count: Int) -> String { count > 3 ? " expecting at most \(count)" : "" }

  /// A change reaches no record in the recycle bin.
  private var restoring: [Wording] {
    guard binned > 0 else { return [] }
    let statement = "restore \(loss.entity.pluralEnglish) where \(condition)\(allowance(binned))"
    return [Wording("first: \(statement)", "先恢复：\(statement)")]
  }

  private func replacing(_ choice: Choice) -> [Wording] {
    let name = loss.field.name
    let heir = loss.successor.map(Self.spelled) ?? "empty"
    let change =
      loss.field.type == .labels ? "\(name) -= \(Self.spelled(choice.name))" : "\(name) = \(heir)"
    let entity = loss.entity.pluralEnglish
    return [
      Wording(verbatim: "update \(entity) where \(condition) set \(change)\(allowance(live + binned))"),
      Wording(
        "another name of the same option is said by `aliases: [\(choice.name)]` in the configuration",
        "若只是改名，请在配置中写 `aliases: [\(choice.name)]`"),
    ]
  }

  private var removing: [Wording] {
    let name = loss.field.name
    let entity = loss.entity.pluralEnglish
    let id = loss.entity.fields.first { $0.type == .identity }?.name ?? "id"
    return [
      Wording(verbatim: "export find \(entity) where \(condition) show \(id), \(name) to \"\(name).csv\""),
      Wording(verbatim: "update \(entity) where \(condition) set \(name) = empty\(allowance(live + binned))"),
    ]
  }

  private static func spelled(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    return isPlain ? name : QuotedText.of(name)
  }
}
