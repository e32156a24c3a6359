import DequeModule
import Synchronization

/// Spreads work over threads and gives the results back in the order in which the work came.
///
/// At most `capacity` inputs are on their way at once: a slow reader of the results slows whoever submits.
public final class OrderedPool<Input: Sendable, Output: Sendable>: Sendable {
  /// Works on a few inputs at once; the results are in the same order.
  public typealias Work = ([Input]) throws -> [Output]

  private struct State {
    var jobs = Deque<(number: Int, input: Input)>()
    var results: [Int: Output] = [:]
    var submitted = 0
    var delivered = 0
    var isClosed = false
    var failure: (any Error)?
  }

  private let state = Mutex(State())
  private let changed = Condition()
  private let capacity: Int
  private let batch: Int
  private let workers = Mutex<[Worker]>([])

  /// Starts the threads.
  /// - Parameters:
  ///   - count: threads.
  ///   - capacity: inputs that may be on their way, results that wait for their turn included.
  ///   - batch: inputs that a thread takes at once, where as many are waiting.
  ///   - make: makes the work of one thread; called once on each.
  public init(count: Int, capacity: Int, batch: Int = 1, make: @escaping @Sendable () throws -> Work) {
    precondition(count > 0 && batch > 0)
    self.capacity = max(capacity, count * batch)
    self.batch = batch
    let threads = (0..<count).map { _ in
      Worker { [self] in
        do {
          let work = try make()
          while let jobs = try take() { try give(try work(jobs.map(\.input)), for: jobs.map(\.number)) }
        } catch {
          fail(error)
          throw error
        }
      }
    }
    workers.withLock { $0 = threads }
  }

  /// Waits for room and hands an input to the threads.
  /// - Throws: what failed on one of them.
  public func submit(_ input: Input) throws { try enter { $0.jobs.append(($0.submitted, input)) } }

  /// Waits for room and puts a result in its place that needs no work.
  /// - Throws: what failed on one of the threads.
  public func submit(finished output: Output) throws { try enter { $0.results[$0.submitted] = output } }

  private func enter(_ body: (inout State) -> Void) throws {
    while true {
      let seen = changed.generation
      let done = try state.withLock { state in
        if let failure = state.failure { throw failure }
        guard state.submitted - state.delivered < capacity else { return false }
        body(&state)
        state.submitted += 1
        return true
      }
      if done { return changed.signal() }
      changed.wait(since: seen)
    }
  }

  /// No more inputs will come; results that are on their way still do.
  public func close() {
    state.withLock { $0.isClosed = true }
    changed.signal()
  }

  /// Ends everything with an error.
  public func fail(_ error: any Error) {
    state.withLock { state in
      if state.failure == nil { state.failure = error }
      state.jobs.removeAll()
    }
    changed.signal()
  }

  /// Waits for the next result in order; nil after the last one.
  /// - Throws: what failed on one of the threads.
  public func next() throws -> Output? {
    while true {
      let seen = changed.generation
      let (output, ended): (Output?, Bool) = try state.withLock { state in
        if let failure = state.failure { throw failure }
        if let output = state.results.removeValue(forKey: state.delivered) {
          state.delivered += 1
          return (output, false)
        }
        return (nil, state.isClosed && state.delivered == state.submitted)
      }
      if let output {
        changed.signal()
        return output
      }
      if ended { return nil }
      changed.wait(since: seen)
    }
  }

  /// Waits for the threads to end, after `close` or `fail`.
  public func join() { for worker in workers.withLock({ $0 }) { try? worker.join() } }

  private func take() throws -> [(number: Int, input: Input)]? {
    while true {
      let seen = changed.generation
      let (jobs, ended): ([(number: Int, input: Input)], Bool) = try state.withLock { state in
        if let failure = state.failure { throw failure }
        let jobs = Array(state.jobs.prefix(batch))
        state.jobs.removeFirst(jobs.count)
        return (jobs, state.isClosed)
      }
      if !jobs.isEmpty { return jobs }
      if ended { return nil }
      changed.wait(since: seen)
    }
  }

  private func give(_ outputs: [Output], for numbers: [Int]) throws {
    precondition(outputs.count == numbers.count)
    state.withLock { state in
      for (number, output) in zip(numbers, outputs) { state.results[number] = output }
    }
    changed.signal()
  }
}
