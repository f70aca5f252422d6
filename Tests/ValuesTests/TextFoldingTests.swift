import Testing

@testable import Values

@Suite struct TextFoldingTests {
  @Test func `case and width make no difference`() {
    for (text, key) in [
      ("ＶＩＰ　Ａ", "vip a"), ("AT&T", "at&t"), ("（北京）科技", "(北京)科技"), ("４Ｓ店", "4s店"), ("￥５", "¥5"), ("É", "é"),
      ("ﬁn", "fin"),
      ("ｶﾞ", "ガ"), ("①", "1"), ("", ""), ("a\u{A0}b", "a b"),
    ] {
      #expect(TextFolding.folded(text) == key, "\(text)")
      #expect(TextFolding.equalsFolded(text, key))
      #expect(TextFolding.equalsFolded(Substring(text), key))
    }
    #expect(!TextFolding.equalsFolded("ab", "abc"))
    #expect(!TextFolding.equalsFolded("科技", "科枝"))
  }

  @Test func `folding twice is folding once for every assigned character`() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let category = scalar.properties.generalCategory
      guard category != .unassigned, category != .privateUse else { continue }
      let once = TextFolding.folded(String(scalar))
      guard TextFolding.folded(once) == once, TextFolding.folded(once).utf8.elementsEqual(once.utf8) else {
        Issue.record("U+\(String(value, radix: 16))")
        return
      }
    }
  }

  @Test func `folding twice is folding once for hostile texts`() {
    var generator = SeededGenerator(seed: 1)
    for text in HostileText.naughtyStrings() + (0..<5_000).map({ _ in HostileText.mutation(using: &generator) }) {
      let once = TextFolding.folded(text)
      #expect(TextFolding.folded(once).utf8.elementsEqual(once.utf8))
      #expect(TextFolding.equalsFolded(text, once))
    }
  }

  @Test func `the fold on bytes agrees with the library wherever it answers`() {
    for value in UInt32(0)...0x3FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      guard scalar.properties.generalCategory != .unassigned else { continue }
      let text = String(scalar)
      let viaLibrary = PlatformLibrary.compatibilityComposed(text).lowercased()
      if case .unknown = TextFolding.mapping(of: value) { continue }
      guard TextFolding.folded(text).utf8.elementsEqual(viaLibrary.utf8) else {
        Issue.record("U+\(String(value, radix: 16))")
        continue
      }
    }
  }
}
