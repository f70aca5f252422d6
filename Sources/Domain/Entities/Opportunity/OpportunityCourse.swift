package import Values

/// What became of an opportunity, and by what way.
package struct OpportunityCourse: Sendable {
  package struct Visit: Sendable {
    /// The stage's key.
    package let stage: Int
    package let entered: Instant

    package init(stage: Int, entered: Instant) {
      self.stage = stage
      self.entered = entered
    }
  }

  /// Keys of the stage that it is in and of its status.
  package let stage: Int
  package let status: Int
  /// Minor units of the base currency.
  package let amount: Int64
  /// The stages that it entered, in the order of its way.
  package var visits: [Visit]

  package init(stage: Int, status: Int, amount: Int64, visits: [Visit] = []) {
    self.stage = stage
    self.status = status
    self.amount = amount
    self.visits = visits
  }
}
