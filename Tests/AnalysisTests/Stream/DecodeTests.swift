import Media
import Records
import Testing

@testable import Analysis

@Suite("Damage met while decoding") struct DecodeTests {
  @Test("damage that follows closely is one finding") func joined() {
    let analyser = DecodeAnalyser(kinds: [0: .video, 1: .audio])
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for time in [1.0, 1.04, 1.5, 7] {
      analyser.add(ProblemRecord(what: "a damaged picture", time: time, stream: 0, count: 2), to: &output)
    }
    analyser.add(ProblemRecord(what: "a damaged packet", time: 3, stream: 1), to: &output)
    analyser.finish(at: 10, into: &summary, output: &output)
    #expect(summary.decode?.errors == 9)
    #expect(summary.decode?.video == 8)
    #expect(summary.decode?.audio == 1)
    #expect(output.findings.map(\.count) == [6, 2, 1])
    #expect(output.findings.map(\.start) == [1, 7, 3])
    #expect(output.findings.map(\.end) == [1.5, 7, 3])
    #expect(output.findings.map(\.stream) == [0, 0, 1])
  }

  @Test("packets that the container marks as damaged are told") func corrupt() {
    var packets = MadePackets()
    packets.video(50)
    packets.list[10].isCorrupt = true
    let (summary, findings) = packets.run(DecodeAnalyser(kinds: [0: .video]))
    #expect(summary.decode?.corruptPackets == 1)
    #expect(summary.decode?.errors == 1)
    #expect(findings.map(\.start) == [0.4])
  }

  @Test("no damage is no finding") func none() {
    let (summary, findings) = MadePackets().run(DecodeAnalyser())
    #expect(summary.decode?.errors == 0)
    #expect(findings.isEmpty)
  }
}
