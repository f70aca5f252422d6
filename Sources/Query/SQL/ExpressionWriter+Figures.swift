internal import Domain
internal import Language
internal import Layout
internal import Values

/// Arithmetic, aggregates and date buckets.
extension ExpressionWriter {
  private var minor: Int { (0..<rules.baseCurrency.minorDigits).reduce(1) { factor, _ in factor * 10 } }

  /// Both operands are in stored units; the result is brought back into those of its own type.
  func arithmetic(
    _ left: BoundExpression, _ sign: ArithmeticTerm.Operator, _ right: BoundExpression, _ type: ValueType,
    _ frame: Frame
  ) -> SQLStatement {
    let a = write(left, frame)
    let b = write(right, frame)
    func whole(_ text: String) -> SQLStatement {
      // `a` and `b` stand once each in every form.
      let parts = text.components(a: a.text, b: b.text)
      return SQLStatement("CAST(round(\(parts)) AS INTEGER)", a.arguments + b.arguments)
    }
    func plain(_ text: String) -> SQLStatement {
      SQLStatement("(\(text.components(a: a.text, b: b.text)))", a.arguments + b.arguments)
    }
    switch (left.type, sign, right.type) {
    case (.money, .plus, .integer), (.money, .minus, .integer): return plain("{a} \(sign.rawValue) {b} * \(minor)")
    case (.money, .plus, .number), (.money, .minus, .number):
      return whole("{a} \(sign.rawValue) {b} * \(minor) / 1e6")
    case (.money, .times, .number), (.number, .times, .money), (.number, .times, .number):
      return whole("{a} * 1.0 * {b} / 1e6")
    case (.money, .over, .number), (.duration, .over, .number), (.number, .over, .number), (.money, .over, .money),
      (.duration, .over, .duration), (.integer, .over, .integer):
      return whole("{a} * 1e6 / nullif({b}, 0)")
    case (.money, .over, .integer), (.duration, .over, .integer), (.number, .over, .integer):
      return whole("{a} * 1.0 / nullif({b}, 0)")
    case (.integer, .over, .number): return whole("{a} * 1e12 / nullif({b}, 0)")
    case (.integer, .plus, .number), (.integer, .minus, .number), (.integer, .modulo, .number):
      return plain("{a} * 1000000 \(sign.rawValue) {b}")
    case (.number, .plus, .integer), (.number, .minus, .integer), (.number, .modulo, .integer):
      return plain("{a} \(sign.rawValue) {b} * 1000000")
    case (.date, .minus, .date): return plain("({a} - {b}) * 86400")
    case (.instant, .minus, .instant): return plain("({a} - {b}) / 1000")
    case (.date, _, .duration): return plain("{a} \(sign.rawValue) {b} / 86400")
    case (.instant, _, .duration): return plain("{a} \(sign.rawValue) {b} * 1000")
    default: return plain("{a} \(sign.rawValue) {b}")
    }
  }

  func relation(_ aggregate: RelationAggregate, _ frame: Frame) -> SQLStatement {
    let child = self.frame(aggregate.child)
    let parent = frame.alias(via: aggregate.parentVia)
    let link = aggregate.relation.field
    var condition = SQLStatement("\(child.column(link)) = \(parent).id AND \(child.presence())")
    if let past = child.past {
      let candidates = past.referring(link, of: child.entity, to: "\(parent).id")
      condition = wrap("\(child.alias).id IN (\(candidates)) AND ", condition, "")
    }
    let value = aggregate.value.map { write($0, child) }
    if let filter = aggregate.condition {
      let isAll = aggregate.function == .all
      let written = write(filter, child, isStrict: isAll)
      condition += wrap(isAll ? " AND NOT (" : " AND (", written, ")")
    }
    let source = "FROM \(child.source) \(child.alias)\(child.joins) WHERE "
    let tail = wrap(source, condition, "")
    switch aggregate.function {
    case .any: return wrap("EXISTS(SELECT 1 ", tail, ")")
    case .all: return wrap("NOT EXISTS(SELECT 1 ", tail, ")")
    case .count:
      guard let value else { return wrap("(SELECT count(*) ", tail, ")") }
      return wrap("(SELECT count(", value, ") ") + wrap("", tail, ")")
    case .latest, .first: return extreme(aggregate, value, tail, child)
    case .sum, .avg, .min, .max:
      guard let value, let inner = aggregate.value else { return SQLStatement("NULL") }
      let figure = function(aggregate.function, value, of: inner.type, sorted: storedSortKey(inner, child))
      return wrap("(SELECT ", figure, " ") + wrap("", tail, ")")
    }
  }

  /// The latest or earliest date itself, or a field of the record that is latest or earliest.
  private func extreme(
    _ aggregate: RelationAggregate, _ value: SQLStatement?, _ tail: SQLStatement, _ child: Frame
  ) -> SQLStatement {
    guard let value, let inner = aggregate.value else { return SQLStatement("NULL") }
    let isLatest = aggregate.function == .latest
    if inner.type == .date || inner.type == .instant {
      return wrap("(SELECT \(isLatest ? "max" : "min")(", value, ") ") + wrap("", tail, ")")
    }
    let clock = child.column(named: aggregate.child.field(named: "date") == nil ? "created_at" : "date")
    let order =
      " ORDER BY \(clock) \(isLatest ? "DESC" : "ASC"), \(child.alias).id \(isLatest ? "DESC" : "ASC") LIMIT 1)"
    return wrap("(SELECT ", value, " ") + wrap("", tail, order)
  }

  func aggregate(
    _ function: AggregateFunction, _ value: BoundExpression?, _ type: ValueType, _ frame: Frame
  ) -> SQLStatement {
    guard let value else { return SQLStatement("count(*)") }
    return self.function(function, write(value, frame), of: value.type, sorted: storedSortKey(value, frame))
  }

  /// The key that a field keeps beside its text; nil where it must be worked out.
  private func storedSortKey(_ value: BoundExpression, _ frame: Frame) -> SQLStatement? {
    guard case .field(let field, let via) = value.kind, EntityTable.sortColumn(field) != nil else { return nil }
    return SQLStatement(frame.column(field, .sort, via: via))
  }

  /// - Parameter key: what texts are sorted by, where it is stored.
  private func function(
    _ function: AggregateFunction, _ value: SQLStatement, of type: ValueType, sorted key: SQLStatement? = nil
  ) -> SQLStatement {
    switch function {
    case .count: wrap("count(", value, ")")
    case .sum: wrap("ifnull(sum(", value, "), 0)")
    case .avg:
      type == .integer
        ? wrap("CAST(round(avg(", value, ") * 1e6) AS INTEGER)") : wrap("CAST(round(avg(", value, ")) AS INTEGER)")
    // In the order in which texts are sorted, Chinese by its pinyin; the key leads the text that is meant.
    case .min where type == .text: extremeText("min", value, key)
    case .max where type == .text: extremeText("max", value, key)
    case .min, .first: wrap("min(", value, ")")
    case .max, .latest: wrap("max(", value, ")")
    case .any: wrap("max(", value, ")")
    case .all: wrap("min(", value, ")")
    }
  }

  private func extremeText(_ function: String, _ value: SQLStatement, _ key: SQLStatement?) -> SQLStatement {
    let key = key ?? wrap("crm_sort(", value, ")")
    let keyed = wrap("\(function)(", key, " || char(31) || ") + wrap("", value, ")")
    return wrap("substr(", keyed, ", ") + wrap("instr(", keyed, ", char(31)) + 1)")
  }

  /// The bucket's name as text, which also sorts: `2026-03`, `2026-Q1`, a week by its Monday.
  func bucket(_ bucket: GroupKey.Bucket, _ value: BoundExpression, _ frame: Frame) -> SQLStatement {
    var day = write(value, frame)
    if value.type == .instant {
      if case .field(let field, let via) = value.kind {
        day = SQLStatement(frame.column(field, .day, via: via))
      } else {
        let offset = rules.zone.offset(at: now) * 1000
        day = wrap("((", day, ") + \(offset)) / 86400000")
      }
    }
    func formatted(_ format: String, _ inner: SQLStatement) -> SQLStatement {
      wrap("strftime('\(format)', (", inner, ") * 86400, 'unixepoch')")
    }
    switch bucket {
    case .day: return formatted("%Y-%m-%d", day)
    case .week:
      return formatted(
        "%Y-%m-%d", SQLStatement("(\(day.text)) - ((\(day.text)) + 3) % 7", day.arguments + day.arguments))
    case .month: return formatted("%Y-%m", day)
    case .year: return formatted("%Y", day)
    case .quarter:
      let month = formatted("%m", day)
      return wrap("", formatted("%Y", day), " || '-Q' || ") + wrap("((", month, " + 2) / 3)")
    }
  }
}

extension String {
  /// A small template: `{a}` and `{b}` replaced, each standing once.
  fileprivate func components(a: String, b: String) -> String {
    var result = ""
    var rest = self[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)...].prefix(1)
      result += name == "a" ? a : b
      rest = rest[rest.index(open, offsetBy: 3)...]
    }
    return result + rest
  }
}
