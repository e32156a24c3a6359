import Media
import Synchronization

/// Keeps the first error of several threads and stops the others.
final class FirstFailure: Sendable {
  private let first = Mutex<(any Error)?>(nil)
  private let interrupt: Interrupt
  private let stopOthers: @Sendable (any Error) -> Void

  init(interrupt: Interrupt, stopOthers: @escaping @Sendable (any Error) -> Void) {
    self.interrupt = interrupt
    self.stopOthers = stopOthers
  }

  func guarding(_ body: () throws -> Void) throws {
    do { try body() } catch {
      record(error)
      throw error
    }
  }

  func record(_ error: any Error) {
    let isFirst = first.withLock { first in
      defer { if first == nil { first = error } }
      return first == nil
    }
    if isFirst {
      interrupt.stop()
      stopOthers(error)
    }
  }

  func rethrow() throws { if let error = first.withLock({ $0 }) { throw error } }
}
