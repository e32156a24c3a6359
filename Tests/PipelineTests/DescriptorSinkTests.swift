import Glibc
import Media
import Records
import Synchronization
import Testing

@testable import Pipeline

@Suite struct DescriptorSinkTests {
  private func makePipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  /// Reads a pipe to its end on a thread of its own.
  private final class Reader: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let worker: Mutex<Worker?> = Mutex(nil)

    init(_ descriptor: Int32) {
      worker.withLock {
        $0 = Worker { [self] in
          var chunk = [UInt8](repeating: 0, count: 5000)
          while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count <= 0 { return }
            bytes.withLock { $0 += chunk[..<count] }
          }
        }
      }
    }

    func all() throws -> [UInt8] {
      try worker.withLock { $0 }?.join()
      return bytes.withLock { $0 }
    }
  }

  @Test func smallAndLargeWritesArriveInOrder() throws {
    let ends = try makePipe()
    let reader = Reader(ends.reading)
    let sink = DescriptorSink(descriptor: ends.writing, name: "pipe", interrupt: Interrupt())
    var expected: [UInt8] = []
    for (index, size) in [3, 100, 70_000, 1, 16_384, 16_383, 2_000_000, 5].enumerated() {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }
      expected += bytes
      try bytes.withUnsafeBytes { try sink.write($0) }
    }
    sink.drain()
    close(ends.writing)
    let arrived = try reader.all()
    close(ends.reading)
    #expect(arrived.count == expected.count)
    #expect(SHA256.hex(arrived) == SHA256.hex(expected))
  }

  @Test func aReaderThatWentAwayIsABrokenPipe() throws {
    signal(SIGPIPE, SIG_IGN)
    let ends = try makePipe()
    close(ends.reading)
    defer { close(ends.writing) }
    let sink = DescriptorSink(descriptor: ends.writing, name: "standard output", interrupt: Interrupt())
    let error = try #require(throws: MediaError.self) {
      try [UInt8](repeating: 0, count: 1 << 16).withUnsafeBytes { try sink.write($0) }
    }
    #expect(error.isBrokenPipe)
    #expect(error.subject == "standard output")
  }

  @Test func aBrokenPipeMetWhileFlushingShowsAtTheNextWrite() throws {
    signal(SIGPIPE, SIG_IGN)
    let ends = try makePipe()
    close(ends.reading)
    defer { close(ends.writing) }
    let sink = DescriptorSink(descriptor: ends.writing, name: "pipe", interrupt: Interrupt())
    try [UInt8](repeating: 0, count: 10).withUnsafeBytes { try sink.write($0) }
    sink.flush()
    let error = try #require(throws: MediaError.self) {
      try [UInt8](repeating: 0, count: 1 << 16).withUnsafeBytes { try sink.write($0) }
    }
    #expect(error.isBrokenPipe)
  }

  @Test func framesAndTheirRecordsComeOutOfTheStreamAsTheyWentIn() throws {
    try Fixtures.withFolder { folder in
      let path = "\(folder)/frames.nut"
      let file = open(path, O_WRONLY | O_CREAT, 0o600)
      try #require(file >= 0)
      let sink = DescriptorSink(descriptor: file, name: path, interrupt: Interrupt())
      let writer = try FrameStreamWriter(sink)
      let (stream, items) = try Fixtures.frames(Fixtures.path("vfr.mp4"))
      try writer.begin(stream)
      for item in items {
        var item = item
        item.record.metrics = ["index": Double(item.record.frame)]
        item.otherLines = [Array("{\"type\":\"event\",\"n\":\(item.record.frame)}".utf8)]
        try writer.write(.video(item))
      }
      try writer.finish(EndRecord(status: .complete, frames: items.count))
      sink.drain()
      close(file)
      let (again, copies) = try Fixtures.frames(path)
      #expect(again.timeBase == stream.timeBase)
      #expect(copies.map(\.record.pts) == items.map(\.record.pts))
      #expect(copies.map { $0.record.metrics?["index"] } == items.map { Double($0.record.frame) })
      #expect(copies.map { $0.otherLines.count } == items.map { _ in 1 })
      #expect(try copies[50].frame.pictureBytes() == items[50].frame.pictureBytes())
    }
  }
}
