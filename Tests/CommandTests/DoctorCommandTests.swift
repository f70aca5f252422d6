import Foundation
import Testing

/// The doctor from outside: what it ends with, and what stands beside the workspace after.
@Suite struct DoctorCommandTests {
  /// A workspace with one customer.
  private func workspace() throws -> Scratch {
    let folder = try Scratch()
    let made = try folder.run([
      "-c", "add customer name = ABCD, phone = 0755-12345678, address = \"nowhere but in the row\"",
    ])
    try #require(made.code == 0, "\(made)")
    return folder
  }

  /// Makes zeros of the page that holds a text.
  private func damage(_ folder: Scratch, pageWith text: String) throws {
    var bytes = try folder.bytes("crm.db")
    let place = try #require(bytes.range(of: Data(text.utf8)))
    let page = place.lowerBound / 4096 * 4096
    bytes.replaceSubrange(page..<page + 4096, with: Data(count: 4096))
    try folder.write(bytes, to: "crm.db")
  }

  @Test(arguments: [["doctor"], ["doctor", "repair"], ["-c", "doctor"], ["-c", "doctor repair"], ["run", "d.crm"]])
  func `damage that is left ends with 5, however the doctor is called`(words: [String]) throws {
    let folder = try workspace()
    defer { folder.remove() }
    try folder.write("体检 修复\n", to: "d.crm")
    #expect(try folder.run(words).code == 0)
    try damage(folder, pageWith: "nowhere but in the row")
    let before = try folder.bytes("crm.db")
    let end = try folder.run(words)
    #expect(end.code == 5 && end.errors.contains("[unsound]"), "\(end)")
    #expect(try folder.bytes("crm.db") == before)
  }
}
