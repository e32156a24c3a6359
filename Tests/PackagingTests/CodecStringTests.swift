import Testing

@testable import Packaging

@Suite("Codec strings") struct CodecStringTests {
  @Test("H.264 from avcC and from a byte stream")
  func h264() throws {
    let record = bytes(hex: "01640015ffe100196764 0015acd940a0")
    #expect(try CodecString.h264(record) == "avc1.640015")
    #expect(try CodecString.h264(bytes(hex: "00000001 09f0 000001 67640028ac")) == "avc1.640028")
    #expect(try CodecString.h264(bytes(hex: "000001 6742c01e00"), sampleEntry: "avc3") == "avc3.42c01e")
    #expect(throws: PackagingFormatError.self) { try CodecString.h264(bytes(hex: "00000001 68ee")) }
    #expect(throws: PackagingFormatError.self) { try CodecString.h264([]) }
  }

  @Test("HEVC from hvcC and from byte streams with emulation prevention")
  func hevc() throws {
    let main10 =
      "0000000140010c01ffff02200000030090000003000003003c9598090000000142010102200000030090000003"
      + "00000300 3ca00a080b9f6d96566924caf01680"
    #expect(try CodecString.hevc(bytes(hex: main10)) == "hvc1.2.4.L60.90")
    let videoSetAlone = "0000000140010c01ffff01600000030090000003000003003c959809"
    #expect(try CodecString.hevc(bytes(hex: videoSetAlone), sampleEntry: "hev1") == "hev1.1.6.L60.90")
    let record = "0101600000009000000000003cf000fcfdf8f8"
    #expect(try CodecString.hevc(bytes(hex: record)) == "hvc1.1.6.L60.90")
    #expect(try CodecString.hevc(bytes(hex: "01 01 60000000 B00000000000 5D F000")) == "hvc1.1.6.L93.B0")
    #expect(try CodecString.hevc(bytes(hex: "01 22 20000000 900000000000 78 F000")) == "hvc1.2.4.H120.90")
    #expect(try CodecString.hevc(bytes(hex: "01 41 60000000 000000000000 5D F000")) == "hvc1.A1.6.L93")
    #expect(throws: PackagingFormatError.self) { try CodecString.hevc(bytes(hex: "00000001 4401c172")) }
  }

  @Test("AV1 from av1C, with units and without, and from a sequence header")
  func av1() throws {
    let units = "0a0b00000004 3cfeccdaf90040"
    #expect(try CodecString.av1(bytes(hex: "81000c00" + units)) == "av01.0.00M.08")
    #expect(try CodecString.av1(bytes(hex: "1200" + units)) == "av01.0.00M.08")
    #expect(try CodecString.av1(bytes(hex: "81040c00")) == "av01.0.04M.08")
    #expect(try CodecString.av1(bytes(hex: "81084c00")) == "av01.0.08M.10")
    #expect(try CodecString.av1(bytes(hex: "810dcc00")) == "av01.0.13H.10")
    // 4:4:4, 10 bits, BT.2020 with PQ: colour that differs needs the long form.
    let pq = "812040000a0d20000004 3cfeccdaf961220122"
    #expect(try CodecString.av1(bytes(hex: pq)) == "av01.1.00M.10.0.000.09.16.09.0")
    #expect(throws: PackagingFormatError.self) { try CodecString.av1(bytes(hex: "1200")) }
    #expect(throws: PackagingFormatError.self) { try CodecString.av1(bytes(hex: "0a0200")) }
  }

  @Test("AAC with and without its extensions")
  func aac() throws {
    #expect(try CodecString.aac(bytes(hex: "1190")) == "mp4a.40.2")
    #expect(try CodecString.aac(bytes(hex: "120856e500")) == "mp4a.40.2")
    #expect(try CodecString.aac(bytes(hex: "131056e598")) == "mp4a.40.5")
    #expect(try CodecString.aac(bytes(hex: "130856e59d4880")) == "mp4a.40.29")
    #expect(try CodecString.aac(bytes(hex: "2b920800")) == "mp4a.40.5")
    #expect(try CodecString.aac(bytes(hex: "eb8a0800")) == "mp4a.40.29")
    #expect(try CodecString.aac(bytes(hex: "f9480000")) == "mp4a.40.42")
    #expect(throws: PackagingFormatError.self) { try CodecString.aac([0x12]) }
    #expect(throws: PackagingFormatError.self) { try CodecString.aac([]) }
  }

  @Test("VP9 and the codecs whose strings never change")
  func constants() {
    #expect(CodecString.vp9(profile: 0, level: 10, bitDepth: 8) == "vp09.00.10.08")
    #expect(CodecString.vp9(profile: 2, level: 51, bitDepth: 10) == "vp09.02.51.10")
    #expect(
      [CodecString.opus, CodecString.ac3, CodecString.eac3, CodecString.mp3, CodecString.flac] == [
        "Opus", "ac-3", "ec-3", "mp4a.40.34", "fLaC",
      ])
  }
}
