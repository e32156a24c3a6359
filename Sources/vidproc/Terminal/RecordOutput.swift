import Glibc
import Media
import Records
import Synchronization

/// Writes records as NDJSON to a descriptor, a line at a time, from any thread.
final class RecordOutput: Sendable {
  private let descriptor: Int32
  private let name: String
  private let readerGone = Atomic<Bool>(false)
  private let lock = Mutex(RecordEncoder())
  private let toleratesClosedPipe: Bool

  /// - Parameter toleratesClosedPipe: whether the work goes on without its reader, as where files are the product.
  init(_ descriptor: Int32 = STDOUT_FILENO, name: String = "standard output", toleratesClosedPipe: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.toleratesClosedPipe = toleratesClosedPipe
  }

  /// Writes one record at once.
  func write(_ record: some Record) throws(MediaError) {
    try lock.withLock { encoder throws(MediaError) in
      encoder.append(record)
      try writeAll(encoder.take())
    }
  }

  /// Writes ready lines, each ending in a line break.
  func write(lines: [UInt8]) throws(MediaError) {
    try lock.withLock { _ throws(MediaError) in try writeAll(lines) }
  }

  private func writeAll(_ bytes: [UInt8]) throws(MediaError) {
    guard !readerGone.load(ordering: .relaxed) else { return }
    var rest = ArraySlice(bytes)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE, toleratesClosedPipe {
        readerGone.store(true, ordering: .relaxed)
        return
      } else if errno != EINTR && errno != EAGAIN {
        throw MediaError.system("write", name, errno)
      }
    }
  }
}
