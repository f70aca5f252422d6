/// `opportunities:`
package struct OpportunitySettings: Sendable, Equatable {
  package var fields = FieldSettings()
  /// In the order of a sale; the last one, and only it, has probability 100.
  package var stages = Stage.standard
  /// Days from creation to the expected closing date that is proposed.
  package var defaultExpectedDays = 30

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
    case stages
    case defaultExpectedDays = "default_expected_days"
  }
}
