package import Domain

/// What a field was in some time, or that it changed in it: `stage was 商务谈判 during 2026-Q1`,
/// `tag changed to VIP by sales_001`.
package struct BoundHistory: Sendable, Hashable {
  package enum Verb: Sendable, Hashable {
    /// Some state of the period had the value.
    case was
    /// Some change set of the period gave a record that was there another value.
    case changed
  }

  package let verb: Verb
  package let field: Field
  /// The references that lead up to the field's record.
  package let via: [BoundExpression.Step]
  /// For `was` the value, for `changed to` the new one; nil for any.
  package var value: Content?
  package var from: Content?
  /// The state in which the period begins; nil from the beginning.
  package var after: Past?
  /// The state in which it ends; nil up to what stands.
  package var until: Past?
  /// Those who gave the value; nil for anybody.
  package var authors: [Int64]?
  /// No moment lies in the period.
  package var isNever = false

  package enum Content: Sendable, Hashable {
    /// A condition on the field, in its entity's own scope.
    case value(BoundExpressionBox)
    /// One of the labels of these folded texts.
    case labels([String])
  }
}
