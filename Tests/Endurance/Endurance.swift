import Foundation

/// What takes too long for every commit: `endurance crashes --cycles 500 --seed 7`.
///
///     endurance crashes|damage|contention|faults [--cycles N] [--seed S] [--crm PATH]
///
/// Prints what it did, and behind it `ran crashes 500` where it did all of it, and ends with 0; or with 1 and what went
/// wrong, with the seed that brings it back.
@main
struct Endurance {
  static func main() throws {
    var words = CommandLine.arguments.dropFirst()
    let trial = words.popFirst() ?? ""
    var options: [String: String] = [:]
    while let name = words.popFirst(), let value = words.popFirst() { options[name] = value }
    let seed = options["--seed"].flatMap { UInt64($0) } ?? 1
    let program = Program(path: options["--crm"] ?? Program.built)
    let cycles = options["--cycles"].flatMap { Int($0) }
    do {
      let (told, count): (String, Int)
      switch trial {
      case "crashes":
        count = cycles ?? 500
        told = try CrashTrial(program, seed: seed).run(cycles: count)
      case "damage":
        count = cycles ?? 1000
        told = try DamageTrial(program, seed: seed).run(cycles: count)
      case "contention":
        count = cycles ?? 200
        told = try ContentionTrial(program).run(writes: count)
      case "faults":
        count = cycles ?? 200
        if let why = FaultTrial.obstacle() { throw TrialFailure(text: why) }
        told = try FaultTrial(program).run(cycles: count)
      default:
        print("usage: endurance crashes|damage|contention|faults [--cycles N] [--seed S] [--crm PATH]")
        exit(2)
      }
      print(told)
      print("ran \(trial) \(count)")
    } catch let failure as TrialFailure {
      print("\(trial), seed \(seed): \(failure.text)")
      exit(1)
    }
  }
}

/// Something that was promised did not hold.
struct TrialFailure: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}

/// The same numbers for the same seed (SplitMix64).
struct Chance: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }
}

/// A folder that goes when the trial is over.
final class Folder {
  let path: String
  var database: String { path + "/crm.db" }
  var configuration: String { path + "/crm.yaml" }

  init() throws {
    path = NSTemporaryDirectory() + "guanxi-endurance-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    _ = try write("customers:\n  required_fields: [name]\n", to: "crm.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }
}
