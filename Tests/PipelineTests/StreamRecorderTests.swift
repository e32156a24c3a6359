import Foundation
import Media
import Records
import Testing

@testable import Pipeline

@Suite struct StreamRecorderTests {
  /// Records a clip, from its packet number `first` on.
  @discardableResult
  private func record(
    _ clip: String, to path: String, segment: Rational? = nil, skipping first: Int = 0
  ) throws -> [FileRecord] {
    let demuxer = try Fixtures.demuxer(Fixtures.path(clip))
    var files: [FileRecord] = []
    let recorder = try StreamRecorder(path: path, segment: segment, streams: demuxer.streams) {
      files.append($0)
    }
    let packet = try Packet()
    var count = 0
    while try demuxer.read(into: packet) {
      let info = demuxer.streams[packet.streamIndex]
      let before = (packet.pts, packet.dts, packet.size)
      if count >= first { try recorder.write(packet, stream: info) }
      #expect(before == (packet.pts, packet.dts, packet.size))
      count += 1
    }
    try recorder.finish()
    return files
  }

  @Test(arguments: ["copy.mp4", "copy.mkv", "copy.ts", "copy.mov"])
  func aWholeClipIsCopied(name: String) throws {
    try Fixtures.withFolder { folder in
      let files = try record("sintel.mp4", to: "\(folder)/\(name)")
      #expect(try Fixtures.names(in: folder) == [name])
      let file = try #require(files.first)
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
      #expect(file.root == folder && file.path == name && file.role == .recording)
      #expect(file.bytes == Int64(bytes.count))
      #expect(file.sha256 == SHA256.hex(bytes))
      #expect(file.duration.map { abs($0 - 12) < 0.1 } == true)
      let copy = try Fixtures.probe("\(folder)/\(name)")
      #expect(copy.video?.frames == 288)
      #expect(copy.video?.frameRateMode == .constant)
      #expect(copy.audio.first?.packets == 564)
    }
  }

  @Test func rotationAndPixelShapeAndLanguagesAreKept() throws {
    try Fixtures.withFolder { folder in
      try record("rotated.mp4", to: "\(folder)/rotated.mp4")
      #expect(try Fixtures.probe("\(folder)/rotated.mp4").video?.rotation == 270)
      try record("anamorphic.mp4", to: "\(folder)/wide.mkv")
      #expect(try Fixtures.probe("\(folder)/wide.mkv").video?.sampleAspect == Rational(4, 3))
      try record("two_languages.mp4", to: "\(folder)/two.mp4")
      #expect(try Fixtures.probe("\(folder)/two.mp4").audio.map(\.language) == ["eng", "fra"])
    }
  }

  @Test func timestampsOfVariableRateSurvive() throws {
    try Fixtures.withFolder { folder in
      try record("vfr.mp4", to: "\(folder)/copy.mp4")
      let before = try Fixtures.frames(Fixtures.path("vfr.mp4"))
      let after = try Fixtures.frames("\(folder)/copy.mp4")
      #expect(after.items.map(\.record.time) == before.items.map(\.record.time))
    }
  }

  @Test func itBeginsAtAKeyframe() throws {
    try Fixtures.withFolder { folder in
      let files = try record("studio.mp4", to: "\(folder)/late.mp4", skipping: 3)
      let copy = try Fixtures.probe("\(folder)/late.mp4")
      #expect(copy.problems.isEmpty)
      #expect((copy.video?.frames ?? 0) < 242)
      #expect(files.count == 1)
      let source = try Fixtures.frames("\(folder)/late.mp4")
      #expect(source.items.first?.record.isKeyframe == true)
      #expect((source.items.first?.record.time ?? 9) < 0.2)
    }
  }

  @Test func segmentsAreCutAtKeyframesAndLoseNothing() throws {
    try Fixtures.withFolder { folder in
      let files = try record("sintel.mp4", to: "\(folder)/rec-%03d.mp4", segment: Rational(2))
      #expect(files.count > 2)
      #expect(files.map(\.index) == Array(0..<files.count))
      #expect(try Fixtures.names(in: folder) == files.map(\.path))
      #expect(files.first?.path == "rec-000.mp4")
      var frames = 0
      var sounds = 0
      for file in files {
        let probed = try Fixtures.probe("\(folder)/\(file.path)")
        frames += probed.video?.frames ?? 0
        sounds += probed.audio.first?.packets ?? 0
        #expect(probed.problems.isEmpty)
      }
      #expect(frames == 288)
      #expect(sounds == 564)
      for file in files.dropFirst() { #expect((file.start ?? 0) >= Double((file.index ?? 0) * 2)) }
    }
  }

  @Test func whatCannotBeRecordedIsRefusedAtOnce() throws {
    let streams = try Fixtures.demuxer(Fixtures.path("sintel.mp4")).streams
    func refusal(_ path: String, _ segment: Rational? = nil) -> String {
      do {
        _ = try StreamRecorder(path: path, segment: segment, streams: streams) { _ in }
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal("/tmp/rec.unknown").contains("its ending tells no container"))
    #expect(refusal("/tmp/rec.mp4", Rational(2)).contains("rec-%05d.mp4"))
    #expect(refusal("/nowhere/rec.mp4").contains("/nowhere"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskNamesTheRecordingAndLeavesNothing() throws {
    try Fixtures.withFolder { folder in
      let path = "\(folder)/rec.ts"
      try FileManager.default.createSymbolicLink(atPath: path + ".part", withDestinationPath: "/dev/full")
      let error = #expect(throws: MediaError.self) { try record("sintel.mp4", to: path) }
      #expect(error?.description.contains("cannot record to \(path): No space left on device") == true)
      #expect(try Fixtures.names(in: folder) == [])
    }
  }

  @Test func namesTakeNumbers() {
    #expect(NumberedName("rec-%05d.mp4").name(42) == "rec-00042.mp4")
    #expect(NumberedName("%d%%.png").name(7) == "7%.png")
    #expect(NumberedName("50%.png").name(7) == "50%.png")
    #expect(!NumberedName("50%%d.png").isNumbered)
  }
}
