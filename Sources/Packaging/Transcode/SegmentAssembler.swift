import Media
import Records

/// One coded sample on its way into a segment; times in ticks of the track, counted from the stream's start.
struct CodedSample: Sendable {
  var pts: Int64
  var isSync: Bool
  var packet: Packet
}

/// A finished segment's bytes.
struct AssembledSegment {
  var parts: [[UInt8]]
  var iframe: ByteRange?
}

/// What a container does with the samples of a segment.
protocol SegmentAssembler {
  /// The initialization section, where the container has one.
  func initialization() throws -> [UInt8]?

  /// Wraps one segment.
  /// - Parameters:
  ///   - number: from 1.
  ///   - samples: in decoding order; the first is a sync sample.
  ///   - end: where the next segment begins, in ticks.
  mutating func assemble(number: Int, samples: [CodedSample], end: Int64) throws -> AssembledSegment
}

/// Decoding times for the samples of a closed group of pictures.
enum DecodingTimes {
  /// The i-th sample is decoded at the i-th smallest presentation time, early enough that none comes more than
  /// `delay` after its own; strictly increasing.
  static func assign(_ samples: [CodedSample], delay: Int64) -> [Int64] {
    var times = samples.map(\.pts).sorted()
    var latest = Int64.max
    for index in times.indices.reversed() {
      latest = min(latest == .max ? .max : latest - 1, samples[index].pts + delay)
      times[index] = min(times[index], latest)
      latest = times[index]
    }
    return times
  }
}

/// Fragmented MP4 (CMAF) segments of one track.
///
/// Decoding times equal the segment's start at its first sample; composition offsets are never below zero, and
/// an edit list in the initialization section takes the constant delay out again, so that presentation begins
/// at zero in every player.
struct FragmentedMP4Assembler: SegmentAssembler {
  let parameters: CodecParameters
  let timeBase: Rational
  let codec: String
  /// Ticks by which composition times lie behind presentation.
  let delay: Int64
  let frameRate: Rational?
  let language: String?
  /// Whether samples come as MP4 keeps them, with lengths instead of start codes: those of a copied stream.
  var isLengthPrefixed = false

  func initialization() throws -> [UInt8]? {
    let collector = ByteCollector()
    let muxer = try Muxer(sink: collector, format: "mp4", name: "an initialization section")
    try muxer.addStream(
      parameters, timeBase: timeBase, language: language, frameRate: frameRate,
      codecTag: codec == "hevc" ? "hvc1" : nil)
    try muxer.writeHeader(options: [
      "movflags": "+frag_custom+empty_moov+default_base_moof+cmaf",
      "video_track_timescale": "\(timeBase.den)",
      "brand": "iso6",
    ])
    muxer.flush()
    let bytes = collector.take()
    return delay > 0 ? try EditList.inserted(into: bytes, mediaTime: delay) : bytes
  }

  mutating func assemble(number: Int, samples: [CodedSample], end: Int64) throws -> AssembledSegment {
    let times = DecodingTimes.assign(samples, delay: delay)
    var fragment = FragmentWriter(
      sequenceNumber: UInt32(clamping: number), baseMediaDecodeTime: UInt64(clamping: times.first ?? 0))
    // Length prefixes are never longer than start codes by more than a byte a unit.
    fragment.reserveCapacity(samples.reduce(0) { $0 + $1.packet.size + 16 })
    for (index, sample) in samples.enumerated() {
      let next = index + 1 < times.count ? times[index + 1] : end
      let duration = UInt32(clamping: max(1, next - times[index]))
      let offset = Int32(clamping: sample.pts + delay - times[index])
      try fragment.append(duration: duration, compositionOffset: offset, isSync: sample.isSync) {
        (payload) throws(PackagingFormatError) in
        try append(sample.packet.bytes, to: &payload)
        // The bytes are in the fragment now: do not hold the segment twice.
        sample.packet.clear()
      }
    }
    return AssembledSegment(
      parts: [fragment.header, fragment.payload], iframe: codec == "aac" ? nil : fragment.iframeRange)
  }

  private func append(_ bytes: [UInt8], to payload: inout [UInt8]) throws(PackagingFormatError) {
    switch codec {
    case _ where isLengthPrefixed: payload.append(contentsOf: bytes)
    case "h264":
      try NALUnits.appendLengthPrefixed(
        annexB: bytes, dropping: .accessUnitDelimiters, codec: .h264, to: &payload)
    case "hevc":
      try NALUnits.appendLengthPrefixed(
        annexB: bytes, dropping: .accessUnitDelimiters, codec: .hevc, to: &payload)
    case "av1": try OBUs.appendWithoutTemporalDelimiters(bytes, to: &payload)
    default: payload.append(contentsOf: bytes)
    }
  }
}

/// MPEG-2 transport stream segments of one track, each complete with its tables.
struct TransportStreamAssembler: SegmentAssembler {
  let parameters: CodecParameters
  let timeBase: Rational
  let delay: Int64
  let isVideo: Bool
  let language: String?
  var counters = ContinuityCounters()

  /// Presentation begins here, so that no decoding time lies below zero.
  static let startSeconds: Int64 = 10

  func initialization() throws -> [UInt8]? { nil }

  mutating func assemble(number: Int, samples: [CodedSample], end: Int64) throws -> AssembledSegment {
    let collector = ByteCollector()
    let muxer = try Muxer(sink: collector, format: "mpegts", name: "a transport stream segment")
    try muxer.addStream(parameters, timeBase: timeBase, language: language)
    muxer.keepTimestamps()
    try muxer.writeHeader(options: ["mpegts_copyts": "1"])
    let target = muxer.timeBase(of: 0)
    let times = DecodingTimes.assign(samples, delay: delay)
    let start = TransportStreamAssembler.startSeconds * 90_000
    var last = Int64.min
    for (index, sample) in samples.enumerated() {
      let packet = try sample.packet.reference()
      packet.streamIndex = 0
      let pts = rescale(sample.pts, from: timeBase, to: target) + start
      // Rounding to 90 kHz keeps the order, and decoding never later than presentation.
      let dts = max(last + 1, min(pts, rescale(times[index] - delay, from: timeBase, to: target) + start))
      packet.pts = max(pts, dts)
      packet.dts = dts
      packet.isKeyframe = sample.isSync
      last = dts
      try muxer.write(packet)
    }
    try muxer.writeTrailer()
    var bytes = collector.take()
    try counters.rewrite(&bytes)
    let iframe = isVideo ? try IFrameRange(segment: bytes).range : nil
    return AssembledSegment(parts: [bytes], iframe: iframe)
  }
}
