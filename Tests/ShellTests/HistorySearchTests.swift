import Shell
import Testing

struct HistorySearchTests {
  private let entries = ["查找 客户", "find customers", "查找 机会", "FIND contacts", "查找 客户"]

  private func search(_ query: String) -> HistorySearch {
    var search = HistorySearch(entries: entries, original: .empty)
    for character in query { search.append(String(character)) }
    return search
  }

  @Test func `the newest entry that holds the query is shown`() {
    #expect(search("客").found == 4)
    #expect(search("机会").match == "查找 机会")
  }

  @Test func `case does not matter`() {
    #expect(search("Find").match == "FIND contacts")
  }

  @Test func `older goes on to the next that differs`() {
    var search = search("查找")
    search.older()
    #expect(search.match == "查找 机会")
    search.older()
    #expect(search.found == 0)
    search.older()
    #expect(search.found == 0)
    search.newer()
    #expect(search.match == "查找 机会")
  }

  @Test func `a query that nothing holds has failed until it is shortened`() {
    var search = search("客x")
    #expect(search.hasFailed)
    search.deleteLast()
    #expect(search.found == 4)
    search.deleteLast()
    #expect(search.match == nil)
    #expect(!search.hasFailed)
  }

  @Test func `the cursor goes to where the query stands`() {
    #expect(search("机会").offset == 7)
  }

  @Test func `up and down walk and come back to the line that was being typed`() {
    var walk = HistoryWalk()
    let draft = EditedLine(units: [97], cursor: 1)
    #expect(walk.newer(entries) == nil)
    #expect(walk.older(["a", "b"], from: draft) == .entry("b"))
    #expect(walk.older(["a", "b"], from: .empty) == .entry("a"))
    #expect(walk.older(["a", "b"], from: .empty) == nil)
    #expect(walk.newer(["a", "b"]) == .entry("b"))
    #expect(walk.newer(["a", "b"]) == .draft(draft))
    #expect(walk.newer(["a", "b"]) == nil)
  }
}
