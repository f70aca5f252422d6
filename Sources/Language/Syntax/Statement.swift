package import Diagnostics

/// A file, a rule's body, or what was typed at the prompt.
package struct Program: Sendable, Hashable {
  package var statements: [Statement]
  /// Comments after the last statement.
  package var trailingComments: [Comment]

  package init(statements: [Statement], trailingComments: [Comment] = []) {
    self.statements = statements
    self.trailingComments = trailingComments
  }
}

package struct Comment: Sendable, Hashable {
  /// With its `#`, without the newline.
  package let text: String
  /// An empty line stood above it.
  package let followsBlankLine: Bool
  /// It stands behind something on its line: of the first comment in a block, behind what opens the block.
  package var isTrailing = false
}

/// A comment inside a statement.
package struct InnerComment: Sendable, Hashable {
  package let comment: Comment
  /// Where it stands in the source, in bytes.
  package let offset: Int
}

package struct Statement: Sendable, Hashable {
  package let kind: Kind
  package let span: SourceSpan
  package var leadingComments: [Comment] = []
  package var trailingComment: String?
  /// An empty line stood above its first line; comments before it lie above that.
  package var followsBlankLine = false
  /// Comments that stand behind the last statement of a block, before its `}`.
  package var closingComments: [Comment] = []
  /// Comments on the lines of the statement itself, before its end.
  package var innerComments: [InnerComment] = []
  /// `expecting at most N`: what the bulk guard lets through.
  package var expectedAtMost: Expression?

  package init(
    kind: Kind, span: SourceSpan, leadingComments: [Comment] = [], trailingComment: String? = nil,
    followsBlankLine: Bool = false, innerComments: [InnerComment] = [], expectedAtMost: Expression? = nil
  ) {
    self.innerComments = innerComments
    self.kind = kind
    self.span = span
    self.leadingComments = leadingComments
    self.trailingComment = trailingComment
    self.followsBlankLine = followsBlankLine
    self.expectedAtMost = expectedAtMost
  }

  package indirect enum Kind: Sendable, Hashable {
    case query(Query)
    case command(Command)
    case expression(Expression)
    case letting(Variable, Bound)
    case parameter(Variable, type: Name?, initial: Expression?)
    case conditional([Branch], otherwise: [Statement]?)
    case loop(Variable, over: Bound, [Statement])
    case definition(Name, [Parameter], [Statement])
    case perform(Name, [Expression])
    case give(Bound)
    case use(Expression)
    case attempt([Statement], error: Variable?, otherwise: [Statement])
    case fail(Expression)
    case print([Expression])
    case expect(Expression, message: Expression?)
  }
}

/// What a variable is bound to, or a loop runs over.
package enum Bound: Sendable, Hashable {
  case query(Query)
  case expression(Expression)
  /// `let $c = add customer …`: the record that a command makes.
  case command(Command)
}

package struct Branch: Sendable, Hashable {
  package let condition: Expression
  package let body: [Statement]
}

/// `$days: number = 90`
package struct Parameter: Sendable, Hashable {
  package let variable: Variable
  package let type: Name
}

/// Every verb is this one node: its slots filled as its signature says.
package struct Command: Sendable, Hashable {
  /// The verb's key in the catalogue.
  package let verb: String
  /// The words that were typed for it.
  package let spelling: SourceSpan
  package var slots: [FilledSlot]
  package let span: SourceSpan

  package subscript(_ label: String) -> SlotValue? { slots.first { $0.label == label }?.value }
}

extension Command {
  /// It says a new record in names and plain values alone: no variable, no interpolation, no target.
  package var isLiteral: Bool {
    slots.allSatisfy { slot in
      switch slot.value {
      case .entity: true
      case .assignments(let assignments): assignments.allSatisfy { $0.value.isLiteral }
      case .target, .value, .values, .query, .condition, .stage, .name, .choice, .mapping, .statement, .block: false
      }
    }
  }
}

extension Expression {
  /// A value as it is typed, or a list of such.
  fileprivate var isLiteral: Bool {
    switch kind {
    case .atom, .number: true
    case .text(let literal): literal.plain != nil
    case .list(let items): items.allSatisfy(\.isLiteral)
    case .path, .variable, .ago, .call, .query, .negative, .arithmetic, .comparison, .membership, .between, .quantified,
      .emptiness, .history, .not, .all, .any, .group:
      false
    }
  }
}

package struct FilledSlot: Sendable, Hashable {
  package let label: String
  package let value: SlotValue
}

/// The closed set of what a verb's slot may hold.
package indirect enum SlotValue: Sendable, Hashable {
  case target(Target)
  case entity(Name)
  case value(Expression)
  case values([Expression])
  case assignments([Assignment])
  case query(Query)
  case condition(Expression)
  /// `| json`
  case stage(Stage)
  case name(Name)
  case choice(String, SourceSpan)
  case mapping([ColumnMapping])
  case statement(Statement)
  case block([Statement])
}

/// What a write is aimed at.
package struct Target: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case references([Atom])
    case variable(Variable, Path?)
    /// `customers where …`, or `customers all` with no condition.
    case entity(Name, condition: Expression?, isAll: Bool)
    case view(Name, condition: Expression?)
    /// `(find …)`
    case query(Query)
    /// `it`, or a path from it.
    case subject(Path)
  }

  package let kind: Kind
  package let span: SourceSpan

  package init(kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

/// `map 公司 to name`
package struct ColumnMapping: Sendable, Hashable {
  package let column: Atom
  package let field: Path
}

extension Statement.Kind {
  /// Whether `expecting at most N` can stand behind it.
  var mayChange: Bool {
    switch self {
    case .query, .command, .expression, .letting, .conditional, .loop, .perform, .attempt: true
    case .parameter, .definition, .give, .use, .fail, .print, .expect: false
    }
  }

  /// Whether it changes records by the statements in it, for all of which its `expecting at most N` vouches.
  package var isBlock: Bool {
    switch self {
    case .conditional, .loop, .perform, .attempt, .expression: true
    case .query(let query): query.stages.contains { if case .each = $0.kind { true } else { false } }
    case .command(let command): command.verb == "run"
    case .letting, .parameter, .definition, .give, .use, .fail, .print, .expect: false
    }
  }
}
