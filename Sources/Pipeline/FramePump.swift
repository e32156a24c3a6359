import Media
import Records
import Synchronization

/// What to do with frames that the next stage does not take in time.
public enum Backpressure: String, Sendable, CaseIterable {
  /// Wait: nothing is lost, the source is slowed down.
  case block
  /// Go on without them, and count them: for sources that cannot wait.
  case drop
}

/// Moves items from a source to a sink, with the reading on a thread of its own.
public final class FramePump: Sendable {
  private let queue: BoundedQueue<StreamItem>
  private let backpressure: Backpressure
  private let dropped = Atomic<Int>(0)

  /// - Parameter depth: items that may wait between the two threads.
  public init(backpressure: Backpressure, depth: Int = 8) {
    self.backpressure = backpressure
    queue = BoundedQueue(capacity: depth)
  }

  /// Reads `source` to its end and gives each item to `consume`, on the caller's thread.
  /// - Parameters:
  ///   - pace: whether to hold each frame back until its time has come, as a live source would.
  ///   - inspect: sees every item on the reading thread, before it can be dropped.
  /// - Returns: the source's end, with the frames that were dropped.
  public func run(
    _ source: any FrameSource, pace: Bool, interrupt: Interrupt,
    inspect: @escaping (StreamItem) throws -> Void = { _ in },
    problems: @escaping ([ProblemRecord]) -> Void, consume: (StreamItem) throws -> Void
  ) throws -> EndRecord {
    // The source is used by the reading thread alone until that thread has ended.
    let reader = Confined((source: source, inspect: inspect, problems: problems))
    let worker = Worker { [self] in
      defer { queue.close() }
      do {
        let (source, inspect, problems) = reader.value
        var clock = pace ? Pacer(source.stream) : nil
        while let item = try source.next() {
          clock?.wait(for: item, interrupt: interrupt)
          try inspect(item)
          if backpressure == .drop {
            if try !queue.offer(item), case .video = item { dropped.add(1, ordering: .relaxed) }
          } else {
            try queue.push(item)
          }
          let found = source.takeProblems()
          if !found.isEmpty { problems(found) }
        }
        let found = source.takeProblems()
        if !found.isEmpty { problems(found) }
      } catch {
        queue.fail(error)
        throw error
      }
    }
    var delivered = 0
    do {
      while let item = try queue.pop() {
        try consume(item)
        if case .video = item { delivered += 1 }
      }
    } catch {
      queue.fail(error)
      interrupt.stop()
      try? worker.join()
      throw error
    }
    try worker.join()
    var end = source.end
    end.frames = delivered
    end.dropped += dropped.load(ordering: .relaxed)
    return end
  }
}

/// A value that is used by one thread after another, never by two at once; the hand-over is a thread's start
/// or its join, which order memory.
public struct Confined<Value>: @unchecked Sendable {
  /// The value.
  public let value: Value
  /// Wraps a value whose users the caller keeps apart in time.
  public init(_ value: Value) { self.value = value }
}

/// Holds items back until their time has come.
private struct Pacer {
  private let timeBase: Rational
  private var origin: (media: Double, clock: UInt64)?

  init(_ stream: StreamRecord) { timeBase = stream.timeBase }

  mutating func wait(for item: StreamItem, interrupt: Interrupt) {
    guard case .video(let video) = item, let pts = video.frame.pts else { return }
    let seconds = Timestamp(pts, timeBase).seconds
    guard let origin else {
      origin = (seconds, Interrupt.now())
      return
    }
    let elapsed = Double(Interrupt.now() - origin.clock) / 1e9
    let ahead = seconds - origin.media - elapsed
    if ahead > 0 { Clock.sleep(seconds: ahead, unless: interrupt) }
  }
}
