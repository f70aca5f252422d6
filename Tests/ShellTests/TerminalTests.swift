import Glibc
import Shell
import Testing

struct TerminalTests {
  @Test func `NO_COLOR and a dumb terminal forbid colour`() {
    #expect(Terminal.allowsColour(nil, term: "xterm-256color"))
    #expect(Terminal.allowsColour("", term: "xterm"))
    #expect(!Terminal.allowsColour("1", term: "xterm"))
    #expect(!Terminal.allowsColour(nil, term: "dumb"))
    #expect(!Terminal.allowsColour(nil, term: nil))
  }

  @Test func `a size has a cell at least`() {
    #expect(TerminalSize(columns: 0, rows: -3) == TerminalSize(columns: 1, rows: 1))
  }

  @Test func `a text that leaves no room for the prompt goes to the pager`() {
    let size = TerminalSize(columns: 10, rows: 4)
    #expect(Pager.fits("1\n2\n", on: size))
    #expect(!Pager.fits("1\n2\n3\n", on: size))
    #expect(!Pager.fits("一二三四五六\n2\n", on: size))
    #expect(Pager.fits("一二三四五\n2\n", on: size))
  }

  @Test(arguments: [
    ("y", true), ("Y", true), ("ｙ", true), ("Ｙ", true), ("是", true), ("n", false), ("否", false), ("\r", false),
  ])
  func `an answer is read in either language and width`(key: String, answer: Bool) throws {
    let unit = try #require(key.unicodeScalars.first.map { GlyphUnit($0.value) })
    #expect(Confirmation.yesOrNo().choice(for: .unit(unit))?.answer == answer)
  }

  @Test func `Ctrl-C and Escape refuse, and other keys are passed over`() {
    #expect(Confirmation.yesOrNo().choice(for: .unit(3))?.answer == false)
    #expect(Confirmation.yesOrNo().choice(for: .escape)?.answer == false)
    #expect(Confirmation.yesOrNo().choice(for: .unit(0x78)) == nil)
    #expect(Confirmation.yesOrNo().choice(for: .named(.up)) == nil)
  }
}

struct InterruptFlagTests {
  @Test func `Ctrl-C while a statement runs sets a flag, twice too, and the process lives on`() {
    let seen = InterruptFlag.during { () -> [Bool] in
      let before = InterruptFlag.isSet
      // To this thread: a signal for the whole process may arrive on another, when it is over here.
      var (interruption, former) = (sigset_t(), sigset_t())
      sigemptyset(&interruption)
      sigaddset(&interruption, SIGINT)
      pthread_sigmask(SIG_UNBLOCK, &interruption, &former)
      defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
      pthread_kill(pthread_self(), SIGINT)
      pthread_kill(pthread_self(), SIGINT)
      for _ in 0..<1000 where !InterruptFlag.isSet { usleep(1_000) }
      return [before, InterruptFlag.isSet]
    }
    #expect(seen == [false, true])
    #expect(!InterruptFlag.isSet)
  }

  @Test func `a reader that has gone is no error and no signal`() {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    #expect(Output.write("x", to: ends[1]) == .readerGone)
    close(ends[1])
    #expect(Output.write("x", to: ends[1]) == .failed(EBADF))
  }
}

struct EditorRCTests {
  @Test func `the key map is taken out and the other lines are kept`() {
    let settings = EditorRC(
      program: "crm", text: "# mine\nbind -v\n\ncrm:bind -e\n  bind ^O ed-insert\npython:bind -v\n")
    #expect(settings.keyMap == .emacs)
    #expect(settings.lines == ["  bind ^O ed-insert", "python:bind -v"])
  }

  @Test func `bound escape sequences are known in every notation`() {
    let settings = EditorRC(
      program: "crm", text: "bind \"^[[15~\" a\nbind -a \\e[16~ b\nbind '\\033[17~' c\nbind M-x d\nbind ^O e\n")
    #expect(settings.sequences == Set(["\u{1B}[15~", "\u{1B}[16~", "\u{1B}[17~", "\u{1B}x"].map { Array($0.utf8) }))
  }

  @Test func `a line too long for libedit's buffers is left out`() {
    #expect(EditorRC(program: "crm", text: "bind " + String(repeating: "x", count: 2000)).lines.isEmpty)
  }
}
