package import Diagnostics

/// What somebody must choose before a plan is whole: which of the customers that are there a lead is.
package struct PlanChoice: Sendable {
  package struct Option: Sendable {
    /// What the plan's maker knows it by: `cust_002`.
    package let key: String
    package let label: Wording

    package init(_ key: String, _ label: Wording) {
      self.key = key
      self.label = label
    }
  }

  /// What was chosen, and among what.
  package struct Answer: Sendable, Equatable {
    package let key: String
    package let offered: [String]

    package init(_ key: String, among offered: [String]) {
      self.key = key
      self.offered = offered
    }
  }

  /// What is asked about.
  package let heading: Wording
  /// Records that are there.
  package let options: [Option]
  /// None of them: a new one.
  package let other: Option
  /// What is said where nobody can be asked.
  package let refusal: Diagnostic

  package init(heading: Wording, options: [Option], other: Option, refusal: Diagnostic) {
    self.heading = heading
    self.options = options
    self.other = other
    self.refusal = refusal
  }

  /// The options that an answer was given among.
  package var offered: [String] { options.map(\.key) }
}
