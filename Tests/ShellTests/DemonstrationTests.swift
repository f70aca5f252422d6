import Diagnostics
import Engine
import Foundation
import Glibc
import Shell
import Storage
import Testing

@Suite struct DemonstrationTests {
  private static let script = """
    #: language = zh
    # 第一步

    # 数一数
    count customers
    #> 9
    添加 客户 名称 = "科技 {now}", 行业 = 软件, 电话 = 0755-12345678
    pause "停一下"
    find customers show name
    find customers where 行页 = 软件
    # 完

    """

  private func play(speed: Double = 1) throws -> String {
    let transcript = try Sample.transcript(Self.script)
    let size = TerminalSize(columns: 60, rows: 20)
    let screen = DemonstrationScreen(size: size, cast: CastRecorder(size: size, title: "t", second: 0))
    try Player(transcript, on: screen, speed: speed, waitsForKeys: true, usesColour: false) {
      Player.Room(session: try Sample.session(.chinese), folder: "", cancellation: nil)
    }.play()
    return try #require(screen.cast).text
  }

  @Test func `comments are captions and expectations are not shown`() throws {
    let scenes = Scene.scenes(of: try Sample.transcript(Self.script))
    #expect(scenes.map(\.caption) == [["第一步", "数一数"], [], [], [], [], ["完"]])
    #expect(scenes.first?.statement == "count customers")
    #expect(scenes.last?.statement == nil)
  }

  @Test func `where nobody watches it plays to the end, and the same each time`() throws {
    let cast = try play()
    #expect(try cast == play())
    for piece in ["▌ 第一步", "▌ 停一下", "已新建 cust_001", "科技 2026-03-16", "错误[unknown-field]", "▌ 完"] {
      #expect(cast.contains(piece), "\(piece)")
    }
    #expect(!cast.contains("#>"))
  }

  @Test func `what a statement says is what the transcript expects`() throws {
    let run = TranscriptRun(try Sample.transcript(Self.script), session: try Sample.session(.chinese), folder: "")
    let cast = try play()
    for line in run.said.joined() where !line.contains("\"") && !line.contains("\\") {
      #expect(cast.contains(line), "\(line)")
    }
  }

  @Test func `time goes by as somebody types, faster at a higher speed`() throws {
    func seconds(_ cast: String) throws -> Double {
      let last = try #require(cast.split(separator: "\n").last)
      return try #require(Double(last.dropFirst().prefix { $0 != "," }))
    }
    let usual = try seconds(play())
    #expect((10...60).contains(usual))
    #expect(try seconds(play(speed: 10)) < usual / 5)
  }

  @Test func `a recording is asciinema's format, version 2`() {
    var cast = CastRecorder(size: TerminalSize(columns: 80, rows: 24), title: "a \"b\"", second: 5)
    cast.output("中\u{1B}[0m\r\n\"\\", at: 1_042)
    #expect(
      cast.text == """
        {"version": 2, "width": 80, "height": 24, "timestamp": 5, "title": "a \\"b\\"", \
        "env": {"TERM": "xterm-256color", "SHELL": "/bin/sh"}}
        [1.042, "o", "中\\u001b[0m\\r\\n\\"\\\\"]

        """)
  }
}

@Suite struct RecordingTests {
  @Test func `what was recorded passes as a transcript, and a file is never written over`() throws {
    let session = try Sample.session()
    let text = CollectedText()
    let console = Console(session: session, isInteractive: true, streams: .collected(in: text))
    let conversation = Conversation(session: session, console: console, allowance: .all)
    let scratch = "recording-\(UInt64.random(in: 0 ... .max)).crm"
    session.scratchFolder = "/tmp"
    defer { unlink("/tmp/\(scratch)") }
    conversation.say("count customers")
    conversation.say("record \"\(scratch)\"")
    conversation.say("add customer name = 甲, industry = 软件, phone = 0755-12345678; count customers")
    conversation.say("find customers where 行页 = 软件")
    conversation.say("find customers show name\n  sort by name")
    conversation.say("count opportunities by stage | chart bar")
    conversation.say("record off")
    conversation.say("count leads")
    let recorded = try ScriptFile.read("/tmp/\(scratch)").text
    #expect(
      recorded.hasPrefix(
        """
        # What the workspace held before is not in here.
        #: clock = 2026-03-16 10:00, language = en, guard = off, folder = \(FileManager.default.currentDirectoryPath)

        add customer name = 甲, industry = 软件, phone = 0755-12345678
        #> cust_001 created

        count customers
        #> 1

        """))
    #expect(!recorded.contains("record") || recorded.contains("(no "))
    let run = TranscriptRun(try Sample.transcript(recorded), session: try Sample.session(), folder: "")
    #expect(run.isAsExpected, "\(run.report.joined(separator: "\n"))")
    #expect(conversation.say("record \"\(scratch)\"").map(\.code) == ["cannot-write"])
  }

  @Test func `a script does not record`() throws {
    let session = try Sample.session()
    session.scratchFolder = "/tmp"
    let console = Console(session: session, isInteractive: false, streams: .collected(in: CollectedText()))
    #expect(Conversation(session: session, console: console).say("record \"x.crm\"").map(\.code) == ["not-here"])
  }
}
