package import Domain
internal import Language
package import Values

/// A query whose names are resolved: what is asked of which entity, ready to be written as one SQL statement.
package struct BoundQuery: Sendable, Hashable {
  package enum Records: Sendable, Hashable { case live, deleted }

  package struct Column: Sendable, Hashable {
    package var name: String
    package let heading: Names
    package let expression: BoundExpression
    /// Of an amount that is asked for in another currency than the workspace's: it is already one of that currency.
    package var currency: Currency?

    package init(name: String, heading: Names, expression: BoundExpression) {
      self.name = name
      self.heading = heading
      self.expression = expression
    }
  }

  package struct Order: Sendable, Hashable {
    package let expression: BoundExpression
    package let isDescending: Bool

    package init(expression: BoundExpression, isDescending: Bool) {
      self.expression = expression
      self.isDescending = isDescending
    }
  }

  package let entity: Entity
  package var records: Records
  package var condition: BoundExpression?
  package var columns: [Column]
  /// Empty for a query of records.
  package var grouping: [BoundExpression]
  package var having: BoundExpression?
  package var order: [Order]
  package var limit: Int?
  /// A record of the same entity after which the page begins.
  package var after: Int64?
  /// Aggregates without groups: one row.
  package var isScalar: Bool
  /// The labels field that the groups count a record under, once for each of its labels.
  package var groupedLabels: Field?
  /// The key column whose values become columns of their own.
  package var pivot: Int?
  /// The earlier state that is asked of; nil for the one that stands.
  package var past: Past?
  /// Nobody said which columns: programs get the whole record, people the usual columns of a table.
  package var showsRecord = false

  package var isGrouped: Bool { !grouping.isEmpty || isScalar }

  package init(
    entity: Entity, records: Records = .live, condition: BoundExpression? = nil, columns: [Column] = [],
    grouping: [BoundExpression] = [], having: BoundExpression? = nil, order: [Order] = [], limit: Int? = nil,
    after: Int64? = nil, isScalar: Bool = false, groupedLabels: Field? = nil, pivot: Int? = nil
  ) {
    self.entity = entity
    self.records = records
    self.condition = condition
    self.columns = columns
    self.grouping = grouping
    self.having = having
    self.order = order
    self.limit = limit
    self.after = after
    self.isScalar = isScalar
    self.groupedLabels = groupedLabels
    self.pivot = pivot
  }

  /// The same with one more condition.
  package func adding(_ more: BoundExpression) -> BoundQuery {
    var copy = self
    copy.condition = condition.map { BoundExpression(.all([$0, more]), .truth) } ?? more
    return copy
  }
}

/// A value of the language while a program runs: what a variable holds.
package enum Value: Sendable, Hashable {
  case empty
  case text(String)
  case integer(Int64)
  case number(ExactDecimal)
  /// `50%` is 50: half in a product, and 50 where a field counts to a hundred.
  case percent(ExactDecimal)
  case money(Money)
  case date(CivilDate)
  case days(Range<CivilDate>)
  case instant(Instant)
  /// In seconds; and the months and days of the calendar that somebody said, which are longer or shorter by where they
  /// begin.
  case duration(Int64, CalendarDuration? = nil)
  case flag(Bool)
  case choice(String)
  case record(EntityKey, Int64)
  case records(EntityKey, [Int64])
  case list([Value])
}
