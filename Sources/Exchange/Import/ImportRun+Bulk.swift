internal import Engine
internal import Storage

/// Large loads.
extension ImportRun {
  /// Rows after which the size of a file is judged, and from which on its table's indexes are worth taking down.
  private static let sample = 2048
  private static let large = 20_000

  /// A file of more rows than the table holds is written without its indexes, its keys in memory meanwhile.
  func decideBulk(_ reader: borrowing ImportReader) throws {
    switch bulk {
    case .live: return
    case .bulk:
      // What a sort of the indexes takes grows with the rows: more of them are indexed as they come.
      if finder?.isFull == true || report.created >= KeyTable.limit { try endBulk() }
    case .undecided:
      guard report.read >= ImportRun.sample else { return }
      bulk = .live
      guard let total = reader.totalBytes, reader.bytesRead > 0 else { return }
      let expected = Int(Double(total) / Double(reader.bytesRead) * Double(report.read))
      guard expected >= ImportRun.large else { return }
      let present = try rows.count(of: entity)
      guard expected > present, KeyTable.canHold(Int64(present + expected)) else { return }
      try finder?.enterMemory(expecting: present + expected)
      try rows.beginBulk()
      bulk = .bulk
    }
  }

  func endBulk() throws {
    finder?.leaveMemory()
    try rows.endBulk()
    bulk = .live
  }
}
