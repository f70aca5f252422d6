import Diagnostics
import Domain
import Query
import Rendering
import Testing
import Values

struct CalendarDrawingTests {
  private func page(_ form: CalendarPage.Form) throws -> CalendarPage {
    let first = try #require(CivilDate(year: 2026, month: 3, day: 1))
    let end = try #require(CivilDate(year: 2026, month: 4, day: 1))
    let today = try #require(CivilDate(year: 2026, month: 3, day: 11))
    var page = CalendarPage(form: form, days: first..<end, today: today, zone: .shanghai)
    for index in 0..<40 {
      let day = try #require(first.adding(days: index * 7 % 31))
      var entry = CalendarPage.Entry(.task, day, "task_\(index)", "回访“科技有限公司”（第\(index)次）👩‍👩‍👧 \u{202E}abc")
      entry.start = index % 2 == 0 ? TimeOfDay(hour: 9, minute: 30) : nil
      entry.isOverdue = index % 5 == 0
      page.entries.append(entry)
    }
    page.entries.sort { $0.day < $1.day }
    page.overdue = [page.entries[0]]
    return page
  }

  @Test(arguments: [40, 60, 72, 80, 100, 120, 160, 200], [CalendarPage.Form.month, .week, .agenda])
  func `no line is wider than the terminal`(width: Int, form: CalendarPage.Form) throws {
    for language in UserLanguage.allCases {
      let text = CalendarDrawing(try page(form), OutputStyle(language: language, width: width)).text
      for line in text.split(separator: "\n") { #expect(TerminalCells.width(of: line) <= width, "\(line)") }
      #expect(!text.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test func `the columns of a grid stand under one another`() throws {
    let text = CalendarDrawing(try page(.month), OutputStyle(language: .chinese, width: 120)).text
    let rules = text.split(separator: "\n").filter { $0.contains("┼") }
    let places = try #require(rules.first).enumerated().filter { $0.element == "┼" }.map(\.offset)
    for line in text.split(separator: "\n") where line.contains("│") {
      var cells = 0
      var found: [Int] = []
      for character in line {
        if character == "│" { found.append(cells) }
        cells += TerminalCells.width(of: character)
      }
      #expect(found == places, "\(line)")
    }
  }

  @Test func `what goes to a pipe is whole and without colour`() throws {
    let text = CalendarDrawing(try page(.month), OutputStyle(language: .english)).text
    #expect(!text.contains("…") && !text.contains("\u{1B}") && !text.contains("+"))
  }
}
