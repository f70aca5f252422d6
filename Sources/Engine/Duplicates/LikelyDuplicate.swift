package import Diagnostics
package import Domain
internal import Language

/// A record that may be the one that somebody enters: which, and in what they agree.
package struct LikelyDuplicate: Sendable {
  package let entity: Entity
  /// Of the record that is there.
  package let reference: String
  package let title: String
  package let field: Field
  /// What was entered, and what stands there.
  package let entered: String
  package let written: String
  /// What is entered is a change of a record that is there.
  let isOfUpdate: Bool
  /// The second of two that the same statement enters; `reference` names the first.
  let other: String?

  /// Whether there is a record to look at.
  var stands: Bool { other == nil }

  package init(
    entity: Entity, reference: String, title: String, field: Field, entered: String, written: String,
    isOfUpdate: Bool = false, other: String? = nil
  ) {
    self.entity = entity
    self.reference = reference
    self.title = title
    self.field = field
    self.entered = entered
    self.written = written
    self.isOfUpdate = isOfUpdate
    self.other = other
  }

  /// `cust_001 科技有限公司 has the same phone: 0755-12345678`
  package var line: Wording {
    if let other { return line(beside: other) }
    let whose = title.isEmpty || field.name == entity.title ? reference : "\(reference) \(title)"
    let isSame = entered == written
    let english = isSame ? written : "\(written) (entered: \(entered))"
    let chinese = isSame ? written : "\(written)（录入：\(entered)）"
    // Names are the same but for the place and the legal form.
    let isLike = field.traits.contains(.company) && !isSame
    return Wording(
      "\(whose) has \(isLike ? "much the same" : "the same") \(field.name): \(english)",
      "\(whose) 的\(field.names.chineseName)\(isLike ? "相近" : "相同")：\(chinese)")
  }
}

extension LikelyDuplicate {
  private func line(beside other: String) -> Wording {
    let isSame = entered == written
    let value = isSame ? written : "\(written) / \(entered)"
    let likeness = isSame ? Wording("the same", "相同") : Wording("much the same", "相近")
    let names =
      reference == other
      ? Wording("two of them", "其中两条") : Wording("\(reference) and \(other)", "\(reference) 和 \(other) ")
    return Wording(
      "\(names.english) would have \(likeness.english) \(field.name): \(value)",
      "\(names.chinese)的\(field.names.chineseName)将\(likeness.chinese)：\(value)")
  }
}

/// What somebody is asked before a record is entered that may be there already.
package struct DuplicateQuestion: Sendable {
  let likely: [LikelyDuplicate]
  /// A statement changes records; otherwise it adds one.
  let isUpdate: Bool

  package var lines: [Wording] { likely.map(\.line) }

  package var asked: Wording {
    isUpdate ? Wording("Change it anyway?", "仍要修改吗？") : Wording("Add it anyway?", "仍要新建吗？")
  }
}

/// Why nothing is entered where nobody can be asked.
struct DuplicateRefusal {
  private let likely: [LikelyDuplicate]
  private let statement: String
  private let origin: String
  /// The lines of the same script that entered records; these are gone with it.
  private let lines: [String: Int]

  /// - Parameter origin: who says the statement: `prompt`, `script …`, `command add_customer`.
  ///   - lines: where the same script entered records, by their references.
  init(_ likely: [LikelyDuplicate], statement: String, origin: String, lines: [String: Int] = [:]) {
    self.lines = lines
    self.likely = likely
    self.statement = statement
    self.origin = origin
  }

  func diagnostic(at span: SourceSpan) -> Diagnostic {
    let first = likely.first
    let entity = first?.entity ?? .customer
    var help = likely.map { one in
      let line = one.line
      if !one.stands { return line }
      if let number = lines[one.reference] {
        return Wording("line \(number) enters it: \(line.english)", "第 \(number) 行已录入：\(line.chinese)")
      }
      return Wording("show \(one.reference)  # \(line.english)", "查看 \(one.reference)  # \(line.chinese)")
    }
    if let first = likely.first(where: \.stands), lines[first.reference] == nil {
      help.append(
        Wording(
          "to change that one: update \(first.reference) set …", "要改已有的那一条：更新 \(first.reference) 设为 …"))
    }
    help.append(override)
    return Diagnostic(
      "likely-duplicate",
      first?.stands ?? true
        ? Wording("this \(entity.names.englishName) may be there already", "这条\(entity.names.chineseName)可能已经存在")
        : Wording("two \(entity.pluralEnglish) would be the same", "两条\(entity.names.chineseName)将会重复"),
      kind: .failure, at: .init(span), help: help)
  }

  /// The same once more, with the words that allow it.
  private var override: Wording {
    if origin.hasPrefix("command ") {
      return Wording("if it is another one: the same with --allow-duplicate", "如果确实是另一条：加上 --allow-duplicate 再执行")
    }
    guard statement.utf8.count <= 200, !statement.contains("\n"), !statement.contains("|") else {
      return Wording("if it is another one: … allow duplicate", "如果确实是另一条：… 允许 重复")
    }
    return Wording(
      "if it is another one: \(statement) allow duplicate", "如果确实是另一条：\(statement) 允许 重复")
  }
}

extension SignatureElement {
  /// `allow duplicate`
  static var allowingDuplicates: SignatureElement {
    .clauses([
      [
        .word(Word("allow", zh: "允许")),
        .oneOf("allow", [.init("duplicate", Word("duplicate", "duplicates", zh: "重复"))]),
      ]
    ])
  }
}

extension Command {
  /// `allow duplicate` was said.
  var allowsDuplicates: Bool { self["allow"] != nil }
}
