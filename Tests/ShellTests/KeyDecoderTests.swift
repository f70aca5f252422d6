import Shell
import Testing

struct KeyDecoderTests {
  private func keys(_ bytes: [UInt8], final: Bool = false) -> [EditorKey] {
    var decoder = KeyDecoder()
    decoder.append(bytes)
    var keys: [EditorKey] = []
    while let key = decoder.next(final: final) { keys.append(key) }
    return keys
  }

  private func keys(_ text: String, final: Bool = false) -> [EditorKey] { keys(Array(text.utf8), final: final) }

  @Test func `characters come as they are, however their bytes are cut`() {
    var decoder = KeyDecoder()
    var got: [EditorKey] = []
    for byte in "a客😀".utf8 {
      decoder.append([byte])
      while let key = decoder.next() { got.append(key) }
    }
    #expect(got == [.unit(97), .unit(0x5BA2), .unit(0x1F600)])
  }

  @Test func `bytes that are no UTF-8 are dropped and what follows is kept`() {
    #expect(keys([0xFF, 0xE5, 0x41, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x42]) == [.unit(0x41), .unit(0x42)])
  }

  @Test(arguments: [
    ("\u{1B}[A", NamedKey.up), ("\u{1B}OA", .up), ("\u{1B}[1;5C", .wordRight), ("\u{1B}[1;3D", .wordLeft),
    ("\u{1B}[3~", .delete), ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}OF", .end), ("\u{1B}[Z", .shiftTab),
    ("\u{1B}\r", .altEnter), ("\u{1B}[13;3u", .altEnter), ("\u{1B}[27;3;13~", .altEnter), ("\u{1B}[1;2A", .up),
  ])
  func `one key has several spellings`(sequence: String, key: NamedKey) {
    #expect(keys(sequence) == [.named(key)])
  }

  @Test func `a sequence that we know nothing of is passed over whole`() {
    #expect(keys("\u{1B}[?1;2c\u{1B}[I\u{1B}[38;5;1~x") == [.unit(0x78)])
  }

  @Test func `a sequence that the user binds goes on as it is`() {
    var decoder = KeyDecoder()
    decoder.passed = [Array("\u{1B}[15~".utf8)]
    decoder.append("\u{1B}[15~".utf8)
    #expect(decoder.next() == .sequence(Array("\u{1B}[15~".utf8)))
  }

  @Test func `an escape waits for what may follow`() {
    #expect(keys("\u{1B}").isEmpty)
    #expect(keys("\u{1B}", final: true) == [.escape])
    #expect(keys("\u{1B}b") == [.meta(0x62)])
    #expect(keys("\u{1B}[", final: true) == [.meta(0x5B)])
    #expect(keys("\u{1B}\u{1B}", final: true) == [.escape, .escape])
  }

  @Test func `a paste is one key, however it is cut`() {
    let text = "\u{1B}[200~第一行\r\n\u{1B}[20x\u{1B}[201~z"
    for cut in 1..<text.utf8.count {
      var decoder = KeyDecoder()
      var got: [EditorKey] = []
      for part in [Array(text.utf8.prefix(cut)), Array(text.utf8.dropFirst(cut))] {
        decoder.append(part)
        while let key = decoder.next() { got.append(key) }
      }
      #expect(got == [.paste(Array("第一行\r\n\u{1B}[20x".utf8)), .unit(0x7A)])
    }
  }

  @Test(arguments: 1...30)
  func `no bytes stop the decoder`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = [0x1B, 0x5B, 0x4F, 0x32, 0x30, 0x31, 0x7E, 0x41, 0xE5, 0xAE, 0xFF, 0x00, 0x3B, 0x0D, 0x09]
    var decoder = KeyDecoder()
    for _ in 0..<400 {
      decoder.append(
        (0..<Int.random(in: 1...6, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) })
      while decoder.next(final: Bool.random(using: &generator)) != nil {}
    }
    decoder.append(Array("\u{1B}[201~\u{18}\u{18}".utf8))
    var last: EditorKey?
    while let key = decoder.next(final: true) { last = key }
    #expect(last == .unit(0x18))
  }
}
