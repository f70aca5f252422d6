internal import Domain
internal import Layout

/// Where in a script or a file a change comes from.
package struct ChangePlace: Sendable {
  package let source: ChangeSource
  /// From 1.
  package let line: Int

  package init(_ source: ChangeSource, line: Int) {
    self.source = source
    self.line = line
  }
}

/// A script or a file that changes come from. A reference, since every statement of a script names it.
package final class ChangeSource: Sendable {
  /// As the user names it: `cleanup.crm`, `customers.csv`.
  package let name: String
  /// The script itself; nil for data.
  package let text: String?

  package init(name: String, text: String?) {
    self.name = name
    self.text = text
  }
}

/// Which line wrote what, in runs: a number for each line (an import), or many for one (a loop). Part of a writer's
/// state, so that what is taken back takes its places with it.
struct PlaceLog {
  /// What a run's numbers are of; the values stand in the database.
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

    /// Under which the same numbers have the statement on whose word a file's rows were written: `stored` counts the
    /// entities up and the logs down, and stays far from here.
    var storedWord: Int64 { stored &- 1_000_000 }
  }

  /// Of one kind: the rows and lines themselves, or the statements that read the files.
  struct Track: Hashable {
    let kind: Kind
    let isWord: Bool

    var stored: Int64 { isWord ? kind.storedWord : kind.stored }
  }

  struct Run {
    let track: Track
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

  /// One of each track: few.
  private var runs: [Run] = []
  /// The numbers of the sources named so far, the last one first.
  private var sources: [(source: ChangeSource, number: Int64)] = []
  /// The last rows of the logs that have their place.
  var placed: (change: Int64, member: Int64)?

  func isEmpty(_ track: Track) -> Bool { !runs.contains { $0.track == track } }

  func number(of source: ChangeSource) -> Int64? { sources.first { $0.source === source }?.number }

  mutating func name(_ source: ChangeSource, _ number: Int64) { sources.insert((source, number), at: 0) }

  /// Notes that `numbers` were written in `line`; returns the run that this ends.
  mutating func note(_ track: Track, _ numbers: ClosedRange<Int64>, source: Int64, line: Int64) -> Run? {
    let fresh = Run(
      track: track, first: numbers.lowerBound, last: numbers.upperBound, source: source, line: line,
      step: numbers.count > 1 ? 0 : nil)
    guard let index = runs.firstIndex(where: { $0.track == track }) else {
      runs.append(fresh)
      return nil
    }
    if runs[index].source == source, runs[index].extend(by: numbers, line: line) { return nil }
    defer { runs[index] = fresh }
    return runs[index].isWritten ? nil : runs[index]
  }

  /// What is held back.
  mutating func pending() -> [Run] {
    let pending = runs.filter { !$0.isWritten }
    for index in runs.indices { runs[index].isWritten = true }
    return pending
  }
}
