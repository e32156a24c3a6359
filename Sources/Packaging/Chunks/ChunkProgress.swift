import Synchronization

/// Tells how far a chunked job is: the analysis counts for a tenth of the work. Safe from any thread.
final class ChunkProgress: Sendable {
  private struct State: Sendable {
    var analysed = 0.0
    var chunks: [Int: (seconds: Double, frames: Int)] = [:]
    var skipped = 0.0
  }

  private let state = Mutex(State())
  private let observer: TranscodeObserver
  private static let share = 0.1

  init(_ observer: TranscodeObserver) { self.observer = observer }

  /// The analysis has come to this time.
  func analysed(_ seconds: Double) { tell { $0.analysed = seconds } }

  /// So much of a chunk was encoded.
  func encoded(_ chunk: Int, seconds: Double, frames: Int) { tell { $0.chunks[chunk] = (seconds, frames) } }

  /// An earlier run had encoded a chunk.
  func skipped(_ chunk: Int, seconds: Double) {
    tell {
      $0.chunks[chunk] = (seconds, 0)
      $0.skipped += seconds
      $0.analysed += seconds
    }
  }

  private func tell(_ change: (inout State) -> Void) {
    let now = state.withLock { state in
      change(&state)
      return state
    }
    let encoded = now.chunks.values.reduce(0) { $0 + $1.seconds }
    let frames = now.chunks.values.reduce(0) { $0 + $1.frames }
    let done = ChunkProgress.share * max(now.analysed, encoded) + (1 - ChunkProgress.share) * encoded
    observer.progressed(done, frames, now.skipped)
  }
}
