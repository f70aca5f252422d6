internal import Diagnostics
internal import Engine
internal import Glibc

/// Draws a statement as the line editor draws it, as far as it is typed.
final class Typist {
  private let session: Session
  private let language: UserLanguage
  private let completer: Completer
  private var glyphs = GlyphTable()
  private var painter = ScreenPainter(theme: Theme(usesColour: false))
  private var isColoured = false

  init(session: Session, _ language: UserLanguage) {
    self.session = session
    self.language = language
    completer = Completer(session: session)
  }

  /// What brings the screen from the last frame to this one, the cursor at the end of the text.
  func frame(of text: String, on size: TerminalSize, usesColour: Bool) -> String {
    if usesColour != isColoured {
      painter = ScreenPainter(theme: Theme(usesColour: usesColour))
      isColoured = usesColour
    }
    let units = glyphs.units(of: text)
    var content = Frame.Content(
      prompt: Prompt.label(of: session, language), continuationPrompt: Prompt.more,
      line: EditedLine(units: units, cursor: units.count))
    content.styles = GlyphStyles.styles(of: units, ranges: completer.highlight(text), glyphs: glyphs)
    return painter.paint(Frame(content, glyphs: glyphs, size: size))
  }

  /// Takes the line away; the next frame is drawn in full.
  func wipe() -> String {
    painter.forget()
    return "\r\u{1B}[K"
  }

  /// Enter: what follows stands under the line.
  func leave() -> String { painter.leave() }
}

extension Player {
  /// Types a statement; a key that means “next” types the rest at once, “end” and “again” stop it.
  func type(_ statement: String, by typist: Typist) -> Wish {
    var typed = ""
    var isHurried = false
    var last: Character?
    for character in statement {
      typed.append(character)
      guard !isHurried else { continue }
      stage.write(typist.frame(of: typed, on: stage.size, usesColour: usesColour))
      switch keyWish(within: pace.key(character, after: last)) {
      case .next?: isHurried = true
      case .end?: return leave(typist, .end)
      case .again?: return leave(typist, .again)
      case .own?, nil: break
      }
      last = character
    }
    stage.write(typist.frame(of: statement, on: stage.size, usesColour: usesColour))
    return leave(typist, isHurried ? .next : rest(pace.beforeEnter))
  }

  private func leave(_ typist: Typist, _ wish: Wish) -> Wish {
    stage.write(typist.leave())
    return wish
  }
}

/// Time that passes with nobody to wait for.
enum Sleep {
  static func milliseconds(_ count: Int) {
    var wanted = timespec(tv_sec: count / 1000, tv_nsec: count % 1000 * 1_000_000)
    var left = timespec()
    while nanosleep(&wanted, &left) == -1, errno == EINTR { wanted = left }
  }
}
