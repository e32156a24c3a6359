import Glibc
import Synchronization
import Testing

@testable import Pipeline

@Suite struct OrderedPoolTests {
  private struct Refusal: Error {}

  /// Submits numbers from a thread of its own, and takes all results.
  private func run(
    _ pool: OrderedPool<Int, Int>, _ count: Int, submit: @escaping @Sendable (Int) throws -> Void
  ) throws -> [Int] {
    let worker = Worker {
      do {
        for number in 0..<count { try submit(number) }
        pool.close()
      } catch { pool.fail(error) }
    }
    defer {
      _ = try? worker.join()
      pool.join()
    }
    var results: [Int] = []
    while let result = try pool.next() { results.append(result) }
    return results
  }

  @Test(arguments: [(1, 1), (3, 1), (3, 4)])
  func resultsComeInTheOrderOfTheWork(threads: Int, batch: Int) throws {
    let pool = OrderedPool<Int, Int>(count: threads, capacity: 8, batch: batch) {
      { numbers in
        // The first of each ten takes longest.
        usleep(numbers[0] % 10 == 0 ? 3000 : 100)
        return numbers.map { $0 * $0 }
      }
    }
    let results = try run(pool, 200) { number in
      // Every third needs no work.
      if number % 3 == 0 { try pool.submit(finished: -number) } else { try pool.submit(number) }
    }
    #expect(results == (0..<200).map { $0 % 3 == 0 ? -$0 : $0 * $0 })
  }

  @Test func noMoreIsOnItsWayThanAllowed() throws {
    let submitted = Atomic<Int>(0)
    let pool = OrderedPool<Int, Int>(count: 2, capacity: 5) { { $0 } }
    let worker = Worker {
      for number in 0..<50 {
        try pool.submit(number)
        submitted.add(1, ordering: .relaxed)
      }
      pool.close()
    }
    var taken = 0
    while try pool.next() != nil {
      taken += 1
      usleep(500)
      #expect(submitted.load(ordering: .relaxed) <= taken + 5)
    }
    #expect(taken == 50)
    try worker.join()
    pool.join()
  }

  @Test func anErrorOfTheWorkEndsAll() {
    let pool = OrderedPool<Int, Int>(count: 2, capacity: 4) {
      { numbers in
        if numbers.contains(7) { throw Refusal() }
        return numbers
      }
    }
    #expect(throws: Refusal.self) { _ = try run(pool, 100) { try pool.submit($0) } }
  }
}
