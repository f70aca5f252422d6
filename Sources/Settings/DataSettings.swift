/// `data:`
package struct DataSettings: Sendable, Equatable {
  /// Seconds between backups; 0: none are made by themselves.
  package var backupInterval = 86_400
  package var backupRetentionDays = 30
  package var exportFormats = ExportFormat.allCases

  package enum ExportFormat: String, Sendable, CaseIterable {
    case csv, xlsx, json
  }

  enum Key: String, CaseIterable {
    case backupInterval = "backup_interval"
    case backupRetentionDays = "backup_retention_days"
    case exportFormats = "export_formats"
  }
}
