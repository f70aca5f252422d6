internal import Diagnostics
internal import Domain
package import Language
internal import Layout
internal import Values

/// Texts with values in them: of a known record now, of the row at hand as SQL.
extension Binder {
  /// The text of a literal, its interpolations evaluated.
  package func text(_ literal: TextLiteral) throws(BindingError) -> String {
    if let plain = literal.plain { return plain }
    var whole = ""
    for segment in literal.segments {
      switch segment {
      case .text(let piece): whole += piece
      case .interpolation(let expression):
        let bound = try bindHole(expression)
        if bound.readsRow { throw .noSubject(expression.span) }
        guard let show = context.show else { continue }
        whole += try show(bound, expression.span)
      }
    }
    return whole
  }

  /// A text, worked out row by row where it tells of the row.
  func bindText(_ literal: TextLiteral) throws(BindingError) -> BoundExpression {
    if let plain = literal.plain { return .literal(.text(plain), .text) }
    var pieces: [BoundExpression] = []
    for segment in literal.segments {
      switch segment {
      case .text(let piece): pieces.append(.literal(.text(piece), .text))
      case .interpolation(let expression):
        let bound = try bindHole(expression)
        if bound.readsRow {
          pieces.append(shown(bound))
        } else if let show = context.show {
          pieces.append(.literal(.text(try show(bound, expression.span)), .text))
        }
      }
    }
    guard pieces.contains(where: \.readsRow) else {
      var whole = ""
      for case .literal(.text(let piece)) in pieces.map(\.kind) { whole += piece }
      return .literal(.text(whole), .text)
    }
    return BoundExpression(.joined(pieces), .text)
  }

  /// What stands between braces. Outside a query a bare word is no text there: it is the name of something.
  package func bindHole(_ expression: Expression) throws(BindingError) -> BoundExpression {
    // A month or a tenth is read as it was said.
    if case .variable(let variable, nil) = expression.kind {
      switch try context.value(of: variable) {
      case .percent, .duration(_, _?):
        return .literal(.text(try context.value(of: variable).plainText(dictionary)), .text)
      default: break
      }
    }
    guard case .path(let path, isSubject: false) = expression.kind, scope == nil, let first = path.names.first,
      aliases[TextFolding.folded(first.text)] == nil
    else { return try bind(expression) }
    if path.names.count == 1, let bound = try? bind(expression), bound.type != .text { return bound }
    throw .unknownName(first.text, suggestions: suggestions(for: path), path.span)
  }

  /// The variable, or the field of `it`, that a word between braces may have meant.
  private func suggestions(for path: Path) -> [String] {
    let names = path.names.map(\.text)
    let variables = (Array(context.variables.keys) + context.declared).sorted()
    guard let first = names.first else { return [] }
    let tail = names.dropFirst().map { ".\($0)" }.joined()
    if variables.contains(first) { return ["$\(first)\(tail)"] }
    let near = NearestName.suggestions(for: first, among: variables)
    if !near.isEmpty { return near.map { "$\($0)\(tail)" } }
    let fields = Set(dictionary.entities.flatMap { dictionary.fieldSpellings(of: $0) }).sorted()
    if fields.contains(first) { return ["it.\(first)\(tail)"] }
    return NearestName.suggestions(for: first, among: fields).map { "it.\($0)\(tail)" }
  }

  /// A record by its title, everything else as it is written.
  private func shown(_ bound: BoundExpression) -> BoundExpression {
    guard bound.type != .text else { return bound }
    if case .field(let field, let via) = bound.kind {
      switch bound.type {
      case .reference(let key):
        if let target = dictionary.entity(key), let title = target.titleField {
          return BoundExpression(.field(title, via: via + [.init(field: field, target: target)]), .text)
        }
      case .identity(let key):
        if let title = dictionary.entity(key)?.titleField { return BoundExpression(.field(title, via: via), .text) }
      default: break
      }
    }
    return BoundExpression(.shown(bound), .text)
  }
}

extension BoundExpression {
  /// Whether its value hangs on the row at hand.
  package var readsRow: Bool {
    switch kind {
    case .literal, .recordField, .scalarQuery: false
    case .field, .hasLabel, .hasAnyLabel, .search, .history, .relation, .groupLabel, .aggregate: true
    case .negative(let inner), .later(let inner, _), .isEmpty(let inner), .textMatch(let inner, _, _),
      .pattern(let inner, _),
      .suffix(let inner, _), .not(let inner), .bucket(_, let inner), .shown(let inner), .length(let inner),
      .membership(let inner, _), .membershipQuery(let inner, _):
      inner.readsRow
    case .arithmetic(let left, _, let right), .comparison(let left, _, let right),
      .textComparison(let left, _, let right):
      left.readsRow || right.readsRow
    case .range(let value, let low, let high):
      value.readsRow || low?.readsRow == true || high?.readsRow == true
    case .all(let terms), .any(let terms), .joined(let terms): terms.contains(where: \.readsRow)
    }
  }
}
