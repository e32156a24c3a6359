import Records
import Testing

@testable import Packaging

@Suite struct LiveStateTests {
  /// A window of segments of 4 s.
  private func window(
    _ sequence: Int, count: Int = 6, target: Int = 4, change: [String: String] = [:], header: [String] = []
  ) -> LooseMedia {
    var lines = [
      "#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:\(target)", "#EXT-X-MEDIA-SEQUENCE:\(sequence)",
    ]
    lines += header + ["#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z"]
    for number in sequence..<sequence + count { lines += ["#EXTINF:4.0,", "s\(number).ts"] }
    var text = lines.joined(separator: "\n") + "\n"
    for (old, new) in change { text = text.replacing(old, new) }
    return LooseMedia(
      LoosePlaylist(Array(text.utf8), location: .file("live.m3u8"), name: "live.m3u8"))
  }

  /// The rules that a row of updates, 4 s apart, breaks.
  private func rules(_ states: [LooseMedia], every seconds: Double = 4) -> Set<String> {
    var findings = FindingList()
    guard let first = states.first else { return [] }
    LiveRules.check(first, into: &findings)
    var live = LiveState(first, at: 0)
    for (index, media) in states.enumerated().dropFirst() {
      live.take(media, at: Double(index) * seconds, into: &findings)
      LiveRules.check(media, into: &findings)
    }
    return Set(findings.take().compactMap(\.rule))
  }

  @Test func aWindowThatMovesIsGood() {
    #expect(rules([window(10), window(11), window(12), window(13)]).isEmpty)
  }

  @Test func numbersNeverGoBack() {
    #expect(rules([window(10), window(9)]) == ["live.media-sequence"])
    #expect(rules([window(10), window(10, count: 5)]).contains("live.media-sequence"))
  }

  @Test func segmentsNeverChange() {
    #expect(rules([window(10), window(11, change: ["s13.ts": "t13.ts"])]) == ["live.segment-changed"])
    #expect(
      rules([window(10), window(10, change: ["#EXTINF:4.0,\ns12": "#EXTINF:3.9,\ns12"])]) == [
        "live.segment-changed"
      ])
  }

  @Test func theTargetDurationNeverChanges() {
    #expect(rules([window(10), window(11, target: 5)]) == ["live.target-duration"])
  }

  @Test func theWindowLastsThreeTargetDurations() {
    #expect(rules([window(10, count: 2)]) == ["live.window", "live.six-segments"])
    #expect(rules([window(1, count: 2)]).isEmpty)
  }

  @Test func updatesComeInTime() {
    #expect(rules([window(10), window(10), window(11)], every: 4).isEmpty)
    #expect(rules([window(10), window(10), window(10)], every: 4) == ["live.update"])
  }

  @Test func eventsKeepTheirSegments() {
    let event = ["#EXT-X-PLAYLIST-TYPE:EVENT"]
    #expect(rules([window(1, header: event), window(2, header: event)]) == ["live.event-removed"])
    #expect(rules([window(1, header: event), window(1, count: 7, header: event)]).isEmpty)
  }

  @Test func removedDiscontinuitiesAreCounted() {
    func state(_ sequence: Int, _ counted: Int) -> LooseMedia {
      window(
        sequence, change: ["#EXTINF:4.0,\ns11.ts": "#EXT-X-DISCONTINUITY\n#EXTINF:4.0,\ns11.ts"],
        header: ["#EXT-X-DISCONTINUITY-SEQUENCE:\(counted)"])
    }
    #expect(rules([state(10, 0), state(11, 0), state(12, 1)]).isEmpty)
    #expect(rules([state(10, 0), state(11, 0), state(12, 0)]) == ["live.discontinuity-sequence"])
  }

  @Test func lostSegmentsAreTold() {
    #expect(rules([window(10), window(20)]).contains("live.segments-skipped"))
  }

  @Test func whatIsFinalStaysSo() {
    func final(_ count: Int) -> LooseMedia {
      LooseMedia(
        LoosePlaylist(
          Array((window(1, count: count).playlist.bytes + Array("#EXT-X-ENDLIST\n".utf8))),
          location: .file("live.m3u8"), name: "live.m3u8"))
    }
    #expect(rules([final(6), final(7)]) == ["live.final-changed"])
  }

  @Test func removedFilesAreHeldForTheirTime() {
    var findings = FindingList()
    var live = LiveState(window(10), at: 0)
    live.take(window(11), at: 4, into: &findings)
    // Its own 4 s and the 24 s of the playlist that held it.
    #expect(live.held(at: 31).map(\.uri) == ["s10.ts"])
    #expect(live.held(at: 33).isEmpty)
  }
}
