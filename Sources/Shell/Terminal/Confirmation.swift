internal import Glibc

/// A question on one line that a single key answers.
package struct Confirmation<Answer: Sendable>: Sendable {
  package struct Choice: Sendable {
    package var answer: Answer
    /// The keys that give this answer. Case and width do not matter: `y` is also `Y`, `ｙ` and `Ｙ`.
    package var keys: [Character]
    /// What is shown once it was chosen.
    package var label: String

    package init(_ answer: Answer, keys: [Character], label: String) {
      self.answer = answer
      self.keys = keys
      self.label = label
    }
  }

  package var choices: [Choice]
  /// Ctrl-C, Ctrl-D, Escape, Enter, and a terminal that went away.
  package var refusal: Choice

  package init(choices: [Choice], refusal: Choice) {
    self.choices = choices
    self.refusal = refusal
  }

  /// Shows `question` and waits for one of the keys; other keys are passed over. Where standard input is no terminal
  /// nothing is shown and the answer is the refusal.
  package func ask(_ question: String) -> Answer {
    let input = Terminal.Stream.input.rawValue
    let chosen = RawMode.during(input) { () -> Choice in
      Output.write(question + " ", to: Terminal.Stream.output.rawValue)
      let choice = waitForChoice(input)
      Output.write(choice.label + "\r\n", to: Terminal.Stream.output.rawValue)
      return choice
    }
    return (chosen ?? refusal).answer
  }

  private func waitForChoice(_ input: Int32) -> Choice {
    var decoder = KeyDecoder()
    var buffer = [UInt8](repeating: 0, count: 256)
    while true {
      while let key = decoder.next() {
        if let choice = choice(for: key) { return choice }
      }
      // A lone Escape is told from the start of a sequence by what does not follow it.
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      if decoder.isWaiting, poll(&waiting, 1, 50) == 0 {
        if let key = decoder.next(final: true), let choice = choice(for: key) { return choice }
        continue
      }
      let count = read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return refusal }
      decoder.append(buffer.prefix(count))
    }
  }

  /// Nil for a key that answers nothing.
  package func choice(for key: EditorKey) -> Choice? {
    switch key {
    case .escape, .unit(0x03), .unit(0x04), .unit(0x0A), .unit(0x0D): return refusal
    case .unit(let unit):
      guard let scalar = GlyphTable.scalar(unit) else { return nil }
      let key = Self.folded(scalar)
      return (choices + [refusal]).first { choice in
        choice.keys.contains { $0.unicodeScalars.first.map(Self.folded) == key }
      }
    case .meta, .named, .paste, .sequence: return nil
    }
  }

  /// Full-width forms to ASCII, capitals to small letters.
  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
    return (0x41...0x5A).contains(narrow) ? narrow + 0x20 : narrow
  }
}

extension Confirmation where Answer == Bool {
  /// Yes or no; anything that is not clearly yes is no. The labels echo the answer in the user's language.
  package static func yesOrNo(yes: String = "yes", no: String = "no") -> Confirmation<Bool> {
    Confirmation(
      choices: [Choice(true, keys: ["y", "是"], label: yes)],
      refusal: Choice(false, keys: ["n", "否"], label: no))
  }
}
