import Records
import Testing

@testable import Packaging

@Suite struct PlaylistTextTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let rule: String
    let file: String
    let old: String
    let new: String
    var testDescription: String { "\(rule): \(old) to \(new)" }

    init(_ rule: String, _ file: String, _ old: String, _ new: String) {
      (self.rule, self.file, self.old, self.new) = (rule, file, old, new)
    }
  }

  @Test func nothingIsFoundInAGoodStream() throws {
    let found = try MemoryStream().findings()
    #expect(found.isEmpty, "\(found.map { "\($0.rule ?? "") \($0.what)" })")
  }

  @Test(arguments: [
    Fault("playlist.extm3u", "v1.m3u8", "#EXTM3U\n", ""),
    Fault("playlist.byte-order-mark", "v1.m3u8", "#EXTM3U", "\u{FEFF}#EXTM3U"),
    Fault("playlist.control-characters", "v1.m3u8", "#EXT-X-ENDLIST", "#\u{7}\n#EXT-X-ENDLIST"),
    Fault("playlist.control-characters", "v1.m3u8", "#EXT-X-ENDLIST", "#\u{85}\n#EXT-X-ENDLIST"),
    Fault("playlist.duplicate-tag", "v1.m3u8", "#EXTINF:2.5", "#EXT-X-TARGETDURATION:4\n#EXTINF:2.5"),
    Fault("playlist.mixed-tags", "master.m3u8", "#EXT-X-VERSION:4", "#EXT-X-VERSION:4\n#EXT-X-ENDLIST"),
    Fault("playlist.version", "v1.m3u8", "VERSION:6", "VERSION:5"),
    Fault("playlist.version", "v1.m3u8", "#EXT-X-VERSION:6\n", ""),
    Fault("playlist.tag-value", "v1.m3u8", "SEQUENCE:1", "SEQUENCE:-1"),
    Fault("playlist.unknown-tag", "v1.m3u8", "#EXT-X-ENDLIST", "#EXT-X-SOMETHING\n#EXT-X-ENDLIST"),
    Fault("playlist.missing", "master.m3u8", "v2.m3u8", "v3.m3u8"),
    Fault("attribute.syntax", "v1.m3u8", "init.mp4\"", "init.mp4"),
    Fault("attribute.syntax", "master.m3u8", "RESOLUTION=320x180", "RESOLUTION=320 x180"),
    Fault("attribute.duplicate", "master.m3u8", "CHANNELS=\"2\"", "CHANNELS=\"2\",NAME=\"x\""),
    Fault("attribute.type", "master.m3u8", "BANDWIDTH=900000", "BANDWIDTH=0.9M"),
    Fault("attribute.type", "master.m3u8", "DEFAULT=YES", "DEFAULT=\"YES\""),
    Fault("attribute.type", "master.m3u8", "640x360", "640"),
    Fault("attribute.missing", "master.m3u8", "TYPE=AUDIO,GROUP-ID=\"a\"", "TYPE=AUDIO"),
    Fault("attribute.unknown", "master.m3u8", "CHANNELS=\"2\"", "CHANNELS=\"2\",LOUD=YES"),
    Fault("media.target-duration-missing", "v1.m3u8", "#EXT-X-TARGETDURATION:4\n", ""),
    Fault("media.target-duration", "v1.m3u8", "#EXTINF:4.000000", "#EXTINF:4.500000"),
    Fault("media.extinf", "v1.m3u8", "#EXTINF:2.500000", "#EXTINF:long"),
    Fault("media.empty", "v1.m3u8", MemoryStream.media, "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-ENDLIST\n"),
    Fault("media.tag-order", "v1.m3u8", "#EXT-X-ENDLIST", "#EXT-X-DISCONTINUITY-SEQUENCE:0\n#EXT-X-ENDLIST"),
    Fault("media.endlist", "v1.m3u8", "#EXT-X-ENDLIST\n", ""),
    Fault("media.playlist-type", "v1.m3u8", "#EXT-X-PLAYLIST-TYPE:VOD\n", ""),
    Fault("media.byte-range", "v1.m3u8", "s2.m4s", "#EXT-X-BYTERANGE:12\ns2.m4s"),
    Fault("media.trailing-tags", "v1.m3u8", "#EXT-X-ENDLIST", "#EXTINF:1.0,\n#EXT-X-ENDLIST"),
    Fault("media.start", "v1.m3u8", "#EXT-X-ENDLIST", "#EXT-X-START:TIME-OFFSET=-99\n#EXT-X-ENDLIST"),
    Fault("key.attributes", "v1.m3u8", "#EXTINF:2.5", "#EXT-X-KEY:METHOD=AES-128\n#EXTINF:2.5"),
    Fault("key.attributes", "v1.m3u8", "#EXTINF:2.5", "#EXT-X-KEY:METHOD=NONE,URI=\"k\"\n#EXTINF:2.5"),
    Fault(
      "key.iv", "v1.m3u8", "#EXTINF:2.5",
      "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x000102030405060708090a0b0c0d0e0f10\n#EXTINF:2.5"),
    Fault("multivariant.uri", "master.m3u8", "v2.m3u8\n", ""),
    Fault("multivariant.codecs-missing", "master.m3u8", "CODECS=\"avc1.4d401f,mp4a.40.2\",", ""),
    Fault("multivariant.resolution-missing", "master.m3u8", "RESOLUTION=640x360,", ""),
    Fault("multivariant.average-bandwidth-missing", "master.m3u8", "AVERAGE-BANDWIDTH=800000,", ""),
    Fault("multivariant.average-above-peak", "master.m3u8", "AVERAGE-BANDWIDTH=8", "AVERAGE-BANDWIDTH=9999"),
    Fault("multivariant.closed-captions", "master.m3u8", "640x360", "640x360,CLOSED-CAPTIONS=NONE"),
    Fault("multivariant.variants", "master.m3u8", "=400000", "=900000"),
    Fault(
      "group.undefined", "master.m3u8", "180,FRAME-RATE=25.000,AUDIO=\"a\"",
      "180,FRAME-RATE=25.000,AUDIO=\"b\""),
    Fault("group.unused", "master.m3u8", ",AUDIO=\"a\"", ""),
    Fault("group.autoselect", "master.m3u8", "AUTOSELECT=YES", "AUTOSELECT=NO"),
    Fault("group.forced", "master.m3u8", "DEFAULT=YES", "DEFAULT=YES,FORCED=YES"),
    Fault("iframe.tag", "i.m3u8", "#EXT-X-I-FRAMES-ONLY\n", ""),
    Fault("align.target-duration", "a.m3u8", "TARGETDURATION:4", "TARGETDURATION:5"),
    Fault("align.duration", "a.m3u8", "#EXTINF:2.500000", "#EXTINF:1.500000"),
    Fault("align.discontinuities", "v2.m3u8", "#EXTINF:2.5", "#EXT-X-DISCONTINUITY\n#EXTINF:2.5"),
  ])
  func faultIsFound(_ fault: Fault) throws {
    var stream = MemoryStream()
    let good = try #require(stream.files[fault.file])
    let text = good.replacing(fault.old, fault.new)
    #expect(text != good)
    stream.files[fault.file] = text
    let found = try stream.findings()
    let hit = try #require(found.first { $0.rule == fault.rule }, "\(found.compactMap(\.rule))")
    let rule = try #require(ConformanceRule.all.first { $0.id == fault.rule })
    #expect(hit.section == rule.section)
    #expect(hit.place?.isEmpty == false)
  }

  @Test func placesNameTheLineAndTheSegment() throws {
    var stream = MemoryStream()
    stream.files["v1.m3u8"] = MemoryStream.media.replacing("#EXTINF:2.500000", "#EXTINF:9.500000")
    let hit = try #require(try stream.findings().first { $0.rule == "media.target-duration" })
    #expect(hit.place == "v1.m3u8, line 12, segment 2 (s3.m4s)")
    #expect(hit.declared == "4")
    #expect(hit.measured == "9.500000")
    #expect(hit.start == 8)
  }

  @Test func manyFindingsOfARuleAreCounted() throws {
    var lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2", "#EXT-X-PLAYLIST-TYPE:VOD"]
    for index in 0..<100 { lines += ["#EXTINF:9.0,", "s\(index).ts"] }
    let stream = MemoryStream(files: ["v.m3u8": (lines + ["#EXT-X-ENDLIST", ""]).joined(separator: "\n")])
    let found = try stream.findings("v.m3u8").filter { $0.rule == "media.target-duration" }
    #expect(found.count == FindingList.kept + 1)
    #expect(found.last?.count == 100 - FindingList.kept)
  }

  @Test func whatIsNoPlaylistIsAnError() {
    let stream = MemoryStream(files: ["film.m3u8": "something else"])
    #expect(throws: (any Error).self) { try stream.findings("film.m3u8") }
    #expect(throws: (any Error).self) { try stream.findings("none.m3u8") }
  }

  @Test func rulesHaveNamesOfTheirOwn() {
    let rules = ConformanceRule.all
    #expect(Set(rules.map(\.id)).count == rules.count)
    #expect(
      rules.allSatisfy { $0.section.hasPrefix("RFC 8216bis ") || $0.section.hasPrefix("HLS Authoring ") })
    #expect(rules.allSatisfy { $0.sentence.hasSuffix(".") })
  }
}
