/// A secret that the settings name, where it stands in the file.
package struct NamedSecret: Sendable {
  package let key: String
  package let secret: Secret
  package let position: SettingsPosition
}

extension Settings {
  /// Whether anything comes of a key yet. What waits for its feature is said, so that nobody relies on it.
  package static func hasEffect(_ key: String) -> Bool {
    !waiting.contains { key == $0 || key.hasPrefix("\($0).") || key.hasPrefix("\($0)[") }
  }

  private static let waiting = ["automation", "notifications", "data.backup_interval", "data.backup_retention_days"]

  /// The keys that the file sets and nothing comes of yet, each with its place, in the file's order.
  package var keysWithoutEffect: [(key: String, position: SettingsPosition)] {
    places.filter { !Settings.hasEffect($0.key) && !$0.key.hasSuffix("]") && !$0.key.contains("].") }
      .map { ($0.key, $0.value) }
      .sorted { ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column) }
  }

  /// The secrets that the file names.
  package var secrets: [NamedSecret] {
    let named = [
      ("notifications.email.smtp_password", notifications.email.smtpPassword),
      ("notifications.feishu.webhook_url", notifications.feishu.webhookURL),
    ]
    return named.compactMap { key, secret in
      guard let secret, let position = places[key] else { return nil }
      return NamedSecret(key: key, secret: secret, position: position)
    }
  }
}
