/// How fast a person types and an audience reads, in milliseconds. The same text has the same pace each time.
package struct Pace: Sendable {
  private let speed: Double
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// How fast somebody may type.
  package static let speeds = 0.05...1_000

  /// - Parameter speed: 2 is twice as fast.
  package init(speed: Double = 1) { self.speed = max(Pace.speeds.lowerBound, min(speed, Pace.speeds.upperBound)) }

  /// Before a character is typed. A Chinese one takes several keys; words and clauses begin after a breath.
  package mutating func key(_ character: Character, after last: Character?) -> Int {
    var time = 38.0 + Double(next() % 52)
    if !character.isASCII { time += 55 }
    if let last, last == " " || last.isNewline { time += Double(next() % 90) }
    return scaled(time)
  }

  /// Between the last character and Enter.
  package var beforeEnter: Int { scaled(420) }

  /// For the audience to read what stands there.
  package func reading(lines: Int, characters: Int) -> Int {
    scaled(min(9_000, 900 + 180 * Double(lines) + 22 * Double(characters)))
  }

  private func scaled(_ time: Double) -> Int { max(1, Int(time / speed)) }

  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
