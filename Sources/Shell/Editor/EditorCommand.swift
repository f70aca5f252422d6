/// A command of ours, beside libedit's own: it can be bound by its name in .editrc (`bind "^O" crm-clear-screen`).
enum EditorCommand: Int32, CaseIterable, Sendable {
  case submit, newline, interrupt, endOfInput, suspend
  case complete, completeBack
  case up, down, right, wordRight, wordLeft, lineStart, lineEnd, historyOldest, historyNewest
  case search, searchNewer
  case deleteForward, cutWordLeft, cutWordRight, cutSpacedWord, cutToLineEnd, cutToLineStart, yank
  case paste, clearScreen, ignore

  var name: String {
    switch self {
    case .submit: "crm-submit"
    case .newline: "crm-newline"
    case .interrupt: "crm-interrupt"
    case .endOfInput: "crm-end-of-input"
    case .suspend: "crm-suspend"
    case .complete: "crm-complete"
    case .completeBack: "crm-complete-back"
    case .up: "crm-up"
    case .down: "crm-down"
    case .right: "crm-right"
    case .wordRight: "crm-word-right"
    case .wordLeft: "crm-word-left"
    case .lineStart: "crm-line-start"
    case .lineEnd: "crm-line-end"
    case .historyOldest: "crm-history-oldest"
    case .historyNewest: "crm-history-newest"
    case .search: "crm-search"
    case .searchNewer: "crm-search-newer"
    case .deleteForward: "crm-delete"
    case .cutWordLeft: "crm-cut-word-left"
    case .cutWordRight: "crm-cut-word-right"
    case .cutSpacedWord: "crm-cut-spaced-word"
    case .cutToLineEnd: "crm-cut-to-line-end"
    case .cutToLineStart: "crm-cut-to-line-start"
    case .yank: "crm-yank"
    case .paste: "crm-paste"
    case .clearScreen: "crm-clear-screen"
    case .ignore: "crm-ignore"
    }
  }
}

/// A key, in the notation of libedit's `bind`, and the command that it gives.
struct KeyBinding {
  let keys: String
  let command: String

  init(_ keys: String, _ command: EditorCommand) {
    self.keys = keys
    self.command = command.name
  }

  /// A command of libedit's own.
  init(_ keys: String, native command: String) {
    self.keys = keys
    self.command = command
  }

  init(_ key: NamedKey, _ command: EditorCommand) { self.init(Self.notation(of: key), command) }
  init(_ key: NamedKey, native command: String) { self.init(Self.notation(of: key), native: command) }

  private static func notation(of key: NamedKey) -> String { String(Unicode.Scalar(key.rawValue)) }

  /// What holds in every map: emacs, vi's insertion and vi's commands.
  static let common = [
    KeyBinding("^M", .submit), KeyBinding("^J", .submit), KeyBinding(.altEnter, .newline),
    KeyBinding("^C", .interrupt), KeyBinding("^D", .endOfInput), KeyBinding("^Z", .suspend),
    KeyBinding("^I", .complete), KeyBinding(.shiftTab, .completeBack),
    KeyBinding("^R", .search), KeyBinding("^S", .searchNewer), KeyBinding("^L", .clearScreen),
    KeyBinding("^P", .up), KeyBinding("^N", .down), KeyBinding(.up, .up), KeyBinding(.down, .down),
    KeyBinding(.left, native: "ed-prev-char"), KeyBinding(.right, .right),
    KeyBinding(.wordLeft, .wordLeft), KeyBinding(.wordRight, .wordRight),
    KeyBinding(.home, .lineStart), KeyBinding(.end, .lineEnd), KeyBinding(.delete, .deleteForward),
    KeyBinding(.pageUp, .historyOldest), KeyBinding(.pageDown, .historyNewest),
    KeyBinding(.insert, .ignore), KeyBinding(.paste, .paste), KeyBinding(.escape, .ignore),
  ]

  static let emacs = [
    KeyBinding("^A", .lineStart), KeyBinding("^E", .lineEnd), KeyBinding("^F", .right),
    KeyBinding("^K", .cutToLineEnd), KeyBinding("^U", .cutToLineStart), KeyBinding("^W", .cutSpacedWord),
    KeyBinding("^Y", .yank), KeyBinding("^H", native: "em-delete-prev-char"),
    KeyBinding("^?", native: "em-delete-prev-char"), KeyBinding("^G", .ignore),
    KeyBinding("\\eb", .wordLeft), KeyBinding("\\eB", .wordLeft),
    KeyBinding("\\ef", .wordRight), KeyBinding("\\eF", .wordRight),
    KeyBinding("\\ed", .cutWordRight), KeyBinding("\\eD", .cutWordRight),
    KeyBinding("\\e^?", .cutWordLeft), KeyBinding("\\e^H", .cutWordLeft),
    KeyBinding("\\e^M", .newline), KeyBinding("\\e^J", .newline),
    KeyBinding("\\e<", .historyOldest), KeyBinding("\\e>", .historyNewest),
  ]

  static let viInsertion = [
    KeyBinding(.escape, native: "vi-command-mode"), KeyBinding("^?", native: "ed-delete-prev-char"),
    KeyBinding("^H", native: "ed-delete-prev-char"),
  ]

  /// The last two search backwards and forwards with libedit's own byte-wide search otherwise.
  static let viCommand = [
    KeyBinding("j", .down), KeyBinding("k", .up), KeyBinding("+", .down), KeyBinding("\\055", .up),
    KeyBinding("/", .search), KeyBinding("?", .searchNewer),
  ]
}
