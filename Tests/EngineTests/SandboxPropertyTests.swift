import Domain
import Engine
import Layout
import Storage
import Testing

/// What is committed from a sandbox is what would have been written without one.
@Suite struct SandboxPropertyTests {
  @Test(arguments: Seeds.chosen(6))
  func `a commit leaves what the same statements leave said directly`(seed: UInt64) throws {
    var dice = Dice(seed)
    let (direct, tried) = (
      try Workbench(customization: .varied), try Workbench(customization: .varied)
    )
    for bench in [direct, tried] {
      bench.script(ChangeLogStatements.start)
      #expect(bench.codes == [])
    }
    for _ in 0..<4 {
      tried.say(dice.one(in: 2) ? "sandbox" : "begin")
      for _ in 0..<(1 + dice.roll(6)) {
        let statement = ChangeLogStatements.one(&dice)
        for bench in [direct, tried] { bench.say(statement) }
        #expect(direct.codes == tried.codes, "\(statement)")
      }
      try expectCounts(of: tried)
      let expected = try State(direct)
      #expect(try State(tried) == expected)
      tried.say("commit")
      #expect(tried.codes == [])
      #expect(try State(tried) == expected, "seed \(seed)")
    }
  }

  @Test(arguments: Seeds.chosen(6))
  func `the prompt counts what diff shows, after undo and redo too`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    bench.say("sandbox")
    for _ in 0..<24 {
      bench.say(dice.one(in: 3) ? "undo" : dice.one(in: 6) ? "redo" : ChangeLogStatements.one(&dice))
      try expectCounts(of: bench)
    }
  }

  private func expectCounts(of bench: Workbench) throws {
    let sandbox = try #require(bench.session.sandbox)
    let (base, last) = (try bench.store.lastChangeSet(), try bench.session.store.lastChangeSet())
    var expected = DifferenceCount()
    for difference in last > base ? try bench.session.store.differences(in: base + 1...last) : [] {
      expected.add(difference.fate.kind)
    }
    #expect(sandbox.count == expected)
  }

  @Test(arguments: Seeds.chosen(3))
  func `a discarded sandbox leaves no trace, whatever was done in it`(seed: UInt64) throws {
    var dice = Dice(seed)
    let bench = try Workbench(customization: .varied)
    bench.script(ChangeLogStatements.start)
    let before = try bench.dump()
    bench.say("sandbox")
    for _ in 0..<8 { bench.say(ChangeLogStatements.one(&dice)) }
    bench.say("discard")
    #expect(try bench.dump() == before)
  }

  /// The records with their values, and who has which label by its text: labels are numbered as they come.
  private struct State: Equatable {
    let values: [WorkspaceState.Place: String]
    let records: Set<WorkspaceState.Place>
    let labels: [String]

    init(_ bench: Workbench) throws {
      // A sandbox is asked where the session reads.
      let view = Workbench(bench.session)
      let state = try WorkspaceState(of: view)
      values = state.values
      records = state.records
      labels = try bench.session.dictionary.entities.flatMap { entity in
        try entity.labelFields.compactMap { field in
          let table = EntityTable(entity).labelTable(field)
          guard
            case .text(let list) = try view.sql(
              "SELECT group_concat(line, char(10)) FROM (SELECT record || ' ' || key AS line FROM \"\(table)\" "
                + "JOIN labels ON labels.id = label ORDER BY 1)")
          else { return nil }
          return "\(table)\n\(list)"
        }
      }
    }
  }
}
