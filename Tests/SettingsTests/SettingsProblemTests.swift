import Settings
import Testing

@Suite struct SettingsProblemTests {
  @Test func `an unknown key is told with its place and the nearest one`() {
    let problems = Sample.problems("leads:\n  auto_score: true\n  score_treshold: 60\n")
    #expect(problems.map { [$0.line, $0.column] } == [[3, 3]])
    #expect(problems.map(\.code) == ["settings.unknown-key"])
    #expect(problems.map(\.helpEN) == ["Did you mean `score_threshold`?"])
    #expect(problems.map(\.helpZH) == ["是否想写 `score_threshold`？"])
  }

  @Test func `an unknown key like no other is told with those there are`() {
    #expect(Sample.problems("contacts: {zzz: 1}")[0].helpEN == "Known: `required_fields`, `custom_fields`.")
  }

  @Test func `all problems are told at once, up to ten`() {
    #expect(
      Sample.codes("customer: {}\nleads: {score_threshold: 101, auto_score: 1}\ndata: {backup_interval: \"x\"}\n")
        == ["1:1 unknown-key", "2:26 out-of-range", "2:43 wrong-type", "3:25 wrong-type"])
    #expect(Sample.codes((0..<20).map { "k\($0): 1\n" }.joined()).count == 10)
  }

  @Test(arguments: [
    ("leads: {score_threshold: \"60\"}", "1:26 wrong-type"), ("leads: {score_threshold: 6.5}", "1:26 wrong-type"),
    ("leads: {auto_score: yes}", "1:21 wrong-type"), ("leads: {auto_score: \"true\"}", "1:21 wrong-type"),
    ("leads: [1]", "1:8 wrong-type"), ("leads: 5", "1:8 wrong-type"), ("tasks: {reminder_days: 3}", "1:24 wrong-type"),
    ("tasks: {reminder_days: [400]}", "1:25 out-of-range"), ("tasks: {default_assignee: }", "1:27 wrong-type"),
    ("tasks: {default_assignee: \" \"}", "1:27 empty"), ("tasks: {default_assignee: [a]}", "1:27 wrong-type"),
    ("leads: {score_threshold: 99999999999999999999}", "1:26 wrong-type"),
    ("notifications: {email: {smtp_port: 0}}", "1:36 out-of-range"),
    ("notifications: {email: {enabled: true}}", "1:24 missing-key"),
    ("notifications: {feishu: {enabled: true}}", "1:25 missing-key"),
    ("notifications: {email: {smtp_password: \"${X\"}}", "1:40 bad-variable"),
    ("data: {export_formats: [cvs]}", "1:25 not-one-of"), ("data: {export_formats: [csv, csv]}", "1:30 duplicate-name"),
    ("customers: {rfm: {frequency: [2, 3, 5]}}", "1:30 bad-bounds"),
    ("customers: {rfm: {frequency: [2, 5, 5, 9]}}", "1:30 bad-bounds"),
    ("customers: {rfm: {monetary: [2, a, 5, 9]}}", "1:33 wrong-type"),
    ("customers: {rfm: {segments: {高: x}}}", "1:30 unknown-key"),
    ("customers: {rfm: {high_score: 6}}", "1:31 out-of-range"),
    ("language: fr", "1:11 not-one-of"), ("timezone: Mars/Base", "1:11 bad-timezone"),
    ("timezone: ../../etc/passwd", "1:11 bad-timezone"), ("currency: yuan", "1:11 bad-currency"),
    ("currencies: {CNY: 1}", "1:14 rate-of-base"), ("currencies: {USD: 0}", "1:19 bad-rate"),
    ("currencies: {USD: -7}", "1:19 bad-rate"), ("currencies: {USD: 1e3}", "1:19 bad-rate"),
    ("currencies: {usd: 7}", "1:14 bad-currency"),
    ("customers: {required_fields: [name, name]}", "1:37 duplicate-name"),
    ("customers: {custom_fields: [{name: a, type: selekt}]}", "1:45 not-one-of"),
    ("customers: {custom_fields: [{name: a}]}", "1:29 missing-key"),
    ("customers: {custom_fields: [{name: a, type: select}]}", "1:29 options-missing"),
    ("customers: {custom_fields: [{name: a, type: text, options: [x]}]}", "1:29 options-unwanted"),
    ("customers: {custom_fields: [{name: a, type: select, options: [x, x]}]}", "1:66 duplicate-name"),
    ("customers: {custom_fields: [{name: a, type: text}, {name: a, type: text}]}", "1:52 duplicate-name"),
    ("customers: {custom_fields: [{name: a, type: select, options: [{name: x, key: X}]}]}", "1:78 bad-key-name"),
    ("automation: {rules: [{trigger: x}]}", "1:22 missing-key"),
  ])
  func `a wrong value is told with its place`(text: String, expected: String) {
    #expect(Sample.codes(text) == [expected])
  }

  @Test(arguments: [
    ("[]", "1:25 no-stages"), ("[{name: a, probability: 50}]", "1:26 no-closing-stage"),
    ("[{name: a, probability: 101}]", "1:49 out-of-range"), ("[{name: a, probability: -1}]", "1:49 out-of-range"),
    ("[{name: a, probability: 100}, {name: b, probability: 100}]", "1:55 stage-after-closing"),
    ("[{name: a, probability: 5}, {name: a, probability: 100}]", "1:53 duplicate-name"),
    ("[{name: a, probability: 5, aliases: [b]}, {name: b, probability: 100}]", "1:67 duplicate-name"),
    ("[{name: \"\", probability: 100}]", "1:33 empty"), ("[{name: a}]", "1:26 missing-key"),
  ])
  func `stages that cannot be are told with their place`(stages: String, expected: String) {
    #expect(Sample.codes("opportunities: {stages: \(stages)}") == [expected])
  }

  @Test func `a key that stands twice is told where it stands again`() {
    #expect(Sample.codes("leads:\n  auto_score: true\n  # x\n  auto_score: false\n") == ["4:3 duplicate-key"])
    #expect(Sample.problems("leads:\n  auto_score: true\n  auto_score: false\n")[0].messageEN.contains("line 2"))
    #expect(Sample.codes("leads: {auto_score: true, auto_score: false}") == ["1:27 duplicate-key"])
  }

  @Test func `every problem is worded in both languages`() {
    for text in ["x: 1", "leads: 5", "currency: y", "opportunities: {stages: []}", "[", "", "a: *b"] {
      for problem in Sample.problems(text) {
        #expect(!problem.messageEN.isEmpty && problem.messageZH.unicodeScalars.contains { $0.value > 0x4E00 })
        #expect(problem.helpEN.isEmpty == problem.helpZH.isEmpty)
      }
    }
  }
}
