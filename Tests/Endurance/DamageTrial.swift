import Foundation

/// Random damage to a database file: whatever the file says, each opening, query, write and check-up ends in a result or
/// a diagnostic.
struct DamageTrial {
  private let program: Program
  private let seed: UInt64

  init(_ program: Program, seed: UInt64) {
    self.program = program
    self.seed = seed
  }

  func run(cycles: Int) throws -> String {
    let folder = try Folder()
    let preparation = """
      for $i in [1, 2, 3, 4, 5, 6, 7, 8, 9] {
        let $c = add customer name = "客户{$i}公司", city = 深圳, tags = [VIP, "t{$i}"], phone = 13800138000 allow duplicate
        add contact name = "人{$i}", customer = $c, email = "a{$i}@b.com"
        let $o = add opportunity title = "商机{$i}", customer = $c, amount = 10万
        move $o to 方案提交
        add task title = "任务{$i}", customer = $c, due_date = 2026-12-01
        update $c set scale = 大型, tags -= VIP
      }
      """
    let made = try program.run(["--db", folder.database, "--yes", "-c", preparation], in: folder)
    guard made.code == 0 else { throw TrialFailure(text: "no workspace: \(made.text)") }
    let sound = try Data(contentsOf: URL(filePath: folder.database))
    var chance = Chance(seed)
    var codes: [Int32: Int] = [:]
    for cycle in 1...max(1, cycles) {
      for name in ["crm.db-wal", "crm.db-shm", "crm.db-journal"] {
        try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
      }
      try damaged(sound, &chance).write(to: URL(filePath: folder.database))
      for arguments in Self.visits {
        let end = try program.run(["--db", folder.database] + arguments, in: folder)
        guard end.signal == nil, (0...5).contains(end.code), !end.errors.contains("Fatal error") else {
          let kept = NSTemporaryDirectory() + "endurance-\(seed)-\(cycle).db"
          try? FileManager.default.copyItem(atPath: folder.database, toPath: kept)
          throw TrialFailure(text: "cycle \(cycle), \(arguments): \(end.text)\n\(kept)")
        }
        codes[end.code, default: 0] += 1
      }
    }
    let list = codes.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
    return "\(cycles) damaged files, \(codes.values.reduce(0, +)) runs ended: \(list)"
  }

  private static let visits = [
    ["-c", "find customers; find customers \"公司\"; count opportunities by stage; find tasks where customer.city = 深圳"],
    ["doctor"],
    [
      "--yes", "-c",
      "update customers all set city = 上海; delete cust_002; add customer name = 新, tags = T; show cust_001",
    ],
    ["doctor", "repair", "--yes"],
  ]

  private func damaged(_ sound: Data, _ chance: inout Chance) -> Data {
    var bytes = sound
    switch chance.below(10) {
    case 0: bytes.removeLast(chance.below(bytes.count - 1))
    case 1:
      let page = chance.below(bytes.count / 4096) * 4096
      for at in page..<min(bytes.count, page + 4096) { bytes[at] = 0 }
    default:
      for _ in 0..<(1 + chance.below(24)) { bytes[chance.below(bytes.count)] ^= UInt8(1 << chance.below(8)) }
    }
    return bytes
  }
}
