import Glibc

/// Rows that are made and not read: their text, record by record, and from which line of its own source each came.
protocol RowSupply: AnyObject {
  /// The next text, at most as much as `room` holds; 0 at the end, -1 on failure.
  func read(into room: UnsafeMutableRawBufferPointer) -> Int
  /// Where the next record that is read began.
  func takeLine() -> Int
  var failure: (any Error)? { get }
  var bytesRead: Int { get }
  var totalBytes: Int? { get }
}

/// The bytes of a file as they are, in order, with as much looked at ahead as is asked for.
struct CSVSource: ~Copyable {
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let supply: (any RowSupply)?
  private let block: Int
  /// Bytes seen ahead and not yet taken: `ahead[taken...]`.
  private var ahead: [UInt8] = []
  private var taken = 0
  /// All that was read from the descriptor, seen ahead or not.
  private(set) var bytesRead = 0
  /// The `errno` of the read that failed; nothing is read after it.
  private(set) var failure: Int32?
  /// The file's size when it was opened, where it has one.
  let totalBytes: Int?

  /// Opens a file. A directory is refused here, since the system would only do so at the first read.
  init(path: String, block: Int) throws(CSVError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    var status = stat()
    let known = fstat(descriptor, &status) == 0
    if known, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw .cannotOpen(path: path, errno: EISDIR)
    }
    let isRegular = known && status.st_mode & S_IFMT == S_IFREG
    if isRegular { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    self.descriptor = descriptor
    supply = nil
    ownsDescriptor = true
    self.block = max(1, block)
    totalBytes = isRegular ? Int(status.st_size) : nil
  }

  /// Reads a descriptor from where it stands and leaves it open.
  init(descriptor: Int32, block: Int) {
    self.descriptor = descriptor
    supply = nil
    ownsDescriptor = false
    self.block = max(1, block)
    totalBytes = nil
  }

  /// Reads these bytes as if they were a file's.
  init(bytes: [UInt8], block: Int) {
    descriptor = -1
    supply = nil
    ownsDescriptor = false
    self.block = max(1, block)
    ahead = bytes
    totalBytes = bytes.count
    bytesRead = bytes.count
  }

  /// Reads what is supplied as if it were a file's.
  init(supply: any RowSupply, block: Int) {
    descriptor = -1
    self.supply = supply
    ownsDescriptor = false
    self.block = max(1, block)
    totalBytes = supply.totalBytes
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
  }

  /// How far into `totalBytes` the reading is.
  var progress: Int { supply?.bytesRead ?? bytesRead }

  /// Bytes given out by `read`.
  var position: Int { bytesRead &- (ahead.count &- taken) }

  /// The next bytes, at most `block`; 0 at the end, -1 on failure.
  mutating func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    let waiting = ahead.count &- taken
    guard waiting > 0 else { return readDescriptor(into: room, count: min(room.count, block)) }
    // A character that was looked at whole must be given whole, however small the block.
    let count = min(room.count, waiting, max(block, CSVEncoding.longestCharacter))
    ahead.withUnsafeBytes { bytes in
      room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[taken..<(taken &+ count)]))
    }
    taken &+= count
    if taken == ahead.count {
      ahead = []
      taken = 0
    }
    return count
  }

  /// Gives back the bytes that the last read ended with.
  mutating func putBack(_ bytes: UnsafeRawBufferPointer) {
    if taken >= bytes.count {
      taken &-= bytes.count
      return
    }
    ahead.replaceSubrange(0..<taken, with: bytes)
    taken = 0
  }

  /// Looks at the next `count` bytes without taking them; fewer only where the file ends or fails.
  /// `isWhole` says that the file ends with them (and did not fail there).
  mutating func withPeek<R>(_ count: Int, _ body: (_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) -> R) -> R {
    var isWhole = descriptor < 0 && supply == nil
    while ahead.count &- taken < count, !isWhole, failure == nil {
      let wanted = min(block, count &- (ahead.count &- taken))
      var bytes = ahead
      ahead = []
      let old = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: wanted))
      let got = bytes.withUnsafeMutableBytes { room in
        readDescriptor(into: UnsafeMutableRawBufferPointer(rebasing: room[old...]), count: wanted)
      }
      bytes.removeLast(wanted &- max(0, got))
      ahead = bytes
      isWhole = got == 0
    }
    let shown = ahead[taken...].prefix(count)
    return body(shown, isWhole && shown.endIndex == ahead.endIndex)
  }

  /// Passes over bytes that were looked at.
  mutating func skip(_ count: Int) {
    taken = min(ahead.count, taken &+ count)
  }

  private mutating func readDescriptor(into room: UnsafeMutableRawBufferPointer, count: Int) -> Int {
    if let supply, failure == nil {
      let got = supply.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, count)]))
      if got < 0 { failure = EIO } else { bytesRead &+= got }
      return got
    }
    guard descriptor >= 0 else { return 0 }
    while failure == nil {
      let got = Glibc.read(descriptor, room.baseAddress, count)
      if got >= 0 {
        bytesRead &+= got
        return got
      }
      if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        failure = errno
      }
    }
    return -1
  }
}
