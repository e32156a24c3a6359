import Glibc
import Synchronization

/// A thread of its own for blocking work (libav, encoders), which must never sit on Swift's cooperative pool.
public final class Worker: Sendable {
  private let result = Mutex<Result<Void, any Error>?>(nil)
  private let finished = Condition()

  /// Starts `body` on a new thread.
  public init(_ body: @escaping @Sendable () throws -> Void) {
    let box = Box { [self] in
      let outcome = Result { try body() }
      result.withLock { $0 = outcome }
      finished.signal()
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 4 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
        box.body()
        return nil
      }, Unmanaged.passRetained(box).toOpaque())
    precondition(code == 0, "the system refuses another thread")
    pthread_attr_destroy(&attributes)
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Waits for the end of the work.
  /// - Throws: what the work threw.
  public func join() throws {
    while true {
      let seen = finished.generation
      if let result = result.withLock({ $0 }) { return try result.get() }
      finished.wait(since: seen)
    }
  }
}
