import Media
import Pipeline
import Records
import Testing

@Suite struct ProbeTests {
  private func video(_ name: String) throws -> ElementaryStreamRecord {
    try #require(try Fixtures.probe(Fixtures.path(name)).video)
  }

  @Test func constantRateIsToldFromCountedPackets() throws {
    let probed = try Fixtures.probe(Fixtures.path("sintel.mp4"))
    let video = try #require(probed.video)
    #expect(probed.container.duration == 12)
    #expect(video.frameRateMode == .constant)
    #expect(video.frameRate == Rational(24))
    #expect(video.averageFrameRate == Rational(24))
    #expect(video.frames == 288)
    #expect(video.codecString == "h264!")
    #expect(probed.end.status == .complete)
    #expect(probed.end.frames == 288)
    #expect(probed.problems.isEmpty)
  }

  @Test(arguments: [("run_2997.mp4", Rational(30000, 1001)), ("traffic_5994.mp4", Rational(60000, 1001))])
  func broadcastRatesAreExact(name: String, rate: Rational) throws {
    let video = try video(name)
    #expect(video.frameRateMode == .constant)
    #expect(video.frameRate == rate)
    #expect(video.averageFrameRate == rate)
  }

  @Test func variableRateIsToldWithItsShortestAndLongestFrame() throws {
    let video = try video("vfr.mp4")
    #expect(video.frameRateMode == .variable)
    #expect(video.frames == 100)
    #expect(video.minFrameDuration == 0.027)
    #expect(video.maxFrameDuration == 0.107)
  }

  @Test func millisecondRoundingIsNoVariableRate() throws {
    let video = try video("box.mp4")
    #expect(video.frameRateMode == .constant)
    #expect(video.minFrameDuration == 0.033)
    #expect(video.maxFrameDuration == 0.034)
  }

  @Test func displaySizeFollowsRotationAndPixelShape() throws {
    let rotated = try video("rotated.mp4")
    #expect(rotated.rotation == 270)
    #expect(rotated.isMirrored == false)
    #expect([rotated.displayWidth, rotated.displayHeight] == [180, 320])
    let anamorphic = try video("anamorphic.mp4")
    #expect(anamorphic.sampleAspect == Rational(4, 3))
    #expect([anamorphic.displayWidth, anamorphic.displayHeight] == [320, 180])
  }

  @Test func fieldsAndDynamicRangeAreFound() throws {
    let interlaced = try video("interlaced.ts")
    #expect(interlaced.isInterlaced == true)
    #expect(interlaced.fieldOrder == .topTop)
    let hdr = try video("hdr.mp4")
    #expect(hdr.hdrFormat == "pq")
    #expect(hdr.bitDepth == 10)
    #expect(hdr.color?.primaries == "bt2020")
    #expect(hdr.hdr?.maxCLL == 1000)
    #expect(hdr.hdr?.masteringDisplay?.hasSuffix("L(10000000,1)") == true)
    #expect(try video("sintel.mp4").isInterlaced == false)
  }

  @Test func languagesAndAudioOnlyFilesAreToldRight() throws {
    let two = try Fixtures.probe(Fixtures.path("two_languages.mp4"))
    #expect(two.audio.map(\.language) == ["eng", "fra"])
    #expect(two.audio.map(\.isDefault) == [true, false])
    let audioOnly = try Fixtures.probe(Fixtures.path("audio_only.m4a"))
    #expect(audioOnly.video == nil)
    #expect(audioOnly.end.status == .complete)
  }

  @Test func headersAloneGiveNoCounts() throws {
    let probed = try Fixtures.probe(Fixtures.path("vfr.mp4"), readsPackets: false)
    #expect(probed.video?.packets == nil)
    #expect(probed.video?.frameRateMode == .unknown)
    #expect(probed.video?.width == 320)
    #expect(probed.end.frames == 0)
  }

  @Test func cutOffFilesAreReported() throws {
    let probed = try Fixtures.probe(Fixtures.path("truncated_faststart.mp4"))
    #expect(probed.end.errors == 1)
    #expect(probed.problems.contains { $0.what.contains("declares 100 frames, but 51") })
    #expect(probed.problems.contains { $0.place == "packet 50" })
  }

  @Test(arguments: ["empty.mp4", "not_media.mp4", "truncated.mp4", "missing.mp4"])
  func whatIsNoMediaIsOneError(name: String) {
    #expect(throws: MediaError.self) { try Fixtures.probe(Fixtures.path(name)) }
  }
}
