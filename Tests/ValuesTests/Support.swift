import Foundation

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Texts that were made to break readers.
enum HostileText {
  /// The Big List of Naughty Strings; empty where the shared data is not beside the checkout.
  static func naughtyStrings() -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "../shared/data/naughty_strings/blns.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode([String].self, from: data)) ?? []
  }

  static let seeds = [
    "100,000.50", "10万", "1.2亿", "¥10万", "99.5 USD", "1.2万美元", "2026-03-15", "2026年3月15日", "2026-Q1",
    "2026-03-15T14:30:05.123+08:00", "last 30 days", "近30天", "3天后", "7d ago", "+3d", "下周一", "明天下午3点",
    "2h 30min", "3个月", "半年", "13800138000", "0755-12345678", "(021) 6322-1234 转8001", "+86 400 123 4567",
    "+1 415 555 2671 x12", "zhang.san@example.com", "张三@例子.公司", "https://www.baidu.com/a?b", "科技有限公司",
    "ＡＢＣ　１２３", "👩‍👩‍👧 🇨🇳 é", "-9223372036854775808", "0.000000000001", "9999-12-31", "50%",
  ]

  private static let pieces = Array(
    "0123456789.,-+_%:/ \t\nTZzkmwdhsy年月日天周万亿千元前后内半第季度￥¥$€＋－１９．　@#x转()（）[]{}\u{0}\u{301}\u{200D}\u{202E}🇨👍é科"
  ).map(String.init)

  /// One of the seeds with a few characters or bytes put in, taken out or exchanged.
  static func mutation(using generator: inout SeededGenerator) -> String {
    let seed = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
    if Bool.random(using: &generator) { return byteMutation(of: seed, using: &generator) }
    var characters = seed.map { String($0) }
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...characters.count, using: &generator)
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: characters.insert(piece, at: place)
      case 1 where place < characters.count: characters.remove(at: place)
      case 2 where place < characters.count: characters[place] = piece
      default: characters.append(contentsOf: characters.prefix(place))
      }
      if characters.count > 400 { characters.removeLast(characters.count - 400) }
    }
    return characters.joined()
  }

  private static func byteMutation(of seed: String, using generator: inout SeededGenerator) -> String {
    var bytes = Array(seed.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] = UInt8.random(in: 0...255, using: &generator)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
