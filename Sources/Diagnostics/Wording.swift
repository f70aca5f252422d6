/// The language in which a person is spoken to.
package enum UserLanguage: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  /// `language:` of the configuration where given, else the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set.
  ///
  /// - Parameter environment: a variable's value; a dictionary would cost the start of every command.
  package init(configured: String?, environment: (String) -> String?) {
    if let configured, let known = UserLanguage(rawValue: String(configured.prefix(2)).lowercased()) {
      self = known
      return
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
    self = locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
  }
}

/// One sentence in both languages of the product.
package struct Wording: Sendable, Hashable {
  package let english: String
  package let chinese: String

  package init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// The same in both languages: a corrected statement, a file name.
  package init(verbatim text: String) {
    self.init(text, text)
  }

  package func `in`(_ language: UserLanguage) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}

extension UserLanguage {
  /// A list as a sentence of this language joins it.
  package func joined(_ items: some Sequence<String>) -> String {
    switch self {
    case .english: items.joined(separator: ", ")
    case .chinese: items.joined(separator: "、")
    }
  }
}
