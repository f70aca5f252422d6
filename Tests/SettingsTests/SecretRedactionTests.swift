import Settings
import Testing

/// No diagnostic quotes a secret of the configuration.
@Suite struct SecretRedactionTests {
  static let texts = [
    "notifications:\n  email:\n    smtp_password: hunter2\n", "notifications: {email: {smtp_password: \"hunter2\"}}",
    "notifications:\n  email:\n    smtp_pasword: 'hunter2' # mine\n",
    "notifications:\n  email:\n    smtp_password:hunter2\n",
    "notifications:\n  email:\n    smtp_password: |\n      hunter2\n\n      hunter2\n    enabled: 1\n",
    "notifications:\n  email:\n    smtp_password: \"hunter2${\"\n",
    "notifications:\n  feishu:\n    webhook_url: https://x/hunter2\n",
    "notification:\n  email: {smtp_password : hunter2, enabled: true}\n", "password: hunter2\n",
    "notifications:\n  email:\n    smtp_passwort: hunter2: x\n", "notifications:\n\temail: {token: hunter2}\n",
    "notifications:\n  email:\n    smtp_password:\n    - hunter2\n", "smtp_password: \"${A}\" hunter2\n",
    "smtp_password: ${A}hunter2\n", "smtp_password: file:/x hunter2\n",
    "\"notifications\":\n  feishu:\n    url: \"https://hook/hunter2\"\n",
    "{\"notifications\":{\"feishu\":{\"sign\":\"hunter2\"}}}\n",
    "\u{FEFF}notifications:\n  feishu:\n    url: \"https://hook/hunter2\"\n",
    "notifications:\n  email:\n    ? smtp_password\n    : [hunter2]\n",
  ]

  @Test(arguments: texts) func `what is secret is not quoted, and every mark stays in its place`(text: String) {
    let redacted = SecretRedaction.redacted(text)
    #expect(!redacted.contains("hunter2"), "\(redacted)")
    #expect(redacted.utf8.count == text.utf8.count)
    #expect(redacted.utf8.split(separator: 0x0A).count == text.utf8.split(separator: 0x0A).count)
    do throws(SettingsError) { _ = try Settings.parse(Array(text.utf8), path: "crm.yaml") } catch {
      guard case .invalid(_, let problems) = error else { return }
      for problem in problems {
        let said = problem.messageEN + problem.messageZH + problem.helpEN + problem.helpZH
        #expect(!said.contains("hunter2"), "\(said)")
      }
    }
  }

  @Test func `what is no secret is shown`() {
    for text in [
      "language: zh\ncustomers:\n  required_fields: [name]\n",
      "notifications:\n  email:\n    smtp_server: mail\n    smtp_password: ${SMTP_PASSWORD}\n",
      "notifications:\n  email: {smtp_password: \"file:/run/pw\"}\n",
      "leads:\n  scoring: {company: {weight: 5}}\n",
    ] { #expect(SecretRedaction.redacted(text) == text) }
  }
}
