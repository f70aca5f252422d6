internal import CLineEditor
internal import Glibc

/// libedit, in Swift's words: key maps, dispatch and the editing commands. It draws nothing.
final class Engine {
  /// Whom libedit calls while it reads a line.
  protocol Owner: AnyObject {
    /// The next unit of input, 0 at its end, -1 on an error.
    func nextUnit() -> GlyphUnit
    func run(_ command: EditorCommand) -> Ending
  }

  enum Ending {
    case goOn, lineEnds
  }

  private let editor: OpaquePointer
  private(set) var isVi = false
  /// Keeps what the C side points to, and points on without keeping.
  private let box: OwnerBox

  private static let program = "crm"

  /// The escape sequences that the user's .editrc binds.
  private(set) var userSequences: Set<[UInt8]> = []

  init(input: Int32, output: Int32) throws(LineEditorError) {
    let box = OwnerBox()
    let callbacks = cle_callbacks(
      context: Unmanaged.passUnretained(box).toOpaque(),
      read: { context in OwnerBox.from(context)?.owner?.nextUnit() ?? -1 },
      command: { context, index in
        guard let command = EditorCommand(rawValue: index) else { return Int32(CLE_GO_ON) }
        switch OwnerBox.from(context)?.owner?.run(command) {
        case .lineEnds, .none: return Int32(CLE_LINE_ENDS)
        case .goOn: return Int32(CLE_GO_ON)
        }
      })
    guard let editor = cle_open(Self.program, input, output, callbacks) else { throw .cannotStart }
    self.editor = editor
    self.box = box
    for command in EditorCommand.allCases {
      Self.wide(command.name) { name in _ = cle_define(editor, command.rawValue, name, name) }
    }
    configure(EditorRC.ofUser(program: Self.program))
    guard cle_edits(editor) else { throw .editingOff }
  }

  private final class OwnerBox {
    weak var owner: (any Owner)?

    static func from(_ context: UnsafeMutableRawPointer?) -> OwnerBox? {
      context.map { Unmanaged<OwnerBox>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  deinit { cle_close(editor) }

  func attach(_ owner: any Owner) { box.owner = owner }

  /// The key map, then our bindings, then the user's.
  private func configure(_ settings: EditorRC) {
    isVi = settings.keyMap == .vi
    cle_set_keymap(editor, isVi)
    bind(KeyBinding.common + (isVi ? KeyBinding.viInsertion : KeyBinding.emacs), alternate: false)
    if isVi { bind(KeyBinding.common + KeyBinding.viCommand, alternate: true) }
    for line in settings.lines { Self.wide(line) { _ = cle_run(editor, $0) } }
    userSequences = settings.sequences
  }

  private func bind(_ bindings: [KeyBinding], alternate: Bool) {
    for binding in bindings {
      Self.wide(binding.keys) { keys in
        Self.wide(binding.command) { command in _ = cle_bind(editor, keys, command, alternate) }
      }
    }
  }

  /// Reads until a command ends the line. False if libedit gave it up: where the input has ended, but also where a
  /// command of its own thinks so (vi's `x` on an empty line).
  func readLine() -> Bool { cle_read_line(editor) > 0 }

  func remember(_ entry: String) { Self.wide(entry) { cle_remember(editor, $0) } }

  func setRaw(_ raw: Bool) { cle_set_raw(editor, raw) }

  var line: EditedLine {
    var buffer: UnsafePointer<wchar_t>?
    var count = 0
    var cursor = 0
    cle_line(editor, &buffer, &count, &cursor)
    return EditedLine(units: Array(UnsafeBufferPointer(start: buffer, count: count)), cursor: cursor)
  }

  /// Makes libedit's line into this one, changing no more of it than differs.
  func replace(_ present: EditedLine, by wanted: EditedLine) {
    let shorter = min(present.units.count, wanted.units.count)
    let head = zip(present.units, wanted.units).prefix { $0 == $1 }.count
    let tail = zip(present.units.reversed(), wanted.units.reversed()).prefix(shorter - head).prefix { $0 == $1 }.count
    move(from: present.cursor, to: present.units.count - tail)
    delete(present.units.count - tail - head)
    insert(wanted.units[head..<wanted.units.count - tail])
    move(from: wanted.units.count - tail, to: wanted.cursor)
  }

  private func move(from place: Int, to other: Int) {
    if place != other { cle_move(editor, Int32(clamping: other - place)) }
  }

  private func delete(_ count: Int) {
    if count > 0 { cle_delete_before(editor, Int32(clamping: count)) }
  }

  private func insert(_ units: ArraySlice<GlyphUnit>) {
    guard !units.isEmpty else { return }
    (units + [0]).withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { _ = cle_insert(editor, start) }
    }
  }

  private static func wide(_ text: String, _ body: (UnsafePointer<wchar_t>) -> Void) {
    let units = text.unicodeScalars.map { wchar_t($0.value) } + [0]
    units.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { body(start) }
    }
  }
}
