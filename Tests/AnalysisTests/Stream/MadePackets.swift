import Media
import Records

@testable import Analysis

/// Packets of made streams.
struct MadePackets {
  var list: [PacketFacts] = []

  /// Video in decoding order with `b` reordered pictures between others.
  mutating func video(
    _ count: Int, timeBase: Rational = Rational(1, 12800), step: Int64 = 512, start: Int64 = 0, b: Int = 0,
    gop: Int = 25, size: Int = 1000, stream: Int = 0, time: ((Int) -> Int64)? = nil
  ) {
    func place(_ index: Int) -> Int64 { time?(index) ?? start + Int64(index) * step }
    var order: [Int] = []
    var index = 0
    while index < count {
      // A group of b pictures comes after the one that follows them.
      let last = min(index + b, count - 1)
      if index % gop == 0 || b == 0 {
        order.append(index)
        index += 1
      } else {
        order.append(last)
        order += index..<last
        index = last + 1
      }
    }
    for (position, shown) in order.enumerated() {
      list.append(
        PacketFacts(
          stream: stream, kind: .video, pts: place(shown), dts: place(position) - Int64(b) * step,
          duration: step,
          timeBase: timeBase, size: size, isKeyframe: shown % gop == 0))
    }
  }

  /// Audio of 1024 samples a packet.
  mutating func audio(_ count: Int, rate: Int64 = 48000, start: Int64 = 0, stream: Int = 1) {
    for index in 0..<count {
      let time = start + Int64(index) * 1024
      list.append(
        PacketFacts(
          stream: stream, kind: .audio, pts: time, dts: time, duration: 1024, timeBase: Rational(1, rate),
          size: 200,
          isKeyframe: true))
    }
  }

  /// What an analyser says of them.
  func run(_ analyser: any PacketAnalyser, end: Double = 0, frames: [FrameFacts] = []) -> (
    SummaryRecord, [FindingRecord]
  ) {
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for packet in list { analyser.add(packet, to: &output) }
    for frame in frames { analyser.add(frame, to: &output) }
    analyser.finish(at: end, into: &summary, output: &output)
    return (summary, output.findings)
  }
}
