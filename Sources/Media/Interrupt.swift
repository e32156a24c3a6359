import CFFmpeg
import Glibc
import Synchronization

/// Ends blocking libav calls: on request (a signal, a failed neighbour), or when a deadline passes.
///
/// libav polls it from whatever thread is inside a read or a write, so it is made of atomics alone.
public final class Interrupt: Sendable {
  private let stopped = Atomic<Bool>(false)
  /// Monotonic nanoseconds; 0 stands for none.
  private let deadline = Atomic<UInt64>(0)
  private let expired = Atomic<Bool>(false)
  private let parent: Interrupt?

  /// Makes an interrupt that also obeys `parent`.
  public init(parent: Interrupt? = nil) { self.parent = parent }

  /// Ends the current call and every later one.
  public func stop() { stopped.store(true, ordering: .releasing) }

  /// Whether someone asked to stop.
  public var isStopped: Bool { stopped.load(ordering: .acquiring) || (parent?.isStopped ?? false) }

  /// Whether the last call ended because its time had run out.
  public var isExpired: Bool { expired.load(ordering: .acquiring) }

  /// Gives the calls from now on this many seconds; nil takes the limit away.
  public func arm(seconds: Double?) {
    expired.store(false, ordering: .releasing)
    let limit = seconds.map { Interrupt.now() &+ UInt64(max(0, $0) * 1e9) } ?? 0
    deadline.store(limit, ordering: .releasing)
  }

  /// Whether a blocking call should give up now.
  public func shouldEnd() -> Bool {
    if isStopped { return true }
    let limit = deadline.load(ordering: .acquiring)
    if limit != 0 && Interrupt.now() > limit {
      expired.store(true, ordering: .releasing)
      return true
    }
    return false
  }

  /// The monotonic clock in nanoseconds.
  public static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// The callback for a context. The owner of the context keeps `self` alive for longer than it.
  var callback: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { opaque in
        guard let opaque else { return 0 }
        return Unmanaged<Interrupt>.fromOpaque(opaque).takeUnretainedValue().shouldEnd() ? 1 : 0
      },
      opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
