import Diagnostics
import Domain
import Engine
import Shell
import Storage
import Testing
import Values

/// A workspace in memory with a clock that stands still, as a transcript has it.
enum Sample {
  static func session(_ language: UserLanguage = .english) throws -> Session {
    let clock = FrozenClock(FrozenClock.usual(in: .shanghai))
    let rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    let store = try Store(
      path: nil, settings: WorkspaceSettings(fingerprint: nil, rules: rules) { Customization(rules: rules) },
      clock: { clock.now })
    let session = Session(store: store, catalogue: VerbCatalogue(VerbCatalogue.engine), frozenClock: clock)
    session.settings.language = language
    return session
  }

  static func transcript(_ text: String, name: String = "a.crm") throws -> Transcript {
    var reader = TranscriptReader(
      name: name, text: text, vocabulary: VerbCatalogue(VerbCatalogue.engine).vocabulary)
    return try reader.read()
  }
}

@Suite struct TranscriptRunTests {
  private func run(_ text: String, name: String = "a.crm", folder: String = "") throws -> TranscriptRun {
    TranscriptRun(try Sample.transcript(text, name: name), session: try Sample.session(), folder: folder)
  }

  @Test func `what comes as expected passes`() throws {
    let run = try run(
      "add customer name = 科技有限公司, industry = 软件, phone = 0755-12345678\n#> cust_001 created\nfind customers show name\n"
        + "#> name\n#> 科技有限公司\n#> (1 customer)\n")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
    #expect(run.report.isEmpty)
  }

  @Test func `what differs is a unified diff that would mend it`() throws {
    let run = try run("count customers\n#> 1\n")
    #expect(!run.isAsExpected)
    #expect(
      run.report == ["--- a.crm", "+++ a.crm", "@@ -1,2 +1,2 @@", " count customers", "-#> 1", "+#> 0"])
  }

  @Test func `an error is an answer like any other, and what follows runs`() throws {
    let run = try run(
      "find customers where 行页 = 软件\n#> error[unknown-field]: [..]\n#> [..]\ncount customers\n#> 0\n")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
  }

  @Test func `where nothing is expected only an error fails`() throws {
    #expect(try run("count customers\ncount leads\n").isAsExpected)
    let failing = try run("count customers\n\nfind customers where 行页 = 软件\n")
    #expect(!failing.isAsExpected)
    #expect(failing.report.first == "a.crm:3:")
    #expect(failing.report.contains { $0.contains("unknown-field") })
  }

  @Test func `each statement is a change set of its own`() throws {
    let run = try run(
      "add customer name = a, industry = 软件, phone = 13800138000; fail \"x\"\n#> cust_001 created\n#> error[failed]: x\n#> [..]\n"
        + "count customers\n#> 1\n")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
  }

  @Test func `many changes need to be announced, unless the header says otherwise`() throws {
    let many =
      "for $n in (1, 2, 3, 4) { add customer name = \"a{$n}\", industry = 软件, phone = \"1380013800{$n}\" }\n"
      + "update customers all set city = 深圳\n"
    #expect(try run(many).report.contains { $0.contains("too-many-changes") })
    #expect(try run("#: guard = off\n" + many).isAsExpected)
    #expect(try run("#: guard = 4\n" + many).isAsExpected)
  }

  @Test func `nothing is coloured or cut, whatever the terminal`() throws {
    let name = String(repeating: "长", count: 200)
    let run = try run(
      "print \"\(name)\"\n#> \(name)\nadd customer name = \(name), industry = 软件, phone = 13800138000\n#> [..]\n"
        + "find customers show name\n#> name\n#> \(name)\n#> (1 customer)\n")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
  }

  @Test func `what a statement asks is answered under it`() throws {
    let run = try run(
      """
      add customer name = 新公司, phone = 0755-12345678
      #> cust_001 created
      add customer name = 别公司, phone = 0755-12345678
      #< y
      #> cust_002 created
      add customer name = 第三, phone = 0755-12345678
      #< 否
      #> note[not-confirmed]: left as it was; nothing was written
      ask $days "how many?"
      #< 30
      print $days + 1
      #> 31
      add lead name = 李四, company = 新公司, phone = 13900139000
      #> lead_001 created
      convert (find leads)
      #< new
      #> [..]
      #> lead_001 became cust_003, contact_001
      for $n in (1, 2) { add customer name = "c{$n}", phone = "1380013800{$n}" }
      #> [..]
      update customers all set city = 深圳
      #< n
      #> note[not-confirmed]: left as it was; nothing was written
      update customers all set city = 深圳
      #< y
      #> 5 customers updated
      """)
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
  }

  @Test func `an answer that nothing asked for is reported, and a question without one is refused`() throws {
    let stale = try run("print 1\n#< y\n#> 1\n")
    #expect(!stale.isAsExpected)
    #expect(stale.report == ["a.crm:1:", "  nothing asked for the answer “y”"])
    let short = try run(
      "ask $a \"a?\"; ask $b \"b?\"\n#< 1\n#> error[unanswered]: nobody answered $b\n#> [..]\nprint $a\n#> 1\n")
    #expect(short.isAsExpected, "\(short.report.joined(separator: "\n"))")
    let odd = try run(
      "add customer name = 甲, phone = 0755-12345678\nadd customer name = 乙, phone = 0755-12345678\n#< perhaps\n")
    #expect(odd.report.contains { $0.contains("likely-duplicate") })
  }

  @Test func `the blocks of a document share one workspace`() throws {
    let run = try run(
      "```crm\nlet $a = 1\n```\ntext\n```crm\nprint $a\n#> 1\n```\n", name: "a.md")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
  }

  @Test func `files are named as the transcript names them`() throws {
    let run = try run(
      "use \"missing.crm\"\n#> error[cannot-read]: cannot read missing.crm: [..]\n#> [..]\n", folder: "/nowhere")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
  }

  @Test func `every run says the same`() throws {
    let text =
      "add customer name = a, industry = 软件, phone = 13800138000\nshow cust_001\nfind users show id, created_at\nprint now\n"
    let first = try run(text)
    #expect(try first.said == run(text).said)
    #expect(first.said[2].contains { $0.contains("2026-03-16 10:00") })
  }

  @Test(arguments: [UserLanguage.english, .chinese])
  func `a file that was brought up to date passes`(language: UserLanguage) throws {
    let text = "count customers\nfind customers where 行页 = 软件\n\nset language = zh\nhelp find\ndescribe customers\n"
    let session = try Sample.session(language)
    let run = TranscriptRun(try Sample.transcript(text), session: session, folder: "")
    let updated = try Sample.transcript(run.transcript.text(of: run.updated(isFilled: true)))
    let again = TranscriptRun(updated, session: try Sample.session(language), folder: "")
    #expect(again.isAsExpected, "\(again.report.joined(separator: "\n"))")
  }
}
