import Media
import Records

/// Decodes one video stream into upright frames with increasing timestamps and source-order indices.
final class VideoTrackDecoder {
  let info: StreamInfo
  private let decoder: Decoder
  private let name: String
  private var upright: FilterGraph?
  private var timeBase: Rational
  private(set) var firstFrame: Frame?
  /// First timestamp of the source, whether or not reading began there.
  private(set) var origin: Int64?
  private var index = 0
  private var lastPTS: Int64?
  private var generatesTimestamps = false
  private var hasSeeked = false
  private var corruptPackets = 0
  private var repairs = 0
  private var problems: [ProblemRecord] = []
  private var reportedErrors = 0

  init(_ info: StreamInfo, name: String, threads: Int, isDraft: Bool = false) throws {
    self.info = info
    self.name = name
    timeBase = info.timeBase
    decoder = try Decoder(info, name: name, threads: threads, isDraft: isDraft)
  }

  /// Goes on with the same kind of stream of an input that was opened anew.
  convenience init(continuing old: VideoTrackDecoder, streams: [StreamInfo], name: String) throws {
    guard let info = streams.first(where: { $0.kind == .video }) else {
      throw MediaError("read", name, cause: "it came back without a video stream")
    }
    try self.init(info, name: name, threads: 0)
    timeBase = old.timeBase
    firstFrame = old.firstFrame
    origin = old.origin
    index = old.index
    lastPTS = old.lastPTS
    generatesTimestamps = old.generatesTimestamps
    corruptPackets = old.errors
  }

  var errors: Int { decoder.errors + corruptPackets + repairs }

  /// Whether the declared rates say that frames last differently long.
  var looksVariable: Bool {
    guard let real = info.realFrameRate, let average = info.averageFrameRate else { return false }
    return abs(real.doubleValue / average.doubleValue - 1) > 0.005
  }

  func didSeek() { hasSeeked = true }

  func countCorruptPacket() { corruptPackets += 1 }

  func takeProblems() -> [ProblemRecord] {
    defer { problems = [] }
    return problems
  }

  /// - Parameter isWanted: false for a picture that is only decoded for others' sake.
  func decode(_ packet: Packet?, isWanted: Bool = true, deliver: (VideoItem) -> Void) throws {
    decoder.passesOverUnreferenced = !isWanted
    var accepted = false
    while !accepted {
      accepted = try decoder.send(packet)
      while let frame = try decoder.receive() { try process(frame, deliver: deliver) }
    }
    if decoder.errors > reportedErrors {
      var problem = ProblemRecord(what: decoder.lastError?.description ?? "a damaged frame")
      problem.count = decoder.errors - reportedErrors
      problem.time = lastPTS.map { Timestamp($0, timeBase).seconds }
      reportedErrors = decoder.errors
      problems.append(problem)
    }
  }

  private func process(_ frame: Frame, deliver: (VideoItem) -> Void) throws {
    stamp(frame)
    var frame = frame
    if frame.sampleAspect == nil { frame.sampleAspect = info.sampleAspect }
    if let chain = uprightChain(for: frame) {
      if upright == nil || !inputMatches(frame) {
        upright = try FilterGraph(input(of: frame), chain: chain)
      }
      try upright?.push(frame)
      guard let turned = try upright?.pull() else { return }
      frame = turned
    }
    if firstFrame == nil { firstFrame = frame }
    let pts = frame.pts ?? 0
    var record = FrameRecord(frame: index, pts: pts, time: Timestamp(pts, timeBase).seconds, objects: nil)
    if frame.isKeyframe { record.isKeyframe = true }
    index += 1
    deliver(VideoItem(frame: frame, record: record))
  }

  /// The filters that a frame needs: turning upright, and the first frame's size and format where they changed.
  private func uprightChain(for frame: Frame) -> String? {
    var filters = info.orientation.filters
    let format = PortableFormats.carried(frame.pixelFormat)
    if let first = firstFrame {
      let swapped = info.orientation.swapsSides
      let width = swapped ? frame.height : frame.width
      let height = swapped ? frame.width : frame.height
      if width != first.width || height != first.height {
        filters.append("scale=\(first.width):\(first.height)")
      }
      if frame.pixelFormat != first.pixelFormat && format != first.pixelFormat {
        filters.append("format=\(first.pixelFormat.name)")
      } else if format != frame.pixelFormat {
        filters.append("format=\(format.name)")
      }
    } else if format != frame.pixelFormat {
      filters.append("format=\(format.name)")
    }
    return filters.isEmpty ? nil : filters.joined(separator: ",")
  }

  private func input(of frame: Frame) -> FilterInput {
    .video(
      width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: timeBase,
      sampleAspect: frame.sampleAspect, frameRate: nil)
  }

  private func inputMatches(_ frame: Frame) -> Bool {
    guard case .video(let width, let height, let format, _, _, _)? = upright?.input else { return false }
    return width == frame.width && height == frame.height && format == frame.pixelFormat
  }

  /// Gives the frame its timestamp: the source's own, or one by the frame rate where the source has none.
  private func stamp(_ frame: Frame) {
    var pts = frame.bestEffortTimestamp ?? frame.pts
    if lastPTS == nil {
      generatesTimestamps = pts == nil
      if generatesTimestamps { timeBase = frameDuration(in: nil) }
      origin = hasSeeked ? (info.startTime ?? pts ?? 0) : (pts ?? 0)
      if hasSeeked, let pts, let rate = info.averageFrameRate {
        let ticks = rescale(1, from: rate.inverse, to: info.timeBase)
        index = ticks > 0 ? Int((Double(pts - (origin ?? 0)) / Double(ticks)).rounded()) : 0
      }
    } else if !generatesTimestamps, timeBase != info.timeBase, let value = pts {
      pts = rescale(value, from: info.timeBase, to: timeBase)
    }
    if generatesTimestamps {
      pts = (lastPTS ?? -1) + 1
    } else if let last = lastPTS {
      let expected = last + max(1, rescale(1, from: frameDuration(in: nil), to: timeBase))
      if pts == nil { pts = expected }
      if let value = pts, value <= last {
        var problem = ProblemRecord(
          what: "a timestamp does not increase (\(value) after \(last)); moved by a tick", kind: .time)
        problem.time = Timestamp(value, timeBase).seconds
        problems.append(problem)
        repairs += 1
        pts = last + 1
      }
    }
    frame.pts = pts
    lastPTS = pts
  }

  private func frameDuration(in _: Rational?) -> Rational {
    let rate = info.averageFrameRate ?? info.realFrameRate ?? Rational(25, 1)
    return rate.inverse
  }

  func describe(_ stream: inout StreamRecord) {
    guard let frame = firstFrame else { return }
    stream.width = frame.width
    stream.height = frame.height
    stream.pixelFormat = frame.pixelFormat.name
    stream.sampleAspect = frame.sampleAspect
    stream.timeBase = timeBase
    stream.timestamps = generatesTimestamps ? .frameRate : .source
    stream.isVariable = looksVariable
    stream.frameRate = looksVariable ? info.averageFrameRate : (info.realFrameRate ?? info.averageFrameRate)
    stream.fieldOrder = fieldOrder(frame).map { FieldOrder(rawValue: $0) }
    stream.color = color(frame)
    stream.hdr = info.hdr ?? frame.hdr
    stream.startPTS = frame.pts
    stream.frames = info.declaredFrames
    if let duration = info.duration { stream.duration = Timestamp(duration, info.timeBase).seconds }
  }

  private func fieldOrder(_ frame: Frame) -> String? {
    if let order = info.parameters.fieldOrder, order != "progressive" || !frame.isInterlaced { return order }
    return frame.isInterlaced ? (frame.topFieldFirst ? "tt" : "bb") : info.parameters.fieldOrder
  }

  /// The decoder's word on colour, the container's where the decoder has none.
  private func color(_ frame: Frame) -> ColorDescription {
    let own = frame.color
    let container = info.parameters.color
    return ColorDescription(
      range: own.range ?? container.range, space: own.space ?? container.space,
      primaries: own.primaries ?? container.primaries, transfer: own.transfer ?? container.transfer,
      chromaLocation: own.chromaLocation ?? container.chromaLocation)
  }
}

/// Decodes one audio stream; timestamps count in 1/sample rate.
final class AudioTrackDecoder {
  let info: StreamInfo
  private let decoder: Decoder
  private var next: Int64?
  private var priorErrors = 0
  /// Brings samples to the described format where the stream changes in the middle.
  private var converter: FilterGraph?
  private let format: SampleFormat

  init(_ info: StreamInfo, name: String) throws {
    self.info = info
    guard info.parameters.sampleRate > 0, info.parameters.channels > 0 else {
      throw MediaError("decode", "audio stream \(info.index) of \(name)", cause: "its format is unknown")
    }
    decoder = try Decoder(info, name: name, threads: 1)
    format = decoder.sampleFormat.packed
  }

  convenience init(continuing old: AudioTrackDecoder, streams: [StreamInfo], name: String) throws {
    let candidates = streams.filter { $0.kind == .audio }
    guard let info = candidates.first(where: { $0.index == old.info.index }) ?? candidates.first else {
      throw MediaError("read", name, cause: "it came back without an audio stream")
    }
    try self.init(info, name: name)
    priorErrors = old.errors
  }

  var errors: Int { decoder.errors + priorErrors }

  func decode(_ packet: Packet?, deliver: (Frame) -> Void) throws {
    var accepted = false
    while !accepted {
      accepted = try decoder.send(packet)
      while let frame = try decoder.receive() {
        guard frame.sampleCount > 0, frame.sampleRate > 0 else { continue }
        let stamped = (frame.pts ?? frame.bestEffortTimestamp).map {
          rescale($0, from: info.timeBase, to: Rational(1, Int64(frame.sampleRate)))
        }
        // Overlapping sound (doubled or jittering timestamps) is put in a row.
        frame.pts = max(stamped ?? next ?? 0, next ?? Int64.min)
        next = (frame.pts ?? 0) + Int64(frame.sampleCount)
        try steady(frame, deliver: deliver)
      }
    }
  }

  /// Passes a frame on in the format, rate and layout that the track was described with.
  private func steady(_ frame: Frame, deliver: (Frame) -> Void) throws {
    let rate = info.parameters.sampleRate
    let layout = info.parameters.channelLayout
    if frame.sampleFormat.packed == format, frame.sampleRate == rate,
      frame.channels == info.parameters.channels
    {
      return deliver(frame)
    }
    if !converterTakes(frame) {
      converter = try FilterGraph(
        .audio(
          sampleRate: frame.sampleRate, format: frame.sampleFormat, layout: frame.channelLayout,
          timeBase: Rational(1, Int64(frame.sampleRate))),
        chain: "aformat=sample_fmts=\(format.name):sample_rates=\(rate):channel_layouts=\(layout)")
    }
    try converter?.push(frame)
    while let converted = try converter?.pull() {
      converted.pts = converted.pts.map {
        rescale($0, from: converter?.outputTimeBase ?? Rational(1, Int64(rate)), to: Rational(1, Int64(rate)))
      }
      deliver(converted)
    }
  }

  private func converterTakes(_ frame: Frame) -> Bool {
    guard case .audio(let rate, let format, let layout, _)? = converter?.input else { return false }
    return rate == frame.sampleRate && format == frame.sampleFormat && layout == frame.channelLayout
  }

  func describe(track: Int) -> AudioTrack {
    var record = AudioTrack()
    record.track = track
    record.codec = info.parameters.codecName
    record.sampleRate = info.parameters.sampleRate
    record.channels = info.parameters.channels
    record.layout = info.parameters.channelLayout
    record.sampleFormat = format.name
    record.language = info.language
    record.title = info.title
    record.isDefault = info.isDefault
    record.timeBase = Rational(1, Int64(info.parameters.sampleRate))
    record.start = info.startTime.map { Timestamp($0, info.timeBase).seconds }
    record.duration = info.duration.map { Timestamp($0, info.timeBase).seconds }
    return record
  }
}
