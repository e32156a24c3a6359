import Foundation
import Media
import Pipeline
import Records
import Testing

@testable import Analysis

@Suite struct SceneCopyTests {
  @Test func noPacketIsLostOrDoubled() throws {
    try SplitClips.withFolder { folder in
      let (files, findings) = try SplitClips.split(
        "sintel.mp4", at: [0, 40, 108, 200, 283], mode: .copy, into: folder)
      #expect(findings.map(\.severity) == [.info])
      #expect(files.map(\.path) == (1...5).map { "clip-Scene-00\($0).mp4" })
      #expect(files.map(\.index) == [0, 1, 2, 3, 4])
      var copied: [Int: [String]] = [:]
      for file in files {
        for (stream, packets) in try SplitClips.packets("\(folder)/\(file.path)") {
          copied[stream, default: []] += packets.map(\.digest)
        }
      }
      let source = try SplitClips.packets(SplitClips.path("sintel.mp4"))
      #expect(copied == source.mapValues { $0.map(\.digest) })
    }
  }

  @Test func filesBeginAtZeroWithAKeyframeAndDecode() throws {
    try SplitClips.withFolder { folder in
      let (files, _) = try SplitClips.split(
        "sintel.mp4", at: [0, 46, 108, 148, 241], mode: .copy, into: folder)
      let source = try SplitClips.decode(SplitClips.path("sintel.mp4")).pictures
      var pictures: [SplitClips.Picture] = []
      for file in files {
        let path = "\(folder)/\(file.path)"
        let packets = try SplitClips.packets(path)
        #expect(packets[0]?.first?.isKeyframe == true)
        let sound = try #require(packets[1])
        #expect(abs(sound[0].time) <= sound[0].duration)
        let decoded = try SplitClips.decode(path)
        #expect(decoded.source.end.errors == 0)
        #expect(decoded.pictures.first?.time == 0)
        let start = try #require(file.start)
        pictures += decoded.pictures.map { SplitClips.Picture(time: $0.time + start, digest: $0.digest) }
      }
      #expect(pictures.map(\.digest) == source.map(\.digest))
      for (copy, original) in zip(pictures, source) { #expect(abs(copy.time - original.time) < 1e-4) }
    }
  }

  @Test func recordsDescribeTheFiles() throws {
    try SplitClips.withFolder { folder in
      let (files, findings) = try SplitClips.split("studio.mp4", at: [0, 183], mode: .copy, into: folder)
      #expect(findings.isEmpty)
      #expect(files.count == 2)
      for file in files {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(file.path)")))
        #expect(file.root == folder && file.role.rawValue == "scene")
        #expect(file.bytes == Int64(bytes.count))
        #expect(file.sha256 == SHA256.hex(bytes))
      }
      #expect(files.map(\.start) == [0, 7.625])
      #expect(abs((files[0].duration ?? 0) - 7.625) < 0.001)
      #expect(try SplitClips.names(in: folder) == files.map(\.path))
    }
  }

  @Test func aSceneWithoutAKeyframeIsInTheFileBefore() throws {
    try SplitClips.withFolder { folder in
      let (files, findings) = try SplitClips.split(
        "studio.mp4", at: [0, 60, 183, 200], mode: .copy, into: folder)
      #expect(files.map(\.path) == ["clip-Scene-001.mp4", "clip-Scene-003.mp4"])
      #expect(findings.map(\.finding) == ["split", "split"])
      #expect(findings.map(\.severity) == [.warning, .warning])
      #expect(findings[0].frame == 60 && findings[0].endFrame == 183)
    }
  }

  @Test func soundIsCutAtThePacketsNearestToThePicture() throws {
    try SplitClips.withFolder { folder in
      let (files, _) = try SplitClips.split("studio.mp4", at: [0, 183], mode: .copy, into: folder)
      let source = try #require(try SplitClips.packets(SplitClips.path("studio.mp4"))[1])
      let nearest = source.indices.min { abs(source[$0].time - 7.625) < abs(source[$1].time - 7.625) }
      let first = try #require(try SplitClips.packets("\(folder)/\(files[0].path)")[1])
      let second = try #require(try SplitClips.packets("\(folder)/\(files[1].path)")[1])
      #expect(first.count == nearest)
      #expect(second.first?.digest == nearest.map { source[$0].digest })
      // It keeps its distance from the picture.
      let place = try #require(nearest)
      #expect(abs(second[0].time - (source[place].time - 7.625)) < 0.0005)
    }
  }

  @Test func openGroupsOfPicturesAreCutInATransportStream() throws {
    try SplitClips.withFolder { folder in
      let (files, findings) = try SplitClips.split(
        "interlaced.ts", at: [0, 12, 36], mode: .copy, into: folder)
      #expect(files.map(\.path) == (1...3).map { "clip-Scene-00\($0).ts" })
      let leading = findings.first { $0.what.contains("open GOPs") }?.count ?? 0
      var packets: [Int: Int] = [:]
      var shown = 0
      for file in files {
        let path = "\(folder)/\(file.path)"
        for (stream, all) in try SplitClips.packets(path) { packets[stream, default: 0] += all.count }
        let decoded = try SplitClips.decode(path)
        #expect(decoded.source.end.errors == 0)
        shown += decoded.pictures.count
      }
      #expect(packets == (try SplitClips.packets(SplitClips.path("interlaced.ts")).mapValues(\.count)))
      #expect(shown == 50 - leading)
    }
  }

  @Test func rotationAndPixelShapeAndLanguagesAreKept() throws {
    try SplitClips.withFolder { folder in
      func stream(_ clip: String) throws -> [StreamInfo] {
        let (files, _) = try SplitClips.split(clip, at: [0], mode: .copy, into: folder)
        return try Demuxer(url: "\(folder)/\(files[0].path)", interrupt: Interrupt()).streams
      }
      #expect(try stream("rotated.mp4").first?.orientation.rotation == 270)
      #expect(try stream("anamorphic.mp4").first?.sampleAspect == Rational(4, 3))
      let two = try stream("two_languages.mp4")
      #expect(two.filter { $0.kind == .audio }.map(\.language) == ["eng", "fra"])
      let color = try stream("hdr.mp4").first?.parameters.color
      #expect(color?.transfer == "smpte2084" && color?.primaries == "bt2020")
    }
  }

  @Test func timestampsOfVariableRateSurvive() throws {
    try SplitClips.withFolder { folder in
      let (files, _) = try SplitClips.split("vfr.mp4", at: [0], mode: .copy, into: folder)
      let copy = try SplitClips.decode("\(folder)/\(files[0].path)").pictures
      #expect(copy == (try SplitClips.decode(SplitClips.path("vfr.mp4")).pictures))
    }
  }

  @Test func onlyTheWantedPartIsCopied() throws {
    try SplitClips.withFolder { folder in
      var options = SourceOptions()
      options.start = Rational(4)
      options.duration = Rational(4)
      let splitter = SceneSplitter(
        source: SplitClips.path("sintel.mp4"), options: options, folder: folder, name: "part", mode: .copy,
        interrupt: Interrupt())
      var scenes = try SplitClips.scenes("sintel.mp4", at: [96, 148])
      scenes[1].end = 8
      var files: [FileRecord] = []
      _ = try splitter.run(scenes: scenes) { files.append($0) }
      #expect(files.map(\.start) == [4.5, 148.0 / 24])
      let counts = try files.map { try SplitClips.decode("\(folder)/\($0.path)").pictures.count }
      #expect(counts.first == 40)
      #expect(counts.last.map { (44...47).contains($0) } == true)
    }
  }
}
