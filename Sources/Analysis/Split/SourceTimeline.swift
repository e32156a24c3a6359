import Media
import Records

/// Keeps the timeline of a source's packets unbroken where its timestamps jump, by the rule that decoding follows,
/// so that their times agree with those of the frames.
struct SourceTimeline {
  private let isEnabled: Bool
  private var offset = 0.0
  private var last: Double?

  /// Jumps of more than this many seconds are taken out.
  private static let threshold = 10.0

  init(_ demuxer: Demuxer) { isEnabled = demuxer.mayJump }

  /// Moves a packet's times. Whether they jump is told by the pictures and by sound.
  /// - Parameter lead: the stream of the pictures.
  mutating func apply(to packet: Packet, of stream: StreamInfo, lead: StreamInfo) {
    guard isEnabled, let ticks = packet.dts ?? packet.pts else { return }
    let timeBase = stream.timeBase
    let isJudged = stream.index == lead.index || stream.kind == .audio
    let seconds = Timestamp(ticks, timeBase).seconds
    if isJudged, let last, abs(seconds + offset - last) > SourceTimeline.threshold { offset = last - seconds }
    if offset != 0 {
      let shift = rescale(Int64((offset * 1e6).rounded()), from: Rational(1, 1_000_000), to: timeBase)
      packet.pts = packet.pts.map { $0 + shift }
      packet.dts = packet.dts.map { $0 + shift }
    }
    if isJudged { last = seconds + offset }
  }
}
