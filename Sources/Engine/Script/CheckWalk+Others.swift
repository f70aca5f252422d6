internal import Diagnostics
internal import Language
internal import Query

/// What else is wrong with a query of which one thing is known to be.
extension CheckWalk {
  /// Looks at each of its conditions and columns alone, where the records that it asks of are known.
  mutating func noteOthers(in query: Language.Query) {
    var bare = query
    (bare.condition, bare.having, bare.shown, bare.top, bare.across) = (nil, nil, nil, nil, nil)
    (bare.relations, bare.grouping, bare.sorting, bare.stages) = ([], [], [], [])
    let context = self.context
    func problem(in query: Language.Query) -> Diagnostic? {
      do throws(BindingError) {
        _ = try Binder(context).bindQuery(query)
        return nil
      } catch { return error.diagnostic() }
    }
    guard problem(in: bare) == nil else { return }
    var parts = (query.condition?.conjuncts ?? []).map { condition in
      var part = bare
      part.condition = condition
      return part
    }
    parts += query.relations.map { relation in
      var part = bare
      part.relations = [relation]
      return part
    }
    // What a group shows and is sorted by hangs together.
    if query.grouping.isEmpty {
      parts += (query.shown ?? []).map { item in
        var part = bare
        part.shown = [item]
        return part
      }
    }
    var places = Set(problems.compactMap { $0.mark?.span })
    for part in parts {
      guard let other = problem(in: part), let place = other.mark?.span, places.insert(place).inserted else { continue }
      problems.append(other)
    }
  }
}

extension Expression {
  /// The conditions that it is made of.
  fileprivate var conjuncts: [Expression] {
    switch kind {
    case .all(let parts), .any(let parts): parts.flatMap(\.conjuncts)
    case .group(let inner), .not(let inner): inner.conjuncts
    default: [self]
    }
  }
}
