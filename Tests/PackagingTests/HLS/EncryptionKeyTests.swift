import Records
import Testing

@testable import Packaging

@Suite struct EncryptionKeyTests {
  private let first = EncryptionKey(uri: "https://k.example/1", iv: "000102030405060708090a0b0c0d0e0f")
  private let second = EncryptionKey(uri: "https://k.example/2", iv: "0f0e0d0c0b0a09080706050403020100")

  private func playlist(_ keys: [EncryptionKey?], map: MediaPlaylist.Map? = nil) -> MediaPlaylist {
    MediaPlaylist(
      playlistType: .vod, map: map,
      segments: keys.enumerated().map {
        MediaPlaylist.Segment(uri: "\($0).m4s", duration: Rational(4), key: $1)
      }, ended: true)
  }

  @Test func aKeyStandsWhereItChangesAndAfterTheMap() throws {
    let text = playlist([first, first, second, nil], map: MediaPlaylist.Map(uri: "init.mp4")).rendered()
    let lines = text.split(separator: "\n").filter {
      $0.hasPrefix("#EXT-X-KEY") || $0.hasPrefix("#EXT-X-MAP") || !$0.hasPrefix("#")
    }
    #expect(
      lines == [
        "#EXT-X-MAP:URI=\"init.mp4\"",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"https://k.example/1\",IV=0x000102030405060708090a0b0c0d0e0f",
        "0.m4s", "1.m4s",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"https://k.example/2\",IV=0x0f0e0d0c0b0a09080706050403020100",
        "2.m4s", "#EXT-X-KEY:METHOD=NONE", "3.m4s",
      ])
  }

  @Test func aMapInTheMiddleIsNotEncrypted() {
    var list = playlist([first, first], map: MediaPlaylist.Map(uri: "a.mp4"))
    list.segments[1].map = MediaPlaylist.Map(uri: "b.mp4")
    let tags = list.rendered().split(separator: "\n").map { $0.prefix { $0 != "," } }
    let map = tags.firstIndex(of: "#EXT-X-MAP:URI=\"b.mp4\"")
    #expect(map.map { tags[$0 - 1] } == "#EXT-X-KEY:METHOD=NONE")
    #expect(map.map { tags[$0 + 1] } == "#EXT-X-KEY:METHOD=AES-128")
  }

  @Test func keysAreReadBack() throws {
    let keys = [first, first, second, nil, first]
    let read = try MediaPlaylist.parse(playlist(keys).rendered())
    #expect(read.segments.map(\.key) == keys)
    let pictures = IFramePlaylist(
      entries: [
        IFramePlaylist.Entry(
          uri: "0.m4s", duration: Rational(4), byteRange: ByteRange(offset: 24, length: 100), key: first)
      ], ended: true)
    #expect(try IFramePlaylist.parse(pictures.rendered()).entries.map(\.key) == [first])
  }

  @Test(arguments: ["IV=0x12", "IV=0xzz0102030405060708090a0b0c0d0e0f"])
  func aMalformedVectorIsRefused(iv: String) {
    let text = playlist([first]).rendered().replacing("IV=0x000102030405060708090a0b0c0d0e0f", with: iv)
    #expect(throws: PackagingFormatError.self) { try MediaPlaylist.parse(text) }
  }

  @Test func subtitlesAndThumbnailsStandInTheMaster() throws {
    var master = MasterPlaylist(
      variants: [
        MasterPlaylist.Variant(
          stream: MasterPlaylist.Stream(uri: "720p/playlist.m3u8", bandwidth: 1), subtitleGroup: "subtitles")
      ])
    master.subtitles = [
      MasterPlaylist.Subtitles(
        groupID: "subtitles", name: "Deutsch", language: "de", isDefault: true, isForced: true,
        uri: "subtitles_de/playlist.m3u8")
    ]
    master.imageStreams = [
      MasterPlaylist.Stream(uri: "thumbnails/playlist.m3u8", bandwidth: 9, codecs: ["jpeg"])
    ]
    let text = master.rendered()
    #expect(
      text.contains(
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES,"
          + "AUTOSELECT=YES,FORCED=YES,URI=\"subtitles_de/playlist.m3u8\""))
    #expect(text.contains(",SUBTITLES=\"subtitles\""))
    #expect(
      text.contains("#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=9,CODECS=\"jpeg\",URI=\"thumbnails/playlist.m3u8\""))
    let read = try MasterPlaylist.parse(text)
    #expect(read.subtitles == master.subtitles)
    #expect(read.imageStreams == master.imageStreams)
    #expect(throws: PackagingFormatError.self) {
      try MasterPlaylist.parse(text.replacing("GROUP-ID=\"subtitles\"", with: "GROUP-ID=\"other\""))
    }
  }
}
