import Query
import Rendering
import Synchronization
import Testing

@Suite struct OutputBufferTests {
  /// Where a drain leads in these tests.
  private final class Pipe: Sendable {
    let bytes = Mutex<[UInt8]>([])
  }

  private let table = Samples.table(
    [Samples.column("n", "数", .integer)], (0..<1000).map { [.integer($0)] })

  @Test func `a drain gets the same bytes in pieces`() {
    let pipe = Pipe()
    var sink = CSVSink(
      output: OutputBuffer(threshold: 100) { piece in
        pipe.bytes.withLock { $0.append(contentsOf: piece) }
        return true
      })
    table.send(to: &sink)
    #expect(pipe.bytes.withLock { String(decoding: $0, as: UTF8.self) } == Samples.written(table, by: CSVSink()))
    #expect(sink.output.count == 0)
  }

  @Test func `a drain that refuses stops the query`() {
    var sink = CSVSink(output: OutputBuffer(threshold: 10) { _ in false })
    sink.begin(table.shape)
    final class Row: ResultRow {
      func cell(_ column: Int) -> Cell { .integer(1_234_567_890) }
    }
    let goesOn = sink.row(Row())
    #expect(!goesOn)
    #expect(sink.output.isBroken)
  }
}
