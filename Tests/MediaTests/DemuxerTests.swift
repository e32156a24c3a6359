import Foundation
import Glibc
import Media
import Records
import Testing

@Suite struct DemuxerTests {
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Fixtures").appending(path: name).path
  }

  private func failure(_ name: String, options: InputOptions = InputOptions()) throws -> MediaError {
    try #require(throws: MediaError.self) {
      _ = try Demuxer(url: DemuxerTests.path(name), options: options, interrupt: Interrupt())
    }
  }

  @Test func aMissingFileIsNamedWithTheSystemsReason() throws {
    let error = try failure("missing.mp4")
    #expect(error.operation == "open")
    #expect(error.subject == DemuxerTests.path("missing.mp4"))
    #expect(error.code != nil)
    #expect("\(error)".contains("No such file"))
    #expect(!error.isInterruption)
    #expect(!error.isBrokenPipe)
  }

  @Test(arguments: ["not_media.mp4", "truncated.mp4", "empty.mp4"])
  func whatIsNoMediaHasAllPartsOfAnError(name: String) throws {
    let error = try failure(name)
    #expect(!error.operation.isEmpty)
    #expect(error.subject == DemuxerTests.path(name))
    #expect(error.code != nil)
    #expect("\(error)".hasPrefix("cannot \(error.operation) \(error.subject): "))
    #expect(!"\(error)".contains("unknown error"))
    #expect(!"\(error)".contains("\n"))
  }

  @Test func unknownFormatsAndOptionsAreNamed() throws {
    var options = InputOptions()
    options.format = "nonsense"
    #expect(try failure("vfr.mp4", options: options).cause.contains("nonsense"))
    options = InputOptions()
    options.options = ["no_such_option": "1"]
    #expect(try failure("vfr.mp4", options: options).cause.contains("no_such_option"))
  }

  @Test func packetsAreReadToTheEnd() throws {
    let demuxer = try Demuxer(url: DemuxerTests.path("two_languages.mp4"), interrupt: Interrupt())
    #expect(demuxer.streams.map(\.kind) == [.video, .audio, .audio])
    #expect(demuxer.streams.map(\.language) == [nil, "eng", "fra"])
    #expect(demuxer.isSeekable)
    let packet = try Packet()
    var pictures = 0
    while try demuxer.read(into: packet) { pictures += packet.streamIndex == 0 ? 1 : 0 }
    #expect(pictures == 100)
    #expect(try !demuxer.read(into: packet))
    try demuxer.seek(stream: 0, to: 0)
    #expect(try demuxer.read(into: packet))
    #expect(packet.isKeyframe)
  }

  @Test func bytesFromASourceAreReadLikeAFile() throws {
    let file = open(DemuxerTests.path("interlaced.ts"), O_RDONLY)
    try #require(file >= 0)
    defer { close(file) }
    let interrupt = Interrupt()
    let source = DescriptorSource(descriptor: file, prefix: [], name: "bytes", interrupt: interrupt)
    let demuxer = try Demuxer(source: source, name: "bytes", interrupt: interrupt)
    #expect(demuxer.formatName == "mpegts")
    let video = try #require(demuxer.streams.first { $0.kind == .video })
    let packet = try Packet()
    var count = 0
    while try demuxer.read(into: packet) { count += packet.streamIndex == video.index ? 1 : 0 }
    #expect(count == 50)
  }

  @Test func theDisplayMatrixTellsTheOrientation() throws {
    let rotated = try Demuxer(url: DemuxerTests.path("rotated.mp4"), interrupt: Interrupt()).streams[0]
      .orientation
    #expect(rotated.rotation == 270)
    #expect(!rotated.isMirrored)
    #expect(rotated.swapsSides)
    #expect(rotated.filters == ["transpose=cclock"])
    let upright = try Demuxer(url: DemuxerTests.path("vfr.mp4"), interrupt: Interrupt()).streams[0]
      .orientation
    #expect(upright == Orientation())
    #expect(!upright.swapsSides)
  }
}
