import Foundation
import Packaging
import Records
import Testing

/// Subtitles and thumbnails of ladders.
@Suite struct LadderTextTests {
  private static let rungs = [
    "--rung", "160x90@80k", "--preset", "ultrafast", "--segment", "2", "--no-shared-analysis", "--progress",
    "none",
  ]

  private func run(_ command: [String]) throws -> Outcome {
    let outcome = try Program.pipeline([command])[0]
    #expect(outcome.ending == .exited(0), "\(command.joined(separator: " ")): \(outcome.errors)")
    return outcome
  }

  private let subrip = """
    1
    00:00:00,500 --> 00:00:01,250
    Tom & <i>Jerry</i>

    2
    00:00:01,500 --> 00:00:04,500
    over
    three segments

    3
    00:00:06,100 --> 00:00:07,000
    late

    """

  /// The first seconds of a clip with the text above as tracks of a codec.
  private func clip(_ path: String, codec: String, in folder: String) throws {
    try Data(subrip.utf8).write(to: URL(filePath: "\(folder)/text.srt"))
    _ = try run([
      "ffmpeg", "-v", "error", "-i", Fixtures.path("sintel.mp4"), "-i", "\(folder)/text.srt", "-map", "0:v",
      "-map", "1", "-map", "1", "-t", "8", "-c:v", "libx264", "-preset", "ultrafast", "-s", "160x90", "-c:s",
      codec, "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=ger", "-metadata:s:s:1",
      "title=Schilder", "-disposition:s:0", "0", "-disposition:s:1", "default+forced", path,
    ])
  }

  @Test(arguments: [
    ("clip.mkv", "srt"), ("clip.mkv", "ass"), ("clip.mkv", "webvtt"), ("clip.mp4", "mov_text"),
  ])
  func textTracksBecomeSegmentsBesideThePictures(name: String, codec: String) throws {
    try Scratch.withFolder { folder in
      let source = "\(folder)/\(name)"
      try clip(source, codec: codec, in: folder)
      _ = try run([Program.path, "transcode-hls", source, "-o", "\(folder)/out"] + Self.rungs)
      let ladder = try LadderFolder("\(folder)/out")
      let tracks = ladder.master.subtitles
      #expect(tracks.map(\.language) == ["en", "de"])
      #expect(tracks.map(\.uri) == ["subtitles_en/playlist.m3u8", "subtitles_de/playlist.m3u8"])
      #expect(ladder.master.variants.allSatisfy { $0.subtitleGroup == "subtitles" })
      if name.hasSuffix("mkv") {
        #expect(tracks.map(\.name) == ["en", "Schilder"])
        #expect(tracks.map(\.isDefault) == [false, true])
        #expect(tracks.map(\.isForced) == [false, true])
      }
      for track in tracks {
        let rendition = try LadderFolder.Rendition(ladder.root, track.uri)
        #expect(rendition.durations == ladder.video[0].durations)
        #expect(rendition.playlist.map == nil)
        let texts = try rendition.segmentBytes.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts.allSatisfy { $0.hasPrefix("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n") })
        let long = "\n00:00:01.500 --> 00:00:04.500\nover\nthree segments\n"
        #expect(texts.map { $0.contains(long) } == [true, true, true, false])
        #expect(
          texts[0].contains("\n00:00:00.500 --> 00:00:01.250\nTom &amp; <i>Jerry</i>\n"), "\(texts[0])")
        #expect(texts[3].contains("\n00:00:06.100 --> 00:00:07.000\nlate\n"))
        #expect(texts.map { $0.split(separator: "-->").count - 1 } == [2, 1, 1, 1])
      }
    }
  }

  @Test func ffmpegReadsTheSubtitlesBack() throws {
    try Scratch.withFolder { folder in
      try clip("\(folder)/clip.mkv", codec: "srt", in: folder)
      _ = try run([Program.path, "transcode-hls", "\(folder)/clip.mkv", "-o", "\(folder)/out"] + Self.rungs)
      for number in 1...4 {
        let text = try run(
          [
            "ffmpeg", "-v", "error", "-i", "\(folder)/out/subtitles_en/seg_0000\(number).vtt", "-f", "srt",
            "-",
          ])
        let wanted = number == 1 ? "Tom & <i>Jerry</i>" : number == 4 ? "late" : "three segments"
        #expect(text.text.contains(wanted), "\(text.text)")
      }
    }
  }

  @Test func subtitlesCanBeLeftOutAndPicturesOfTextAreSaidToBe() throws {
    try Scratch.withFolder { folder in
      try clip("\(folder)/clip.mkv", codec: "srt", in: folder)
      _ = try run(
        [Program.path, "transcode-hls", "\(folder)/clip.mkv", "-o", "\(folder)/out", "--no-subtitles"]
          + Self.rungs)
      #expect(try LadderFolder("\(folder)/out").master.subtitles.isEmpty)
      _ = try run([
        "ffmpeg", "-v", "error", "-i", "\(folder)/clip.mkv", "-map", "0:v", "-map", "0:v", "-c:v:0", "copy",
        "-c:v:1", "copy", "-t", "1", "\(folder)/two.mkv",
      ])
      let dry = try run(
        [Program.path, "transcode-hls", "\(folder)/two.mkv", "-o", "\(folder)/x", "--dry-run"] + Self.rungs)
      #expect(!dry.text.contains("webvtt"))
    }
  }

  // MARK: Thumbnails

  @Test func sheetsHoldTheSegmentsFirstPictures() throws {
    try Scratch.withFolder { folder in
      let outcome = try run(
        [
          Program.path, "transcode-hls", Fixtures.path("sintel.mp4"), "-o", "\(folder)/out", "--thumbnails=2",
        ] + Self.rungs)
      let log = try RecordLog(outcome)
      let roles = Dictionary(grouping: log.files, by: \.role.rawValue).mapValues { $0.map(\.path) }
      #expect(roles["image"] == ["thumbnails/sheet_00001.jpg"])
      #expect(roles["thumbnail_index"] == ["thumbnails.vtt"])
      #expect(roles["image_playlist"] == ["thumbnails/playlist.m3u8"])
      let ladder = try LadderFolder("\(folder)/out")
      #expect(ladder.master.imageStreams.map(\.uri) == ["thumbnails/playlist.m3u8"])
      let index = String(decoding: try Scratch.bytes("\(folder)/out/thumbnails.vtt"), as: UTF8.self)
      let places = index.split(separator: "\n").filter { $0.contains("#xywh=") }
      #expect(places.count == ladder.video[0].playlist.segments.count)
      // Each picture on the sheet looks like the one that ffmpeg shows at that time.
      for (number, place) in places.enumerated() {
        let numbers = try #require(place.split(separator: "=").last).split(separator: ",").compactMap {
          Int($0)
        }
        let (x, y, width, height) = (numbers[0], numbers[1], numbers[2], numbers[3])
        let compared = try run([
          "ffmpeg", "-v", "info", "-nostats", "-ss", "\(number * 2)", "-i", Fixtures.path("sintel.mp4"), "-i",
          "\(folder)/out/thumbnails/sheet_00001.jpg", "-filter_complex",
          "[0:v]scale=\(width):\(height):flags=area,format=gray[a];[1:v]crop=\(width):\(height):\(x):\(y),"
            + "scale=out_range=tv,format=gray[b];[a][b]ssim", "-frames:v", "1", "-f", "null", "-",
        ])
        let score = try #require(compared.errors.split(separator: "All:").last?.prefix { $0 != " " })
        #expect(try #require(Double(score)) > 0.8, "thumbnail \(number): \(compared.errors)")
      }
    }
  }

  @Test func turnedPicturesAndEncryptedOnesHaveThumbnails() throws {
    try Scratch.withFolder { folder in
      _ = try run(
        [
          Program.path, "transcode-hls", Fixtures.path("rotated.mp4"), "-o", "\(folder)/out", "--thumbnails",
          "--encrypt", "aes-128", "--key-uri", "k", "--key-dir", "\(folder)/keys",
        ] + Self.rungs)
      let sheet = try Probe.stream("\(folder)/out/thumbnails/sheet_00001.jpg", "v:0")
      #expect(sheet["width"] as? Int == 90)
      #expect(sheet["height"] as? Int == 160)
    }
  }

  // MARK: Dry runs

  @Test func aDryRunShowsTheLadderAndWhy() throws {
    try Scratch.withFolder { folder in
      let outcome = try run(
        [
          Program.path, "transcode-hls", Fixtures.path("two_languages.mp4"), "-o", "\(folder)/out",
          "--dry-run",
          "--rung", "3840x2160@9M", "--rung", "160x90@80k", "--thumbnails", "--no-shared-analysis",
        ])
      let rows = outcome.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(rows.contains { $0.prefix(6) == ["90p", "160x90", "80k", "88k", "h264", "faster"] })
      #expect(rows.contains { $0.first == "-" && $0[1] == "3840x2160" && $0.suffix(2) == ["the", "source"] })
      #expect(rows.filter { $0.contains("aac") }.count == 2)
      #expect(outcome.text.contains("thumbnails of 160x90, one each 10 s"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/out"))
    }
  }
}
