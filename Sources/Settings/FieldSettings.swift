/// What every entity's section may say about its fields.
package struct FieldSettings: Sendable, Equatable {
  /// Names of fields that people, the API and forms must fill.
  package var required: [String] = []
  /// Fields beyond the built-in ones. One that has a built-in field's name or label configures that field.
  package var custom: [CustomField] = []

  package init(required: [String] = [], custom: [CustomField] = []) {
    self.required = required
    self.custom = custom
  }

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
  }
}

/// A field that the configuration adds.
package struct CustomField: Sendable, Equatable {
  package var name: String
  /// What a face shows; the name where there is none.
  package var label: String?
  package var type: Kind
  /// What a select or multiselect may hold, in order; empty for other types.
  package var options: [ChoiceOption]
  package var isRequired: Bool

  package init(name: String, label: String? = nil, type: Kind, options: [ChoiceOption] = [], isRequired: Bool = false) {
    self.name = name
    self.label = label
    self.type = type
    self.options = options
    self.isRequired = isRequired
  }

  package enum Kind: String, Sendable, CaseIterable {
    case text, number, money, date, select, multiselect, boolean, url, phone, email

    /// Whether values come from a list of options.
    package var isChoice: Bool { self == .select || self == .multiselect }
  }

  enum Key: String, CaseIterable {
    case name, label, type, options, required
  }
}

/// One option of a choice.
package struct ChoiceOption: Sendable, Equatable {
  package var name: String
  /// Other spellings that are accepted.
  package var aliases: [String]
  /// A stable name that outlives renaming; nil leaves it to the dictionary.
  package var key: String?

  package init(_ name: String, aliases: [String] = [], key: String? = nil) {
    self.name = name
    self.aliases = aliases
    self.key = key
  }

  enum Key: String, CaseIterable {
    case name, aliases, key
  }
}
