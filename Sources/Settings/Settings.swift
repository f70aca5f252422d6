/// What `config/crm.yaml` says, with the defaults for all it does not say. Sections and keys are those of the file.
package struct Settings: Sendable, Equatable {
  /// The language of messages; nil leaves it to the environment.
  package var language: Language?
  /// A name of the tz database; the workspace's local day.
  package var timezone = "Asia/Shanghai"
  /// The base currency, ISO 4217.
  package var currency = "CNY"
  /// What one unit of another currency is worth in the base currency, in the file's order.
  package var currencies: [ExchangeRate] = []
  package var customers = CustomerSettings()
  package var contacts = FieldSettings()
  package var leads = LeadSettings()
  package var opportunities = OpportunitySettings()
  package var tasks = TaskSettings()
  package var orders = FieldSettings()
  package var automation = AutomationSettings()
  package var notifications = NotificationSettings()
  package var data = DataSettings()

  /// The file these were read from; nil for the defaults alone.
  package internal(set) var path: String?
  /// Where the values come from that are no defaults, by key such as `leads.score_threshold`.
  package internal(set) var origins: [String: SettingsOrigin] = [:]
  /// Where the file states a value, by the same keys, whatever the value's own origin.
  package internal(set) var places: [String: SettingsPosition] = [:]

  /// What is in force where there is no file: the user's example, without channels that send, without rules, and
  /// without converting leads by itself.
  package static var defaults: Settings { Settings() }

  package init() {}

  package enum Language: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
  }

  enum Key: String, CaseIterable {
    case language, timezone, currency, currencies, customers, contacts, leads, opportunities, tasks, orders
    case automation, notifications, data
  }
}

/// Where a setting's value comes from.
package enum SettingsOrigin: Sendable, Equatable {
  case standard
  case file(path: String, line: Int, column: Int)
  /// A secret that the file leaves to an environment variable.
  case environment(String)

  /// As `crm config show` prints it: `config/crm.yaml:12`, `$SMTP_PASSWORD`, `default`.
  package var text: String {
    switch self {
    case .standard: "default"
    case .file(let path, let line, _): "\(path):\(line)"
    case .environment(let name): "$\(name)"
    }
  }
}

/// A rate as it was written, exactly: `7.2` is 72 × 10⁻¹.
package struct ExchangeRate: Sendable, Equatable {
  /// ISO 4217.
  package var currency: String
  package var digits: Int64
  /// Decimal places, 0…9.
  package var scale: Int

  /// The rate as a plain decimal.
  package var text: String {
    let digits = String(digits)
    guard scale > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, scale &+ 1 &- digits.count)) + digits
    return "\(padded.dropLast(scale)).\(padded.suffix(scale))"
  }
}
