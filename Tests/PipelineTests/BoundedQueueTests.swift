import Media
import Synchronization
import Testing

@testable import Pipeline

@Suite struct BoundedQueueTests {
  private struct Fault: Error, Equatable { var name = "fault" }

  @Test func elementsComeInOrderThroughASmallQueue() throws {
    let queue = BoundedQueue<Int>(capacity: 2)
    let writer = Worker {
      for number in 0..<2000 { try queue.push(number) }
      queue.close()
    }
    var taken: [Int] = []
    while let number = try queue.pop() { taken.append(number) }
    try writer.join()
    #expect(taken == Array(0..<2000))
  }

  @Test func itHoldsNoMoreThanItsCapacity() throws {
    let queue = BoundedQueue<Int>(capacity: 3)
    #expect(try (0..<5).map { try queue.offer($0) } == [true, true, true, false, false])
    #expect(try queue.pop() == 0)
    #expect(try queue.offer(9))
    #expect(try !queue.offer(10))
  }

  @Test func aWriterIsNeverAheadByMoreThanTheCapacity() throws {
    let queue = BoundedQueue<Int>(capacity: 4)
    let written = Atomic<Int>(0)
    let writer = Worker {
      for number in 0..<500 {
        try queue.push(number)
        written.store(number + 1, ordering: .sequentiallyConsistent)
      }
      queue.close()
    }
    var taken = 0
    var farthest = 0
    while try queue.pop() != nil {
      taken += 1
      farthest = max(farthest, written.load(ordering: .sequentiallyConsistent) - taken)
    }
    try writer.join()
    #expect(taken == 500)
    #expect(farthest <= 4)
  }

  @Test func closingLetsTheReaderTakeWhatIsLeft() throws {
    let queue = BoundedQueue<Int>(capacity: 4)
    try queue.push(1)
    try queue.push(2)
    queue.close()
    try queue.push(3)
    #expect(try !queue.offer(4))
    #expect(try queue.pop() == 1)
    #expect(try queue.pop() == 2)
    #expect(try queue.pop() == nil)
    #expect(try queue.pop() == nil)
  }

  @Test func closingWakesAReaderThatWaits() throws {
    let queue = BoundedQueue<Int>(capacity: 1)
    let reader = Worker {
      let element = try queue.pop()
      #expect(element == nil)
    }
    queue.close()
    try reader.join()
  }

  @Test func closingWakesAWriterThatWaits() throws {
    let queue = BoundedQueue<Int>(capacity: 1)
    try queue.push(0)
    let writer = Worker { try queue.push(1) }
    queue.close()
    try writer.join()
    #expect(try queue.pop() == 0)
  }

  @Test func aFailingReaderStopsTheWriter() throws {
    let queue = BoundedQueue<Int>(capacity: 1)
    try queue.push(0)
    let writer = Worker { try queue.push(1) }
    queue.fail(Fault())
    #expect(throws: Fault()) { try writer.join() }
    #expect(throws: Fault()) { try queue.offer(2) }
  }

  @Test func aFailingWriterStopsTheReaderAtOnce() throws {
    let queue = BoundedQueue<Int>(capacity: 4)
    try queue.push(0)
    queue.fail(Fault(name: "first"))
    queue.fail(Fault(name: "second"))
    #expect(throws: Fault(name: "first")) { try queue.pop() }
    let reader = BoundedQueue<Int>(capacity: 1)
    let waiting = Worker { _ = try reader.pop() }
    reader.fail(Fault())
    #expect(throws: Fault()) { try waiting.join() }
  }

  @Test func aWorkersErrorComesOutOfJoinEachTime() {
    let worker = Worker { throw Fault() }
    #expect(throws: Fault()) { try worker.join() }
    #expect(throws: Fault()) { try worker.join() }
  }
}
