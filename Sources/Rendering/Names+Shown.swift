internal import Diagnostics
internal import Domain

extension Names {
  /// What a person of that language sees.
  func shown(in language: UserLanguage) -> String {
    switch language {
    case .english: englishName
    case .chinese: chineseName
    }
  }
}
