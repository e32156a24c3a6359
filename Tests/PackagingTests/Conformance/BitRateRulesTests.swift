import Testing

@testable import Packaging

@Suite struct BitRateRulesTests {
  /// The rules that a stream of 1000 kb/s at its peak and 800 kb/s on average breaks.
  private func broken(
    peak: Int, average: Int = 800_000, isLinear: Bool, seconds: Double = 60
  ) -> [String] {
    let attributes = LooseAttributes("BANDWIDTH=1000000,AVERAGE-BANDWIDTH=800000")
    var findings = FindingList()
    BitRateRules.check(
      attributes, peak: peak, average: average, isLinear: isLinear, seconds: seconds,
      at: FindingPlace("master.m3u8"), into: &findings)
    return findings.take().compactMap(\.rule)
  }

  @Test func staticContentKeepsWithinTenPercent() {
    #expect(broken(peak: 1_000_000, isLinear: false) == [])
    #expect(broken(peak: 910_000, isLinear: false) == [])
    #expect(broken(peak: 890_000, isLinear: false) == ["bitrate.peak-tolerance"])
    #expect(broken(peak: 1_010_000, isLinear: false) == ["bitrate.peak"])
    #expect(broken(peak: 1_000_000, average: 700_000, isLinear: false) == ["bitrate.average"])
  }

  @Test func liveContentKeepsBelow125Percent() {
    #expect(broken(peak: 300_000, average: 200_000, isLinear: true) == [])
    #expect(broken(peak: 1_249_999, isLinear: true) == [])
    #expect(broken(peak: 1_250_000, isLinear: true) == ["bitrate.live-peak"])
  }

  @Test func theAverageOfLiveContentCountsOverAnHour() {
    #expect(broken(peak: 1_000_000, average: 900_000, isLinear: true, seconds: 600) == [])
    #expect(
      broken(peak: 1_000_000, average: 900_000, isLinear: true, seconds: 3600) == ["bitrate.live-average"])
    #expect(broken(peak: 1_000_000, average: 700_000, isLinear: true, seconds: 3600) == [])
  }

  @Test(arguments: [
    ("#EXT-X-PLAYLIST-TYPE:VOD\n", "\n#EXT-X-ENDLIST", false),
    ("#EXT-X-PLAYLIST-TYPE:EVENT\n", "\n#EXT-X-ENDLIST", true), ("", "", true),
    ("", "\n#EXT-X-ENDLIST", false), ("#EXT-X-MEDIA-SEQUENCE:7\n", "\n#EXT-X-ENDLIST", true),
    ("#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z\n", "\n#EXT-X-ENDLIST", true),
  ])
  func endedPlaylistsTellWhetherTheyWereLive(head: String, tail: String, isLinear: Bool) {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n\(head)#EXTINF:4,\ns.m4s\(tail)\n"
    let playlist = LoosePlaylist(
      Array(text.utf8), location: ResourceLocation("p.m3u8"), name: "p.m3u8")
    #expect(LooseMedia(playlist).isLinear == isLinear)
  }
}
