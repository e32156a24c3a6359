import Media
import Pipeline
import Records
import Synchronization

/// One picture as it came from a live source.
struct LivePicture: Sendable {
  /// Its pts counts in the source's ticks.
  var frame: Frame
  /// Wall clock of its arrival.
  var arrival: ProgramDateTime
  /// Whether the source's time jumped before it.
  var jumps: Bool
}

/// What a live source gives, in its order.
enum LiveItem: Sendable {
  case picture(LivePicture)
  /// Samples of an audio track; pts counts in 1/sample rate.
  case sound(track: Int, Frame)
  /// Nothing came for this many seconds.
  case silence(Double)
}

/// The place between a live source and its encoders: holds half a second of pictures at the most, so that a
/// stream that cannot be encoded in time loses pictures instead of falling behind.
final class LiveIntake: Sendable {
  private let queue = BoundedQueue<LiveItem>(capacity: 2048)
  private let depth: Int
  private let waiting = Atomic<Int>(0)
  private let lost = Atomic<Int>(0)
  private let lastArrival = Atomic<UInt64>(Interrupt.now())

  /// - Parameter depth: pictures that may wait.
  init(depth: Int) { self.depth = depth }

  /// Pictures that may wait: half a second of them, in 64 MiB at the most.
  static func depth(_ stream: StreamRecord) -> Int {
    let size =
      PixelFormat(name: stream.pixelFormat)?.byteCount(width: stream.width, height: stream.height)
      ?? stream.width * stream.height * 3 / 2
    let half = stream.frameRate.map { Int(($0.doubleValue / 2).rounded()) } ?? 15
    return max(3, min(half, (64 << 20) / max(1, size)))
  }

  /// Whether another picture may wait.
  var hasRoom: Bool { waiting.load(ordering: .acquiring) < depth }

  /// Pictures that found no room.
  var dropped: Int { lost.load(ordering: .acquiring) }

  /// Notes that something came, whether or not it is taken.
  func noteArrival() { lastArrival.store(Interrupt.now(), ordering: .releasing) }

  /// Takes a picture; there must be room.
  func take(_ picture: LivePicture) throws {
    waiting.add(1, ordering: .acquiringAndReleasing)
    try queue.push(.picture(picture))
  }

  /// Counts a picture that is not taken.
  func drop() { lost.add(1, ordering: .acquiringAndReleasing) }

  /// Takes samples, or loses them where thousands of packets wait already: silence stands for them then.
  func take(track: Int, _ samples: Frame) throws { _ = try queue.offer(.sound(track: track, samples)) }

  /// Tells the encoders' side how long nothing came.
  func tick() throws {
    let since = Interrupt.now() - min(Interrupt.now(), lastArrival.load(ordering: .acquiring))
    _ = try queue.offer(.silence(Double(since) / 1e9))
  }

  /// Waits for the next item; nil at the end.
  func pop() throws -> LiveItem? {
    let item = try queue.pop()
    if case .picture? = item { waiting.subtract(1, ordering: .acquiringAndReleasing) }
    return item
  }

  func close() { queue.close() }
  func fail(_ error: any Error) { queue.fail(error) }
}
