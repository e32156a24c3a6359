import Records
import Testing

@testable import Packaging

@Suite("Media playlists") struct MediaPlaylistTests {
  private let ntsc = Rational(30_030, 5000)

  @Test("A finished fMP4 playlist is rendered whole")
  func vod() throws {
    let playlist = MediaPlaylist(
      playlistType: .vod, map: MediaPlaylist.Map(uri: "init.mp4"),
      segments: (0..<3).map { MediaPlaylist.Segment(uri: "seg\($0).m4s", duration: ntsc) }
        + [MediaPlaylist.Segment(uri: "seg3.m4s", duration: Rational(1, 3))],
      ended: true)
    let text = """
      #EXTM3U
      #EXT-X-VERSION:6
      #EXT-X-TARGETDURATION:6
      #EXT-X-MEDIA-SEQUENCE:0
      #EXT-X-PLAYLIST-TYPE:VOD
      #EXT-X-INDEPENDENT-SEGMENTS
      #EXT-X-MAP:URI="init.mp4"
      #EXTINF:6.006000,
      seg0.m4s
      #EXTINF:6.006000,
      seg1.m4s
      #EXTINF:6.006000,
      seg2.m4s
      #EXTINF:0.333333,
      seg3.m4s
      #EXT-X-ENDLIST

      """
    #expect(playlist.rendered() == text)
    #expect(try MediaPlaylist.parse(text).rendered() == text)
  }

  @Test("A live window of MPEG-TS is rendered whole, with everything a segment can say")
  func live() throws {
    let playlist = MediaPlaylist(
      targetDuration: 4, mediaSequence: 17, discontinuitySequence: 2,
      segments: [
        MediaPlaylist.Segment(
          uri: "a.ts", duration: Rational(4, 1), byteRange: ByteRange(offset: 0, length: 188),
          programDateTime: ProgramDateTime(milliseconds: 1_709_208_000_040)),
        MediaPlaylist.Segment(
          uri: "b \"1\".ts", duration: Rational(7, 2), byteRange: ByteRange(offset: 188, length: 376),
          discontinuity: true),
      ])
    let text = """
      #EXTM3U
      #EXT-X-VERSION:4
      #EXT-X-TARGETDURATION:4
      #EXT-X-MEDIA-SEQUENCE:17
      #EXT-X-DISCONTINUITY-SEQUENCE:2
      #EXT-X-INDEPENDENT-SEGMENTS
      #EXT-X-PROGRAM-DATE-TIME:2024-02-29T12:00:00.040Z
      #EXTINF:4.000000,
      #EXT-X-BYTERANGE:188@0
      a.ts
      #EXT-X-DISCONTINUITY
      #EXTINF:3.500000,
      #EXT-X-BYTERANGE:376@188
      b%20%221%22.ts

      """
    #expect(playlist.rendered() == text)
    var expected = playlist
    expected.segments[1].uri = "b%20%221%22.ts"
    #expect(try MediaPlaylist.parse(text) == expected)
  }

  @Test("An I-frame playlist is rendered whole, and read again")
  func iFrames() throws {
    let playlist = IFramePlaylist(
      playlistType: .vod,
      map: MediaPlaylist.Map(uri: "init.mp4", byteRange: ByteRange(offset: 0, length: 700)),
      entries: [
        IFramePlaylist.Entry(
          uri: "0.m4s", duration: Rational(2, 1), byteRange: ByteRange(offset: 24, length: 6436)),
        IFramePlaylist.Entry(
          uri: "1.m4s", duration: Rational(5, 2), byteRange: ByteRange(offset: 24, length: 9964)),
      ], ended: true)
    let text = """
      #EXTM3U
      #EXT-X-VERSION:5
      #EXT-X-TARGETDURATION:3
      #EXT-X-MEDIA-SEQUENCE:0
      #EXT-X-PLAYLIST-TYPE:VOD
      #EXT-X-I-FRAMES-ONLY
      #EXT-X-MAP:URI="init.mp4",BYTERANGE="700@0"
      #EXTINF:2.000000,
      #EXT-X-BYTERANGE:6436@24
      0.m4s
      #EXTINF:2.500000,
      #EXT-X-BYTERANGE:9964@24
      1.m4s
      #EXT-X-ENDLIST

      """
    #expect(playlist.rendered() == text)
    var expected = playlist
    expected.declaredTargetDuration = 3
    #expect(try IFramePlaylist.parse(text) == expected)
    #expect(throws: PackagingFormatError.self) { try MediaPlaylist.parse(text) }
  }

  @Test("The sum of the durations stays within a millionth of the exact one")
  func sums() {
    for duration in [Rational(1001, 240), Rational(1, 3), Rational(100_100, 60_000), Rational(6, 7)] {
      let count = 10_000
      let total = ExtInf.microseconds(of: Array(repeating: duration, count: count)).reduce(0, +)
      let exact = 1e6 * Double(count) * Double(duration.num) / Double(duration.den)
      #expect(abs(Double(total) - exact) <= 0.51)
    }
  }

  @Test("A segment's EXTINF stays the same while a window moves")
  func windows() {
    let third = Rational(1, 3)
    let all = ExtInf.microseconds(of: Array(repeating: third, count: 30))
    for start in 0..<20 {
      let window = ExtInf.microseconds(
        of: Array(repeating: third, count: 10), from: Rational(Int64(start), 3))
      #expect(window == Array(all[start..<start + 10]))
    }
  }

  @Test("The target duration is the longest duration rounded to the nearest second")
  func targets() {
    func target(_ durations: Rational...) -> Int {
      MediaPlaylist(segments: durations.map { MediaPlaylist.Segment(uri: "s", duration: $0) }).targetDuration
    }
    #expect(target() == 1)
    #expect(target(Rational(1, 10)) == 1)
    #expect(target(Rational(64_999, 10_000), Rational(2, 1)) == 6)
    #expect(target(Rational(13, 2)) == 7)
    #expect(MediaPlaylist(targetDuration: 8).targetDuration == 8)
  }

  @Test(
    "What breaks the rules is refused, with its line",
    arguments: [
      ("", 0), ("#EXTINF:1,\na", 0),
      ("#EXTM3U\n#EXTINF:4.0,\na.ts\n", 4),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\na.ts\n", 3),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n", 4),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-TARGETDURATION:4\n", 3),
      ("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.6,\na.ts\n", 6),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.1,\na.ts\n", 5),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:x\n", 2),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:BYTERANGE=\"1@0\"\n", 3),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:URI=\"a\n", 3),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-STREAM-INF:BANDWIDTH=1\n", 3),
      ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-PLAYLIST-TYPE:LIVE\n", 3),
      ("#EXTM3U\n#EXT-X-VERSION:4\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n#EXT-X-BYTERANGE:10\na.ts\n", 6),
    ])
  func malformed(text: String, line: Int) {
    #expect { try MediaPlaylist.parse(text, named: "p.m3u8") } throws: { error in
      guard let error = error as? PackagingFormatError else { return false }
      return error.subject == (line == 0 ? "p.m3u8" : "p.m3u8, line \(line)")
    }
  }

  @Test("Carriage returns, comments, unknown tags and implicit byte ranges are read")
  func tolerant() throws {
    let text = [
      "#EXTM3U", "#EXT-X-VERSION:4", "# a comment", "#EXT-X-NEW:1", "#EXT-X-TARGETDURATION:4", "",
      "#EXTINF:4,title, with comma", "#EXT-X-BYTERANGE:10@5", "a.ts", "#EXTINF:4,", "#EXT-X-BYTERANGE:7",
      "a.ts",
    ].joined(separator: "\r\n")
    let playlist = try MediaPlaylist.parse(text)
    #expect(playlist.segments.map(\.byteRange?.offset) == [5, 15])
    #expect(!playlist.ended && !playlist.independentSegments)
  }
}

@Suite("Program date and time") struct ProgramDateTimeTests {
  @Test("Instants survive text, in every year and zone")
  func roundTrip() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let instant = ProgramDateTime(
        milliseconds: Int64.random(in: -2_000_000_000_000...9_000_000_000_000, using: &generator))
      #expect(ProgramDateTime(instant.text) == instant)
    }
    #expect(ProgramDateTime(milliseconds: 0).text == "1970-01-01T00:00:00.000Z")
    #expect(ProgramDateTime(milliseconds: -1).text == "1969-12-31T23:59:59.999Z")
    #expect(ProgramDateTime("2024-02-29T14:00:00.04+02:00")?.text == "2024-02-29T12:00:00.040Z")
    #expect(ProgramDateTime("2024-02-29T12:00:00Z")?.milliseconds == 1_709_208_000_000)
    #expect(ProgramDateTime("2024-02-29T12:00:00") == nil && ProgramDateTime("yesterday") == nil)
  }
}
