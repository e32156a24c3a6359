import Media
import Records

/// Where the keyframes of a source's video stream are, found by reading its packets once without decoding them.
struct KeyframeScan {
  /// A keyframe.
  struct Keyframe: Equatable {
    /// Number of its packet among those of the stream, from 0, in decoding order.
    var packet: Int
    /// When it is shown, in ticks of the stream.
    var pts: Int64
    /// Packets that follow it in decoding order and are shown before it (those of an open GOP).
    var leading = 0
    /// Whether it is decoded but not shown, as it lies before an edit list's start.
    var isHidden = false
  }

  /// In decoding order.
  private(set) var keyframes: [Keyframe] = []
  /// Packets of the stream.
  private(set) var packets = 0

  init() {}

  /// Adds the next packet of the stream.
  /// - Throws: MediaError where it has no time.
  mutating func add(_ packet: Packet, name: String) throws(MediaError) {
    guard let pts = packet.pts ?? packet.dts else {
      throw MediaError(
        "split", name, cause: "its packets carry no timestamps", hint: "cut it exactly, by encoding it anew")
    }
    add(pts: pts, isKeyframe: packet.isKeyframe && !packet.isCorrupt, isHidden: packet.isDiscarded)
  }

  /// Adds the next packet of the stream by what is known of it.
  mutating func add(pts: Int64, isKeyframe: Bool, isHidden: Bool = false) {
    if isKeyframe {
      keyframes.append(Keyframe(packet: packets, pts: pts, isHidden: isHidden))
    } else if let last = keyframes.last, pts < last.pts {
      keyframes[keyframes.count - 1].leading += 1
    }
    packets += 1
  }

  /// Reads a source to its end.
  /// - Parameter lead: its video stream.
  init(_ demuxer: Demuxer, lead: StreamInfo, tracks: Set<Int>) throws {
    // Whether a timestamp jumps is judged over all tracks, as decoding does.
    demuxer.select(demuxer.mayJump ? tracks : [lead.index])
    var timeline = SourceTimeline(demuxer)
    let packet = try Packet()
    let streams = demuxer.streams
    while try demuxer.read(into: packet) {
      guard tracks.contains(packet.streamIndex) else { continue }
      timeline.apply(to: packet, of: streams[packet.streamIndex], lead: lead)
      if packet.streamIndex == lead.index { try add(packet, name: demuxer.name) }
    }
  }
}
