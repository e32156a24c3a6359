import Media
import Records

/// Records a source's packets as they are, without decoding them: into one file, or into one per stretch of time.
///
/// A file begins at a video keyframe (at any packet where there is no video). It is written beside its
/// final name, and gets that name when it is whole. Times are counted from its first picture.
public final class StreamRecorder {
  private let path: String
  private let pattern: NumberedName
  private let format: String
  private let segment: Rational?
  private let streams: [StreamInfo]
  private let lead: Int?
  private let published: (FileRecord) -> Void
  private var current: RecordingFile?
  /// The file before, while sound from before the cut may still come, and the streams that are past the cut.
  private var closing: (file: RecordingFile, passed: Set<Int>)?
  private var files = 0
  private var firstStart: Timestamp?
  /// The next cut, in segment durations from the first picture.
  private var nextCut: Int64 = 1
  private var hasFailed = false
  /// Seconds of video by which other streams may lag behind it in the source.
  private static let patience = 2.0

  /// Prepares a recording; the first file is begun with the first keyframe.
  /// - Parameters:
  ///   - path: where to; the ending tells the container. With `segment`, a pattern such as `rec-%05d.mp4`.
  ///   - segment: seconds after which a new file begins, at the next keyframe; nil for one file.
  ///   - streams: the source's streams, of which video and audio are recorded.
  ///   - published: told of each file that is whole.
  /// - Throws: MediaError when the path tells no container, has no place for a number, or cannot be written to.
  public init(
    path: String, segment: Rational?, streams: [StreamInfo], published: @escaping (FileRecord) -> Void
  ) throws {
    self.path = path
    self.segment = segment
    self.published = published
    pattern = NumberedName(path)
    let streams = streams.filter { StreamRecorder.isKnown($0) }
    self.streams = streams
    let video = streams.filter { $0.kind == .video }
    lead = (video.first(where: \.isDefault) ?? video.first)?.index
    guard let format = Muxer.formatName(forPath: path) else {
      throw MediaError(
        "record to", path, cause: "its ending tells no container",
        hint: "use .mp4, .mkv, .mov or .ts; .mkv takes nearly every codec")
    }
    self.format = format
    guard !self.streams.isEmpty else {
      throw MediaError("record to", path, cause: "the source has no video and no audio")
    }
    if let segment {
      guard segment > .zero else {
        throw MediaError("record to", path, cause: "segments of no length were asked for")
      }
      guard pattern.isNumbered else {
        throw MediaError(
          "record to", path, cause: "segments need a place for their number in the name",
          hint: "write a pattern such as rec-%05d.mp4")
      }
    }
    try PendingFile(path: pattern.name(0)).checkDirectory()
  }

  /// Records a packet, whose times count in its stream's time base; the packet stays as it is.
  ///
  /// Packets of streams that were not there at the start are passed over, and those before the first keyframe.
  /// - Throws: MediaError that names the file when it cannot be written; nothing is recorded from then on.
  public func write(_ packet: Packet, stream: StreamInfo) throws {
    guard !hasFailed, streams.contains(where: { $0.index == stream.index }) else { return }
    try whole {
      if isEntry(packet, of: stream) {
        if current == nil {
          try begin(packet, stream)
        } else if try isDue(packet, stream) {
          try close()
          closing = current.map { ($0, []) }
          try begin(packet, stream)
        }
      }
      guard let current else { return }
      if try isFromBefore(packet, stream, start: current.start) { return }
      try current.write(packet, stream: stream)
    }
  }

  /// Takes care of packets from before the current file's start: they belong to the file before.
  private func isFromBefore(_ packet: Packet, _ stream: StreamInfo, start: Timestamp) throws -> Bool {
    guard let ticks = packet.pts ?? packet.dts else { return false }
    let time = Timestamp(ticks, stream.timeBase)
    if let before = closing?.file {
      if stream.index == lead {
        if time.seconds > start.seconds + StreamRecorder.patience { try close() }
        return false
      }
      if time < start {
        try before.write(packet, stream: stream)
        return true
      }
      closing?.passed.insert(stream.index)
      if closing?.passed.count == streams.count - 1 { try close() }
      return false
    }
    // A coder's first frame, which ends where the sound begins, is needed to decode the second.
    let end = Timestamp(ticks + packet.duration, stream.timeBase)
    return stream.index != lead && files == 1 && end < start
  }

  /// Ends the last file. Nothing can be recorded afterwards.
  /// - Throws: MediaError when the file cannot be ended, or when there was no keyframe to begin one with.
  public func finish() throws {
    guard !hasFailed else { return }
    defer { hasFailed = true }
    guard current != nil else {
      throw MediaError("record to", path, cause: "the source ended before its first keyframe")
    }
    try whole {
      try close()
      closing = current.map { ($0, []) }
      try close()
      current = nil
    }
  }

  /// Whether enough is known of a stream to write it into a container.
  private static func isKnown(_ stream: StreamInfo) -> Bool {
    guard stream.parameters.codecName != "none" else { return false }
    switch stream.kind {
    case .video: return stream.parameters.width > 0
    case .audio: return stream.parameters.sampleRate > 0
    default: return false
    }
  }

  /// Whether a file may begin here.
  private func isEntry(_ packet: Packet, of stream: StreamInfo) -> Bool {
    // Where nothing is timed, decoding order must be the order to show.
    if packet.pts == nil, packet.dts == nil, stream.parameters.reorderDepth > 0 { return false }
    return packet.isKeyframe && !packet.isCorrupt && (lead == nil || lead == stream.index)
  }

  private func isDue(_ packet: Packet, _ stream: StreamInfo) throws -> Bool {
    guard let segment, let first = firstStart, let ticks = packet.pts ?? packet.dts else { return false }
    let time = Timestamp(ticks, stream.timeBase)
    func cut(_ number: Int64) -> Timestamp {
      let past = rescale(number, from: segment, to: stream.timeBase, rounding: .up)
      return Timestamp(first.rescaled(to: stream.timeBase).ticks + past, stream.timeBase)
    }
    guard time >= cut(nextCut) else { return false }
    while time >= cut(nextCut) { nextCut += 1 }
    return true
  }

  private func begin(_ packet: Packet, _ stream: StreamInfo) throws {
    let file = PendingFile(path: pattern.name(files))
    let begun = try RecordingFile(
      file, number: files, format: format, streams: streams, first: (packet, stream))
    firstStart = firstStart ?? begun.start
    current = begun
    files += 1
    if streams.count == 1 { try close() }
  }

  /// Ends the file before the current one, if that is still open.
  private func close() throws {
    guard let file = closing?.file else { return }
    closing = nil
    var record = try file.finish()
    if let first = firstStart { record.start = file.start.seconds - first.seconds }
    published(record)
  }

  /// Gives the recording up when something goes wrong with it: the files that are not whole go away.
  private func whole(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch {
      hasFailed = true
      current = nil
      closing = nil
      throw error
    }
  }
}
