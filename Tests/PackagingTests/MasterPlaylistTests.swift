import Records
import Testing

@testable import Packaging

@Suite("Master playlists") struct MasterPlaylistTests {
  private var playlist: MasterPlaylist {
    let codecs = ["avc1.640028", "mp4a.40.2"]
    return MasterPlaylist(
      audio: [
        MasterPlaylist.Audio(
          groupID: "aac", name: "English \"5.1\"", language: "eng", isDefault: true, channels: "6",
          uri: "audio/en.m3u8"),
        MasterPlaylist.Audio(
          groupID: "aac", name: "Unknown", language: "und", channels: "2", uri: "audio/1.m3u8"),
      ],
      variants: [
        MasterPlaylist.Variant(
          stream: MasterPlaylist.Stream(
            uri: "1080p/index.m3u8", bandwidth: 6_500_000, averageBandwidth: 5_100_000, codecs: codecs,
            resolution: MasterPlaylist.Resolution(width: 1920, height: 1080), videoRange: .sdr),
          frameRate: Rational(30_000, 1001), audioGroup: "aac"),
        MasterPlaylist.Variant(
          stream: MasterPlaylist.Stream(uri: "audio/en.m3u8", bandwidth: 130_000, codecs: ["mp4a.40.2"]),
          audioGroup: "aac"),
      ],
      iFrameStreams: [
        MasterPlaylist.Stream(
          uri: "1080p/iframes.m3u8", bandwidth: 400_000, averageBandwidth: 300_000, codecs: ["avc1.640028"],
          resolution: MasterPlaylist.Resolution(width: 1920, height: 1080))
      ])
  }

  private let text = """
    #EXTM3U
    #EXT-X-VERSION:4
    #EXT-X-INDEPENDENT-SEGMENTS
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English '5.1'",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,\
    CHANNELS="6",URI="audio/en.m3u8"
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="Unknown",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",\
    URI="audio/1.m3u8"
    #EXT-X-STREAM-INF:BANDWIDTH=6500000,AVERAGE-BANDWIDTH=5100000,CODECS="avc1.640028,mp4a.40.2",\
    RESOLUTION=1920x1080,FRAME-RATE=29.970,VIDEO-RANGE=SDR,AUDIO="aac"
    1080p/index.m3u8
    #EXT-X-STREAM-INF:BANDWIDTH=130000,CODECS="mp4a.40.2",AUDIO="aac"
    audio/en.m3u8
    #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=300000,CODECS="avc1.640028",\
    RESOLUTION=1920x1080,URI="1080p/iframes.m3u8"

    """

  @Test("A master playlist with audio, variants and I-frames is rendered whole")
  func rendered() {
    #expect(playlist.rendered() == text)
  }

  @Test("What was rendered reads back the same")
  func roundTrip() throws {
    var expected = playlist
    expected.audio[0].name = "English '5.1'"
    expected.audio[0].language = "en"
    expected.audio[1].language = nil
    expected.variants[0].frameRate = Rational(29_970, 1000)
    #expect(try MasterPlaylist.parse(text) == expected)
    var silent = playlist
    silent.declaresNoCaptions = true
    #expect(silent.rendered().contains("AUDIO=\"aac\",CLOSED-CAPTIONS=NONE\n1080p"))
    #expect(try MasterPlaylist.parse(silent.rendered()).declaresNoCaptions)
  }

  @Test("Frame rates have three decimals")
  func frameRates() {
    #expect(DecimalText.thousandths(Rational(24_000, 1001)) == "23.976")
    #expect(DecimalText.thousandths(Rational(60_000, 1001)) == "59.940")
    #expect(DecimalText.thousandths(Rational(25, 1)) == "25.000")
    #expect(DecimalText.thousandths(Rational(1, 2000)) == "0.001")
  }

  @Test("A value can break neither a line nor its quotes")
  func injection() throws {
    var hostile = playlist
    hostile.audio[0].name = "a\"\r\n#EXT-X-ENDLIST\u{85}"
    hostile.variants[0].stream.uri = "a\n#b\r\"é.m3u8"
    hostile.variants[1].stream.uri = "#x"
    let lines = hostile.rendered().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == text.split(separator: "\n", omittingEmptySubsequences: false).count)
    let read = try MasterPlaylist.parse(hostile.rendered())
    #expect(read.audio[0].name == "a'  #EXT-X-ENDLIST ")
    #expect(read.variants.map(\.stream.uri) == ["a%0A#b%0D%22%C3%A9.m3u8", "%23x"])
  }

  @Test(
    "What breaks the rules is refused",
    arguments: [
      "", "#EXTM3U\na.m3u8\n", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n",
      "#EXTM3U\n#EXT-X-STREAM-INF:CODECS=\"a\"\na.m3u8\n", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=a\na.m3u8\n",
      "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,BANDWIDTH=2\na.m3u8\n",
      "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"x\"\na.m3u8\n",
      "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280\na.m3u8\n",
      "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"a\n a.m3u8\n", "#EXTM3U\n#EXTINF:1,\na.ts\n",
      "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\"\n",
      "#EXTM3U\n#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1\n",
    ])
  func malformed(text: String) {
    #expect(throws: PackagingFormatError.self) { try MasterPlaylist.parse(text) }
  }

  @Test("Languages are written as BCP 47")
  func languages() {
    let pairs = [
      "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "chi": "zh", "zho": "zh", "jpn": "ja",
      "fil": "fil", "EN": "en", "pt_BR": "pt-BR", "spa-419": "es-419", "mul": "mul", "aar": "aa", "zul": "zu",
      "mao": "mi",
    ]
    for (code, tag) in pairs { #expect(LanguageTag.bcp47(code) == tag) }
    for code in ["und", "", "e", "english!", "\"", "12"] { #expect(LanguageTag.bcp47(code) == nil) }
  }

  @Test("References and paths turn into each other, and none leaves the folder")
  func references() {
    for path in ["a/b.ts", "100%.ts", "a:b.ts", "ü?#.m4s", "a b"] {
      #expect(PlaylistURI.path(ofReference: PlaylistURI.reference(toPath: path)) == path)
    }
    #expect(PlaylistURI.path(ofReference: "seg.ts?token=1") == "seg.ts")
    for bad in ["/etc/passwd", "../a", "a/%2e%2e/b", "http://x/a", "", "a%0", "a%00"] {
      #expect(PlaylistURI.path(ofReference: bad) == nil)
    }
  }
}
