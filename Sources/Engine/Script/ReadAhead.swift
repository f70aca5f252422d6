internal import Diagnostics
internal import Glibc
internal import Language
internal import Query

/// Reads and plans a long script on a thread of its own, ahead of the one that writes.
///
/// The statements at its head that say everything themselves come as they are read, in batches; then what follows them,
/// parsed and not yet checked.
final class ReadAhead: @unchecked Sendable {
  /// A statement with its plan.
  struct Entry: Sendable {
    let plan: ChangePlan
    let span: SourceSpan
  }

  private let text: String
  private let vocabulary: VerbVocabulary
  private let knownWords: @Sendable () -> [String]
  private let planner: LiteralPlanner
  private let guardian = Guardian()
  private var thread = pthread_t()
  private var isRunning = false
  /// Whether anything was handed over; the thread of its own knows.
  private var hasHead = false

  // Read and written under the guardian alone.
  private var batches: [[Entry]] = []
  private var isRead = false
  private var isUnwanted = false
  private var follows: [Statement]?

  /// So many statements go over at once, and so many batches wait: memory does not grow with the script.
  private static let batch = 256
  private static let waiting = 16

  /// - Returns: nil where there is no thread to be had.
  init?(_ text: SourceText, _ session: Session, folder: String) {
    self.text = text.text
    vocabulary = session.catalogue.vocabulary
    let dictionary = session.dictionary
    knownWords = { dictionary.knownWords }
    planner = LiteralPlanner(session, folder: folder)
    let reader = Unmanaged.passRetained(self)
    let failure = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<ReadAhead>.fromOpaque(context).takeRetainedValue().read()
        return nil
      }, reader.toOpaque())
    guard failure == 0 else {
      reader.release()
      return nil
    }
    isRunning = true
  }

  /// The next statements; nil when those at the head are over.
  func next() -> [Entry]? {
    guardian.guarding {
      while batches.isEmpty, !isRead { guardian.wait() }
      guard !batches.isEmpty else { return nil }
      guardian.tell()
      return batches.removeFirst()
    }
  }

  /// What follows the head, once it is over; nil where the text has errors, or is no longer wanted.
  var rest: [Statement]? { guardian.guarding { follows } }

  /// Waits for the thread's end, which comes soon.
  func stop() {
    guard isRunning else { return }
    isRunning = false
    guardian.guarding {
      isUnwanted = true
      guardian.tell()
    }
    pthread_join(thread, nil)
  }

  // MARK: On the thread of its own

  private func read() {
    var parser = Parser(text, vocabulary: vocabulary, knownWords: self.knownWords())
    let rest = readRest(behind: readHead(&parser), &parser)
    guardian.guarding {
      follows = rest
      isRead = true
      guardian.tell()
    }
  }

  /// Hands over the statements of the head.
  ///
  /// - Returns: the statement that ends it; nil where the text ends, is wrong, or is wanted no more.
  private func readHead(_ parser: inout Parser) -> Statement? {
    var batch: [Entry] = []
    while let statement = parser.nextStatement(), parser.isSound {
      guard let plan = planner.settledPlan(of: statement) else {
        // A script that begins with another statement has no head: it goes its own way, and nothing more is read of it.
        guard hasHead || !batch.isEmpty, hand(over: batch) else { return nil }
        return statement
      }
      batch.append(Entry(plan: plan, span: statement.span))
      if batch.count == Self.batch {
        guard hand(over: batch) else { return nil }
        batch = []
      }
    }
    _ = hand(over: batch)
    return nil
  }

  /// What follows the head, to the last statement; nil where it was not read whole or has errors.
  private func readRest(behind first: Statement?, _ parser: inout Parser) -> [Statement]? {
    guard let first else { return parser.isSound && parser.isAtEnd ? [] : nil }
    var rest = [first]
    while let statement = parser.nextStatement(), parser.isSound {
      rest.append(statement)
      if rest.count.isMultiple(of: Self.batch), guardian.guarding({ isUnwanted }) { return nil }
    }
    return parser.isSound && parser.isAtEnd ? rest : nil
  }

  /// - Returns: whether anybody wants more.
  private func hand(over batch: [Entry]) -> Bool {
    guardian.guarding {
      while batches.count >= Self.waiting, !isUnwanted { guardian.wait() }
      guard !isUnwanted else { return false }
      if !batch.isEmpty {
        batches.append(batch)
        hasHead = true
        guardian.tell()
      }
      return true
    }
  }
}

/// One thread at a time, and a word from one to the other.
private final class Guardian: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func guarding<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Until something has changed; only inside `guarding`.
  func wait() { pthread_cond_wait(condition, mutex) }
  func tell() { pthread_cond_broadcast(condition) }
}
