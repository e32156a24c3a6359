import Foundation
import Glibc
import Media
import Testing

@Suite struct InterruptTests {
  /// Lends a pipe's reading end, whose writer stays open and silent.
  private func withSilentPipe<R>(_ body: (Int32) throws -> R) throws -> R {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    return try body(ends[0])
  }

  @Test func aDeadlineEndsTheReadOfASilentPipe() throws {
    try withSilentPipe { end in
      let interrupt = Interrupt()
      var options = InputOptions()
      options.timeout = 0.05
      let source = DescriptorSource(descriptor: end, prefix: [], name: "silence", interrupt: interrupt)
      let error = try #require(throws: MediaError.self) {
        _ = try Demuxer(source: source, name: "silence", options: options, interrupt: interrupt)
      }
      #expect(error.subject == "silence")
      #expect(interrupt.isExpired)
      #expect(!interrupt.isStopped)
    }
  }

  @Test func stoppingEndsAReadThatHasBegun() throws {
    try withSilentPipe { end in
      let interrupt = Interrupt(parent: Interrupt())
      let source = DescriptorSource(descriptor: end, prefix: [], name: "silence", interrupt: interrupt)
      let stopper = Thread { interrupt.stop() }
      stopper.start()
      let error = try #require(throws: MediaError.self) {
        _ = try Demuxer(source: source, name: "silence", interrupt: interrupt)
      }
      #expect(error.isInterruption)
    }
  }

  @Test func aChildObeysItsParentButNotTheOtherWay() {
    let parent = Interrupt()
    let child = Interrupt(parent: parent)
    let other = Interrupt(parent: parent)
    child.stop()
    #expect(child.shouldEnd())
    #expect(!parent.shouldEnd())
    #expect(!other.shouldEnd())
    parent.stop()
    #expect(other.isStopped)
  }

  @Test func armingAnewForgetsAnOldDeadline() {
    let interrupt = Interrupt()
    interrupt.arm(seconds: 0)
    while !interrupt.shouldEnd() {}
    #expect(interrupt.isExpired)
    interrupt.arm(seconds: nil)
    #expect(!interrupt.shouldEnd())
    #expect(!interrupt.isExpired)
    interrupt.arm(seconds: 1000)
    #expect(!interrupt.shouldEnd())
  }

  @Test func whatWasPeekedIsReadAgainInOrder() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let text = Array("nut/multimedia container and more".utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    defer { close(ends[0]) }
    let interrupt = Interrupt()
    let head = try DescriptorSource.peek(ends[0], count: 3, name: "pipe", interrupt: interrupt)
    #expect(head == Array(text[..<3]))
    let source = DescriptorSource(descriptor: ends[0], prefix: head, name: "pipe", interrupt: interrupt)
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 7)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { break }
      all += buffer[..<count]
    }
    #expect(all == text)
  }
}
