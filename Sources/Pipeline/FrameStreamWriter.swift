import Media
import Records

/// Where a stage's frames go.
public protocol FrameSink: AnyObject {
  /// Announces the stream; first.
  func begin(_ stream: StreamRecord) throws
  /// Writes one item.
  func write(_ item: StreamItem) throws
  /// Ends the stream; last.
  func finish(_ end: EndRecord) throws
}

/// Writes vidproc's frame stream: NUT with raw video, PCM, and one text stream in the video's time base
/// whose packets carry the records.
public final class FrameStreamWriter: FrameSink {
  private let muxer: Muxer
  private let output: DescriptorSink
  private var stream = StreamRecord()
  private var videoIndex = 0
  private var textIndex = 0
  private var audioIndices: [Int: Int] = [:]
  private var encoder = RecordEncoder()
  private var lastText: Int64?
  private var offset: Int64 = 0

  /// Writes to `output`, whose errors pass through.
  public init(_ output: DescriptorSink) throws {
    self.output = output
    muxer = try Muxer(sink: output, format: "nut", name: output.name, direct: true)
  }

  /// Announces the stream.
  public func begin(_ stream: StreamRecord) throws {
    self.stream = stream
    guard let format = PixelFormat(name: stream.pixelFormat) else {
      throw MediaError("write", output.name, cause: "pixel format \(stream.pixelFormat) is unknown")
    }
    // NUT has no time below zero: shift by whole seconds, which every time base expresses.
    let earliest = Timestamp(stream.startPTS ?? 0, stream.timeBase).seconds
    if earliest < 0 {
      let seconds = Int64((-earliest).rounded(.up))
      offset = rescale(seconds, from: Rational(1, 1), to: stream.timeBase)
      self.stream.ptsOffset = offset
    }
    textIndex = try muxer.addStream(CodecParameters.text(), timeBase: stream.timeBase)
    videoIndex = try muxer.addStream(
      CodecParameters.rawVideo(
        width: stream.width, height: stream.height, format: format, sampleAspect: stream.sampleAspect),
      timeBase: stream.timeBase, frameRate: stream.frameRate)
    for track in stream.audio {
      guard let format = SampleFormat(name: track.sampleFormat) else { continue }
      audioIndices[track.track] = try muxer.addStream(
        CodecParameters.pcm(
          format: format, sampleRate: track.sampleRate, channels: track.channels, layout: track.layout),
        timeBase: Rational(1, Int64(track.sampleRate)), language: track.language, title: track.title)
    }
    muxer.keepTimestamps()
    // The index would hold every frame of the stream in memory, and nobody seeks in a pipe.
    try muxer.writeHeader(options: ["write_index": "0"])
    encoder.append(self.stream)
    try writeText(at: (stream.startPTS ?? 0) - 1)
    output.flush()
  }

  /// Writes one item.
  public func write(_ item: StreamItem) throws {
    switch item {
    case .video(let item): try writeVideo(item)
    case .audio(let track, let frame): try writeAudio(track, frame)
    }
    output.flush()
  }

  private func writeText(at pts: Int64) throws {
    let shifted = max(0, pts + offset)
    let packet = try Packet(bytes: encoder.take())
    packet.streamIndex = textIndex
    packet.pts = shifted
    packet.dts = shifted
    packet.isKeyframe = true
    packet.rescale(from: stream.timeBase, to: muxer.timeBase(of: textIndex))
    lastText = pts
    try muxer.write(packet)
  }

  private func writeVideo(_ item: VideoItem) throws {
    let pts = item.frame.pts ?? 0
    encoder.append(item.record)
    for line in item.otherLines { encoder.append(line: line) }
    try writeText(at: pts)
    let packet = try item.frame.packedPicture()
    packet.streamIndex = videoIndex
    packet.pts = pts + offset
    packet.dts = pts + offset
    packet.rescale(from: stream.timeBase, to: muxer.timeBase(of: videoIndex))
    output.lend(packet)
    try muxer.write(packet)
  }

  private func writeAudio(_ track: Int, _ frame: Frame) throws {
    guard let index = audioIndices[track], let info = stream.audio.first(where: { $0.track == track }) else {
      return
    }
    let base = Rational(1, Int64(info.sampleRate))
    var frame = frame
    var pts = (frame.pts ?? 0) + rescale(offset, from: stream.timeBase, to: base)
    if pts < 0 {  // sound from before the stream's zero, such as a codec's priming
      guard pts + Int64(frame.sampleCount) > 0 else { return }
      frame = try frame.droppingFirst(Int(-pts))
      pts = 0
    }
    let packet = try frame.interleavedSamples(as: info.sampleFormat, channels: info.channels)
    guard packet.size > 0 else { return }
    packet.streamIndex = index
    packet.pts = pts
    packet.dts = pts
    packet.duration = Int64(frame.sampleCount)
    packet.isKeyframe = true
    packet.rescale(from: base, to: muxer.timeBase(of: index))
    try muxer.write(packet)
  }

  /// Ends the stream.
  public func finish(_ end: EndRecord) throws { try finish(end, after: []) }

  /// Ends the stream; `lines`, each without its line break, stand before the end's record.
  public func finish(_ end: EndRecord, after lines: [[UInt8]]) throws {
    for line in lines { encoder.append(line: line) }
    encoder.append(end)
    try writeText(at: (lastText ?? 0) + 1)
    try muxer.writeTrailer()
    output.drain()
  }
}

/// Writes YUV4MPEG2 for tools that know only that: pictures alone, at a constant rate.
public final class Y4MWriter: FrameSink {
  private let muxer: Muxer
  private let output: DescriptorSink
  private var converter: FilterGraph?
  private var count: Int64 = 0
  private var timeBase = Rational(1, 1)

  /// Writes to `output`.
  public init(_ output: DescriptorSink) throws {
    self.output = output
    muxer = try Muxer(sink: output, format: "yuv4mpegpipe", name: output.name, direct: true)
  }

  /// Announces the stream.
  public func begin(_ stream: StreamRecord) throws {
    guard let format = PixelFormat(name: stream.pixelFormat) else {
      throw MediaError("write", output.name, cause: "pixel format \(stream.pixelFormat) is unknown")
    }
    let known = ["gray", "yuv411p", "yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p"]
    var carried = format
    timeBase = (stream.frameRate ?? Rational(25, 1)).inverse
    if !known.contains(format.name), let plain = PixelFormat(name: "yuv420p") {
      carried = plain
      converter = try FilterGraph(
        .video(
          width: stream.width, height: stream.height, format: format, timeBase: stream.timeBase,
          sampleAspect: stream.sampleAspect, frameRate: stream.frameRate), chain: "format=\(plain.name)")
    }
    let parameters = try CodecParameters.rawVideo(
      width: stream.width, height: stream.height, format: carried, sampleAspect: stream.sampleAspect)
    try muxer.addStream(
      CodecParameters.wrappedFrames(like: parameters), timeBase: timeBase,
      frameRate: stream.frameRate ?? Rational(25, 1))
    try muxer.writeHeader()
  }

  /// Writes one item.
  public func write(_ item: StreamItem) throws {
    guard case .video(let item) = item else { return }
    var frame = item.frame
    if let converter {
      try converter.push(frame)
      guard let converted = try converter.pull() else { return }
      frame = converted
    }
    let packet = try frame.wrapped()
    packet.pts = count
    packet.dts = count
    count += 1
    try muxer.write(packet)
    output.flush()
  }

  /// Ends the stream.
  public func finish(_ end: EndRecord) throws {
    try muxer.writeTrailer()
    output.flush()
  }
}
