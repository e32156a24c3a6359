import Media
import Records

/// Makes findings of the damage that decoding met.
public final class DecodeAnalyser: PacketAnalyser {
  private let kinds: [Int: StreamInfo.Kind]
  private var runs: [Int: FindingRuns] = [:]
  private var corrupt: [Int: FindingRuns] = [:]
  private var errors = 0
  private var video = 0
  private var audio = 0
  private var corruptPackets = 0

  /// Takes damage of streams.
  /// - Parameter kinds: kinds of the streams by their index, to tell pictures from sound.
  public init(kinds: [Int: StreamInfo.Kind] = [:]) { self.kinds = kinds }

  /// Takes what decoding met.
  public func add(_ problem: ProblemRecord, to output: inout AnalyserOutput) {
    // Repaired times and sources that came back are no damage.
    guard problem.kind == nil else { return }
    let count = max(1, problem.count ?? 1)
    errors += count
    switch problem.stream.flatMap({ kinds[$0] }) {
    case .video: video += count
    case .audio: audio += count
    default: break
    }
    let key = problem.stream ?? -1
    runs[key, default: FindingRuns("decode", stream: problem.stream)].add(
      from: problem.time, to: problem.time, what: problem.what, severity: .error, count: count)
  }

  /// Takes a packet that the container may call damaged.
  public func add(_ packet: PacketFacts, to output: inout AnalyserOutput) {
    guard packet.isCorrupt else { return }
    corruptPackets += 1
    let time = (packet.pts ?? packet.dts).map { Timestamp($0, packet.timeBase).seconds }
    corrupt[packet.stream, default: FindingRuns("corrupt_packet", stream: packet.stream)].add(
      from: time, to: time, what: "the container marks a packet as damaged", severity: .error)
  }

  /// Takes a frame's facts; they say nothing of damage.
  public func add(_ frame: FrameFacts, to output: inout AnalyserOutput) {}

  /// Tells the findings and sums up.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    for key in runs.keys.sorted() { output.findings += runs[key]?.finish() ?? [] }
    for key in corrupt.keys.sorted() { output.findings += corrupt[key]?.finish() ?? [] }
    var section = DecodeSummary()
    section.errors = errors + corruptPackets
    section.corruptPackets = corruptPackets
    section.video = kinds.values.contains(.video) ? video : nil
    section.audio = kinds.values.contains(.audio) ? audio : nil
    summary.decode = section
  }
}
