/// What a database column holds and a statement binds.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  package static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
}

/// SQL text with its bindings. Text from outside is only ever a binding.
package struct SQLStatement: Sendable, Hashable {
  package var text: String
  package var arguments: [SQLValue]

  package init(_ text: String, _ arguments: [SQLValue] = []) {
    self.text = text
    self.arguments = arguments
  }

  package static func += (statement: inout SQLStatement, more: SQLStatement) {
    statement.text += more.text
    statement.arguments += more.arguments
  }
}
