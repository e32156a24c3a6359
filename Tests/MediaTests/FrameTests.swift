import Media
import Records
import Testing

@Suite struct FrameTests {
  @Test(arguments: [("fltp", "flt"), ("s16", "s16"), ("s32p", "s32")])
  func silenceIsZeroInSignedFormats(format: String, packed: String) throws {
    let frame = try Frame.silence(samples: 1000, sampleRate: 44100, layout: "5.1", format: format)
    #expect(frame.sampleCount == 1000)
    #expect(frame.sampleRate == 44100)
    #expect(frame.channels == 6)
    #expect(frame.channelLayout == "5.1")
    #expect(frame.sampleFormat.name == format)
    let bytes = try frame.interleavedSamples(as: packed, channels: 6).bytes
    #expect(bytes.count == 1000 * 6 * frame.sampleFormat.bytesPerSample)
    #expect(bytes.allSatisfy { $0 == 0 })
  }

  @Test func silenceIsTheMiddleOfUnsignedFormats() throws {
    let frame = try Frame.silence(samples: 3, sampleRate: 8000, layout: "mono", format: "u8")
    #expect(try frame.interleavedSamples(as: "u8", channels: 1).bytes == [128, 128, 128])
  }

  @Test func unknownFormatsAndLayoutsAreErrors() {
    #expect(throws: MediaError.self) {
      try Frame.silence(samples: 1, sampleRate: 8000, layout: "mono", format: "nonsense")
    }
    #expect(throws: MediaError.self) {
      try Frame.silence(samples: 1, sampleRate: 8000, layout: "nonsense", format: "s16")
    }
  }

  @Test func aChangedFormatIsAnErrorOfTheStream() throws {
    let frame = try Frame.silence(samples: 4, sampleRate: 8000, layout: "mono", format: "s16")
    #expect(throws: MediaError.self) { try frame.interleavedSamples(as: "s16", channels: 2) }
    #expect(throws: MediaError.self) { try frame.interleavedSamples(as: "flt", channels: 1) }
  }

  @Test func droppingSamplesShortensTheBeginning() throws {
    let frame = try Frame.silence(samples: 100, sampleRate: 8000, layout: "stereo", format: "s16")
    frame.pts = 10
    let rest = try frame.droppingFirst(30)
    #expect(rest.sampleCount == 70)
    #expect(frame.sampleCount == 100)
  }

  @Test func aReferenceHasItsOwnTimestamp() throws {
    let frame = try Frame.silence(samples: 1, sampleRate: 8000, layout: "mono", format: "s16")
    frame.pts = 1
    let other = try frame.reference()
    other.pts = 2
    #expect(frame.pts == 1)
    other.pts = nil
    #expect(other.pts == nil)
  }

  @Test func packetsKeepBytesAndTimes() throws {
    let packet = try Packet(bytes: [1, 2, 3])
    packet.pts = 1001
    packet.dts = nil
    packet.isKeyframe = true
    let copy = try packet.reference()
    copy.rescale(from: Rational(1, 30000), to: Rational(1, 90000))
    #expect(copy.bytes == [1, 2, 3])
    #expect(copy.pts == 3003)
    #expect(copy.dts == nil)
    #expect(copy.isKeyframe)
    #expect(packet.pts == 1001)
  }
}
