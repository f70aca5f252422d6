/// A line and a column of the file, both from 1; columns count Unicode scalars.
package struct SettingsPosition: Sendable, Equatable {
  package var line: Int
  package var column: Int

  static let start = SettingsPosition(line: 1, column: 1)
}

/// A value of the file with its place.
struct SettingsNode {
  enum Content {
    /// Nothing at all, or `null`.
    case nothing
    /// `isQuoted`: it stood in quotes or was a block, and is text whatever it looks like.
    case text(String, isQuoted: Bool)
    case list([SettingsNode])
    case mapping([SettingsEntry])
  }

  var position: SettingsPosition
  var content: Content

  /// What a message calls it.
  var found: SettingsFault.Shape {
    switch content {
    case .nothing: .nothing
    case .text(_, isQuoted: true): .text
    case .text(let text, isQuoted: false):
      if Int(text) != nil {
        .wholeNumber
      } else if Double(text) != nil {
        .decimal
      } else if text == "true" || text == "false" {
        .boolean
      } else {
        .text
      }
    case .list: .list
    case .mapping: .mapping
    }
  }
}

/// A key and its value.
struct SettingsEntry {
  var key: String
  var keyPosition: SettingsPosition
  var value: SettingsNode
}
