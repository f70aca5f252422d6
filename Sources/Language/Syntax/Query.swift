package import Diagnostics

/// A question: what is asked, of what, and the clauses, whatever order they were written in.
package struct Query: Sendable, Hashable {
  package var head: Head
  package var source: Source
  /// `show cust_001 timeline`: the part of a profile that is asked for.
  package var part: Name?
  /// `find customers "科技"`: search across every text field.
  package var search: TextLiteral?
  package var condition: Expression?
  package var relations: [RelationClause] = []
  package var shown: [ShowItem]?
  package var grouping: [GroupKey] = []
  package var having: Expression?
  package var sorting: [SortKey] = []
  package var top: Top?
  package var limit: Limit?
  package var asOf: Expression?
  package var across: Path?
  package var stages: [Stage] = []
  /// `sum amount in USD of …`: the currency that the figure is asked for in.
  package var currency: Atom?
  package var span: SourceSpan

  package enum Head: Sendable, Hashable {
    case find(deleted: Bool)
    case count
    /// `sum amount of opportunities`
    case aggregate(Name, Expression)
    /// `show cust_001`: the profile of each record.
    case profile
  }

  package enum Source: Sendable, Hashable {
    case entity(Name)
    /// `@重点客户`
    case view(Name)
    case variable(Variable, Path?)
    case references([Atom])

    package var span: SourceSpan {
      switch self {
      case .entity(let name), .view(let name): name.span
      case .variable(let variable, let path): path.map { variable.span.joined(with: $0.span) } ?? variable.span
      case .references(let atoms): atoms.reduce(atoms.first?.span ?? .zero) { $0.joined(with: $1.span) }
      }
    }
  }
}

extension Query.Source {
  /// The first record that is named.
  package var firstReference: String? { if case .references(let atoms) = self { atoms.first?.text } else { nil } }
}

/// `with contacts (role = 决策人)` or `without opportunities`.
package struct RelationClause: Sendable, Hashable {
  package let isNegated: Bool
  package let relation: Name
  package let condition: Expression?
}

package struct ShowItem: Sendable, Hashable {
  package let expression: Expression
  package let alias: Name?
}

/// `stage`, or `month of closed_at`.
package struct GroupKey: Sendable, Hashable {
  package enum Bucket: String, Sendable, Hashable, CaseIterable { case day, week, month, quarter, year }
  package let bucket: Bucket?
  package let expression: Expression
}

package struct SortKey: Sendable, Hashable {
  package let expression: Expression
  package let isDescending: Bool
}

/// `top 5 by amount`
package struct Top: Sendable, Hashable {
  package let count: Atom
  package let key: Expression
}

/// `limit 20 after CURSOR`
package struct Limit: Sendable, Hashable {
  package let count: Expression
  package let cursor: Expression?
}

/// What follows a `|`: a format, a file, an update, a loop.
package struct Stage: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case format(Format)
    /// `chart bar to "x.svg"`
    case chart(Name, file: Expression?)
    /// `to "file.xlsx"`
    case file(Expression)
    /// `update set …`
    case update([Assignment])
    /// `each $c { … }`
    case each(Variable, [Statement])
  }

  /// Which of them may stand somewhere.
  package enum Range: Sendable {
    case formats
    /// Formats and files: what becomes of rows that no chart can draw.
    case files
    /// Formats, charts and files: what becomes of rows that are no records.
    case outlets
    case all
  }

  package enum Format: String, Sendable, Hashable, CaseIterable { case table, card, json, jsonl, csv, markdown }

  package let kind: Kind
  package let span: SourceSpan
}

/// `field = value`, `tags += VIP`.
package struct Assignment: Sendable, Hashable {
  package enum Operator: String, Sendable, Hashable { case set = "=", add = "+=", remove = "-=" }
  package let field: Path
  package let `operator`: Operator
  /// More than one only after `+=` and `-=`, and for lists.
  package let value: Expression
}

extension Stage.Range {
  /// The words that begin a step, formats aside.
  var steps: [Keyword] {
    switch self {
    case .formats: []
    case .files: [.to]
    case .outlets: [.chart, .to]
    case .all: [.chart, .to, .update, .each]
    }
  }
}
