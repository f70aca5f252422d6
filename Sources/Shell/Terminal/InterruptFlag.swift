internal import CLineEditor

/// Ctrl-C while a statement runs: a flag that the work looks at between its steps, so that it stops where it can stop.
/// However often the key is pressed, the process is not ended in the middle of a write.
package enum InterruptFlag {
  /// Whether Ctrl-C was pressed since the outermost `during` began. Safe from any thread; costs one atomic load.
  package static var isSet: Bool { cle_interrupt_is_set() }

  /// Takes the interruption as dealt with.
  package static func clear() { cle_interrupt_clear() }

  /// Runs `body` with SIGINT only setting the flag; afterwards SIGINT does what it did before. Pairs may nest: the
  /// flag is cleared when the outermost begins and ends.
  package static func during<Answer, Failure: Error>(
    _ body: () throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    cle_interrupt_begin()
    defer { cle_interrupt_end() }
    return try body()
  }

  /// The same for work that suspends.
  package static func during<Answer, Failure: Error>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws(Failure) -> Answer
  ) async throws(Failure) -> Answer {
    cle_interrupt_begin()
    defer { cle_interrupt_end() }
    return try await body()
  }
}
