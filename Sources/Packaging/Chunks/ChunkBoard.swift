import Pipeline
import Synchronization

/// What is known of the chunks so far, told by the analysis to those that wait for it.
final class ChunkBoard: Sendable {
  private struct State: Sendable {
    var facts: [ChunkFacts] = []
    var isOver = false
  }

  private let state = Mutex(State())
  private let changed = Condition()

  /// Adds the next chunk's facts.
  func add(_ facts: ChunkFacts) {
    state.withLock { $0.facts.append(facts) }
    changed.signal()
  }

  /// No more will come.
  func finish() {
    state.withLock { $0.isOver = true }
    changed.signal()
  }

  /// Waits for a chunk.
  /// - Returns: nil when none will come.
  func facts(_ chunk: Int) -> ChunkFacts? {
    while true {
      let seen = changed.generation
      let (found, isOver) = state.withLock {
        ($0.facts.indices.contains(chunk) ? $0.facts[chunk] : nil, $0.isOver)
      }
      if found != nil || isOver { return found }
      changed.wait(since: seen)
    }
  }

  /// Waits for the first `count` chunks, or all that there are if they are fewer.
  /// - Returns: nil when the analysis ended before that.
  func facts(before count: Int) -> [ChunkFacts]? {
    while true {
      let seen = changed.generation
      let (known, isOver) = state.withLock { ($0.facts, $0.isOver) }
      if known.count >= count { return Array(known[..<count]) }
      if known.last?.isLast == true { return known }
      if isOver { return nil }
      changed.wait(since: seen)
    }
  }
}
