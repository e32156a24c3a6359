import Foundation
import Records
import Testing

@testable import Packaging

@Suite struct LiveWindowTests {
  static func segment(_ index: Int, seconds: Double, discontinuous: Bool = false) -> LiveSegment {
    let entry = SegmentEntry(
      rendition: "720p", index: index, path: "720p/seg_\(index).m4s", start: 0,
      duration: Int64(seconds * 90_000), timescale: 90_000, samples: 100, bytes: 10, sha256: "", iframe: nil)
    var segment = LiveSegment(
      index: index, isDiscontinuous: discontinuous,
      time: ProgramDateTime(milliseconds: Int64(index) * Int64(seconds * 1000)))
    segment.files["720p"] = LiveSegment.File(entry, map: "init.mp4")
    return segment
  }

  private func window(_ seconds: Int64, target: Int = 4, event: Bool = false) -> LiveWindow {
    LiveWindow(LiveSettings(isEvent: event, window: Rational(seconds)), targetDuration: target)
  }

  @Test func listsTheWindowAndCountsWhatLeft() {
    var window = window(20)
    var left: [Int] = []
    for index in 1...12 { left += window.append(Self.segment(index, seconds: 4)).map(\.index) }
    #expect(window.listed.map(\.index) == [8, 9, 10, 11, 12])
    #expect(window.mediaSequence == 8)
    #expect(left == Array(1...7))
    #expect(window.nextIndex == 13)
    // Those that left stay on disk until they are forgotten.
    #expect(window.segments.count == 12)
    window.forgetFirst()
    #expect(window.segments.map(\.index) == Array(2...12))
    #expect(window.listed.map(\.index) == [8, 9, 10, 11, 12])
  }

  @Test func neverListsLessThanThreeTargetDurations() {
    var window = window(1)
    for index in 1...10 { _ = window.append(Self.segment(index, seconds: 4)) }
    #expect(window.listed.count == 3)
    // Short ones count by their time.
    for index in 11...22 { _ = window.append(Self.segment(index, seconds: 1)) }
    #expect(window.listed.count == 12)
    #expect(window.listed.reduce(0) { $0 + $1.microseconds } >= 12_000_000)
  }

  @Test func countsDiscontinuitiesThatLeft() {
    var window = window(12)
    for index in 1...6 { _ = window.append(Self.segment(index, seconds: 4, discontinuous: index == 4)) }
    // The segment with the tag heads the playlist and keeps it.
    #expect(window.listed.first?.index == 4)
    #expect(window.discontinuitySequence == 0)
    _ = window.append(Self.segment(7, seconds: 4))
    #expect(window.listed.first?.index == 5)
    #expect(window.discontinuitySequence == 1)
  }

  @Test func anEventKeepsAll() {
    var window = window(4, event: true)
    for index in 1...50 { #expect(window.append(Self.segment(index, seconds: 4)).isEmpty) }
    #expect(window.mediaSequence == 1)
    #expect(window.listed.count == 50)
  }

  @Test func segmentsOutliveThePlaylistsThatListedThem() {
    var window = window(12)
    for index in 1...5 { _ = window.append(Self.segment(index, seconds: 4)) }
    // Four segments were listed for a moment, before the first of them left.
    #expect(window.longest == 16_000_000)
    #expect(window.grace(of: Self.segment(1, seconds: 4)) == 20_000_000)
  }

  @Test(arguments: [(4.0, 4), (6, 6), (2, 2), (1, 1), (0.5, 1), (2.002, 2), (4.4, 5), (2.5, 3)])
  func targetDurationsHoldForAnySegment(segment: Double, target: Int) {
    let value = Rational(Int64(segment * 1000), 1000)
    #expect(LiveSettings.targetDuration(segment: value) == target)
    // The longest segment: its boundaries, and a picture that may stand.
    let longest = segment + LiveSettings.longestHold.doubleValue
    #expect(Int((longest - 0.001).rounded()) <= target)
  }

  /// What playlists say of the same segment never changes, whatever the window holds.
  @Test func durationsAreDifferencesOfRoundedTimes() {
    var total: Int64 = 0
    var start: Int64 = 0
    for index in 1...1000 {
      let end = (Int64(index) * 4 * 30_000 + 1000) / 1001 * 1001
      let entry = SegmentEntry(
        rendition: "a", index: index, path: "", start: start, duration: end - start, timescale: 30_000,
        samples: 1, bytes: 1, sha256: "", iframe: nil)
      total += LiveSegment.File(entry, map: nil).microseconds
      start = end
    }
    #expect(total == Int64((Double(start) / 30_000 * 1e6).rounded()))
  }
}
