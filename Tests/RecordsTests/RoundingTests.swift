import Testing

@testable import Records

@Suite struct RoundingTests {
  @Test func numbersAtAnyDepthAreCutToSomeDecimals() {
    var summary = SummaryRecord(command: "analyze", frames: 7)
    summary.seconds = 1.23456789
    summary.timing = ["decode": 2.00000049]
    var loudness = LoudnessSummary()
    loudness.integrated = -23.12345678
    var audio = AudioSummary()
    audio.rms = [-1.00000051, -2]
    audio.loudness = loudness
    summary.audio = [audio]
    let rounded = summary.rounded(decimals: 6)
    #expect(rounded.seconds == 1.234568)
    #expect(rounded.timing == ["decode": 2])
    #expect(rounded.audio?.first?.rms == [-1.000001, -2])
    #expect(rounded.audio?.first?.loudness?.integrated == -23.123457)
    #expect(rounded.frames == 7 && rounded.command == "analyze" && rounded.fps == nil)
  }

  @Test func whatCannotBeRoundedStays() {
    var interval = IntervalRecord()
    interval.start = 1e300
    interval.end = .infinity
    #expect(interval.rounded(decimals: 6) == interval)
  }
}
