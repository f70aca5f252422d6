internal import Diagnostics
internal import Query
internal import Storage

/// What became of a change is told when it is sure: an outcome that somebody has read is on the disk. What is told
/// after it waits with it, so that the order stays.
final class HoldingFace: Face {
  private let face: any Face
  private unowned let session: Session
  private var held: [Outcome] = []

  init(_ face: any Face, _ session: Session) {
    self.face = face
    self.session = session
  }

  func tell(_ outcome: Outcome) {
    guard session.store.isWriting, !held.isEmpty || outcome.isPromise else { return face.tell(outcome) }
    held.append(outcome)
  }

  /// Rows cannot wait: in the middle of a script they come with what it did so far, and its end is its word.
  func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    release()
    try face.present(manner, fill)
  }

  func confirm(_ question: BulkQuestion) -> Bool? { face.confirm(question) }
  func confirm(_ question: DuplicateQuestion) -> Bool? { face.confirm(question) }
  func choose(_ choice: PlanChoice) -> Chosen? { face.choose(choice) }
  func decide(_ question: DoubleQuestion) -> RowDecision? { face.decide(question) }
  var canAsk: Bool { face.canAsk }
  func pause(_ caption: String?) { face.pause(caption) }
  func ask(_ question: String) -> String? { face.ask(question) }
  func record(to path: String?) throws(Diagnostic) { try face.record(to: path) }
  func begins(_ statement: String) { face.begins(statement) }

  func settled() {
    release()
    face.settled()
  }

  /// Nothing was kept: what was printed is shown, what was promised is not.
  func forget() {
    held.removeAll(where: \.isPromise)
    release()
  }

  private func release() {
    let told = held
    held = []
    for outcome in told { face.tell(outcome) }
  }
}

extension Outcome {
  /// Says that something was written.
  fileprivate var isPromise: Bool {
    switch self {
    case .changed, .loaded: true
    case .exported, .printed, .value, .set, .settings, .entities, .entity, .help, .explanation, .profile, .notice,
      .preview, .calendar, .timing:
      false
    }
  }
}
