/// Chance that repeats: a test's random cases are the same at every run.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 ^ 0x2545_F491_4F6C_DD1D }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<max(1, sides), using: &self) }
  mutating func one(in sides: Int) -> Bool { roll(sides) == 0 }
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[roll(choices.count)] }
  mutating func some<Element>(_ choices: [Element]) -> [Element] { choices.filter { _ in one(in: 2) } }
}

extension String {
  /// The text as the language quotes it, whatever it holds.
  var quoted: String {
    var literal = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "“", "”", "＂", "\\": literal += "\\u{\(String(scalar.value, radix: 16))}"
      case "{": literal += "{{"
      case "}": literal += "}}"
      default:
        if scalar.value < 0x20 || scalar.properties.generalCategory == .control
          || scalar.properties.generalCategory == .lineSeparator
          || scalar.properties.generalCategory == .paragraphSeparator
        {
          literal += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          literal.unicodeScalars.append(scalar)
        }
      }
    }
    return literal + "\""
  }
}
