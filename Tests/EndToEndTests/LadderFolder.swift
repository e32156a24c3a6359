import Foundation
import Packaging
import Records
import Testing

/// A ladder that is quickly made.
enum Tiny {
  static let rungs = ["--rung", "320x180@200k", "--rung", "160x90@80k", "--preset", "ultrafast"]
  static let options = rungs + ["--segment", "1", "--progress", "none"]

  /// Makes a ladder and reads it.
  static func ladder(
    _ source: String, in folder: String, _ more: [String] = [], input: Input = .nothing
  ) throws -> LadderFolder {
    let outcome = try Program.run(["transcode-hls", source, "-o", folder] + options + more, input: input)
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try LadderFolder(folder)
  }
}

/// A ladder on disk, read by its playlists.
struct LadderFolder {
  /// One media playlist with what it names.
  struct Rendition {
    let path: String
    let playlist: MediaPlaylist
    let folder: String

    init(_ root: String, _ uri: String) throws {
      path = "\(root)/\(uri)"
      playlist = try MediaPlaylist.parse(
        String(decoding: try Scratch.bytes(path), as: UTF8.self), named: path)
      folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    var durations: [Rational] { playlist.segments.map(\.duration) }
    var duration: Double { durations.reduce(0) { $0 + $1.doubleValue } }
    var segmentBytes: [[UInt8]] {
      get throws { try playlist.segments.map { try Scratch.bytes("\(folder)/\($0.uri)") } }
    }

    /// All segments behind the initialization section, as one file.
    func joined() throws -> [UInt8] {
      var bytes = try playlist.map.map { try Scratch.bytes("\(folder)/\($0.uri)") } ?? []
      for segment in try segmentBytes { bytes += segment }
      return bytes
    }

    /// Lends all segments as one file.
    func withJoined<R>(_ body: (String) throws -> R) throws -> R {
      try Scratch.withFolder { folder in
        let file = "\(folder)/joined" + (playlist.map == nil ? ".ts" : ".mp4")
        try Data(try joined()).write(to: URL(filePath: file))
        return try body(file)
      }
    }

    /// Bits a second: the highest over runs of 0.5 to 1.5 target durations, and the mean (RFC 8216 4.3.4.2).
    func measured() throws -> (peak: Double, mean: Double) {
      let sizes = try segmentBytes.map { Double($0.count * 8) }
      let times = durations.map(\.doubleValue)
      let target = Double(playlist.targetDuration)
      var peak = 0.0
      for first in sizes.indices {
        var (bits, time) = (0.0, 0.0)
        for next in first..<sizes.count {
          bits += sizes[next]
          time += times[next]
          if time > 1.5 * target + 1e-5 { break }
          if time >= 0.5 * target - 1e-5 { peak = max(peak, bits / time) }
        }
      }
      let mean = sizes.reduce(0, +) / times.reduce(0, +)
      return (peak > 0 ? peak : mean, mean)
    }
  }

  let root: String
  let master: MasterPlaylist
  let video: [Rendition]
  let audio: [Rendition]

  init(_ root: String) throws {
    self.root = root
    let text = String(decoding: try Scratch.bytes("\(root)/master.m3u8"), as: UTF8.self)
    let master = try MasterPlaylist.parse(text, named: "\(root)/master.m3u8")
    self.master = master
    var seen: Set<String> = []
    video = try master.variants.map(\.stream.uri).filter { seen.insert($0).inserted }.map {
      try Rendition(root, $0)
    }
    audio = try master.audio.compactMap(\.uri).map { try Rendition(root, $0) }
  }

  /// The segments of all renditions and their lengths.
  var timeline: [String: [Rational]] {
    Dictionary(
      uniqueKeysWithValues: (video + audio).map { (String($0.path.dropFirst(root.count)), $0.durations) })
  }

  /// Checks what holds for every finished ladder.
  /// - Parameters:
  ///   - frames: the source's pictures.
  ///   - segment: the target duration in seconds.
  func check(frames: Int, segment: Rational = Rational(1)) throws {
    #expect(!video.isEmpty)
    try checkFiles()
    let first = try check(pictures: try #require(video.first), frames: frames, segment: segment)
    for rendition in video.dropFirst() {
      let other = try check(pictures: rendition, frames: frames, segment: segment)
      #expect(other.map(\.pts) == first.map(\.pts), "\(rendition.path)")
      #expect(other.map(\.timeBase) == first.map(\.timeBase), "\(rendition.path)")
      #expect(
        other.filter(\.isKeyframe).map(\.pts) == first.filter(\.isKeyframe).map(\.pts), "\(rendition.path)")
      #expect(rendition.durations == video[0].durations, "\(rendition.path)")
    }
    for sound in audio { try check(sound: sound) }
    try checkBandwidths()
    try checkIFrames()
  }

  /// Every file that a playlist names is there, and nothing else but the playlists.
  private func checkFiles() throws {
    var named: Set<String> = ["master.m3u8"]
    for rendition in video + audio {
      let folder = rendition.folder.dropFirst(root.count + 1)
      named.insert("\(folder)/playlist.m3u8")
      if let map = rendition.playlist.map { named.insert("\(folder)/\(map.uri)") }
      for segment in rendition.playlist.segments { named.insert("\(folder)/\(segment.uri)") }
      #expect(rendition.playlist.ended, "\(rendition.path)")
      #expect(rendition.playlist.playlistType == .vod, "\(rendition.path)")
    }
    for stream in master.iFrameStreams { named.insert(stream.uri) }
    #expect(Set(try Scratch.published(in: root)) == named)
    #expect(master.independentSegments)
  }

  private func check(pictures rendition: Rendition, frames: Int, segment: Rational) throws -> [Probe.Packet] {
    let packets = try rendition.withJoined { file in
      let decoded = try Probe.decoded(file)
      #expect(decoded.frames == frames, "\(rendition.path)")
      #expect(decoded.complaints == "", "\(rendition.path)")
      return try Probe.packets(file)
    }
    #expect(packets.count == frames, "\(rendition.path)")
    let start = try #require(packets.first)
    if rendition.playlist.map != nil { #expect(start.pts == 0, "\(rendition.path)") }
    // A new segment begins with the first picture at or after each multiple of the target duration.
    var starts: [Int64] = []
    var last: Int64 = -1
    for packet in packets {
      let time = Int128(packet.pts - start.pts) * Int128(packet.timeBase.num) * Int128(segment.den)
      let index = Int64(time / (Int128(packet.timeBase.den) * Int128(segment.num)))
      if index != last {
        starts.append(packet.pts)
        last = index
      }
    }
    #expect(packets.filter(\.isKeyframe).map(\.pts) == starts, "\(rendition.path)")
    #expect(rendition.playlist.segments.count == starts.count, "\(rendition.path)")
    var sum = 0.0
    for (time, next) in zip(rendition.durations, starts.dropFirst()) {
      sum += time.doubleValue
      #expect(abs(sum - Timestamp(next - start.pts, start.timeBase).seconds) < 2e-5, "\(rendition.path)")
    }
    // The playlist lasts as long as the pictures, within a frame.
    let lengths = zip(packets, packets.dropFirst()).map { Timestamp($1.pts - $0.pts, $0.timeBase).seconds }
    let end = try #require(packets.last)
    let shown = Timestamp(end.pts - start.pts, end.timeBase).seconds
    #expect(rendition.duration > shown, "\(rendition.path)")
    #expect(rendition.duration <= shown + (lengths.max() ?? 1) + 1e-3, "\(rendition.path)")
    return packets
  }

  private func check(sound rendition: Rendition) throws {
    try rendition.withJoined { file in
      let packets = try Probe.packets(file, stream: "a:0")
      let first = try #require(packets.first)
      if rendition.playlist.map != nil {
        #expect(first.pts == 0, "\(rendition.path)")
        for (a, b) in zip(packets, packets.dropFirst()) {
          #expect(b.pts - a.pts == 1024, "\(rendition.path)")
        }
        let seconds = Timestamp(Int64(packets.count) * 1024, first.timeBase).seconds
        #expect(abs(rendition.duration - seconds) < 1e-4, "\(rendition.path)")
      }
    }
    // No shorter than the pictures; boundaries within half an audio frame (24 ms is enough for all rates here).
    let pictures = video[0]
    #expect(rendition.duration > pictures.duration - 0.024, "\(rendition.path)")
    var (heard, seen) = (0.0, 0.0)
    for (a, b) in zip(rendition.durations, pictures.durations.dropLast()) {
      heard += a.doubleValue
      seen += b.doubleValue
      #expect(abs(heard - seen) < 0.024, "\(rendition.path)")
    }
  }

  private func checkBandwidths() throws {
    for variant in master.variants {
      let pictures = try #require(video.first { $0.path == "\(root)/\(variant.stream.uri)" }).measured()
      var sound = (peak: 0.0, mean: 0.0)
      for (index, choice) in master.audio.enumerated() where choice.groupID == variant.audioGroup {
        let measured = try audio[index].measured()
        sound = (max(sound.peak, measured.peak), max(sound.mean, measured.mean))
      }
      let peak = pictures.peak + sound.peak
      let mean = pictures.mean + sound.mean
      let declared = Double(variant.stream.bandwidth)
      #expect(
        declared >= peak - 8 && declared <= peak * 1.01,
        "\(variant.stream.uri): \(declared), measured \(peak)")
      let average = Double(try #require(variant.stream.averageBandwidth))
      #expect(abs(average - mean) <= mean * 0.01, "\(variant.stream.uri): \(average), measured \(mean)")
      #expect(!variant.stream.codecs.isEmpty)
      #expect(variant.stream.codecs.contains { $0.hasPrefix("mp4a") } == (variant.audioGroup != nil))
    }
  }

  private func checkIFrames() throws {
    #expect(master.iFrameStreams.count == video.count)
    for (stream, rendition) in zip(master.iFrameStreams, video) {
      let text = String(decoding: try Scratch.bytes("\(root)/\(stream.uri)"), as: UTF8.self)
      let playlist = try IFramePlaylist.parse(text, named: stream.uri)
      #expect(playlist.entries.map(\.uri) == rendition.playlist.segments.map(\.uri), "\(stream.uri)")
      for entry in playlist.entries {
        let bytes = try Scratch.bytes("\(rendition.folder)/\(entry.uri)")
        #expect(entry.byteRange.end <= bytes.count, "\(stream.uri)")
      }
      let entry = try #require(playlist.entries.last)
      let file = try Scratch.bytes("\(rendition.folder)/\(entry.uri)")
      let map = try playlist.map.map { try Scratch.bytes("\(rendition.folder)/\($0.uri)") } ?? []
      try Scratch.withFolder { folder in
        let alone = "\(folder)/alone"
        try Data(map + file[entry.byteRange.offset..<entry.byteRange.end]).write(to: URL(filePath: alone))
        #expect(try Probe.packets(alone).map(\.isKeyframe) == [true], "\(stream.uri)")
      }
    }
  }
}
