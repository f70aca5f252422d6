import Diagnostics
import Domain
import Engine
import Foundation
import Testing
import Values

/// Contacts from vCard files, and into them.
struct VCardTests {
  private static func card(_ lines: String..., version: String = "3.0") -> String {
    (["BEGIN:VCARD", "VERSION:\(version)"] + lines + ["END:VCARD", ""]).joined(separator: "\r\n")
  }

  private static func read(_ text: String, _ clauses: String = "on missing create") throws -> TestWorkspace {
    let work = try TestWorkspace()
    try work.put("x.vcf", text)
    try work.load("import contacts from \"x.vcf\" \(clauses)")
    return work
  }

  private static func contact(_ work: TestWorkspace, _ fields: String) throws -> [String] {
    try work.rows("find contacts show \(fields) sort by contact_id | csv")
  }

  @Test func `a card becomes a contact of its company`() throws {
    let work = try Self.read(
      Self.card(
        "FN:张三", "N:张;三;;;", "ORG:科技有限公司", "TITLE:CTO", "TEL;TYPE=cell:13800138000",
        "EMAIL:zhangsan@company.com", "X-WECHAT:zhangsan_wx", "BDAY:19800321", "NOTE:第一行\\n第二行\\, 逗号"))
    #expect(
      try Self.contact(work, "name, customer.name, position, phone, email, wechat, birthday") == [
        "张三,科技有限公司,CTO,13800138000,zhangsan@company.com,zhangsan_wx,1980-03-21"
      ])
    #expect(try Self.contact(work, "notes") == ["\"第一行\n第二行, 逗号\""])
    try work.run("undo")
    #expect(try Self.contact(work, "name") == [])
    #expect(try work.rows("find customers show name | csv") == [])
  }

  @Test func `a company that is missing refuses the card and names the ways out`() throws {
    let work = try TestWorkspace()
    try work.put("x.vcf", "\r\n" + Self.card("FN:张三", "ORG:新公司"))
    let failure = try work.failure("import contacts from \"x.vcf\"")
    #expect(failure.code == "import-refused")
    #expect(failure.help.first?.english.hasPrefix("line 2: customer:") == true)
    #expect(try work.text("x.refused.csv").hasPrefix("customer,name,line,reason\n新公司,张三,2,"))
    let skipped = try work.load("import contacts from \"x.vcf\" on missing skip")
    #expect((skipped.created, skipped.skipped) == (0, 1))
  }

  @Test func `the preferred number is taken and the others are kept in the notes`() throws {
    let work = try TestWorkspace()
    try work.put(
      "x.vcf",
      Self.card(
        "FN:张三", "TEL;TYPE=fax,pref:010-88880000", "TEL;TYPE=home:010-88881111", "item1.TEL;TYPE=pref:13800138000",
        "item1.X-ABLabel:_$!<Assistant>!$_", "EMAIL:a@company.com", "EMAIL;TYPE=work,pref:b@company.com",
        "URL:http\\://company.com", "ADR;TYPE=work:;;人民路1号;北京;;100000;中国", "BDAY:--0203",
        "PHOTO;ENCODING=b:AAAA", " BBBB"))
    let report = try work.load("import contacts from \"x.vcf\"")
    #expect(try Self.contact(work, "phone, email, birthday") == ["13800138000,b@company.com,"])
    #expect(
      try Self.contact(work, "notes") == [
        "\"TEL (fax): 010-88880000\nTEL (home): 010-88881111\nEMAIL: a@company.com\nBDAY: --0203\n"
          + "URL: http://company.com\nADR (work): 人民路1号, 北京, 100000, 中国\""
      ])
    let remarks = report.remarks.map { "\($0.count) \($0.text.english)" }
    #expect(remarks.contains("2 TEL: kept in notes"))
    #expect(remarks.contains("1 PHOTO: left out"))
  }

  @Test func `numbers and addresses that are written as URIs lose their schemes`() throws {
    let work = try Self.read(
      Self.card(
        "FN:张三", "TEL;VALUE=uri;PREF=1;TYPE=\"voice,work\":tel:+86-755-1234-5678;ext=802",
        "TEL;VALUE=uri;TYPE=cell:TEL:+86-138-0013-8000", "EMAIL:mailto:zhang%2Bcrm@company.com?subject=x",
        version: "4.0")
        + Self.card("FN:李四", "TEL;VALUE=uri:tel:1380-013-8001;phone-context=+86", version: "4.0"))
    #expect(
      try Self.contact(work, "phone, email") == [
        "+86-755-1234-5678 ext. 802,zhang+crm@company.com", "+86-1380-013-8001,",
      ])
    #expect(try Self.contact(work, "notes").first == "TEL (cell): +86-138-0013-8000")
  }

  @Test func `version 2.1 with quoted-printable and a charset reads`() throws {
    let work = try Self.read(
      Self.card(
        "N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5;=C8=FD", "TEL;CELL;PREF:13800138000",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E7=AC=AC=E4=B8=80=0D=0A=E8=A1=", "=8C", "X-C:C:\\new\\;x",
        version: "2.1"))
    #expect(try Self.contact(work, "name, phone") == ["张三,13800138000"])
    #expect(try Self.contact(work, "notes") == ["\"第一\n行\nX-C: C:\\new;x\""])
  }

  @Test func `a property is mapped to a field`() throws {
    let work = try Self.read(
      Self.card("FN:张三", "X-QQ:12345", "TITLE:总监", "ROLE:经理"),
      "map \"x-qq\" to wechat, role to position")
    #expect(try Self.contact(work, "wechat, position, notes") == ["12345,经理,TITLE: 总监"])
    try work.put("y.vcf", Self.card("FN:李四", "X-QQ:1"))
    let failure = try work.failure("import contacts from \"y.vcf\" map XQQ to wechat")
    #expect(failure.code == "unknown-column")
    #expect(failure.mark?.label?.english == "did you mean X-QQ?")
  }

  @Test func `somebody who is there is skipped or updated as the statement says`() throws {
    let work = try TestWorkspace()
    try work.run("add contact name = 张三, phone = 13800138000")
    try work.put("x.vcf", Self.card("FN:张三", "TEL:13800138000", "TITLE:CTO"))
    #expect(try work.failure("import contacts from \"x.vcf\"").code == "import-refused")
    #expect(try work.load("import contacts from \"x.vcf\" on duplicate skip").skipped == 1)
    #expect(try work.load("import contacts from \"x.vcf\" on duplicate update").updated == 1)
    #expect(try Self.contact(work, "position") == ["CTO"])
  }

  @Test func `GB18030 and UTF-16 files read`() throws {
    let work = try TestWorkspace()
    let text = Self.card("FN:张三丰", "NOTE:太极")
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    try work.folder.put("wide.vcf", wide)
    try work.load("import contacts from \"wide.vcf\"")
    let chinese: [UInt8] = [0xC0, 0xEE, 0xCB, 0xC4]
    try work.folder.put("gb.vcf", Array("BEGIN:VCARD\nVERSION:2.1\nFN:".utf8) + chinese + Array("\nEND:VCARD\n".utf8))
    let failure = try work.failure("import contacts from \"gb.vcf\"")
    #expect(failure.help.first?.english == "line 1: line 3: it is no text in UTF-8: try encoding gb18030")
    try work.load("import contacts from \"gb.vcf\" encoding gb18030")
    #expect(try Self.contact(work, "name, notes") == ["张三丰,太极", "李四,"])
  }

  // MARK: Hostile files

  @Test(
    arguments: [
      ("", "no-cards"), ("FN:x\n", "no-cards"), ("BEGIN:VCARD\nFN:x\n", "import-refused"),
      ("BEGIN:VCARD\nFN:x\nBEGIN:VCARD\nFN:y\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\nFN:a\u{0}b\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\nFN;CHARSET=NO/SUCH:ab\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:a=00b\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=FF=FE\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\nEND:VCARD\n", "import-refused"), ("BEGIN:VCARD\nFN:\\\nEND:VCARD", nil),
      ("BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nFN:x\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\n:\n;:;\n.:x\n=\"\nFN;;;=;\"a:b\n\u{0}\nEND:VCARD\n", "import-refused"),
      ("BEGIN:VCARD\nFN:x\nN;ENCODING=QUOTED-PRINTABLE:=\nEND:VCARD\n", nil),
    ] as [(String, String?)])
  func `a damaged file ends in a diagnostic`(_ text: String, _ code: String?) throws {
    let work = try TestWorkspace()
    try work.put("x.vcf", text)
    if let code {
      #expect(try work.failure("import contacts from \"x.vcf\"").code == code)
      #expect(try Self.contact(work, "name") == [])
    } else {
      #expect(try work.load("import contacts from \"x.vcf\"").created == 1)
    }
  }

  @Test func `nested agents of any depth are passed over`() throws {
    let depth = 20_000
    let nested =
      String(repeating: "AGENT:\nBEGIN:VCARD\n", count: depth) + String(repeating: "END:VCARD\n", count: depth)
    let work = try Self.read("BEGIN:VCARD\nFN:张三\n\(nested)TITLE:CTO\nEND:VCARD\n")
    #expect(try Self.contact(work, "name, position") == ["张三,CTO"])
  }

  @Test func `a line without an end is passed over where it is a picture and refuses the card where it is text`() throws
  {
    let work = try TestWorkspace()
    let long = String(repeating: "A", count: 5 << 20)
    try work.put("x.vcf", Self.card("FN:张三", "PHOTO;ENCODING=b:\(long)") + Self.card("FN:李四", "NOTE:\(long)"))
    let report = try work.load("import contacts from \"x.vcf\" skip refused")
    #expect((report.created, report.refused) == (1, 1))
    #expect(try Self.contact(work, "name") == ["张三"])
  }

  @Test func `any bytes end in contacts or in a diagnostic`() throws {
    var seed = SystemSeed(state: 7)
    let sample = Array(
      Self.card(
        "FN:张三", "N;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;x", "item1.TEL;TYPE=\"work,cell\":138 0013 8000",
        "AGENT:", "PHOTO;ENCODING=b:AAAA", " BBBB", "NOTE:a\\nb"
      ).utf8)
    let work = try TestWorkspace()
    for _ in 0..<300 {
      var bytes = sample + sample
      for _ in 0..<Int.random(in: 1...12, using: &seed) {
        let place = Int.random(in: 0..<bytes.count, using: &seed)
        if Bool.random(using: &seed) {
          bytes.remove(at: place)
        } else {
          bytes[place] = UInt8.random(in: 0...255, using: &seed)
        }
      }
      try work.folder.put("x.vcf", bytes)
      try? work.run("import contacts from \"x.vcf\" on missing create on duplicate skip")
    }
  }

  // MARK: Out and in

  @Test func `what is exported comes back equal in another workspace`() throws {
    var seed = SystemSeed(state: 42)
    let pieces = [
      "张", "三", "a", "Z", " ", ";", ",", "\\", ":", "\"", "\n", "=", "é", "👩‍💻", "\u{202E}", "n", "^", "\t", "x-y",
      "END:VCARD",
    ]
    func text(_ count: Int) -> String {
      (0..<Int.random(in: 1...count, using: &seed)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &seed)] }
        .joined()
    }
    func quoted(_ text: String) -> String {
      "\""
        + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        .replacingOccurrences(of: "\n", with: "\\n") + "\""
    }
    let work = try TestWorkspace()
    try work.run("add customer name = 科技有限公司")
    for index in 0..<60 {
      try work.run(
        "add contact name = \(quoted("甲\(index)" + text(12) + "乙")), customer = cust_001, position = \(quoted("p" + text(8))), "
          + "wechat = \(quoted("w\(index)" + text(6))), notes = \(quoted("n" + text(60))), phone = 138001\(10000 + index), "
          + "email = a\(index)@company.com, role = 决策人, is_primary = \(index == 0), birthday = 1980-02-\(10 + index % 18)"
      )
    }
    let shown = "name, customer.name, position, phone, email, wechat, role, is_primary, do_not_contact, birthday, notes"
    try work.run("export find contacts to \"\(work.folder.root)/x.vcf\"")
    let other = try TestWorkspace(in: work.folder)
    try other.load("import contacts from \"x.vcf\" on missing create")
    #expect(try Self.contact(other, shown) == Self.contact(work, shown))
  }

  // MARK: Real exports

  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data/vcard_ezvcard").path

  @Test func `exports of phones and mail programs read as expected`() throws {
    guard let data = FileManager.default.contents(atPath: Self.samples + "/EXPECTED_vobject.json"),
      let expected = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return }
    for (file, reading) in expected.sorted(by: { $0.key < $1.key }) {
      let work = try TestWorkspace()
      let bytes = try #require(FileManager.default.contents(atPath: "\(Self.samples)/\(file)"))
      try work.folder.put("x.vcf", Array(bytes))
      let report = try work.load("import contacts from \"x.vcf\" on missing create on duplicate skip skip refused")
      // One card of Android's file has a byte that is no character.
      #expect(report.refused == (file.contains("ANDROID") ? 1 : 0), "\(file)")
      // Where vobject fails, the file says it itself.
      guard let cards = reading as? [[String: Any]] else {
        let begun = String(decoding: bytes, as: UTF8.self).components(separatedBy: "BEGIN:VCARD").count - 1
        #expect(report.read == begun, "\(file)")
        continue
      }
      #expect(report.created == cards.count, "\(file)")
      for (index, card) in cards.enumerated() {
        let id = "contact_00\(index + 1)"
        let name = try Self.text(work, "name", id)
        // At a comma that Gmail did not escape vobject ends the name.
        #expect(name.hasPrefix(card["fn"] as? String ?? "?"), "\(file)")
        let notes = try Self.text(work, "notes", id).split(separator: "\n")
        for (property, field) in [("tel", "phone"), ("email", "email")] {
          let kept = notes.count {
            $0.hasPrefix("\(property.uppercased()):") || $0.hasPrefix("\(property.uppercased()) (")
          }
          let taken = try Self.text(work, field, id).isEmpty ? 0 : 1
          #expect(kept + taken == card[property] as? Int, "\(file) \(property)")
        }
      }
    }
  }

  private static func text(_ work: TestWorkspace, _ field: String, _ id: String) throws -> String {
    let rows = try work.rows("find contacts where contact_id = \(id) show \(field)")
    let cell = rows.first ?? ""
    guard cell.hasPrefix("\""), cell.utf8.count > 1 else { return cell }
    return cell.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
  }
}

/// A generator that repeats.
private struct SystemSeed: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
