import Settings
import Testing

@Suite struct SettingsSecretTests {
  private func password(_ value: String) throws -> Secret? {
    try Sample.settings("notifications: {email: {smtp_password: \"\(value)\"}}").notifications.email.smtpPassword
  }

  @Test func `a secret is a text, a variable, a file, or text with variables`() throws {
    #expect(try password("hunter2") == .literal("hunter2"))
    #expect(try password("${SMTP_PASSWORD}") == .environment("SMTP_PASSWORD"))
    #expect(try password("file:/run/secret") == .file("/run/secret"))
    #expect(
      try password("a${B}c${D}") == .composed([.literal("a"), .environment("B"), .literal("c"), .environment("D")]))
    #expect(try password("a$b{c}") == .literal("a$b{c}"))
  }

  @Test func `a relative file counts from the settings file`() throws {
    let bytes = Array("notifications: {email: {smtp_password: \"file:pw\"}}".utf8)
    let settings = try Settings.parse(bytes, path: "/etc/guanxi/crm.yaml")
    #expect(settings.notifications.email.smtpPassword == .file("/etc/guanxi/pw"))
  }

  @Test func `a variable is wanted only when the value is`() throws {
    let secret = try #require(try password("x${NOT_THERE}"))
    #expect(throws: SecretError.missingVariable("NOT_THERE")) { try secret.resolve { _ in nil } }
    #expect(try secret.resolve { $0 == "NOT_THERE" ? "y" : nil } == "xy")
  }

  @Test func `a file that is gone is an error of the use`() {
    #expect(throws: SecretError.unreadable(path: "/nowhere", errno: 2)) {
      try Secret.file("/nowhere").resolve { _ in nil }
    }
  }

  @Test func `printing shows no secret`() throws {
    let settings = try Sample.settings(
      "notifications: {email: {smtp_password: hunter2}, feishu: {webhook_url: \"https://hook/hunter2${T}\"}}")
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped, "\(settings.lines)"] {
      #expect(!text.contains("hunter2"))
    }
  }
}
