/// Getting more text into the buffer.
extension CSVReader {
  /// Reads more text behind what is there, keeping the record begun; false at the end of the file. `fieldStart`
  /// counts from the record's start and `fieldLine` is where that field begins: they judge and name a field that
  /// grows too long.
  mutating func readMore(fieldStart: Int, fieldLine: Int) throws(CSVError) -> Bool {
    let held = textEnd &- recordStart
    if held &- fieldStart > limits.field { throw .fieldTooLong(line: fieldLine, limit: limits.field) }
    if held > limits.record { throw .recordTooLong(line: line, limit: limits.record) }
    let isFull = buffer.capacity &- held < max(CSVDecoder.smallestRoom, buffer.capacity / 4)
    buffer.compact(recordStart..<textEnd, capacity: isFull ? buffer.capacity &* 2 : buffer.capacity)
    recordStart = 0
    textEnd = held
    let room = UnsafeMutableRawBufferPointer(start: buffer.base + held, count: buffer.capacity &- held)
    let got = try decoder.read(into: room)
    if got == 0 { try end() }
    textEnd &+= got
    return got > 0
  }

  /// Says why there is no more, at the line where the text stops.
  private func end() throws(CSVError) {
    switch decoder.stop {
    case .end, nil: return
    case .nul: throw .nul(line: scannedLine)
    case .malformed(let offset): throw .malformed(line: scannedLine, offset: offset, encoding: decoder.encoding)
    case .unreadable(let number): throw .cannotRead(path: path, errno: number)
    }
  }
}
