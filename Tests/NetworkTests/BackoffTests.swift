import Testing

@testable import Network

@Suite struct BackoffTests {
  @Test func theBoundDoublesUpToTheCap() {
    let backoff = Backoff(base: 0.5, cap: 3)
    #expect((1...5).map { backoff.bound(afterFailures: $0) } == [0.5, 1, 2, 3, 3])
    #expect(backoff.bound(afterFailures: 1000) == 3)
  }

  @Test func waitsAreSpreadBelowTheBound() {
    let backoff = Backoff(base: 1, cap: 8)
    let waits = (0..<200).map { _ in backoff.delay(afterFailures: 3) }
    #expect(waits.allSatisfy { (0...4).contains($0) })
    #expect(waits.contains { $0 < 2 } && waits.contains { $0 > 2 })
  }
}
