internal import Domain
internal import Layout

/// Where in a script or a file a change comes from.
package struct ChangePlace: Sendable, Hashable {
  /// As the user names it: `cleanup.crm`, `customers.csv`.
  package let source: String
  /// The script itself; nil for data.
  package let text: String?
  /// From 1.
  package let line: Int

  package init(source: String, text: String?, line: Int) {
    self.source = source
    self.text = text
    self.line = line
  }
}

/// Which line wrote what, in runs: a number for each line (an import), or many for one (a loop). Part of a writer's
/// state, so that what is taken back takes its places with it.
struct PlaceLog {
  /// What a run's numbers are of; the values stand in the file.
  enum Kind: Hashable {
    case created(EntityKey)
    case change, member

    var stored: Int64 {
      switch self {
      case .created(let entity): Int64(entity.rawValue)
      case .change: -1
      case .member: -2
      }
    }
  }

  struct Run {
    let kind: Kind
    let first: Int64
    fileprivate var last: Int64
    let source: Int64
    let line: Int64
    /// Lines from one number to the next; nil where there is one number yet.
    fileprivate(set) var step: Int64?
    fileprivate var isWritten = false

    /// Takes in the numbers that follow, if a step can say where they stand.
    fileprivate mutating func extend(by numbers: ClosedRange<Int64>, line other: Int64) -> Bool {
      guard last &+ 1 == numbers.lowerBound else { return false }
      let step = step ?? (other &- line)
      guard line &+ step &* (numbers.lowerBound &- first) == other, numbers.count == 1 || step == 0 else {
        return false
      }
      self.step = step
      last = numbers.upperBound
      isWritten = false
      return true
    }
  }

  private var runs: [Kind: Run] = [:]
  /// The numbers of the sources named so far.
  var sources: [String: Int64] = [:]
  /// The last rows of the logs that have their place.
  var placed: [Kind: Int64] = [:]

  func isEmpty(_ kind: Kind) -> Bool { runs[kind] == nil }

  /// Notes that `numbers` were written in `line`; returns the run that this ends.
  mutating func note(_ kind: Kind, _ numbers: ClosedRange<Int64>, source: Int64, line: Int64) -> Run? {
    let before = runs[kind]
    if var run = before, run.source == source, run.extend(by: numbers, line: line) {
      runs[kind] = run
      return nil
    }
    runs[kind] = Run(
      kind: kind, first: numbers.lowerBound, last: numbers.upperBound, source: source, line: line,
      step: numbers.count > 1 ? 0 : nil)
    return before.flatMap { $0.isWritten ? nil : $0 }
  }

  /// What is held back.
  mutating func pending() -> [Run] {
    let pending = runs.values.filter { !$0.isWritten }
    for run in pending { runs[run.kind]?.isWritten = true }
    return pending
  }
}
