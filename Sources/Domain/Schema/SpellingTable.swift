internal import Synchronization
internal import Values

/// Places in a list by every folded spelling of what stands there, made when the first name is looked up: a statement
/// names one or two entities of a dozen, and a start is one statement.
final class SpellingTable: Sendable {
  private final class Places: Sendable {
    let bySpelling: [String: Int]
    init(_ bySpelling: [String: Int]) { self.bySpelling = bySpelling }
  }

  private let places = Mutex<Places?>(nil)

  /// - Parameter claims: each spelling with its place; the first to claim a spelling keeps it.
  func place(of folded: String, among claims: () -> [(spelling: String, place: Int)]) -> Int? {
    places.withLock { known in
      if let known { return known.bySpelling[folded] }
      let claims = claims()
      var made = [String: Int](minimumCapacity: claims.count)
      for (spelling, place) in claims {
        let folded = TextFolding.folded(spelling)
        if made[folded] == nil { made[folded] = place }
      }
      known = Places(made)
      return made[folded]
    }
  }
}
