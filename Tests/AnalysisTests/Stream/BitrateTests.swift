import Media
import Records
import Testing

@testable import Analysis

@Suite("Bits over time") struct BitrateTests {
  @Test("seconds, mean, least and most") func seconds() {
    var packets = MadePackets()
    packets.video(100, b: 2, gop: 25)
    for index in packets.list.indices {
      packets.list[index].size = (packets.list[index].pts ?? 0) < 12800 ? 2000 : 1000
    }
    let analyser = BitrateAnalyser()
    var seconds: [BitrateSecond] = []
    analyser.onSecond = { seconds.append($0) }
    let (summary, _) = packets.run(analyser, end: 4)
    #expect(seconds.map(\.start) == [0, 1, 2, 3])
    #expect(seconds.map(\.frames) == [25, 25, 25, 25])
    #expect(seconds.map(\.bits) == [400_000, 200_000, 200_000, 200_000])
    #expect(summary.bitrate?.mean == 250_000)
    #expect(summary.bitrate?.max == 400_000)
    #expect(summary.bitrate?.min == 200_000)
  }

  @Test("groups of pictures") func groups() {
    var packets = MadePackets()
    packets.video(100, gop: 25)
    var (summary, findings) = packets.run(BitrateAnalyser(), end: 4)
    #expect(summary.bitrate?.keyframes == 4)
    #expect(summary.bitrate?.gopMean == 1)
    #expect(summary.bitrate?.isGOPFixed == true)
    #expect(summary.bitrate?.isGOPOpen == false)
    #expect(findings.isEmpty)
    packets.list[60].isKeyframe = true
    (summary, findings) = packets.run(BitrateAnalyser(), end: 4)
    #expect(summary.bitrate?.isGOPFixed == false)
    #expect(abs((summary.bitrate?.gopMin ?? 0) - 0.4) < 1e-9)
  }

  @Test("a video that does not begin with a keyframe is told") func cutOff() {
    var packets = MadePackets()
    packets.video(50, b: 0, gop: 25)
    #expect(packets.run(BitrateAnalyser(), end: 2).1.isEmpty)
    packets.list[0].isKeyframe = false
    let findings = packets.run(BitrateAnalyser(), end: 2).1
    #expect(findings.map(\.severity) == [.warning] && findings.first?.start == 0)
  }

  @Test("pictures that are shown before their keyframe make a group open") func open() {
    var packets = MadePackets()
    packets.video(50, b: 2, gop: 50)
    // The keyframe at 30 is decoded before 28 and 29, which are shown before it.
    for index in packets.list.indices where packets.list[index].pts == 30 * 512 {
      packets.list[index].isKeyframe = true
    }
    #expect(packets.run(BitrateAnalyser(), end: 2).0.bitrate?.isGOPOpen == true)
  }

  @Test("a group of more than ten seconds is told, the last one too") func long() {
    var packets = MadePackets()
    packets.video(700, gop: 400)
    let findings = packets.run(BitrateAnalyser(), end: 28).1
    #expect(findings.map(\.start) == [0, 16])
    #expect(findings.map(\.end) == [16, 28])
    #expect(findings.allSatisfy { $0.severity == .info })
  }

  @Test("types of frames and rows of B frames") func types() {
    let frames = "IBBPBBBPI".enumerated().map {
      FrameFacts(index: $0, pts: Int64($0), time: Double($0), codingType: $1)
    }
    var packets = MadePackets()
    packets.video(9)
    let summary = packets.run(BitrateAnalyser(), frames: frames).0.bitrate
    #expect(summary?.bFramesMax == 3)
    #expect(summary?.frameTypes == ["B": 5, "I": 2, "P": 2])
  }

  @Test("packets without times still count") func untimed() {
    var packets = MadePackets()
    packets.video(10)
    for index in packets.list.indices { (packets.list[index].pts, packets.list[index].dts) = (nil, nil) }
    let summary = packets.run(BitrateAnalyser(), end: 0.4).0.bitrate
    #expect(abs((summary?.mean ?? 0) - 200_000) < 1e-6)
    #expect(MadePackets().run(BitrateAnalyser()).0.bitrate == nil)
  }
}
