import Diagnostics
import Domain

/// One of the user's own command lines: `crm add_customer --name 科技有限公司`. It is a thin spelling of a statement, and
/// everything about it (what is accepted, help, `--show-statement`, completion, the documents) derives from here.
struct UserCommand: Sendable {
  let name: String
  let summary: Wording
  let flags: [Flag]
  /// The entity whose fields are flags too, as what is set or as what is asked.
  var fields: Fields?
  let statement: [Piece]
  let example: String
  var answer = Answer.statement

  struct Fields: Sendable {
    enum Use: Sendable { case set, ask }
    let entity: EntityKey
    let use: Use
  }

  struct Flag: Sendable {
    let name: String
    let role: Role
    var isRequired = false
    let summary: Wording

    enum Role: Sendable {
      /// A record by its id.
      case record(EntityKey)
      /// Spelled as a quoted text, which the statement's slot reads.
      case text
      /// A text that may be given more than once.
      case texts
      /// One of the words on the left, which spells what stands on the right.
      case word([Word])
      /// A name of the language: letters, digits and `_`.
      case name
      /// Is there or is not.
      case presence
    }

    struct Word: Sendable {
      let given: String
      let spelled: String
    }
  }

  /// What the statement is made of, in its order.
  indirect enum Piece: Sendable {
    case verbatim(String)
    /// The value of a flag.
    case value(String)
    /// Only where a flag is given.
    case given(String, [Piece])
    case missing(String, [Piece])
    /// A flag's word as it was given.
    case key(String)
    /// What stands under the word that a flag was given.
    case choice(String, [String: [Piece]])
    /// `name = "…", industry = "…"` of the fields that are given.
    case assignments
    /// ` where industry = "…" and name contains "…"` of the fields that are given; nothing where none is.
    case conditions
    /// The format that one flag says is the one that the ending of the file in another says.
    case agreement(format: String, file: String)
    /// What follows is a statement of its own.
    case next
  }

  /// What a program is answered (`--output json`) where the statement itself says a count only.
  enum Answer: Sendable {
    case statement
    /// The rows that the statement shows, and nothing of what it changed.
    case rows
    /// The record that was made.
    case created(EntityKey)
    /// The record that a flag names.
    case record(String)
    /// The rows of the first statement, each with those of the second that belong to it.
    case nested(String)
  }

  static func named(_ name: String) -> UserCommand? { all.first { $0.name == name } }

  func flag(_ name: String) -> Flag? { flags.first { $0.name == name } }
}

extension UserCommand.Flag {
  /// The id of the record that the command is about.
  static func id(_ entity: Entity) -> Self {
    Self(
      name: "\(entity.name)_id", role: .record(entity.key),
      isRequired: true,
      summary: Wording(
        "the \(entity.names.englishName): \(entity.reference(1))",
        "\(entity.names.chineseName)编号：\(entity.reference(1))"))
  }

  /// Spelled by `Piece.allowingDuplicate`.
  static let allowDuplicate = Self(
    name: "allow_duplicate", role: .presence,
    summary: Wording("enter it, though one like it is there", "即使已有相似的记录也保存"))

  static func text(_ name: String, required: Bool = false, _ english: String, _ chinese: String) -> Self {
    Self(name: name, role: .text, isRequired: required, summary: Wording(english, chinese))
  }

  static func word(_ name: String, required: Bool = false, _ words: [Word], _ english: String, _ chinese: String)
    -> Self
  {
    Self(name: name, role: .word(words), isRequired: required, summary: Wording(english, chinese))
  }
}

extension UserCommand.Piece {
  static let allowingDuplicate = Self.given("allow_duplicate", [.verbatim(" allow duplicate")])
}

extension UserCommand.Flag.Word {
  init(_ word: String, _ spelled: String? = nil) { self.init(given: word, spelled: spelled ?? word) }
}
