import Records
import Testing

@testable import Packaging

@Suite struct TranscodePlanTests {
  /// A plain 720p film.
  static func film(_ width: Int = 1280, _ height: Int = 720) -> StreamRecord {
    var stream = StreamRecord()
    stream.width = width
    stream.height = height
    stream.pixelFormat = "yuv420p"
    stream.frameRate = Rational(25)
    stream.timeBase = Rational(1, 12800)
    return stream
  }

  private static func track(_ number: Int, language: String?, channels: Int = 2, isDefault: Bool = false)
    -> AudioTrack
  {
    var track = AudioTrack()
    track.track = number
    track.sampleRate = 48000
    track.channels = channels
    track.layout = channels == 6 ? "5.1" : (channels == 1 ? "mono" : "stereo")
    track.language = language
    track.isDefault = isDefault
    return track
  }

  private func plan(_ stream: StreamRecord, _ change: (inout TranscodeOptions) throws -> Void = { _ in })
    throws -> TranscodePlan
  {
    var options = TranscodeOptions()
    try change(&options)
    return try TranscodePlan(stream, options: options)
  }

  @Test func rungsAboveTheSourceAreLeftOut() throws {
    #expect(try plan(Self.film(1920, 1080)).renditions.map(\.name) == ["1080p", "720p", "480p"])
    #expect(try plan(Self.film()).renditions.map(\.name) == ["720p", "480p"])
    #expect(try plan(Self.film(176, 144)).renditions.map(\.name) == ["144p"])
    let portrait = try plan(Self.film(720, 1280))
    #expect(portrait.renditions.map { [$0.width, $0.height] } == [[720, 1280], [480, 854]])
  }

  @Test func coloursThatAreNotGivenAreGuessedBySize() throws {
    #expect(try plan(Self.film()).space == "bt709")
    #expect(try plan(Self.film(640, 480)).space == "smpte170m")
    let pal = try plan(Self.film(720, 576))
    #expect(pal.space == "bt470bg")
    #expect(pal.primaries == "bt470bg")
    #expect(pal.transfer == "smpte170m")
    var tagged = Self.film(640, 480)
    tagged.color.space = "bt709"
    tagged.color.primaries = "bt709"
    let kept = try plan(tagged)
    #expect(kept.space == "bt709")
    #expect(kept.primaries == "bt709")
    var rgb = Self.film(640, 480)
    rgb.pixelFormat = "rgb24"
    #expect(try plan(rgb).space == "bt709")
    #expect(try plan(rgb).range == "tv")
  }

  @Test(arguments: ["smpte2084", "arib-std-b67"])
  func highDynamicRangeIsToneMappedForH264Only(transfer: String) throws {
    var stream = Self.film(3840, 2160)
    stream.pixelFormat = "yuv420p10le"
    stream.color.transfer = transfer
    stream.color.primaries = "bt2020"
    stream.color.space = "bt2020nc"
    let mapped = try plan(stream)
    #expect(mapped.preparation.contains("tonemap"))
    #expect(mapped.preparation.contains("tin=\(transfer)"))
    #expect([mapped.space, mapped.primaries, mapped.transfer] == ["bt709", "bt709", "bt709"])
    #expect(mapped.renditions.allSatisfy { $0.pixelFormat == "yuv420p" })
    let deep = try plan(stream) { $0.codec = .hevc }
    #expect(!deep.preparation.contains("tonemap"))
    #expect(deep.transfer == transfer)
    #expect(deep.renditions.allSatisfy { $0.pixelFormat == "yuv420p10le" && $0.profile == "main10" })
    let left = try plan(stream) { $0.toneMaps = false }
    #expect(!left.preparation.contains("tonemap"))
    #expect(left.transfer == transfer)
    #expect(try !plan(Self.film()).preparation.contains("tonemap"))
  }

  @Test func interlacedVideoIsDeinterlacedByItsOrder() throws {
    var stream = Self.film(720, 576)
    stream.fieldOrder = .topTop
    #expect(try plan(stream).preparation.contains("parity=tff"))
    stream.fieldOrder = .bottomBottom
    #expect(try plan(stream).preparation.contains("parity=bff"))
    #expect(try plan(stream) { $0.deinterlaces = false }.preparation.isEmpty)
    stream.fieldOrder = .progressive
    #expect(try plan(stream).preparation.isEmpty)
  }

  @Test(arguments: [VideoCodec.hevc, .av1])
  func onlyH264GoesIntoTransportStreams(codec: VideoCodec) throws {
    let error = try #require(throws: PackagingFormatError.self) {
      _ = try plan(Self.film()) {
        $0.codec = codec
        $0.container = .ts
      }
    }
    #expect("\(error)".contains("--container fmp4"))
    #expect(try plan(Self.film()) { $0.container = .ts }.renditions.count == 2)
  }

  @Test func aRungsOwnCodecAndPresetWin() throws {
    let plan = try plan(Self.film()) {
      $0.preset = "medium"
      $0.ladder = try Ladder(rungs: [
        Rung(width: 1280, height: 720, bitrate: 2_000_000, codec: "hevc", preset: "slow"),
        Rung(width: 640, height: 360, bitrate: 500_000),
      ])
    }
    #expect(plan.renditions.map(\.codec) == [.hevc, .h264])
    #expect(plan.renditions.map(\.preset) == ["slow", "medium"])
    #expect(throws: PackagingFormatError.self) {
      try self.plan(Self.film()) {
        $0.ladder = try Ladder(rungs: [Rung(width: 640, height: 360, bitrate: 500_000, codec: "vp9")])
      }
    }
  }

  @Test func theOutputsTickDividesTheSources() {
    let scales: [(Rational, Int64)] = [
      (Rational(1, 1000), 16000), (Rational(1, 12800), 12800), (Rational(1, 90000), 90000),
      (Rational(1, 30000), 30000), (Rational(1001, 30000), 30000), (Rational(1, 25), 12800),
    ]
    for (source, scale) in scales {
      let base = TranscodePlan.outputTimeBase(source)
      #expect(base == Rational(1, scale))
      #expect(scale % source.reduced.den == 0)
    }
  }

  @Test func soundFollowsTheTracks() throws {
    var stream = Self.film()
    stream.audio = [
      Self.track(0, language: "ger", channels: 6), Self.track(1, language: "eng", isDefault: true),
      Self.track(2, language: "eng"), Self.track(3, language: nil, channels: 1),
    ]
    let plain = try plan(stream)
    #expect(plain.audio.map(\.name) == ["audio_de", "audio_en", "audio_en_2", "audio"])
    #expect(plain.audio.map(\.isDefault) == [false, true, false, false])
    #expect(plain.audio.map(\.channels) == [2, 2, 2, 1])
    #expect(plain.audio.map(\.bitrate) == [128_000, 128_000, 128_000, 64_000])
    #expect(Set(plain.audio.map(\.title)).count == 4)
    let surround = try plan(stream) { $0.keepsSurround = true }
    #expect(surround.audio.map(\.channels) == [2, 6, 2, 2, 1])
    #expect(surround.audio[1].track == 0)
    #expect(surround.audio[1].bitrate == 384_000)
  }

  @Test func withoutADefaultTheFirstTrackIsIt() throws {
    var stream = Self.film()
    stream.audio = [Self.track(0, language: "fr"), Self.track(1, language: "en")]
    #expect(try plan(stream).audio.map(\.isDefault) == [true, false])
  }

  @Test func equalRequestsGiveEqualPlans() throws {
    let (one, other) = (try plan(Self.film()), try plan(Self.film()))
    #expect(one == other)
    let longer = try plan(Self.film()) { $0.segment = Rational(6) }
    #expect(one != longer)
  }
}
