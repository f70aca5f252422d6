internal import Layout

/// Makes again what follows from the rest of the data.
///
/// Where the file itself is damaged, SQLite takes the pages for what it writes from the list of free ones, then from the
/// end of the file. So that nothing is written over rows, nothing at all is written unless the damage is known to lie in
/// certain tables, none of them one that every change set writes, with the list of free pages sound and no page claimed
/// twice. Then what is made again reads and writes other tables only.
package struct Repair: Sendable {
  /// What is to be mended.
  package let findings: [Finding]
  /// What stays as it is: nothing says how it should be, or writing it could take the place of rows.
  package let left: [Finding]
  /// How many of all are of the file itself, or of what cannot be read.
  package let damage: Int
  private let ground: Ground

  package init(_ findings: [Finding]) {
    let damaged = findings.filter { $0.flaw == .file }
    let tables = Set(damaged.compactMap(\.table))
    let isConfined = damaged.allSatisfy { $0.table != nil } && tables.isDisjoint(with: Self.writtenAlways)
    let ground = Ground(isSafe: isConfined, damaged: tables)
    self.ground = ground
    damage = findings.count { $0.flaw == .file || $0.flaw == .unreadable }
    self.findings = findings.filter(ground.carries)
    left = findings.filter { !ground.carries($0) }
  }

  /// Whether it makes a finding of its own examination good.
  package func mends(_ finding: Finding) -> Bool { ground.carries(finding) }

  /// Something could be made again, were the file sound.
  package var isHeldBack: Bool { left.contains(where: \.flaw.isDerived) }

  package var count: Int { findings.reduce(0) { $0 &+ $1.count } }

  private static let writtenAlways: Set = [
    "sqlite_schema", "change_sets", "changes", "member_changes", "created", "counters", "sources", "places",
  ]

  /// Where may be written.
  private struct Ground: Sendable {
    let isSafe: Bool
    let damaged: Set<String>

    func carries(_ finding: Finding) -> Bool {
      finding.flaw.isDerived && isSafe && (damaged.isEmpty || finding.isClear(of: damaged))
    }
  }
}

extension Finding {
  /// Whether it is mended without reading or writing any of these tables.
  fileprivate func isClear(of tables: Set<String>) -> Bool {
    let own = entity.map { EntityTable($0).name }
    switch flaw {
    case .index, .damagedIndex, .missingIndex, .searchIndex, .key, .sortKey, .day, .counter:
      guard let touched = table ?? own else { return false }
      return !tables.contains(touched)
    case .labelKey: return !tables.contains("labels")
    case .stageMask, .stageSince, .visitEnd: return tables.isDisjoint(with: ["opportunities", "stage_visits"])
    case .file, .unreadable, .orphan, .labelOrphan, .choice, .range, .amount, .log, .labelLog, .logOrder, .logGap,
      .unmade, .lost, .visits:
      return false
    }
  }
}
