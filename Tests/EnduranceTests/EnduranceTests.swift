import Foundation
import Testing

@testable import endurance

/// The short form of what `scripts/check --long` runs for minutes.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: Program.built), "crm is not built"))
struct EnduranceTests {
  private let program = Program(path: Program.built)

  @Test func `killed at work, it loses nothing that it told and keeps nothing by halves`() throws {
    print(try CrashTrial(program, seed: 11).run(cycles: 12))
  }

  @Test func `whatever a damaged file says, every run ends in a result or a diagnostic`() throws {
    print(try DamageTrial(program, seed: 11).run(cycles: 8))
  }

  @Test func `where the disk fails, nothing is half done`() throws {
    print(try FaultTrial(program).run(cycles: 8))
  }

  @Test func `several programs on one workspace take turns and lose nothing`() throws {
    print(try ContentionTrial(program).run(writes: 10))
  }
}
