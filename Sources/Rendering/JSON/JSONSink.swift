package import Query
package import Values

/// Writes a result as a JSON array of objects; a scalar as its value alone.
///
/// An empty value is `null`, an empty list `[]`; the order of the fields is that of the columns. An amount in the base
/// currency is a number in its exact digits, one in another a text (`"99.50 USD"`).
package struct JSONSink: WritingSink {
  package enum Form: Sendable {
    /// Two spaces of indentation, a field a line.
    case pretty
    case compact
  }

  package var output: OutputBuffer
  private let form: Form
  private let isSingle: Bool
  private let exact: Bool
  private let baseCurrency: Currency
  private let nested: [NestedRows]
  private var record: JSONRecord?
  private var isScalar = false
  private var count = 0

  /// - Parameter isSingle: the first record alone, as an object without an array around it; `null` where there is none.
  package init(
    _ form: Form = .pretty, isSingle: Bool = false, exact: Bool = false, baseCurrency: Currency = .cny,
    nested: [NestedRows] = [], output: OutputBuffer = OutputBuffer()
  ) {
    self.nested = nested
    self.form = form
    self.isSingle = isSingle
    self.exact = exact
    self.baseCurrency = baseCurrency
    self.output = output
  }

  package mutating func begin(_ shape: ResultShape) {
    let indent: Int? =
      switch form {
      case .pretty: isSingle ? 0 : 2
      case .compact: nil
      }
    record = JSONRecord(shape, exact: exact, baseCurrency: baseCurrency, indent: indent, nested: nested)
    isScalar = shape.isScalar && !shape.columns.isEmpty
    count = 0
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    count += 1
    if isScalar {
      record?.write(row, 0, to: &output)
      return false
    }
    if !isSingle {
      switch form {
      case .pretty: output.append(count == 1 ? "[\n  " : ",\n  ")
      case .compact: output.append(count == 1 ? "[" : ",")
      }
    }
    record?.write(row, to: &output)
    return output.drainIfFull() && !isSingle
  }

  package mutating func end() {
    if isScalar || isSingle {
      output.append(count == 0 ? "null\n" : "\n")
    } else if count == 0 {
      output.append("[]\n")
    } else {
      switch form {
      case .pretty: output.append("\n]\n")
      case .compact: output.append("]\n")
      }
    }
    output.flush()
  }
}

/// Writes a result as one JSON object a line; a scalar as a line with its value.
package struct JSONLinesSink: WritingSink {
  package var output: OutputBuffer
  private let exact: Bool
  private let baseCurrency: Currency
  private let nested: [NestedRows]
  private var record: JSONRecord?
  private var isScalar = false

  package init(
    exact: Bool = false, baseCurrency: Currency = .cny, nested: [NestedRows] = [],
    output: OutputBuffer = OutputBuffer()
  ) {
    self.nested = nested
    self.exact = exact
    self.baseCurrency = baseCurrency
    self.output = output
  }

  package mutating func begin(_ shape: ResultShape) {
    record = JSONRecord(shape, exact: exact, baseCurrency: baseCurrency, indent: nil, nested: nested)
    isScalar = shape.isScalar && !shape.columns.isEmpty
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    if isScalar { record?.write(row, 0, to: &output) } else { record?.write(row, to: &output) }
    output.append(UInt8(ascii: "\n"))
    return output.drainIfFull()
  }

  package mutating func end() { output.flush() }
}
