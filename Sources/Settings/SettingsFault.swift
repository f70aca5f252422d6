/// What is wrong with a settings file, as values; `SettingsProblem` words it.
enum SettingsFault: Sendable, Equatable {
  enum Shape: Sendable, Equatable {
    case nothing, text, wholeNumber, decimal, boolean, list, mapping
  }

  // The document
  case tooLarge(limit: Int)
  case notUTF8
  case emptyFile
  case syntax(String)
  case tab
  case tooDeep(limit: Int)
  case tooManyAliases(limit: Int)
  case severalDocuments
  case keyNotText
  case duplicateKey(String, firstLine: Int)
  // Keys and types; `path` is such as `leads.score_threshold`
  case unknownKey(String, section: String, nearest: String?, known: [String])
  case missingKey(String, section: String)
  case wrongShape(path: String, expected: Shape, found: Shape)
  // Values
  case outOfRange(path: String, value: Int, range: ClosedRange<Int>)
  case notOneOf(path: String, value: String, nearest: String?, known: [String])
  case empty(path: String)
  case duplicateName(String, path: String)
  case noStages
  case noClosingStage
  case stageAfterClosing(String, closing: String)
  case optionsMissing(field: String)
  case optionsUnwanted(field: String, type: String)
  case badBounds(path: String)
  case badKeyName(String, path: String)
  case badCurrency(String, path: String)
  case badRate(String, path: String)
  case rateOfBase(String)
  case badTimezone(String)
  case badVariable(path: String)
  case neededWhenEnabled(key: String, section: String)
}
