/// `opportunities:`
package struct OpportunitySettings: Sendable, Equatable {
  package var fields = FieldSettings()
  /// In the order of a sale; one has probability 100, and behind it stands at most the one for the lost, of 0.
  package var stages = Stage.standard
  /// Days from creation to the expected closing date that is proposed.
  package var defaultExpectedDays = 30

  /// Days in one stage after which an open opportunity is stale.
  package var staleDays = 14

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
    case stages
    case defaultExpectedDays = "default_expected_days"
    case staleDays = "stale_days"
  }
}
