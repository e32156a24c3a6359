import Records
import Testing

@testable import Packaging

@Suite struct ThumbnailTrackTests {
  private func track(_ interval: Rational) -> ThumbnailTrack {
    ThumbnailTrack(interval: interval, width: 320, height: 180, columns: 5, rows: 5)
  }

  private func starts(_ count: Int, each seconds: Int64) -> [Rational] {
    (0..<Int64(count)).map { Rational($0 * seconds) }
  }

  @Test func eachMomentGetsTheFirstSegmentThatBeginsInIt() {
    let starts = starts(8, each: 4)
    #expect(track(Rational(4)).choices(starts: starts, end: Rational(32)) == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(track(Rational(10)).choices(starts: starts, end: Rational(32)) == [0, 3, 5, 7])
    #expect(track(Rational(10)).choices(starts: starts, end: Rational(30)) == [0, 3, 5])
  }

  @Test func aLongSegmentStandsForAllItsMoments() {
    #expect(
      track(Rational(4)).choices(starts: [.zero, Rational(13)], end: Rational(20)) == [0, 0, 0, 1, 1])
    #expect(track(Rational(10)).choices(starts: [], end: .zero) == [])
  }

  @Test func theIndexNamesPlacesOnSheets() {
    let text = track(Rational(10)).index(pictures: 27, end: Rational(264), folder: "thumbnails/")
    let blocks = text.split(separator: "\n\n")
    #expect(blocks.count == 28)
    #expect(blocks[7] == "00:01:00.000 --> 00:01:10.000\nthumbnails/sheet_00001.jpg#xywh=320,180,320,180")
    #expect(blocks[26] == "00:04:10.000 --> 00:04:20.000\nthumbnails/sheet_00002.jpg#xywh=0,0,320,180")
    #expect(blocks[27] == "00:04:20.000 --> 00:04:24.000\nthumbnails/sheet_00002.jpg#xywh=320,0,320,180\n")
  }

  @Test func thePlaylistOfImagesTellsTheLayoutOfEachSheet() {
    let track = track(Rational(10))
    let sizes = track.sizes(sheets: [100, 50], end: Rational(264))
    #expect(sizes.segments.map(\.duration) == [Rational(250), Rational(14)])
    let text = ImagePlaylist(track: track, pictures: 27, durations: sizes.segments.map(\.duration)).rendered()
    #expect(
      text == """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:250
        #EXT-X-MEDIA-SEQUENCE:1
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXT-X-IMAGES-ONLY
        #EXTINF:250.000000,
        #EXT-X-TILES:RESOLUTION=320x180,LAYOUT=5x5,DURATION=10.000
        sheet_00001.jpg
        #EXTINF:14.000000,
        #EXT-X-TILES:RESOLUTION=320x180,LAYOUT=2x1,DURATION=10.000
        sheet_00002.jpg
        #EXT-X-ENDLIST

        """)
  }
}
