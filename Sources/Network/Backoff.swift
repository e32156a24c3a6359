/// How long to wait before another attempt: a random time below a bound that doubles with each failure.
///
/// This is "full jitter" of Marc Brooker, Exponential Backoff And Jitter (AWS Architecture Blog, 2015): many
/// clients that failed together do not come back together.
public struct Backoff: Sendable {
  /// The bound before the second attempt, in seconds.
  public var base: Double
  /// The greatest bound, in seconds.
  public var cap: Double

  /// Describes a back-off.
  public init(base: Double = 0.5, cap: Double = 20) {
    self.base = base
    self.cap = cap
  }

  /// The bound after so many failures (from 1), in seconds.
  public func bound(afterFailures failures: Int) -> Double {
    var bound = base
    for _ in 1..<max(2, min(failures, 64)) where failures > 1 && bound < cap { bound *= 2 }
    return min(cap, bound)
  }

  /// The time to wait after so many failures (from 1), in seconds.
  public func delay(afterFailures failures: Int) -> Double {
    Double.random(in: 0...bound(afterFailures: failures))
  }
}
