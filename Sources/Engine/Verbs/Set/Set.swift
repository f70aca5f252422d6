internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

extension Verb {
  /// `set output = json`, `set timing on`
  package static let set = Verb(
    VerbSignature(
      "set", [Word("set", zh: "设置")], [.optionalName, .equals(isOptional: true), .trailing("value", .value)],
      effect: .session, holding: ["name": .setting, "value": .settingValue(of: nil)]),
    Wording("changes a setting of this session; alone it shows them", "修改本次会话的设置；单独输入则显示全部"),
    examples: ["set output = json", "set timing on", "set language = zh"]
  ) { command, planning throws(BindingError) in
    guard case .name(let name)? = command["name"] else { return .report(.settings) }
    guard case .value(let expression)? = command["value"] else {
      throw .failed(SettingProblem.missingValue(name.text).diagnostic.located(at: name.span))
    }
    let text = TextFolding.folded(try planning.text(expression))
    if ["clock", "时钟"].contains(TextFolding.folded(name.text)) {
      guard let moment = planning.moment(text) else {
        throw .failed(SettingProblem.wrongValue(name.text, text).diagnostic.located(at: expression.span))
      }
      return .session(.set(.clock(moment)))
    }
    guard let setting = SessionSetting(name: TextFolding.folded(name.text), value: text) else {
      let known = SessionSetting.names.contains(TextFolding.folded(name.text))
      let problem: SettingProblem = known ? .wrongValue(name.text, text) : .unknown(name.text)
      throw .failed(problem.diagnostic.located(at: known ? expression.span : name.span))
    }
    return .session(.set(setting))
  }
}

extension Planning {
  /// A moment of the language: `2026-04-01 09:00`, `+3d`, `tomorrow at 9:00`. A day keeps the time of the clock.
  fileprivate func moment(_ text: String) -> Instant? {
    switch try? TemporalReader(now: now, zone: rules.zone).read(text) {
    case .instant(let instant): instant
    case .day(let day): rules.zone.instant(of: day, at: rules.zone.time(of: now))
    case .time(let time): rules.zone.instant(of: rules.zone.day(of: now), at: time)
    case .days, .instants, nil: nil
    }
  }
}

extension SignatureElement {
  fileprivate static let optionalName = SignatureElement.trailing("name", .name)
}

extension SessionSetting {
  package init?(name: String, value: String) {
    let isOn: Bool? =
      switch value {
      case "on", "true", "yes", "开", "是": true
      case "off", "false", "no", "关", "否": false
      default: nil
      }
    switch name {
    case "output":
      guard let format = OutputFormat(rawValue: value) else { return nil }
      self = .output(format)
    case "timing":
      guard let isOn else { return nil }
      self = .timing(isOn)
    case "pager":
      guard let isOn else { return nil }
      self = .pager(isOn)
    case "color", "colour":
      guard let isOn else { return nil }
      self = .color(isOn)
    case "exact":
      guard let isOn else { return nil }
      self = .exact(isOn)
    case "language":
      guard let language = UserLanguage(rawValue: value) else { return nil }
      self = .language(language)
    case "timeout":
      guard let seconds = Int(value), seconds >= 0, seconds <= 86_400 else { return nil }
      self = .timeout(seconds)
    default: return nil
    }
  }

  package static func values(of name: String) -> [String] {
    switch name {
    case "output": OutputFormat.allCases.map(\.rawValue)
    case "language": ["zh", "en"]
    case "timeout": ["30", "0"]
    case "clock", "时钟": ["2026-04-01 09:00", "+3d"]
    default: ["on", "off"]
    }
  }
}

/// What can be wrong with a setting.
enum SettingProblem {
  case unknown(String)
  case wrongValue(String, String)
  case missingValue(String)

  var diagnostic: Diagnostic {
    switch self {
    case .unknown(let name):
      let near = NearestName.suggestions(for: name, among: SessionSetting.names)
      return Diagnostic(
        "unknown-setting", Wording("there is no setting “\(name)”", "没有“\(name)”这个设置"),
        help: [Wording(verbatim: (near.isEmpty ? SessionSetting.names : near).joined(separator: "  "))])
    case .wrongValue(let name, let value):
      return Diagnostic(
        "wrong-setting", Wording("\(name) cannot be “\(value)”", "\(name) 不能是“\(value)”"),
        help: [Wording(verbatim: SessionSetting.values(of: name).joined(separator: " | "))])
    case .missingValue(let name):
      return Diagnostic(
        "wrong-setting", Wording("\(name) needs a value", "\(name) 需要一个值"),
        help: [Wording(verbatim: "set \(name) = \(SessionSetting.values(of: name).first ?? "…")")])
    }
  }
}
