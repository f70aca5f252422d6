import Diagnostics
import Foundation
import Testing

/// How a diagnostic is drawn (language.md section 7).
@Suite struct DiagnosticRendererTests {
  static func render(_ diagnostic: Diagnostic, _ text: String, _ language: UserLanguage = .english) -> String {
    DiagnosticRenderer(language: language).render(diagnostic.attached(to: SourceText(name: "prompt", text: text)))
  }

  static func span(of part: String, in text: String) -> SourceSpan {
    guard let range = text.range(of: part) else { return .zero }
    let lower = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    return SourceSpan(lower, lower + part.utf8.count)
  }

  @Test func `the example of the language's page is drawn as it stands there`() {
    let text = "find customers where 行页 = 软件"
    let diagnostic = Diagnostic(
      "unknown-field", Wording("customers have no field “行页”", "客户没有字段“行页”"),
      at: .init(Self.span(of: "行页", in: text), Wording("did you mean 行业?", "是否想写 行业？")),
      help: [Wording(verbatim: "describe customers")])
    #expect(
      Self.render(diagnostic, text) == """
        error[unknown-field]: customers have no field “行页”
          ╭─ prompt:1:22
        1 │ find customers where 行页 = 软件
          │                      ^^^^ did you mean 行业?
          ╰─ help: describe customers
        """)
    #expect(Self.render(diagnostic, text, .chinese).hasPrefix("错误[unknown-field]: 客户没有字段“行页”\n"))
  }

  @Test func `carets are counted in terminal cells`() {
    for (before, cells) in [("中，", 4), ("“ ”…¥", 5), ("🙂", 2), ("e\u{301}", 1), ("ＡＢ", 4), ("\t", 2)] {
      let text = before + "x"
      let rendered = Self.render(Diagnostic("c", Wording(verbatim: "m"), at: .init(Self.span(of: "x", in: text))), text)
      let carets = rendered.split(separator: "\n").last ?? ""
      #expect(carets == "  │ " + String(repeating: " ", count: cells) + "^", "\(before)")
    }
  }

  @Test func `marks on one line share it and others have their own`() {
    let text = "first one\nsecond two"
    let diagnostic = Diagnostic(
      "c", Wording(verbatim: "m"), at: .init(Self.span(of: "two", in: text), Wording(verbatim: "here")),
      further: [
        .init(Self.span(of: "second", in: text), Wording(verbatim: "with")), .init(Self.span(of: "one", in: text)),
      ])
    #expect(
      Self.render(diagnostic, text) == """
        error[c]: m
          ╭─ prompt:2:8
        1 │ first one
          │       ---
        2 │ second two
          │        ^^^ here
          │ ------ with
        """)
  }

  @Test func `a long line is cut around its span`() {
    let text = String(repeating: "中", count: 5000) + "HERE" + String(repeating: "x", count: 5000)
    let rendered = Self.render(
      Diagnostic("c", Wording(verbatim: "m"), at: .init(Self.span(of: "HERE", in: text))), text)
    let lines = rendered.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].contains("HERE") && lines[2].contains("…") && lines[2].count < 130)
    #expect(lines[1] == "  ╭─ prompt:1:5001")
    #expect(lines[3].hasSuffix("^^^^"))
  }

  @Test func `a diagnostic without a place is a headline and its help`() {
    let diagnostic = Diagnostic(
      "c", Wording(verbatim: "m"), severity: .warning, help: [Wording(verbatim: "a"), Wording(verbatim: "b")])
    #expect(DiagnosticRenderer(language: .english).render(diagnostic) == "warning[c]: m\n  ├─ help: a\n  ╰─ help: b")
  }

  @Test func `nothing in a text can move the cursor`() {
    let text = "a \u{1B}[31m \u{202E}b"
    let rendered = Self.render(Diagnostic("c", Wording(verbatim: text), at: .init(SourceSpan(2, 3))), text)
    #expect(!rendered.contains("\u{1B}") && !rendered.contains("\u{202E}"))
  }

  @Test func `spans outside the text are drawn at its end`() {
    for span in [SourceSpan(100, 200), SourceSpan(-5, 3), SourceSpan(3, 3)] {
      #expect(Self.render(Diagnostic("c", Wording(verbatim: "m"), at: .init(span)), "abc").contains("^"))
    }
  }
}
