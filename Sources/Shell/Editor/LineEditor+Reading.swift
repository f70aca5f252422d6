internal import Glibc

/// Between the terminal and libedit: bytes become keys; keys that a menu or a search takes are dealt with here; the
/// others go on as units.
extension LineEditor: Engine.Owner {
  /// libedit calls this whenever it has carried out what came before and wants the next unit.
  func nextUnit() -> GlyphUnit {
    hasAsked = true
    if failure != nil { return -1 }
    if let start = beginning {
      beginning = nil
      engine.replace(engine.line, by: start)
    }
    while true {
      if !queue.isEmpty { return queue.removeFirst() }
      if let key = decoder.next() {
        take(key)
        continue
      }
      if hasInput(within: 0) == false {
        settle()
        draw()
      }
      switch wait() {
      case .ready: continue
      case .ended:
        hasInputEnded = true
        return 0
      case .failed(let number):
        failure = .readFailed(number)
        return -1
      }
    }
  }

  /// Looks at what the last command made of the line, and joins what has become one character.
  func settle() {
    let present = engine.line
    guard let joined = glyphs.regrouped(present) else {
      line = present
      return
    }
    engine.replace(present, by: joined)
    line = joined
  }

  func setLine(_ wanted: EditedLine) {
    engine.replace(engine.line, by: wanted)
    line = wanted
  }

  // MARK: - Keys

  private func take(_ key: EditorKey) {
    kills.keyBegins()
    switch mode {
    // Looking at the line for every key of a long typed-ahead text would take a time of its square.
    case .typing: return pass(on: key)
    case .choosing, .searching: settle()
    }
    switch mode {
    case .typing: break
    case .choosing(let menu): if !choose(key, in: menu) { pass(on: key) }
    case .searching(let search): if !seek(key, in: search) { pass(on: key) }
    }
  }

  private func pass(on key: EditorKey) {
    switch key {
    // libedit takes a zero for the end of input.
    case .unit(0), .meta(0): return
    case .unit(let unit): queue.append(unit)
    case .meta(let unit):
      // To vi an Escape is a key of its own, unless the user has bound it together with this one.
      let isSequence = !engine.isVi || engine.userSequences.contains([0x1B] + glyphs.text(of: [unit]).utf8)
      queue += [isSequence ? 0x1B : NamedKey.escape.unit, unit]
    case .escape: queue.append(engine.isVi ? NamedKey.escape.unit : 0x1B)
    case .named(let key): queue.append(key.unit)
    case .paste(let bytes):
      pastes.append(bytes)
      queue.append(NamedKey.paste.unit)
    case .sequence(let bytes): queue += bytes.map(GlyphUnit.init)
    }
  }

  // MARK: - Waiting

  private enum Waited {
    case ready, ended
    case failed(Int32)
  }

  /// How long an Escape waits for the rest of a sequence, in milliseconds.
  private static let escapePause: Int32 = 40

  /// Nil if the wait itself failed.
  private func hasInput(within milliseconds: Int32) -> Bool? {
    var input = pollfd(fd: Terminal.Stream.input.rawValue, events: Int16(POLLIN), revents: 0)
    let count = poll(&input, 1, milliseconds)
    return count < 0 ? nil : count > 0
  }

  /// Sleeps until keys have come, a notice, a new size, or the moment when an Escape is just that.
  private func wait() -> Waited {
    var descriptors = [
      pollfd(fd: Terminal.Stream.input.rawValue, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&descriptors, nfds_t(descriptors.count), decoder.isWaiting ? Self.escapePause : -1)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? .ready : .failed(errno) }
    if count == 0 {
      if let key = decoder.next(final: true) { take(key) }
      return .ready
    }
    if descriptors[1].revents != 0 { wake(wakePipe.drain()) }
    return descriptors[0].revents == 0 ? .ready : readBytes()
  }

  private func readBytes() -> Waited {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(Terminal.Stream.input.rawValue, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? .ready : .failed(errno) }
    guard count > 0 else { return .ended }
    decoder.append(buffer.prefix(count))
    return .ready
  }

  private func wake(_ reasons: Set<WakePipe.Reason>) {
    // After a stop from outside the shell has set the terminal to its own liking. A new size and a notice need no more
    // than the frame that is drawn next.
    guard reasons.contains(.continued) else { return }
    engine.setRaw(false)
    engine.setRaw(true)
    send(Self.bracketedPasteOn)
    painter.forget()
  }
}
