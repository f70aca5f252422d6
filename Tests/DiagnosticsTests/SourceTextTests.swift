import Diagnostics
import Testing

@Suite struct SourceTextTests {
  @Test func `lines and columns count from one, columns in characters`() {
    let source = SourceText(name: "a.crm", text: "ab\r\n中e\u{301}x\n\nz")
    #expect(source.position(at: 0) == source.position(at: -1))
    #expect(source.position(at: 1).column == 2)
    let x = Array(source.text.utf8).firstIndex(of: 0x78) ?? 0
    #expect(source.position(at: x).line == 2)
    #expect(source.position(at: x).column == 3)
    #expect(source.line(at: 0).text == "ab")
    #expect(source.line(at: x).text == "中e\u{301}x")
    #expect(source.line(at: x + 2).text.isEmpty)
    #expect(source.line(at: 1000).text == "z")
    #expect(source.line(at: 1000).number == 4)
    #expect(SourceText(name: "a", text: "x", firstLine: 7).position(at: 0).line == 7)
  }

  @Test func `a slice outside the text is empty`() {
    let source = SourceText(name: "a", text: "abc")
    #expect(source.slice(SourceSpan(1, 2)) == "b")
    #expect(source.slice(SourceSpan(5, 9)).isEmpty)
    #expect(source.slice(SourceSpan(-3, 1)) == "a")
  }
}

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("indsutry", "industry"), ("行页", "行业"), ("航业", "行业"), ("hangye", "行业"), ("custmers", "customers"),
    ("ｗhere", "where"), ("查早", "查找"),
  ])
  func `a slip finds what was meant`(_ typed: String, _ meant: String) {
    let candidates = ["industry", "行业", "customers", "where", "查找", "查询", "查看", "show", "城市"]
    #expect(NearestName.suggestions(for: typed, among: candidates) == [meant])
  }

  @Test(arguments: ["", "xyzzy", "统计", "q"])
  func `what is near nothing finds nothing`(_ typed: String) {
    #expect(NearestName.suggestions(for: typed, among: ["industry", "行业", "customers"]).isEmpty)
  }

  @Test func `the language of the user is configured or comes from the locale`() {
    #expect(UserLanguage(configured: "zh", environment: { _ in nil }) == .chinese)
    #expect(UserLanguage(configured: nil, environment: { ["LANG": "zh_CN.UTF-8"][$0] }) == .chinese)
    #expect(
      UserLanguage(configured: nil, environment: { ["LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"][$0] }) == .english)
    #expect(UserLanguage(configured: nil, environment: { ["LC_ALL": "", "LANG": "zh_CN.UTF-8"][$0] }) == .chinese)
    #expect(UserLanguage(configured: "fr", environment: { _ in nil }) == .english)
  }
}
