/// `leads:`
package struct LeadSettings: Sendable, Equatable {
  package var fields = FieldSettings()
  package var autoScore = true
  /// The score from which a lead is of medium quality, 0…100.
  package var scoreThreshold = 60
  /// The score from which a lead is converted by itself, 0…100; nil: none is.
  package var autoConvertThreshold: Int?
  /// What the file says about factors of the score; factors it does not name keep their own weights.
  package var scoring: [Factor: Weight] = [:]

  /// What a score is made of: attributes, then behaviour.
  package enum Factor: String, Sendable, CaseIterable {
    case completeness, source, company, position, interest
    case interactions, recency, replies
  }

  /// A factor's points, and the most that it may add; each 0…100.
  package struct Weight: Sendable, Equatable {
    package var weight: Int?
    package var cap: Int?

    package init(weight: Int? = nil, cap: Int? = nil) {
      self.weight = weight
      self.cap = cap
    }

    enum Key: String, CaseIterable {
      case weight, cap
    }
  }

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
    case autoScore = "auto_score"
    case scoreThreshold = "score_threshold"
    case autoConvertThreshold = "auto_convert_threshold"
    case scoring
  }
}
