import Media
import Pipeline
import Records

/// A prepared picture for every rung: its time in output ticks from the stream's start, and whether a segment
/// begins with it.
struct PreparedPicture: Sendable {
  var frame: Frame
  var pts: Int64
  /// The segment's number, from 1, where one begins here.
  var startsSegment: Int?
}

/// What reaches a rung's thread.
enum PictureMessage: Sendable {
  case picture(PreparedPicture)
  /// What was begun ends here, in output ticks: a gap in a live stream, or its end.
  case cut(Int64)
  /// No more pictures; the last one ends here, in output ticks.
  case end(Int64)
}

/// Scales, encodes and cuts one video rendition, on a thread of its own.
final class VideoRenditionEncoder {
  private let rendition: VideoRendition
  private let plan: TranscodePlan
  private let folder: OutputFolder
  private let store: SegmentStore
  private var encoder: Encoder?
  private var scaler: RungScaler
  private var assembler: (any SegmentAssembler)?
  private var starts: [Int64: Int] = [:]
  private var current: (index: Int, samples: [CodedSample])?
  private var isResumed: Bool
  private let chunk: RungChunk?

  /// - Parameters:
  ///   - chunk: the chunk that is encoded, where analysis is shared; nil for the whole title.
  ///   - live: where the segments of a live stream are listed; nil for a finished title.
  init(
    _ rendition: VideoRendition, plan: TranscodePlan, folder: OutputFolder, isResumed: Bool,
    chunk: RungChunk? = nil, live: LiveSegmentSink? = nil,
    publish: @escaping @Sendable (FileRecord) throws -> Void
  ) {
    self.rendition = rendition
    self.plan = plan
    self.folder = folder
    self.isResumed = isResumed
    self.chunk = chunk
    scaler = RungScaler(
      width: rendition.width, height: rendition.height, pixelFormat: rendition.pixelFormat, plan: plan)
    store = SegmentStore(
      folder: folder, rendition: rendition.name, timescale: plan.timeBase.den, container: plan.container,
      existing: [], encryption: plan.extras?.encryption, live: live,
      publish: publish)
  }

  /// Works until the queue ends.
  func run(_ queue: BoundedQueue<PictureMessage>) throws {
    while let message = try queue.pop() {
      switch message {
      case .picture(let picture): try encode(picture)
      case .cut(let end):
        try drain(end: end)
        // The next picture opens another encoder, as a resumed job does.
        encoder = nil
        isResumed = true
      case .end(let end):
        try drain(end: end)
        return
      }
    }
    // The queue ended without its end: the input was cut off, and the last segment stays unpublished.
  }

  private func encode(_ picture: PreparedPicture) throws {
    let frame = try scaler.scaled(picture.frame)
    if encoder == nil { try open() }
    frame.pts = picture.pts
    frame.forceKeyframe(picture.startsSegment != nil)
    if let number = picture.startsSegment { starts[picture.pts] = number }
    try encoder?.send(frame)
    try collect()
  }

  private func open() throws {
    let inBand = plan.container == .ts
    let encoder = try Encoder(
      video: rendition.encoding(plan, inBandHeaders: inBand, isResumed: isResumed, chunk: chunk))
    self.encoder = encoder
    // After a gap the same headers and counters go on.
    guard assembler == nil else { return }
    let nominal =
      plan.frameRate.map { rescale(1, from: $0.inverse, to: plan.timeBase) } ?? plan.timeBase.den / 25
    let delay = rendition.codec == .av1 ? 0 : 2 * max(4, nominal)
    let parameters = try encoder.parameters()
    switch plan.container {
    case .fmp4:
      let assembler = FragmentedMP4Assembler(
        parameters: parameters, timeBase: plan.timeBase, codec: rendition.codec.rawValue, delay: delay,
        frameRate: plan.frameRate, language: nil)
      if chunk?.isFirst ?? true, let bytes = try assembler.initialization() {
        try store.write(initialization: bytes)
      }
      self.assembler = assembler
      try noteCodec(parameters.extradata)
    case .ts:
      assembler = TransportStreamAssembler(
        parameters: parameters, timeBase: plan.timeBase, delay: delay, isVideo: true, language: nil,
        counters: try countersBefore())
    }
  }

  /// Continuity goes on from the last segment before, where that is there.
  private func countersBefore() throws -> ContinuityCounters {
    let last =
      chunk.map {
        SegmentStore.path(of: $0.firstSegment - 1, rendition: rendition.name, fileExtension: "ts")
      } ?? folder.journal.segments[rendition.name]?.last?.path
    guard let last, folder.size(of: last) != nil else { return ContinuityCounters() }
    var bytes = try OutputFolder.read(folder.root + "/" + last)
    if let encryption = plan.extras?.encryption {
      let index = chunk.map { $0.firstSegment - 1 } ?? folder.journal.segments[rendition.name]?.last?.index
      bytes = try SegmentEncryptor(encryption).decrypt(bytes, rendition: rendition.name, index: index ?? 1)
    }
    return try ContinuityCounters(fromLastSegment: bytes)
  }

  private func noteCodec(_ configuration: [UInt8]) throws {
    let text =
      switch rendition.codec {
      case .h264: try CodecString.h264(configuration)
      case .hevc: try CodecString.hevc(configuration)
      case .av1: try CodecString.av1(configuration)
      }
    if folder.journal.codecs[rendition.name] != text {
      try folder.note(.codec(rendition: rendition.name, codecs: text))
    }
  }

  private func collect() throws {
    while let packet = try encoder?.receive() { try take(packet) }
  }

  private func take(_ packet: Packet) throws {
    let pts = packet.pts ?? 0
    if let number = starts[pts] {
      guard packet.isKeyframe else {
        throw MediaError(
          "encode", rendition.name,
          cause: "\(rendition.encoder) made no keyframe where segment \(number) begins")
      }
      starts[pts] = nil
      if plan.container == .ts, current == nil { try noteCodec(packet.bytes) }
      try finishSegment(end: pts)
      current = (number, [])
    }
    guard current != nil else {
      throw MediaError("encode", rendition.name, cause: "\(rendition.encoder) began without a keyframe")
    }
    // Only forced keyframes open a segment; one in between stays a plain random access point.
    current?.samples.append(CodedSample(pts: pts, isSync: packet.isKeyframe, packet: packet))
  }

  private func finishSegment(end: Int64) throws {
    guard let (index, samples) = current, let first = samples.first, var assembler else { return }
    let segment = try assembler.assemble(number: index, samples: samples, end: end)
    self.assembler = assembler
    try store.write(segment, index: index, samples: samples.count, start: first.pts, end: end)
    current = nil
  }

  private func drain(end: Int64) throws {
    try encoder?.send(nil)
    try collect()
    try finishSegment(end: end)
  }
}

/// A chunk of a rendition whose analysis was made already.
struct RungChunk: Sendable {
  /// x264's statistics file of the chunk.
  var statistics: String
  /// Bits a second for this chunk.
  var bitrate: Int
  /// Number of its first segment, from 1.
  var firstSegment: Int

  /// Whether the title begins with it.
  var isFirst: Bool { firstSegment == 1 }
}

extension VideoRendition {
  /// The rendition as an encoder is asked for it.
  func encoding(_ plan: TranscodePlan, inBandHeaders: Bool, isResumed: Bool, chunk: RungChunk? = nil)
    -> VideoEncoding
  {
    var options: [String: String] = ["preset": preset, "forced-idr": "1"]
    var parameters = encoderParameters
    // A resumed encoder must not spend a full buffer that the segment before may have used up.
    switch codec {
    case .h264:
      options["profile"] = profile
      if isResumed { parameters += ":vbv-init=0.5" }
      options["x264-params"] = parameters
      if let crf { options["crf"] = "\(crf)" }
    case .hevc:
      options["profile"] = profile
      parameters += inBandHeaders ? ":repeat-headers=1" : ""
      options["x265-params"] = parameters
      if let crf { options["crf"] = "\(crf)" }
    case .av1:
      options["forced-idr"] = nil
      options["svtav1-params"] = parameters
      if let crf { options["crf"] = "\(Int(crf))" }
    }
    let limited = codec != .av1
    return VideoEncoding(
      encoder: encoder, width: width, height: height,
      pixelFormat: PixelFormat(name: pixelFormat) ?? .yuv420p, timeBase: plan.timeBase,
      frameRate: plan.frameRate, sampleAspect: Rational(1, 1),
      color: plan.color, bitRate: crf == nil ? Int64(chunk?.bitrate ?? bitrate) : nil,
      maxRate: limited ? Int64(maxrate) : nil, bufferSize: limited ? Int64(bufsize) : nil, gop: 1 << 20,
      threads: threads, options: options,
      globalHeader: !inBandHeaders,
      pass: chunk.map { .second($0.statistics) })
  }
}
