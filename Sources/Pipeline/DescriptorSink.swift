import Glibc
import Media
import Records

/// Writes bytes to a file descriptor: small pieces gathered, large ones straight from their memory, and into
/// a pipe whose reader is this same program without copying (vmsplice).
public final class DescriptorSink: ByteSink {
  /// What messages call it.
  public let name: String
  private let descriptor: Int32
  private let interrupt: Interrupt
  private var gathered: [UInt8] = []
  /// The packet whose bytes may be spliced when they come to be written.
  private var offered: Packet?
  /// What was spliced and may still be in the pipe, with the position after its last byte.
  private var lent: [(packet: Packet, end: UInt64)] = []
  private var written: UInt64 = 0
  private let pipe: PipeEnd?

  /// Writes to `descriptor`, which stays the caller's.
  public init(descriptor: Int32, name: String, interrupt: Interrupt) {
    self.descriptor = descriptor
    self.name = name
    self.interrupt = interrupt
    pipe = PipeEnd(writing: descriptor)
  }

  /// Keeps `packet`'s memory unchanged until a reader must have taken it: the next large write may be its bytes.
  func lend(_ packet: Packet) {
    guard let pipe, pipe.canSplice else { return }
    offered = packet
  }

  /// Takes bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
    guard bytes.count >= 1 << 14 else {
      gathered.append(contentsOf: bytes)
      return
    }
    try flushGathered()
    if let packet = offered, packet.holds(bytes) {
      offered = nil
      let held = try packet.reference()
      try splice(bytes, of: held)
    } else {
      try writeAll(bytes)
    }
    pipe?.wroteFrame()
  }

  /// Writes what was gathered. Errors show at the next write.
  func flush() {
    do { try flushGathered() } catch { deferred = error }
  }

  private var deferred: MediaError?

  private func flushGathered() throws(MediaError) {
    if let deferred { throw deferred }
    guard !gathered.isEmpty else { return }
    let bytes = gathered
    gathered.removeAll(keepingCapacity: true)
    var failure: MediaError?
    bytes.withUnsafeBytes { buffer in
      do throws(MediaError) { try writeAll(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        written += UInt64(count)
      } else {
        try recover(errno)
      }
    }
  }

  private func splice(_ bytes: UnsafeRawBufferPointer, of packet: Packet) throws(MediaError) {
    lent.append((packet, .max))
    var rest = bytes
    while !rest.isEmpty {
      let count = vmsplice(descriptor, rest)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        written += UInt64(count)
      } else {
        try recover(errno)
      }
    }
    // A page stays in the pipe until a whole pipe's worth of bytes has followed it.
    lent[lent.count - 1].end = written
    let capacity = UInt64(pipe?.capacity ?? 1 << 20)
    lent.removeAll { $0.end < written &- min(capacity, written) }
  }

  private func recover(_ code: Int32) throws(MediaError) {
    switch code {
    case EINTR: if interrupt.isStopped { throw MediaError.interrupted("write", name) }
    case EAGAIN:
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&waiting, 1, 100)
      if interrupt.isStopped { throw MediaError.interrupted("write", name) }
    default: throw MediaError.system("write", name, code)
    }
  }

  /// Waits until a splicing writer's memory may go: the reader has emptied the pipe.
  public func drain() {
    flush()
    guard let pipe, !lent.isEmpty else { return }
    pipe.waitUntilEmpty(unless: interrupt)
    lent = []
  }
}
