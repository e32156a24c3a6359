import Glibc
import Media
import Synchronization

/// Where a detection's time goes, summed over all threads: the time of the model by the clock of the thread
/// that waits for it, everything else in processor time of the thread that does it.
public final class StageTimes: Sendable {
  /// A part of the work.
  public enum Part: Int, Sendable, CaseIterable {
    /// Reading and decoding.
    case decode
    /// From the decoded picture to the model's input.
    case preprocess
    /// The model, by the clock of the thread that waits for it.
    case infer
    /// From the model's output to objects.
    case post
    /// Motion, gate and merging, which see the frames in order.
    case order
  }

  private let nanoseconds = Mutex([UInt64](repeating: 0, count: Part.allCases.count))

  /// All at nothing.
  public init() {}

  /// Adds to a part.
  public func add(_ part: Part, nanoseconds count: UInt64) {
    nanoseconds.withLock { $0[part.rawValue] += count }
  }

  /// Seconds of a part so far.
  public func seconds(_ part: Part) -> Double { Double(nanoseconds.withLock { $0[part.rawValue] }) / 1e9 }
}

extension StageTimes? {
  /// Does `work`, and counts its time where times are kept.
  public func measure<T>(_ part: StageTimes.Part, _ work: () throws -> T) rethrows -> T {
    guard let times = self else { return try work() }
    func now() -> UInt64 {
      guard part != .infer else { return Interrupt.now() }
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
    let begun = now()
    defer { times.add(part, nanoseconds: now() - begun) }
    return try work()
  }
}
