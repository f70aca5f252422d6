import Glibc
import Settings
import Testing

@Suite struct SettingsOriginTests {
  private func line(_ key: String, _ text: String) throws -> SettingsLine? {
    try Sample.settings(text).lines.first { $0.key == key }
  }

  @Test func `each value tells where it comes from`() throws {
    let text = "leads:\n  score_threshold: 70\nnotifications: {email: {smtp_password: \"${PW}\"}}\n"
    #expect(try line("leads.score_threshold", text)?.origin.text == "crm.yaml:2")
    #expect(try line("leads.auto_score", text)?.origin.text == "default")
    #expect(try line("notifications.email.smtp_password", text)?.origin == .environment("PW"))
    #expect(try line("notifications.email.smtp_password", text)?.value == "${PW}")
  }

  @Test func `an element of a list has its list's origin`() throws {
    let text = "opportunities:\n  stages:\n    - {name: 成, probability: 100}\n"
    #expect(try line("opportunities.stages[0]", text)?.origin.text == "crm.yaml:3")
  }

  @Test func `the defaults all come from nowhere else`() {
    #expect(Settings.defaults.lines.allSatisfy { $0.origin == .standard })
    #expect(Settings.defaults.lines.count > 30)
  }

  @Test func `the named file comes first, then the variable, then what exists`() {
    func find(_ explicit: String?, _ variables: [String: String]) -> String? {
      SettingsFile.find(explicit: explicit, environment: { variables[$0] }, directory: "/nowhere")
    }
    #expect(find("a.yaml", ["CRM_CONFIG": "b.yaml"]) == "a.yaml")
    #expect(find(nil, ["CRM_CONFIG": "b.yaml"]) == "b.yaml")
    #expect(find(nil, ["XDG_CONFIG_HOME": "/nowhere", "HOME": "/nowhere"]) == nil)
  }

  @Test func `a file in the configuration home is found`() throws {
    var template = Array("/tmp/settings-XXXXXX".utf8CString)
    let home = String(cString: try #require(mkdtemp(&template)))
    mkdir("\(home)/guanxi", 0o700)
    let path = "\(home)/guanxi/crm.yaml"
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    #expect(write(descriptor, "language: en\n", 13) == 13)
    close(descriptor)
    defer {
      unlink(path)
      rmdir("\(home)/guanxi")
      rmdir(home)
    }
    let variables = ["XDG_CONFIG_HOME": home]
    let found = SettingsFile.find(explicit: nil, environment: { variables[$0] }, directory: "/nowhere")
    #expect(found == path)
    let settings = try Settings.load(explicit: nil, environment: { variables[$0] }, directory: "/nowhere")
    #expect(settings.language == .english)
  }

  @Test func `the configuration of the current directory comes before that of the home`() {
    let root = Sample.root
    let found = SettingsFile.find(explicit: nil, environment: { _ in nil }, directory: root)
    #expect(found == "\(root)/config/crm.yaml")
  }

  @Test func `a named file that is not there is an error`() {
    #expect(throws: SettingsError.unreadable(path: "/nowhere.yaml", errno: ENOENT)) {
      _ = try Settings.load(explicit: "/nowhere.yaml") { _ in nil }
    }
    #expect(throws: SettingsError.unreadable(path: "/tmp", errno: EISDIR)) { _ = try Settings.load(path: "/tmp") }
  }

  @Test func `without a file the defaults are in force`() throws {
    #expect(try Settings.load(explicit: nil, environment: { _ in nil }, directory: "/nowhere") == Settings.defaults)
  }

  @Test func `the fingerprint follows the bytes`() throws {
    let path = "\(Sample.root)/config/crm.yaml"
    #expect(try Settings.fingerprint(path: path) == Settings.fingerprint(path: path))
    #expect(try Settings.fingerprint(path: path) != Settings.fingerprint(path: #filePath))
  }
}
