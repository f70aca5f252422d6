/// `notifications:`
package struct NotificationSettings: Sendable, Equatable {
  package var email = Email()
  package var feishu = Feishu()

  package struct Email: Sendable, Equatable {
    package var enabled = false
    package var smtpServer: String?
    package var smtpPort = 587
    package var smtpUser: String?
    package var smtpPassword: Secret?

    enum Key: String, CaseIterable {
      case enabled
      case smtpServer = "smtp_server"
      case smtpPort = "smtp_port"
      case smtpUser = "smtp_user"
      case smtpPassword = "smtp_password"
    }
  }

  package struct Feishu: Sendable, Equatable {
    package var enabled = false
    /// Whoever knows the address may post: it is a secret.
    package var webhookURL: Secret?

    enum Key: String, CaseIterable {
      case enabled
      case webhookURL = "webhook_url"
    }
  }

  enum Key: String, CaseIterable {
    case email, feishu
  }
}
