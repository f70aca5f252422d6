internal import Glibc

/// Writing whole texts to a descriptor.
package enum Output {
  package enum Ending: Equatable, Sendable {
    case whole
    /// The reader has gone (a pager that was left, `| head`): no error.
    case readerGone
    /// The system's error number.
    case failed(Int32)
  }

  /// Writes all of `text`. A reader that has gone answers `readerGone`, and SIGPIPE does not end the process.
  @discardableResult
  package static func write(_ text: String, to descriptor: Int32) -> Ending {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Ending {
    withoutBrokenPipeSignal { writeAll(bytes, to: descriptor) }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Ending {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      case EPIPE: return .readerGone
      case let number: return .failed(number)
      }
    }
    return .whole
  }

  /// SIGPIPE is held back on this thread alone; one that came while it was is taken off before it is let through again.
  private static func withoutBrokenPipeSignal(_ body: () -> Ending) -> Ending {
    var pipe = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    var pending = sigset_t()
    sigpending(&pending)
    if sigismember(&pending, SIGPIPE) == 1 { return body() }
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let ending = body()
    if ending == .readerGone {
      var now = timespec(tv_sec: 0, tv_nsec: 0)
      while sigtimedwait(&pipe, nil, &now) == -1, errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return ending
  }
}
