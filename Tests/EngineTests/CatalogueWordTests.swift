import Engine
import Language
import Testing

/// What every verb of the catalogue owes to those who read and type it.
@Suite struct CatalogueWordTests {
  private static let signatures = VerbCatalogue(VerbCatalogue.engine).vocabulary.signatures

  @Test func `the places of every verb have a Chinese name`() {
    for signature in Self.signatures {
      let own = Set(signature.words.flatMap { $0.spellings }.map { $0.uppercased() })
      let words = signature.usage(.chinese).split { (letter: Character) in !letter.isLetter && letter != "_" }
      let foreign = words.map { String($0) }.filter { word in
        word.count > 1 && word.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F } && !own.contains(word)
      }
      #expect(foreign == [], "\(signature.verb): \(signature.usage(.chinese))")
    }
  }

  /// A longer one would be looked up in vain, and nothing would say why.
  @Test func `every word of every verb can be looked up`() {
    for signature in Self.signatures {
      let long = signature.words.flatMap { $0.spellings }.filter { $0.utf8.count > 16 }
      #expect(long == [], "\(signature.verb)")
    }
  }
}
