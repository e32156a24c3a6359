import Media
import Records

/// Hands out bytes that are in memory, one part after the other.
final class MemorySource: ByteSource {
  private let parts: [[UInt8]]
  private var part = 0
  private var offset = 0

  init(_ parts: [[UInt8]]) { self.parts = parts }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while part < parts.count, offset == parts[part].count {
      part += 1
      offset = 0
    }
    guard part < parts.count else { return 0 }
    let count = min(buffer.count, parts[part].count - offset)
    buffer.copyBytes(from: parts[part][offset..<offset + count])
    offset += count
    return count
  }
}

/// What one elementary stream of a segment holds, as demuxed and decoded.
struct SegmentTrack {
  var kind: StreamInfo.Kind
  var parameters: CodecParameters
  var timeBase: Rational
  /// Packets that are shown.
  var packets = 0
  /// Presentation times in ticks, in order (video), else the first and the last end.
  var times: [Int64] = []
  var start: Int64?
  var end: Int64?
  /// The duration of the last packet that has one, in ticks; demuxers do not know that of the very last.
  var lastDuration: Int64 = 0
  var lastStart: Int64?
  /// The longest packet's duration in ticks.
  var longestPacket: Int64 = 0
  /// Whether decoding can begin with the first packet; nil where nobody can say.
  var beginsWithIDR: Bool?
  /// How the first decoded picture was coded: I, P, B.
  var firstPicture: Character?
  var decoded = 0
  var errors = 0
  var lastError: String?
  /// The size of the decoded pictures; zero when none was decoded.
  var size = (width: 0, height: 0)
  var sampleAspect: Rational?
  var transfer: String?
  var isInterlaced = false
  var codecName: String { parameters.codecName }

  var seconds: Double { timeBase.doubleValue }
}

/// Reads one segment as a player does that begins with it.
enum SegmentProbe {
  /// Demuxes a segment, and decodes it where that is asked for.
  /// - Parameters:
  ///   - section: the initialization section's bytes, empty where there is none.
  /// - Throws: MediaError when it cannot be demuxed.
  static func read(
    _ bytes: [UInt8], section: [UInt8], format: SegmentFormat, decodes: Bool, name: String,
    interrupt: Interrupt
  ) throws(MediaError) -> [SegmentTrack] {
    var options = InputOptions()
    switch format {
    case .mp4:
      options.format = "mov"
      options.probesStreams = false
    case .transportStream: options.format = "mpegts"
    default: break
    }
    let demuxer = try Demuxer(
      source: MemorySource(section.isEmpty ? [bytes] : [section, bytes]), name: name, options: options,
      interrupt: interrupt)
    var tracks: [SegmentTrack] = []
    var decoders: [Decoder?] = []
    for stream in demuxer.streams {
      tracks.append(
        SegmentTrack(kind: stream.kind, parameters: stream.parameters, timeBase: stream.timeBase))
      tracks[tracks.count - 1].sampleAspect = stream.sampleAspect
      let isDecoded = decodes && (stream.kind == .video || stream.kind == .audio)
      decoders.append(isDecoded ? try? Decoder(stream, name: name, threads: 1) : nil)
    }
    let packet = try Packet()
    while true {
      do throws(MediaError) {
        guard try demuxer.read(into: packet) else { break }
      } catch {
        // A range that ends inside the media data ends here.
        if error.isInterruption { throw error }
        break
      }
      let index = packet.streamIndex
      guard tracks.indices.contains(index) else { continue }
      tracks[index].take(packet)
      if let decoder = decoders[index] { try tracks[index].decode(packet, decoder) }
    }
    for index in tracks.indices {
      if let decoder = decoders[index] { try tracks[index].decode(nil, decoder) }
      tracks[index].finish()
    }
    return tracks.filter { $0.packets > 0 }
  }
}

extension SegmentTrack {
  mutating func take(_ packet: Packet) {
    if packets == 0, kind == .video { beginsWithIDR = Self.isIDR(packet, parameters) }
    if !packet.isDiscarded { packets += 1 }
    guard let pts = packet.pts ?? packet.dts else { return }
    // Where nobody says how long packets last, those of audio last until the next.
    var duration = packet.duration
    if duration <= 0, kind == .audio, let before = lastStart { duration = max(0, pts - before) }
    if duration > 0 { lastDuration = duration }
    lastStart = pts
    longestPacket = max(longestPacket, duration)
    start = min(start ?? pts, pts)
    end = max(end ?? pts, pts + (packet.duration > 0 ? packet.duration : lastDuration))
    if kind == .video { times.append(pts) }
  }

  /// Puts the times in order; the last picture lasts as long as the one before it where nobody says.
  mutating func finish() {
    times.sort()
    guard times.count > 1, let last = times.last, let known = end, known <= last else { return }
    end = last + last - times[times.count - 2]
  }

  mutating func decode(_ packet: Packet?, _ decoder: Decoder) throws(MediaError) {
    var isTaken = false
    while !isTaken {
      isTaken = try decoder.send(packet)
      while let frame = try decoder.receive() {
        decoded += 1
        guard kind == .video, frame.width > 0 else { continue }
        if firstPicture == nil { firstPicture = frame.codingType }
        size = (frame.width, frame.height)
        transfer = frame.color.transfer
        if frame.isInterlaced { isInterlaced = true }
      }
    }
    errors = decoder.errors
    lastError = decoder.lastError.map { "\($0)" }
  }

  /// Whether the first coded picture of a packet is an instantaneous decoder refresh; for other codecs than
  /// H.264 and HEVC whether it is a keyframe.
  static func isIDR(_ packet: Packet, _ parameters: CodecParameters) -> Bool? {
    let codec: NALUnits.Codec
    switch parameters.codecName {
    case "h264": codec = .h264
    case "hevc": codec = .hevc
    default: return packet.isKeyframe
    }
    let bytes = packet.bytes
    for unit in nalUnits(bytes, parameters.extradata, codec) {
      let type = NALUnits.type(bytes[unit.lowerBound], codec)
      switch codec {
      case .h264: if (1...5).contains(type) { return type == 5 }
      case .hevc: if type < 32 { return type == 19 || type == 20 }
      }
    }
    return nil
  }

  /// The NAL units of a packet, with start codes or with lengths as its configuration says.
  static func nalUnits(_ bytes: [UInt8], _ configuration: [UInt8], _ codec: NALUnits.Codec) -> [Range<Int>] {
    let lengthAt = codec == .h264 ? 4 : 21
    guard configuration.first == 1, configuration.count > lengthAt else {
      return (try? NALUnits.ranges(annexB: bytes)) ?? []
    }
    let width = Int(configuration[lengthAt] & 3) + 1
    var units: [Range<Int>] = []
    var offset = 0
    while offset + width < bytes.count {
      let size = bytes[offset..<offset + width].reduce(0) { $0 << 8 | Int($1) }
      let start = offset + width
      guard size > 0, start + size <= bytes.count else { break }
      units.append(start..<start + size)
      offset = start + size
    }
    return units
  }
}
