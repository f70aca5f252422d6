package import Diagnostics
package import Domain
package import Language
package import Layout
package import Values

/// What an expression yields, which decides how it may be compared, summed and shown.
package enum ValueType: Sendable, Hashable {
  case text, integer, number, money, date, instant, duration, flag, labels
  case choice(ChoiceList)
  case reference(EntityKey)
  /// The record's own id.
  case identity(EntityKey)
  /// A condition.
  case truth
  /// `empty`, or nothing known.
  case unknown

  package init(_ field: Field, of entity: Entity) {
    self =
      switch field.type {
      case .text, .phone, .email, .webAddress: .text
      case .choice(let list): .choice(list)
      case .integer: .integer
      case .number: .number
      case .money: .money
      case .date: .date
      case .instant: .instant
      case .duration: .duration
      case .flag: .flag
      case .reference(let key): .reference(key)
      case .labels: .labels
      case .identity: .identity(entity.key)
      }
  }

  /// What a value of it is called in a sentence.
  package var wording: Wording {
    switch self {
    case .text: Wording("text", "文本")
    case .integer, .number: Wording("a number", "数字")
    case .money: Wording("an amount", "金额")
    case .date: Wording("a date", "日期")
    case .instant: Wording("a time", "时间")
    case .duration: Wording("a length of time", "时长")
    case .flag, .truth: Wording("true or false", "是否")
    case .labels: Wording("a list", "列表")
    case .choice: Wording("a choice", "选项")
    case .reference, .identity: Wording("a record", "记录")
    case .unknown: Wording("nothing", "空值")
    }
  }

  var isTime: Bool { self == .date || self == .instant }

  package var isFigure: Bool {
    switch self {
    case .integer, .number, .money, .duration: true
    default: false
    }
  }
}

/// An expression whose names are resolved. Figures are in stored units: money in minor units of the base currency,
/// numbers in millionths, dates in days, instants in milliseconds, durations in seconds.
package struct BoundExpression: Sendable, Hashable {
  package let kind: Kind
  package let type: ValueType

  package init(_ kind: Kind, _ type: ValueType) {
    self.kind = kind
    self.type = type
  }

  package static func literal(_ value: SQLValue, _ type: ValueType) -> BoundExpression {
    BoundExpression(.literal(value), type)
  }

  package indirect enum Kind: Sendable, Hashable {
    /// `?`
    case literal(SQLValue)
    /// `t0.name`, or `t1.name` where `via` leads up through references.
    case field(Field, via: [Step])
    /// `CAST(round(a * b / 1e6) AS INTEGER)` and its kin.
    case arithmetic(BoundExpression, ArithmeticTerm.Operator, BoundExpression)
    case negative(BoundExpression)
    /// `crm_later(a, months, days, seconds)`: a date or moment so much of the calendar later.
    case later(BoundExpression, CalendarDuration)
    /// `a IS b`, `a < b`; two-valued.
    case comparison(BoundExpression, SQLComparison, BoundExpression)
    /// `a >= low AND a < high`
    case range(BoundExpression, low: BoundExpression?, high: BoundExpression?)
    /// `a IN (…)`
    case membership(BoundExpression, [SQLValue])
    case membershipQuery(BoundExpression, BoundQuery)
    case isEmpty(BoundExpression)
    /// The record has the label whose folded text this is.
    case hasLabel(Field, via: [Step], key: String)
    case hasAnyLabel(Field, via: [Step])
    /// `instr(folded(a), ?) > 0` and its kin; the text is folded. `gram` is set where the search index can help.
    case textMatch(BoundExpression, TextMatch, String)
    /// The same of two texts that the row holds: `instr(folded(a), folded(b)) > 0`.
    case textComparison(BoundExpression, TextMatch, BoundExpression)
    /// `crm_matches(a, ?)`
    case pattern(BoundExpression, String)
    /// `ifnull(a, '') || ifnull(b, '')`: texts one after another; nothing at all is empty.
    case joined([BoundExpression])
    /// What a person reads of a value: `CASE stage WHEN 1 THEN ? … END`, `crm_shown(amount, 'money')`.
    case shown(BoundExpression)
    /// The bytes of a text.
    case length(BoundExpression)
    /// The last digits of a phone, the domain of an e-mail.
    case suffix(BoundExpression, String)
    /// Any of the searchable fields holds the folded text.
    case search(String)
    /// `t0.id IN (SELECT record FROM changes …)`: what a field was, or that it changed.
    case history(BoundHistory)
    case not(BoundExpression)
    case all([BoundExpression])
    case any([BoundExpression])
    /// `(SELECT count(*) FROM contacts WHERE customer = t0.id AND …)`
    case relation(RelationAggregate)
    /// `count(*)`, `sum(a)` over a group.
    case aggregate(AggregateFunction, BoundExpression?)
    /// The first day of the bucket that holds a date.
    case bucket(GroupKey.Bucket, BoundExpression)
    /// `(SELECT count(*) FROM …)`: a whole query as one figure.
    case scalarQuery(BoundQuery)
    /// A field of one known record: `(SELECT name FROM customers WHERE id = 5)`.
    case recordField(Entity, Int64, BoundExpressionBox)
    /// The label under which a grouping by labels counts.
    case groupLabel(Field)
  }

  /// One reference followed upwards.
  package struct Step: Sendable, Hashable {
    package let field: Field
    package let target: Entity
  }
}

extension BoundExpression {
  /// A condition on columns of the row itself and on its labels, with known values: it costs little and cannot fail.
  var isReadOffRow: Bool {
    switch kind {
    case .comparison(let left, _, let right): left.isOwnColumn && right.isKnown
    case .range(let value, let low, let high):
      value.isOwnColumn && (low?.isKnown ?? true) && (high?.isKnown ?? true)
    case .membership(let value, _), .isEmpty(let value): value.isOwnColumn
    case .hasLabel(_, let via, key: _): via.isEmpty
    case .not(let inner): inner.isReadOffRow
    case .all(let terms), .any(let terms): terms.allSatisfy(\.isReadOffRow)
    default: false
    }
  }

  private var isOwnColumn: Bool {
    if case .field(let field, let via) = kind { via.isEmpty && field.isStored } else { false }
  }

  private var isKnown: Bool { if case .literal = kind { true } else { false } }
}

/// Lets a kind hold an expression of another scope.
package struct BoundExpressionBox: Sendable, Hashable {
  package let expression: BoundExpression
}

package enum SQLComparison: String, Sendable, Hashable {
  case equal = "IS", notEqual = "IS NOT", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
}

package enum TextMatch: Sendable, Hashable { case equals, contains, startsWith, endsWith }

package enum AggregateFunction: String, Sendable, Hashable, CaseIterable {
  case count, sum, avg, min, max, latest, first, any, all

  package var word: Word {
    switch self {
    case .count: Word("count", zh: "统计", "计数", "数量")
    case .sum: Word("sum", zh: "合计", "求和")
    case .avg: Word("avg", "average", zh: "平均")
    case .min: Word("min", zh: "最小")
    case .max: Word("max", zh: "最大")
    case .latest: Word("latest", zh: "最近", "最新")
    case .first: Word("first", "earliest", zh: "最早")
    case .any: Word("any", zh: "任一")
    case .all: Word("all", zh: "全部")
    }
  }

  private static let bySpelling = [String: AggregateFunction](
    allCases.flatMap { function in function.word.spellings.map { ($0, function) } },
    uniquingKeysWith: { first, _ in first })

  package init?(name: String) {
    guard let function = Self.bySpelling[name.lowercased()] else { return nil }
    self = function
  }
}

/// An aggregate down a relation: its own correlated subquery, however many others stand beside it.
package struct RelationAggregate: Sendable, Hashable {
  package let function: AggregateFunction
  package let relation: Relation
  package let child: Entity
  package let parentVia: [BoundExpression.Step]
  /// In the child's scope.
  package let value: BoundExpression?
  package let condition: BoundExpression?
}
