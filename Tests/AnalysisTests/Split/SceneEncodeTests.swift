import Foundation
import Media
import Pipeline
import Records
import Testing

@testable import Analysis

@Suite struct SceneEncodeTests {
  @Test func eachFileHasExactlyItsFrames() throws {
    try SplitClips.withFolder { folder in
      let (files, findings) = try SplitClips.split(
        "studio.mp4", at: [0, 60, 61, 183], mode: .exact, into: folder, lossless: true)
      #expect(findings.isEmpty)
      #expect(files.map(\.path) == (1...4).map { "clip-Scene-00\($0).mp4" })
      let source = try SplitClips.decode(SplitClips.path("studio.mp4")).pictures
      var place = 0
      for (file, count) in zip(files, [60, 1, 122, 59]) {
        let pictures = try SplitClips.decode("\(folder)/\(file.path)").pictures
        #expect(pictures.count == count)
        let original = source[place..<place + count]
        #expect(pictures.map(\.digest) == original.map(\.digest))
        #expect(pictures.first?.time == 0)
        for (copy, picture) in zip(pictures, original) {
          #expect(abs(copy.time - (picture.time - source[place].time)) < 1e-4)
        }
        place += count
      }
    }
  }

  @Test func soundEndsWithThePictures() throws {
    try SplitClips.withFolder { folder in
      let (files, _) = try SplitClips.split(
        "studio.mp4", at: [0, 50, 117], mode: .exact, into: folder, lossless: true)
      // MP4 tells the length of a track in milliseconds.
      for (file, frames) in zip(files, [50, 67]) {
        let packets = try #require(try SplitClips.packets("\(folder)/\(file.path)")[1])
        let end = packets.map { $0.time + $0.duration }.max() ?? 0
        #expect(abs(end - Double(frames) / 24) <= 0.001)
      }
    }
  }

  @Test func timesOfVariableRateAreKept() throws {
    try SplitClips.withFolder { folder in
      let (files, _) = try SplitClips.split(
        "vfr.mp4", at: [0, 33, 70], mode: .exact, into: folder, lossless: true)
      let source = try SplitClips.decode(SplitClips.path("vfr.mp4")).pictures
      var place = 0
      for file in files {
        let pictures = try SplitClips.decode("\(folder)/\(file.path)").pictures
        for picture in pictures {
          #expect(abs(picture.time + (file.start ?? 0) - source[place].time) < 1e-4)
          #expect(picture.digest == source[place].digest)
          place += 1
        }
      }
      #expect(place == 100)
    }
  }

  @Test func colourAndShapeAreKept() throws {
    try SplitClips.withFolder { folder in
      func stream(_ clip: String) throws -> StreamRecord {
        let (files, _) = try SplitClips.split(clip, at: [0, 20], mode: .exact, into: folder)
        return try SplitClips.decode("\(folder)/\(files[1].path)").source.stream
      }
      let wide = try stream("anamorphic.mp4")
      #expect(wide.sampleAspect == Rational(4, 3) && wide.frameRate == Rational(25))
      let turned = try stream("rotated.mp4")
      #expect(turned.width == 180 && turned.height == 320)
      let deep = try stream("hdr.mp4")
      #expect(deep.pixelFormat == "yuv420p10le" && deep.color.transfer == "smpte2084")
    }
  }

  @Test func aPartOfAFrameOfSoundIsItsSamples() throws {
    let source = try SourceOpening.open(
      SplitClips.path("studio.mp4"), options: SourceOptions(), interrupt: Interrupt())
    while let item = try source.next() {
      guard case .audio(_, let frame) = item, frame.sampleCount >= 1000, (frame.pts ?? 0) > 22050 else {
        continue
      }
      let part = try frame.part(from: 100, to: 357)
      #expect(part.sampleCount == 257)
      #expect(part.pts == frame.pts.map { $0 + 100 })
      let whole = try frame.interleavedSamples(as: "flt", channels: frame.channels).bytes
      let cut = try part.interleavedSamples(as: "flt", channels: frame.channels).bytes
      #expect(cut == Array(whole[(100 * 4 * frame.channels)..<(357 * 4 * frame.channels)]))
      #expect(Set(cut).count > 1)
      #expect(try part.part(from: 0, to: 257) === part)
      return
    }
    Issue.record("the clip has no sound")
  }
}
