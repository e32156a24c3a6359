import Media
import Records

/// Finds out what an input holds: from its headers, and from all of its packets, which tell the truth.
///
/// Nothing is decoded but the first pictures of a video stream whose headers leave its fields or colours out.
public final class SourceProbe {
  /// Names a stream's codec as playlists do; nil where they have no name for it.
  public typealias CodecNaming = (StreamInfo) -> String?

  private let demuxer: Demuxer
  private let readsPackets: Bool
  private let codecNaming: CodecNaming
  private var scans: [Int: StreamScan] = [:]
  private var pictures: [Int: FirstPictures] = [:]
  private var jumps: TimestampJumps
  private var problems: [ProblemRecord] = []
  private var isInterrupted = false
  private var failure: MediaError?

  /// Damaged packets of one stream that are told one by one; the rest is counted.
  private static let toldPackets = 20

  /// Prepares to look into an opened input, from where it stands.
  /// - Parameters:
  ///   - demuxer: the input, whose packets are read from here on.
  ///   - readsPackets: whether all packets are read, or just enough to answer what the headers leave open.
  ///   - codecNaming: gives `codec_string`.
  public init(_ demuxer: Demuxer, readsPackets: Bool, codecNaming: @escaping CodecNaming) {
    self.demuxer = demuxer
    self.readsPackets = readsPackets
    self.codecNaming = codecNaming
    jumps = TimestampJumps(enabled: demuxer.mayJump)
  }

  /// Reads the input and delivers a `container` record, one `elementary_stream` record per stream, and what
  /// problems were met.
  /// - Parameters:
  ///   - progress: told the seconds of media and the video frames that were read.
  ///   - deliver: takes the records.
  /// - Returns: how the reading ended; its frames are those of all video streams.
  /// - Throws: MediaError when the input holds no stream, and what `deliver` throws.
  public func run(
    progress: (_ seconds: Double, _ frames: Int) -> Void = { _, _ in }, deliver: (AnyRecord) throws -> Void
  ) throws -> EndRecord {
    for info in demuxer.streams { adopt(info) }
    guard !demuxer.streams.isEmpty else {
      throw MediaError(
        "probe", demuxer.name, cause: "it holds no audio or video", hint: "is it a media file?")
    }
    try readPackets(progress)
    let complete = readsPackets && failure == nil
    for index in scans.keys { scans[index]?.finish() }
    try deliver(.container(container()))
    for info in demuxer.streams { try deliver(.elementaryStream(try record(of: info))) }
    if readsPackets {
      for (_, scan) in scans.sorted(by: { $0.key < $1.key }) {
        problems += complete && !isInterrupted ? scan.problems : []
        if scan.damaged > SourceProbe.toldPackets {
          let more = scan.damaged - SourceProbe.toldPackets
          problems.append(ProblemRecord(what: "more damaged packets", stream: scan.info.index, count: more))
        }
      }
    }
    for problem in problems { try deliver(.problem(problem)) }
    return end()
  }

  private func adopt(_ info: StreamInfo) {
    scans[info.index] = StreamScan(info)
    pictures[info.index] = FirstPictures(info, name: demuxer.name)
  }

  private func readPackets(_ progress: (Double, Int) -> Void) throws {
    let packet = try Packet()
    var frames = 0
    do throws(MediaError) {
      while readsPackets || pictures.values.contains(where: { !$0.isDone }) {
        guard try demuxer.read(into: packet) else {
          try finishPictures()
          return
        }
        if scans[packet.streamIndex] == nil { try demuxer.refreshStreams() }
        guard let info = demuxer.streams.first(where: { $0.index == packet.streamIndex }) else { continue }
        if scans[info.index] == nil { adopt(info) }
        jumps.apply(to: packet, timeBase: info.timeBase)
        scans[info.index]?.add(packet)
        if packet.isCorrupt { report(packet, of: info) }
        try look(at: packet, of: info)
        guard info.kind == .video else { continue }
        frames += 1
        if let ticks = packet.pts ?? packet.dts { progress(Timestamp(ticks, info.timeBase).seconds, frames) }
      }
    } catch {
      if error.isInterruption { isInterrupted = true } else { failure = error }
    }
  }

  /// Decoding is a help here: where it fails, the answer stays open.
  private func look(at packet: Packet, of info: StreamInfo) throws(MediaError) {
    guard let first = pictures[info.index], !first.isDone else { return }
    do { try first.add(packet) } catch { pictures[info.index] = nil }
  }

  private func finishPictures() throws(MediaError) {
    for (index, first) in pictures {
      do { try first.finish() } catch { pictures[index] = nil }
    }
  }

  private func report(_ packet: Packet, of info: StreamInfo) {
    guard let scan = scans[info.index], scan.damaged <= SourceProbe.toldPackets else { return }
    problems.append(
      ProblemRecord(
        what: "a damaged packet", place: "packet \(scan.packets - 1)",
        time: (packet.pts ?? packet.dts).map { Timestamp($0, info.timeBase).seconds }, stream: info.index))
  }

  private var nothingThere: MediaError {
    MediaError("probe", demuxer.name, cause: "its streams hold no packets")
  }

  private func end() -> EndRecord {
    let frames = scans.values.reduce(0) { $0 + ($1.info.kind == .video ? $1.shown : 0) }
    let damaged = scans.values.reduce(0) { $0 + $1.damaged }
    var end = EndRecord(status: isInterrupted ? .interrupted : .complete, frames: frames, errors: damaged)
    if !readsPackets { end.frames = 0 }
    let isEmpty = scans.values.allSatisfy { $0.packets == 0 }
    if var reason = failure ?? (readsPackets && !isInterrupted && isEmpty ? nothingThere : nil) {
      if isEmpty, !demuxer.isSeekable {
        reason.hint = "an MP4 with its index at the end must be named as a file, or remuxed with +faststart"
      }
      end.status = .error
      end.reason = reason.description
    }
    return end
  }
}

// MARK: Records

extension SourceProbe {
  private func container() -> ContainerRecord {
    var record = ContainerRecord(headersOf: demuxer)
    guard readsPackets else { return record }
    let media = scans.values.filter { $0.info.kind == .video || $0.info.kind == .audio }
    if let start = media.compactMap(\.start).min(), let end = media.compactMap(\.end).max(), end > start {
      record.startTime = start
      record.duration = end - start
    } else {
      record.duration = media.compactMap(\.duration).max() ?? record.duration
    }
    if let duration = record.duration, duration > 0 {
      let bytes = record.bytes ?? scans.values.reduce(0) { $0 + $1.bytes }
      record.bitRate = bytes > 0 ? Int64((Double(bytes) * 8 / duration).rounded()) : nil
    }
    return record
  }

  private func record(of info: StreamInfo) throws -> ElementaryStreamRecord {
    let parameters = info.parameters
    var record = ElementaryStreamRecord()
    record.index = info.index
    record.kind = StreamKind(rawValue: info.kind.rawValue)
    record.codec = parameters.codecName
    record.codecString = codecNaming(info)
    record.profile = parameters.profile
    record.level = parameters.level
    record.language = info.language
    record.title = info.title
    record.isDefault = info.isDefault
    record.timeBase = info.timeBase
    record.startTime = info.startTime.map { Timestamp($0, info.timeBase).seconds }
    record.duration = info.duration.map { Timestamp($0, info.timeBase).seconds }
    record.bitRate = parameters.bitRate
    switch info.kind {
    case .video: describeVideo(info, in: &record)
    case .attachment where parameters.width > 0:
      record.width = parameters.width
      record.height = parameters.height
    case .audio:
      record.sampleRate = parameters.sampleRate
      record.channels = parameters.channels
      record.layout = parameters.channelLayout
      record.sampleFormat = parameters.sampleFormat.name
    default: break
    }
    if readsPackets { scans[info.index]?.apply(to: &record) }
    pictures[info.index]?.apply(to: &record)
    return record
  }

  private func describeVideo(_ info: StreamInfo, in record: inout ElementaryStreamRecord) {
    let parameters = info.parameters
    record.hasBFrames = parameters.reorderDepth
    record.hdr = info.hdr
    record.frameRateMode = .unknown
    // Headers alone may leave open what pictures there are.
    guard parameters.width > 0, parameters.height > 0 else { return }
    record.width = parameters.width
    record.height = parameters.height
    let size = SquarePixels.size(
      width: parameters.width, height: parameters.height, sampleAspect: info.sampleAspect)
    record.displayWidth = info.orientation.swapsSides ? size.height : size.width
    record.displayHeight = info.orientation.swapsSides ? size.width : size.height
    record.sampleAspect = info.sampleAspect
    if parameters.pixelFormat.name != "unknown" {
      record.pixelFormat = parameters.pixelFormat.name
      record.bitDepth = parameters.pixelFormat.bitDepth
    }
    // A "real" rate as high as the clock's is libav's way to say that it knows none.
    record.frameRate = info.averageFrameRate ?? info.realFrameRate.flatMap { $0 > Rational(1000) ? nil : $0 }
    record.averageFrameRate = info.averageFrameRate
    record.rotation = info.orientation.rotation
    record.isMirrored = info.orientation.isMirrored
    record.fieldOrder = parameters.fieldOrder.map { FieldOrder(rawValue: $0) }
    record.isInterlaced = parameters.fieldOrder.map { $0 != "progressive" }
    record.color = parameters.color == ColorDescription() ? nil : parameters.color
    record.hdrFormat = info.hasDolbyVision ? "dolby_vision" : SourceProbe.hdrFormat(parameters.color)
  }

  /// The kind of high dynamic range that a transfer function stands for (ITU-R BT.2100); nil for none.
  public static func hdrFormat(_ color: ColorDescription) -> String? {
    switch color.transfer {
    case "smpte2084": "pq"
    case "arib-std-b67": "hlg"
    default: nil
    }
  }
}

extension ContainerRecord {
  /// What the headers of an opened input say.
  init(headersOf demuxer: Demuxer) {
    self.init()
    source = demuxer.name
    format = demuxer.formatName
    formatName = demuxer.formatLongName
    duration = demuxer.duration
    startTime = demuxer.startTime
    bitRate = demuxer.bitRate
    bytes = demuxer.byteCount
    isSeekable = demuxer.isSeekable
    streams = demuxer.streams.count
    if !demuxer.tags.isEmpty {
      var tags: OrderedValues<String> = [:]
      for (key, value) in demuxer.tags { tags[key] = value }
      self.tags = tags
    }
  }
}
