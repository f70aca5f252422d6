import Foundation
import Testing

/// Texts that break other programs, through the program as it is run: stored, shown in every face, out and in again.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: Scratch.program), "not built"))
struct HostileFaceTests {
  private static let own = [
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "a\u{202E}b\u{202C}c", "z\u{200B}z\u{2060}\u{FEFF}",
    "\u{7F}\u{85}\u{2028}\u{2029}", "\r\n\tx", "\u{301}x", " ", "| a | b |", "<script>alert(1)</script>", "=1+1",
  ]

  /// With those of the shared list, where it lies beside the checkout.
  private static let texts: [String] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "../shared/data/naughty_strings/blns.json")
    let list = (try? JSONDecoder().decode([String].self, from: Data(contentsOf: file))) ?? []
    // A name of nothing but white space is none.
    return (own + list.filter { !$0.contains("\0") }).filter { text in
      !text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    }
  }()

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "{": quoted += "{{"
      case "}": quoted += "}}"
      case "a"..."z", "A"..."Z", "0"..."9", " ": quoted.unicodeScalars.append(scalar)
      default: quoted += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return quoted + "\""
  }

  private static func filled() throws -> Scratch {
    let folder = try Scratch()
    var lines: [String] = []
    for (index, text) in texts.enumerated() {
      let said = quoted(text)
      lines.append("add customer name = \(said), city = \(said), phone = \(13_800_100_000 + index) allow duplicate")
      guard index < 40 else { continue }
      // Names that differ in capitals only would double each other on the way back.
      lines.append(
        "add contact name = \(quoted(text + "\(index)")), customer = cust_001, notes = \(said) allow duplicate")
      lines.append("add task title = \(said), description = \(said), customer = cust_001, due_date = today")
      lines.append("add opportunity title = \(said), customer = cust_001, amount = 10")
      lines.append("log note with cust_001 \(said)")
      lines.append("add lead name = \(said), company = \(said) allow duplicate")
      lines.append("tag cust_001 with \(said.filter { $0 != " " }), tag")
    }
    lines.append("update customers all set province = x")
    try folder.write(lines.joined(separator: "\n"), to: "fill.crm")
    let end = try folder.run(["--yes", "run", "fill.crm"])
    #expect(end.code == 0, "\(end.errors)")
    return folder
  }

  /// Scalars that could move a cursor, turn the direction or hide; those of emoji sequences do not.
  static func hidden(in text: String) -> [String] {
    var found: [String] = []
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar.properties.generalCategory {
      case .control where scalar == "\n": continue
      case .control, .lineSeparator, .paragraphSeparator: found.append(String(scalar.value, radix: 16))
      case .format:
        let joins = scalar.value == 0x200D && previous.map { $0.properties.isEmoji || $0.value == 0xFE0F } == true
        if !joins, !(0xE0020...0xE007F).contains(scalar.value) { found.append(String(scalar.value, radix: 16)) }
      default: continue
      }
    }
    return found
  }

  private static let bad = "\u{1B}[2J\u{202E}\u{200B}"

  private static let statements = [
    "find customers", "find customers | card", "find customers | markdown", "find contacts | card", "find tasks",
    "find leads | card", "find opportunities | markdown", "show cust_001", "show cust_003", "show contact_001",
    "show task_001", "show opp_001", "show lead_001", "count customers by name", "count customers by name | chart bar",
    "changes", "changes 1", "history of cust_001", "why cust_001", "why cust_002.name", "agenda", "calendar",
    "duplicates contacts", "score lead_001", "preview delete cust_001", "preview update cust_002 set name = x",
    "find customers where name = '\(bad)'", "find customers where n\(bad) = 1", "show '\(bad)'", "print '\(bad)'",
    "fail '\(bad)'", "help '\(bad)'", "set output = '\(bad)'", "run '\(bad).crm'", "import customers from '\(bad).csv'",
    "export find customers to '\(bad)/x.csv'", "export find customers to '\(bad).csv'", "move opp_001 to '\(bad)'",
    "add customer name = '\(bad)', industry = '\(bad)'", "add contact name = x, customer = '\(bad)'",
    "assign cust_001 to '\(bad)'", "tag cust_001 with '\(bad)'", "explain find customers where name = '\(bad)'",
    "view '\(bad)' = find customers", "close opp_001 lost because '\(bad)'", "postpone task_001 to '\(bad)'",
    "delete cust_002", "find deleted customers", "restore cust_002", "let $x = '\(bad)'; print $x",
  ]

  @Test(arguments: ["en", "zh"])
  func `no face lets a text move the terminal`(language: String) throws {
    let folder = try Self.filled()
    defer { folder.remove() }
    for statement in Self.statements {
      let end = try folder.run(["--language", language, "--yes", "-c", statement])
      #expect((0...4).contains(end.code), "\(statement.debugDescription): \(end.code)")
      let hidden = Self.hidden(in: end.output + end.errors)
      #expect(hidden == [], "\(statement.debugDescription)")
    }
  }

  @Test func `every row of a table stands on a line of its own`() throws {
    let folder = try Self.filled()
    defer { folder.remove() }
    for (format, others) in [("table", 2), ("markdown", 2)] {
      let end = try folder.run(["-c", "find customers show id, name, city | \(format)"])
      #expect(end.output.split(separator: "\n").count == Self.texts.count + others, "\(format)")
    }
  }

  @Test(arguments: ["csv", "vcf"])
  func `all come back byte for byte from a file`(format: String) throws {
    let folder = try Self.filled()
    defer { folder.remove() }
    let isCard = format == "vcf"
    let (entity, fields) = isCard ? ("contacts", "name, notes") : ("customers", "name, city, province")
    let asked = "find \(entity) show \(fields) sort by id | json"
    let before = try folder.run(["-c", asked])
    // A card has line ends and no carriage returns.
    let wanted = isCard ? before.output.replacingOccurrences(of: "\\r\\n", with: "\\n") : before.output
    #expect(try folder.run(["--exact", "-c", "export find \(entity) to 'x.\(format)'"]).code == 0)
    let clauses = "on missing create allow missing on duplicate \(isCard ? "skip" : "update")"
    let other = ["--db", "other.db"]
    let end = try folder.run(
      other + ["-c", "import \(entity) from 'x.\(format)' \(isCard ? "on missing create" : clauses)"])
    #expect(end.code == 0, "\(end.errors)")
    #expect(try folder.run(other + ["-c", asked]).output == wanted)
  }

  @Test func `a command line stores each as it is`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for (index, text) in Self.texts.enumerated() where index < Self.own.count || index % 25 == 0 {
      let end = try folder.run([
        "add_customer", "--name=\(text)", "--address=\(text)", "--phone", "138\(10_000_000 + index)",
        "--allow_duplicate",
        "--output", "json",
      ])
      #expect(end.code == 0, "\(text.debugDescription): \(end.errors)")
      let object = try? JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [String: Any]
      #expect((object?["name"] as? String)?.utf8.elementsEqual(text.utf8) == true, "\(text.debugDescription)")
      #expect((object?["address"] as? String)?.utf8.elementsEqual(text.utf8) == true, "\(text.debugDescription)")
    }
  }
}
