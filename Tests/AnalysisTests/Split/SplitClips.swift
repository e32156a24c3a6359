import Foundation
import Media
import Pipeline
import Records

@testable import Analysis

/// The project's clips as the tests of splitting read them.
enum SplitClips {
  /// The path of a clip in Fixtures/.
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures").appending(path: name).path
  }

  /// Lends an empty folder, which is gone afterwards.
  static func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vidproc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// The names in a folder, sorted.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// A decoded picture: its time in seconds and the digest of its bytes.
  struct Picture: Equatable {
    var time: Double
    var digest: String
  }

  /// What is decoded from a file.
  static func decode(_ path: String) throws -> (pictures: [Picture], samples: [Int], source: any FrameSource)
  {
    let source = try SourceOpening.open(path, options: SourceOptions(), interrupt: Interrupt())
    var pictures: [Picture] = []
    var samples = [Int](repeating: 0, count: source.stream.audio.count)
    while let item = try source.next() {
      switch item {
      case .video(let video):
        let digest = SHA256.hex(try video.frame.pictureBytes())
        pictures.append(Picture(time: video.record.time, digest: digest))
      case .audio(let track, let frame): samples[track] += frame.sampleCount
      }
    }
    return (pictures, samples, source)
  }

  /// A packet: its time in seconds and the digest of its bytes.
  struct CodedPacket {
    var time: Double
    var duration: Double
    var isKeyframe: Bool
    var digest: String
  }

  /// The packets of each of a file's streams.
  static func packets(_ path: String) throws -> [Int: [CodedPacket]] {
    let demuxer = try Demuxer(url: path, interrupt: Interrupt())
    let packet = try Packet()
    var packets: [Int: [CodedPacket]] = [:]
    while try demuxer.read(into: packet) {
      let base = demuxer.streams[packet.streamIndex].timeBase
      packets[packet.streamIndex, default: []].append(
        CodedPacket(
          time: Timestamp(packet.pts ?? packet.dts ?? 0, base).seconds,
          duration: Timestamp(packet.duration, base).seconds, isKeyframe: packet.isKeyframe,
          digest: SHA256.hex(packet.bytes)))
    }
    return packets
  }

  /// The scenes of a clip that begin with these frames.
  static func scenes(_ clip: String, at first: [Int]) throws -> [SceneRecord] {
    let source = try SourceOpening.open(path(clip), options: SourceOptions(), interrupt: Interrupt())
    var frames: [FrameRecord] = []
    while let item = try source.next() { if case .video(let video) = item { frames.append(video.record) } }
    let length = frames.count > 1 ? frames[1].time - frames[0].time : 0
    return first.enumerated().map { number, frame in
      var scene = SceneRecord()
      scene.scene = number
      scene.frame = frame
      scene.endFrame = number + 1 < first.count ? first[number + 1] : frames.count
      scene.pts = frames[frame].pts
      scene.start = frames[frame].time
      scene.end =
        scene.endFrame < frames.count ? frames[scene.endFrame].time : frames[frames.count - 1].time + length
      return scene
    }
  }

  /// Splits a clip, whose scenes begin with these frames, into a folder.
  static func split(
    _ clip: String, at first: [Int], mode: SceneSplitter.Mode, into folder: String, lossless: Bool = false
  ) throws -> (files: [FileRecord], findings: [FindingRecord]) {
    let splitter = SceneSplitter(
      source: path(clip), options: SourceOptions(), folder: folder, name: "clip", mode: mode,
      interrupt: Interrupt())
    if lossless {
      var options = MediaFileOptions()
      options.codec = .h264
      options.crf = 0
      options.preset = "ultrafast"
      splitter.encoding = options
    }
    var files: [FileRecord] = []
    let findings = try splitter.run(scenes: try scenes(clip, at: first)) { files.append($0) }
    return (files, findings)
  }
}
