internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// Plans statements that say everything themselves. It knows the dictionary and the hour, and no session: it may work on
/// a thread of its own.
struct LiteralPlanner: @unchecked Sendable {
  private let catalogue: VerbCatalogue
  // Its binder was made without any way to a session or a workspace, and one thread at a time asks it.
  private let planning: Planning
  private let doubts = Planning.Doubts()

  init(_ session: Session, folder: String) {
    catalogue = session.catalogue
    let now = session.clock()
    let context = BindingContext(dictionary: session.dictionary, now: now, author: session.author)
    planning = Planning(
      binder: Binder(context), store: nil, author: session.author, now: now, folder: folder, doubts: doubts)
  }

  enum Finding {
    /// The plan is this one whenever it is made.
    case settled(ChangePlan)
    /// The workspace has a say in it.
    case open(ChangePlan)
    /// It is no plan of a change, or no statement that says all.
    case none
  }

  func plan(_ command: Command) throws(BindingError) -> Finding {
    guard command.isLiteral, let verb = catalogue.verb(command.verb) else { return .none }
    doubts.settle()
    guard case .change(let change) = try verb.plan(command, planning) else { return .none }
    return doubts.areRaised ? .open(change) : .settled(change)
  }

  /// The plan of a statement that can be no other.
  func settledPlan(of statement: Statement) -> ChangePlan? {
    guard case .command(let command) = statement.kind, statement.expectedAtMost == nil,
      case .settled(let change)? = try? plan(command), change.account == nil, change.choice == nil
    else { return nil }
    return change
  }
}
