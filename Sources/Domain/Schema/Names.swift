/// What a thing is called in both languages; every spelling is accepted, the first of each is shown.
package struct Names: Sendable, Hashable {
  package let english: [String]
  package let chinese: [String]

  package init(_ english: String..., zh chinese: String...) {
    self.english = english
    self.chinese = chinese
  }

  package init(english: [String], chinese: [String]) {
    self.english = english
    self.chinese = chinese
  }

  package var spellings: [String] { english + chinese }
  package var englishName: String { english.first ?? chinese.first ?? "" }
  package var chineseName: String { chinese.first ?? english.first ?? "" }
}

/// Where in the configuration something was said.
package struct ConfigurationPlace: Sendable, Hashable {
  package let file: String
  package let line: Int
  /// Known while the configuration is read, and not kept.
  package let column: Int?

  package init(file: String, line: Int, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The same line is the same place, whether its column is known or not.
  package static func == (one: ConfigurationPlace, other: ConfigurationPlace) -> Bool {
    one.file == other.file && one.line == other.line
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(line)
  }
}
