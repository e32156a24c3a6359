import DequeModule
import Glibc
import Synchronization

/// Hands elements from one thread to another, holding at most `capacity` of them: a slow reader slows its
/// writer down, and memory stays bounded.
///
/// Closing lets the reader take what is left; failing makes both sides throw at once.
public final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var elements = Deque<Element>()
    var isClosed = false
    var failure: (any Error)?
    var waitedToWrite: UInt64 = 0
  }

  private let state: Mutex<State>
  private let capacity: Int
  private let changed = Condition()

  /// An empty queue for at most `capacity` elements.
  public init(capacity: Int) {
    precondition(capacity > 0)
    self.capacity = capacity
    state = Mutex(State())
  }

  /// Waits for room and appends. Does nothing once the reader has gone.
  /// - Throws: what `fail` was given.
  public func push(_ element: Element) throws {
    while true {
      let seen = changed.generation
      let done = try state.withLock { state in
        if let failure = state.failure { throw failure }
        if state.isClosed { return true }
        guard state.elements.count < capacity else { return false }
        state.elements.append(element)
        return true
      }
      if done {
        changed.signal()
        return
      }
      changed.wait(since: seen)
    }
  }

  /// Appends if there is room now.
  /// - Returns: whether it was appended.
  public func offer(_ element: Element) throws -> Bool {
    let taken = try state.withLock { state in
      if let failure = state.failure { throw failure }
      guard !state.isClosed, state.elements.count < capacity else { return false }
      state.elements.append(element)
      return true
    }
    if taken { changed.signal() }
    return taken
  }

  /// Waits for an element; nil when the queue was closed and is empty.
  /// - Throws: what `fail` was given.
  public func pop() throws -> Element? {
    while true {
      let seen = changed.generation
      let (element, ended): (Element?, Bool) = try state.withLock { state in
        if let failure = state.failure { throw failure }
        if let first = state.elements.popFirst() { return (first, false) }
        return (nil, state.isClosed)
      }
      if let element {
        changed.signal()
        return element
      }
      if ended { return nil }
      changed.wait(since: seen)
    }
  }

  /// No more elements will come.
  public func close() {
    state.withLock { $0.isClosed = true }
    changed.signal()
  }

  /// Ends both sides with an error, and lets go of what is queued.
  public func fail(_ error: any Error) {
    state.withLock { state in
      if state.failure == nil { state.failure = error }
      state.elements.removeAll()
    }
    changed.signal()
  }
}

/// A condition that threads wait for by generation: a signal between looking and waiting is never missed.
public final class Condition: Sendable {
  // The two hold pthread objects at a fixed address for as long as this object lives; only pthread calls
  // touch them, which are safe from any thread.
  private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private nonisolated(unsafe) let condition: UnsafeMutablePointer<pthread_cond_t>
  private let count = Atomic<UInt64>(0)

  /// A condition that nobody has signalled.
  public init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// How many signals there have been.
  public var generation: UInt64 { count.load(ordering: .acquiring) }

  /// Wakes all that wait.
  public func signal() {
    pthread_mutex_lock(mutex)
    count.add(1, ordering: .releasing)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Waits until there was a signal after the generation that was seen.
  public func wait(since seen: UInt64) {
    pthread_mutex_lock(mutex)
    while count.load(ordering: .acquiring) == seen { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
