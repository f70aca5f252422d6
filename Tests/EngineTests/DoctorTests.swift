import Diagnostics
import Domain
import Engine
import Glibc
import Layout
import Query
import Storage
import Testing

/// `doctor`: whatever is damaged is named with record and field; what follows from the rest is made again, and nothing
/// else is touched.
@Suite struct DoctorTests {
  /// `flaw entity.field records` of every finding.
  private func findings(_ bench: Workbench) throws -> [String] {
    try bench.store.examine { _ in }.map { finding in
      let field = finding.field.map { ".\($0.name)" } ?? ""
      let place = finding.place.isEmpty ? "" : " \(finding.place)"
      return "\(finding.flaw.rawValue) \(finding.entity?.pluralEnglish ?? "")\(field)\(place)"
    }
  }

  private func workspace() throws -> Workbench {
    let bench = try Workbench.company()
    for statement in [
      "move opp_001 to 商务谈判", "close opp_002 lost because 价格", "update cust_001 set scale = 大型, city = 广州",
      "tag cust_001 with 重点", "untag cust_002 with 高价值", "delete cust_004", "add customer name = 临时",
      "delete cust_005",
      "purge cust_005", "update opp_003 set amount = 99.5万",
    ] {
      bench.say(statement)
      #expect(bench.codes == [], "\(statement)")
    }
    return bench
  }

  @Test func `a missing index is made again, a missing row of the log is named`() throws {
    let bench = try Workbench.company()
    for city in ["上海", "北京", "广州"] { bench.say("update cust_001 set city = \(city)") }
    _ = try bench.sql("DROP INDEX customers_owner")
    _ = try bench.sql("DELETE FROM changes WHERE id = (SELECT max(id) FROM changes) - 1")
    let found = try findings(bench)
    #expect(found == ["logGap  changes", "missingIndex  customers_owner"])
    bench.say("doctor repair")
    #expect(try findings(bench) == ["logGap  changes"])
  }

  @Test(arguments: [UInt64(31), 32, 33, 34])
  func `whatever is written, the doctor finds nothing wrong`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    for round in 0..<60 {
      bench.clock.pass(seconds: 3600)
      bench.say(ChangeLogStatements.one(&dice))
      if round % 20 == 19 { #expect(try findings(bench) == []) }
    }
    #expect(bench.say("doctor").hasPrefix("sound"))
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    let done: String
    let found: [String]
    var testDescription: String { done }
    init(_ done: String, _ found: String...) {
      self.done = done
      self.found = found
    }
  }

  static let derived = [
    Damage("UPDATE customers SET name_key = 'x' WHERE id = 1", "key customers.name cust_001"),
    Damage("UPDATE customers SET name_sort = NULL WHERE id IN (1, 3)", "sortKey customers.name cust_001, cust_003"),
    Damage("UPDATE contacts SET email_key = 'nobody' WHERE id = 1", "key contacts.email contact_001"),
    Damage("UPDATE contacts SET phone_key = '+1' WHERE id = 3", "key contacts.phone contact_003"),
    Damage(
      "UPDATE customers SET created_at_day = 5", "day customers.created_at cust_001, cust_002, cust_003, cust_004"),
    Damage("UPDATE labels SET key = 'zzz' WHERE id = 1", "labelKey  labels 1"),
    Damage("UPDATE counters SET last = 2 WHERE entity = 1", "counter customers cust_005"),
    Damage("DELETE FROM counters WHERE entity = 5", "counter opportunities opp_004"),
    Damage("UPDATE opportunities SET stage_mask = 0 WHERE id = 2", "stageMask opportunities.stage opp_002"),
    Damage(
      "UPDATE opportunities SET stage_since = 5000, stage_since_day = 0 WHERE id = 1",
      "stageSince opportunities.stage_since opp_001"),
    Damage(
      "UPDATE stage_visits SET left = 7 WHERE opportunity = 1 AND left IS NULL",
      "visitEnd opportunities.stage opp_001"),
    Damage(
      "UPDATE stage_visits SET left = NULL WHERE opportunity = 1", "visitEnd opportunities.stage opp_001"),
    Damage(
      "INSERT INTO customers_search(rowid, grams) VALUES (2, 'zz')", "searchIndex customers cust_002"),
    Damage(
      "INSERT INTO customers_search(rowid, grams) VALUES (4, '无名')", "searchIndex customers cust_004"),
    Damage(
      "INSERT INTO customers_search(customers_search) VALUES ('delete-all')",
      "searchIndex customers cust_001, cust_002, cust_003"),
  ]

  @Test(arguments: derived)
  func `what follows from the rest is named and made again`(damage: Damage) throws {
    let bench = try workspace()
    #expect(try findings(bench) == [])
    let sound = try bench.dump().filter { !$0.key.contains("_search") && $0.key != "change_sets" }
    _ = try bench.sql(damage.done)
    #expect(try findings(bench) == damage.found)
    bench.say("doctor")
    #expect(bench.codes == ["unsound"])
    bench.say("doctor repair")
    #expect(bench.codes == [])
    #expect(try findings(bench) == [])
    #expect(try bench.dump().filter { !$0.key.contains("_search") && $0.key != "change_sets" } == sound)
  }

  static let lasting = [
    Damage("UPDATE customers SET scale = 1 WHERE id = 1", "log customers.scale cust_001"),
    Damage("UPDATE opportunities SET amount = 1 WHERE id = 3", "log opportunities.amount opp_003"),
    Damage(
      "UPDATE customers SET deleted_at = NULL, deleted_at_day = NULL WHERE id = 4", "searchIndex customers cust_004",
      "log customers.deleted_at cust_004"),
    Damage("UPDATE customers SET industry = 77 WHERE id = 2", "choice customers.industry cust_002"),
    Damage("UPDATE leads SET score = 300 WHERE id = 1", "range leads.score lead_001"),
    Damage("UPDATE tasks SET due_date = 99999999 WHERE id = 1", "range tasks.due_date task_001"),
    Damage("UPDATE opportunities SET amount_currency = 'XX' WHERE id = 2", "amount opportunities.amount opp_002"),
    Damage(
      "DELETE FROM customers_tags WHERE record = 1 AND label = (SELECT id FROM labels WHERE key = '重点')",
      "labelLog customers.tags cust_001"),
    Damage("INSERT INTO customers_tags(label, record) VALUES (1, 999)", "labelOrphan customers.tags cust_999"),
    Damage("DELETE FROM created WHERE entity = 8 AND first = 1", "unmade tasks task_001, task_002"),
    Damage(
      "INSERT INTO created(change_set, entity, first, last) VALUES (1, 4, 3, 1000000000000)",
      "lost leads lead_003, lead_004, lead_005, lead_006, lead_007 …", "counter leads lead_1000000000000"),
    Damage("DELETE FROM change_sets WHERE id = 2", "logOrder  created"),
    Damage("DELETE FROM change_sets WHERE id = (SELECT max(change_set) FROM changes)", "logOrder  changes"),
    Damage(
      "UPDATE stage_visits SET stage = 1 WHERE opportunity = 1 AND left IS NULL",
      "visits opportunities.stage opp_001", "stageMask opportunities.stage opp_001"),
  ]

  @Test(arguments: lasting)
  func `what does not follow is named and left alone`(damage: Damage) throws {
    let bench = try workspace()
    _ = try bench.sql(damage.done)
    let found = try findings(bench)
    #expect(Set(found).isSuperset(of: damage.found), "\(found)")
    let tables = ["customers_tags", "created", "change_sets", "stage_visits", "changes", "leads", "tasks"]
    let before = try bench.dump().filter { tables.contains($0.key) && $0.key != "change_sets" }
    bench.say("doctor repair")
    #expect(bench.codes == ["unsound"])
    #expect(bench.kinds == [.storage])
    #expect(try bench.dump().filter { tables.contains($0.key) && $0.key != "change_sets" } == before)
    #expect(try findings(bench).contains { damage.found.contains($0) && !$0.hasPrefix("searchIndex") })
  }

  @Test(arguments: [
    "UPDATE meta SET value = substr(value, 1, 20) || char(0, 0) WHERE key = 'customization'",
    "UPDATE meta SET value = substr(value, 1, 20) WHERE key = 'customization'",
    "UPDATE meta SET value = 'field' || char(0) || value WHERE key = 'keys'",
    "UPDATE dictionaries SET customization = char(0) || customization",
  ])
  func `a stored configuration that is damaged is named`(damage: String) throws {
    let bench = try workspace()
    #expect(try findings(bench) == [])
    _ = try bench.sql(damage)
    #expect(try !findings(bench).isEmpty)
    let found = try bench.store.examine { _ in }
    #expect(found.allSatisfy { $0.flaw == .unreadable && $0.detail?.hasPrefix("configuration: ") ?? false })
  }

  @Test func `a reference to nothing is named with its field`() throws {
    let bench = try workspace()
    _ = try bench.sql("PRAGMA foreign_keys = OFF")
    _ = try bench.sql("UPDATE contacts SET customer = 500 WHERE id = 2")
    #expect(try findings(bench) == ["orphan contacts.customer contact_002"])
  }

  @Test func `an index that lost a row is made again`() throws {
    let bench = try workspace()
    _ = try bench.sql("PRAGMA writable_schema = ON")
    // What the index keeps no longer is what it should keep.
    _ = try bench.sql(
      "UPDATE sqlite_schema SET sql = 'CREATE INDEX customers_name_key ON customers(city)' "
        + "WHERE name = 'customers_name_key'")
    _ = try bench.sql("PRAGMA writable_schema = RESET")
    #expect(try findings(bench).allSatisfy { $0 == "index  customers_name_key" })
    #expect(try !findings(bench).isEmpty)
    bench.say("doctor repair")
    #expect(try findings(bench) == [])
  }

  @Test(arguments: ["customers_name_key", "opportunities_stage", "customers_search_data"])
  func `an index with a damaged page is made anew, and found sound after`(index: String) throws {
    let folder = try OpeningTests.Folder()
    try damage(folder, pageOf: index)
    let bench = try Workbench(path: folder.database)
    let found = try findings(bench)
    #expect(found.contains { $0.hasPrefix("damagedIndex") }, "\(found)")
    #expect(bench.say("doctor repair").hasPrefix("mended"))
    #expect(bench.codes == [])
    #expect(try findings(bench) == [])
    #expect(bench.rows("find customers \"科技\" show name") == ["科技有限公司"])
    #expect(bench.rows("count opportunities where stage = 成交") == ["1"])
  }

  @Test func `a damaged page of the data is named and stays, and nothing is called mended`() throws {
    let folder = try OpeningTests.Folder()
    try damage(folder, pageOf: "stage_visits")
    let bench = try Workbench(path: folder.database)
    let found = try findings(bench)
    #expect(found.contains { $0.hasPrefix("file") && $0.contains("stage_visits: page ") }, "\(found)")
    bench.say("doctor repair")
    #expect(bench.codes == ["unsound"])
    #expect(try findings(bench) == found)
  }

  @Test func `where a page is both free and in use, a repair writes nothing`() throws {
    let folder = try OpeningTests.Folder()
    try claim(folder, pageOf: "customers", as: "UPDATE customers SET name_key = 'x' WHERE id = 1")
    let before = folder.bytes()
    let bench = try Workbench(path: folder.database)
    let found = try findings(bench)
    #expect(found.contains { $0.hasPrefix("file") }, "\(found)")
    #expect(found.contains("key customers.name cust_001"))
    #expect(!bench.say("doctor").contains("doctor repair makes again"))
    bench.allowance = .all
    for statement in ["doctor repair", "体检 修复"] {
      #expect(!bench.say(statement).contains("mended"))
      #expect(bench.codes == ["unsound"])
      #expect(bench.kinds == [.storage])
    }
    bench.script("doctor repair")
    #expect(bench.codes == ["unsound"])
    #expect(bench.rows("find customers show name").count == 4)
    bench.store.finish()
    #expect(folder.bytes() == before)
    #expect(try findings(bench) == found)
  }

  /// A workspace in which the list of free pages names one that holds rows, and something beside is damaged.
  private func claim(_ folder: OpeningTests.Folder, pageOf table: String, as damage: String) throws {
    var page: Int64 = 0
    do {
      let bench = try Workbench(path: folder.database)
      bench.script(Samples.company)
      for statement in [
        damage, "CREATE TABLE gone(text TEXT)", "INSERT INTO gone SELECT hex(zeroblob(2000)) FROM sqlite_schema",
        "DROP TABLE gone", "PRAGMA wal_checkpoint(TRUNCATE)",
      ] { _ = try bench.sql(statement) }
      let found = try bench.sql("SELECT max(pageno) FROM dbstat WHERE name = ?", [.text(table)])
      if case .integer(let number) = found { page = number }
    }
    func number(at offset: Int) -> Int { folder.bytes()[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    let trunk = (number(at: 32) - 1) * 4096
    try #require(page > 1 && trunk > 0 && number(at: trunk + 4) > 1)
    folder.patch(trunk + 8, UInt32(page))
  }

  @Test func `damage in one table lets nothing else look damaged, and the others' indexes are made again`() throws {
    let folder = try OpeningTests.Folder()
    try damage(folder, pageOf: "stage_visits", "contacts_name_key", "leads_search_data", "stage_visits_opportunity")
    let bench = try Workbench(path: folder.database)
    let found = try findings(bench)
    let index = "damagedIndex  stage_visits_opportunity"
    let mended = [
      "damagedIndex  contacts_name_key", "damagedIndex leads leads_search", "searchIndex leads leads_search",
    ]
    #expect(Set(found).isSuperset(of: mended + [index]), "\(found)")
    #expect(
      found.allSatisfy {
        mended.contains($0) || $0 == index || $0.contains("stage_visits: page") || $0.contains("visits:")
      },
      "\(found)")
    #expect(bench.say("doctor").contains("makes again what follows from the rest: 3 of"))
    let said = bench.script("doctor repair")
    #expect(said.contains("mended 1 damagedIndex, mended 1 damagedIndex, mended 2 searchIndex"), "\(said)")
    #expect(said.contains("it could take the place of rows"))
    #expect(bench.codes == ["unsound"])
    #expect(try findings(bench) == found.filter { !mended.contains($0) })
    #expect(bench.rows("count contacts where name = 王五") == ["1"])
    bench.say("doctor repair")
    #expect(try bench.count("change_sets", where: "statement = 'doctor repair'") == 1)
  }

  @Test(arguments: ["change_sets", "counters", "sqlite_schema"])
  func `where every change set would write into damage, nothing is mended`(table: String) throws {
    let folder = try OpeningTests.Folder()
    try damage(folder, pageOf: table, "contacts_name_key")
    let before = folder.bytes()
    guard let bench = try? Workbench(path: folder.database) else { return }
    #expect(!bench.say("doctor repair").contains("mended"))
    #expect(bench.kinds == [.storage])
    bench.store.finish()
    #expect(folder.bytes() == before)
  }

  /// A workspace in which a page of each of these holds nothing any more.
  private func damage(_ folder: OpeningTests.Folder, pageOf names: String...) throws {
    var pages: [Int64] = []
    do {
      let bench = try Workbench(path: folder.database)
      bench.script(Samples.company)
      _ = try bench.sql("PRAGMA wal_checkpoint(TRUNCATE)")
      for name in names {
        let found = try bench.sql("SELECT max(pageno) FROM dbstat WHERE name = ?", [.text(name)])
        if case .integer(let number) = found { pages.append(number) }
      }
    }
    var bytes = folder.bytes()
    for page in pages {
      let start = Int(page - 1) * 4096
      try #require(page > 1 && start + 4096 <= bytes.count)
      bytes.replaceSubrange(start..<start + 4096, with: [UInt8](repeating: 0, count: 4096))
    }
    folder.write(bytes)
  }

  @Test func `a search index that cannot be read is made anew`() throws {
    let bench = try workspace()
    _ = try bench.sql("UPDATE customers_search_data SET block = x'00112233445566' WHERE id > 10")
    #expect(try findings(bench).contains { $0.hasPrefix("searchIndex customers") })
    bench.say("doctor repair")
    #expect(bench.codes == [])
    #expect(try findings(bench) == [])
    #expect(bench.rows("find customers \"科技\" show name") == ["科技有限公司"])
  }

  @Test func `before a repair writes, the file as it is is copied`() throws {
    let folder = try OpeningTests.Folder()
    let bench = try Workbench(path: folder.database)
    bench.script(Samples.company)
    func copies() -> [String] { folder.names.filter { $0.contains("repair") } }
    bench.say("doctor repair")
    #expect(copies() == [])
    _ = try bench.sql("UPDATE customers SET name_key = 'x'")
    let found = try findings(bench)
    bench.allowance = .asking
    bench.answer = false
    bench.say("doctor repair")
    bench.allowance = .all
    bench.isDryRun = true
    #expect(!bench.say("doctor repair").contains("copy"))
    #expect(!bench.script("doctor repair").contains("copy"))
    bench.isDryRun = false
    bench.say("preview doctor repair")
    #expect(copies() == [])
    let names = ["crm-before-repair-20261120-100000.db", "crm-before-repair-20261120-100000-2.db"]
    #expect(bench.say("doctor repair") == "mended 4 key, copy \(folder.path)/\(names[0])")
    #expect(copies() == [names[0]])
    _ = try bench.sql("UPDATE customers SET name_key = 'x'")
    #expect(bench.script("doctor repair") == "mended 4 key, copy \(folder.path)/\(names[1])")
    #expect(copies() == names.sorted())
    for name in names {
      var status = stat()
      #expect(stat("\(folder.path)/\(name)", &status) == 0 && status.st_mode & 0o777 == 0o600)
      let copy = try Workbench(path: "\(folder.path)/\(name)")
      #expect(try findings(copy) == found)
      copy.say("doctor repair")
      #expect(try findings(copy) == [])
    }
    #expect(try findings(bench) == [])
  }

  @Test func `where no copy can be made, nothing is repaired`() throws {
    let folder = try OpeningTests.Folder()
    // The names beside it just fit; that of a copy does not.
    let bench = try Workbench(path: "\(folder.path)/\(String(repeating: "x", count: 240)).db")
    bench.script(Samples.company)
    _ = try bench.sql("UPDATE customers SET name_key = 'x'")
    let found = try findings(bench)
    for _ in 0..<2 {
      #expect(bench.say("doctor repair").contains("nothing was repaired"))
      #expect(bench.codes == ["no-copy"])
      #expect(bench.kinds == [.storage])
    }
    bench.script("doctor repair")
    #expect(bench.codes == ["no-copy"])
    #expect(try findings(bench) == found)
    #expect(folder.names.allSatisfy { !$0.contains("repair") })
    #expect(bench.say("add customer name = 新").hasPrefix("+cust_"))
  }

  @Test func `a repair is one change set that says what it did, and asks like every write`() throws {
    let bench = try workspace()
    _ = try bench.sql("UPDATE customers SET name_key = 'x'")
    let sets = try bench.count("change_sets")
    bench.allowance = .asking
    bench.answer = false
    bench.say("doctor repair")
    #expect(bench.codes == ["not-confirmed"])
    #expect(bench.questions.last?.count == 4)
    #expect(bench.questions.last?.view.sample.rows.count == 1)
    bench.answer = true
    #expect(bench.say("doctor repair") == "mended 4 key")
    #expect(try bench.count("change_sets") == sets + 1)
    #expect(
      try bench.sql("SELECT statement || first_change FROM change_sets ORDER BY id DESC LIMIT 1") == .null)
    #expect(try bench.sql("SELECT statement FROM change_sets ORDER BY id DESC LIMIT 1") == .text("doctor repair"))
    #expect(bench.say("体检 修复") == "nothing changed")
    #expect(try bench.count("change_sets") == sets + 1)
  }

  @Test func `the doctor names what it finds in the user's language, and for programs`() throws {
    let bench = try Workbench(.chinese, saying: Samples.company)
    _ = try bench.sql("UPDATE customers SET name_key = 'x' WHERE id = 1")
    let text = bench.say("体检")
    #expect(text.contains("比较键与文本不一致") && text.contains("cust_001") && text.contains("doctor repair"))
    bench.say("set output = json")
    #expect(bench.say("doctor").contains("\"records\": \"cust_001\""))
    bench.say("doctor repair")
    #expect(bench.say("doctor") == "[]")
  }

  @Test func `a change set that is not ended is no state to look at`() throws {
    let bench = try workspace()
    bench.script("add customer name = x\ndoctor")
    #expect(bench.codes == ["unfinished-change-set"])
    bench.script("doctor\nadd customer name = x")
    #expect(bench.codes == [])
  }

  @Test func `the doctor stops when it is told to`() throws {
    let bench = try Workbench()
    bench.script("for $i in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] { add customer name = \"客户{$i}\" }")
    _ = try bench.sql(
      "INSERT INTO changes(change_set, entity, record, field) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
        + "FROM n WHERE i < 20000) SELECT 1, 1, i, 2 FROM n")
    bench.cancellation.isCancelled = { true }
    bench.say("doctor")
    #expect(bench.codes == ["interrupted"])
    bench.cancellation.isCancelled = { false }
    #expect(bench.say("count customers") == "10")
  }
}
