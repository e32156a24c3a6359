import Media
import Records

/// Encodes a stream into a file to be watched: pictures at constant quality, sound as AAC or Opus.
///
/// Times are kept as they are, counted from the first picture. The file is written beside its final name and
/// gets that name in `finish` where the stream came to its end. A live source has none: what was taken of it
/// before it was stopped is whole.
public final class MediaFileWriter: FrameSink {
  let file: PendingFile
  let container: MediaFileContainer
  let codec: FileVideoCodec
  let options: MediaFileOptions
  private var muxer: Muxer?
  var encoder: Encoder?
  var converter: FilterGraph?
  var stream = StreamRecord()
  private var videoIndex = 0
  private var sounds: [Int: FileSoundEncoder] = [:]
  private var origin: Int64?
  private var lastPTS: Int64?
  /// Packets cannot be written before the first picture has said where time begins.
  private var early: [(track: Int, frame: Frame)] = []
  var color = ColorDescription()
  private var durations: [Int64: Int64] = [:]

  /// Prepares to write a file.
  /// - Throws: MediaError when its name tells no container, the container does not take the codec, or the
  ///   directory cannot be written to.
  public init(path: String, options: MediaFileOptions) throws {
    file = PendingFile(path: path)
    self.options = options
    guard let container = MediaFileContainer(path: path) else {
      throw MediaError(
        "write", path, cause: "its ending tells no container that can be encoded into",
        hint: "use \(MediaFileContainer.endings); .nut keeps the frames raw, .png and .jpg make pictures")
    }
    self.container = container
    let usual = container.codecs.first { $0.isAvailable } ?? container.codecs[0]
    codec = options.codec ?? usual
    guard container.codecs.contains(codec) else {
      throw MediaError(
        "write", path, cause: "\(container.format) does not take \(codec.rawValue)",
        hint: "it takes \(container.codecs.map(\.rawValue).joined(separator: ", "))")
    }
    if let crf = options.crf, !codec.crfRange.contains(crf) {
      throw MediaError(
        "write", path, cause: "a CRF of \(crf) is outside \(codec.rawValue)'s range",
        hint: "it goes from \(Int(codec.crfRange.lowerBound)) to \(Int(codec.crfRange.upperBound))")
    }
    try file.checkDirectory()
  }

  deinit {
    guard muxer != nil else { return }
    muxer = nil
    file.discard()
  }

  /// Opens the encoders and the file.
  public func begin(_ stream: StreamRecord) throws {
    self.stream = stream
    try openVideo()
    let muxer = try Muxer(path: file.partialPath, format: container.format)
    self.muxer = muxer
    guard let encoder else { return }
    let isQuickTime = container.format == "mp4" || container.format == "mov"
    videoIndex = try muxer.addStream(
      try encoder.parameters(), timeBase: stream.timeBase, frameRate: stream.frameRate,
      codecTag: isQuickTime && codec == .hevc ? "hvc1" : nil)
    try muxer.setDisplay(Orientation(), sampleAspect: stream.sampleAspect, of: videoIndex)
    for track in stream.audio where track.sampleRate > 0 && track.channels > 0 {
      let sound = try FileSoundEncoder(
        track, encoder: container.audioEncoder, bitRate: options.audioBitRate)
      sound.index = try muxer.addStream(
        try sound.parameters(), timeBase: sound.timeBase, language: track.language, title: track.title)
      sounds[track.track] = sound
    }
    try muxer.writeHeader(options: isQuickTime ? ["movflags": "+faststart"] : [:])
  }

  /// Encodes one item.
  public func write(_ item: StreamItem) throws {
    switch item {
    case .video(let video):
      try encode(video.frame)
    case .audio(let track, let frame):
      if origin == nil {
        // A second of sound before the first picture is more than any source interleaves.
        if early.count < 256 { early.append((track, frame)) }
      } else {
        try encode(frame, track: track)
      }
    }
  }

  /// Ends the file and gives it its name; takes it away where the stream was cut off.
  /// - Throws: MediaError when it cannot be ended, or no frame came; nothing is left then.
  public func finish(_ end: EndRecord) throws {
    guard let muxer else { return }
    guard origin != nil, end.isWhole(of: stream) else {
      self.muxer = nil
      file.discard()
      guard end.isWhole(of: stream) else { return }
      throw MediaError("write", file.path, cause: "no frame came")
    }
    try encoder?.send(nil)
    try collect()
    for sound in sounds.values.sorted(by: { $0.index < $1.index }) {
      try sound.finish()
      try write(sound)
    }
    try muxer.writeTrailer()
    self.muxer = nil
    do { _ = try file.publish() } catch {
      file.discard()
      throw error
    }
  }

  private func encode(_ frame: Frame) throws {
    let pts = frame.pts ?? 0
    if origin == nil {
      origin = pts
      for (track, frame) in early { try encode(frame, track: track) }
      early = []
    }
    // Encoders refuse times that do not increase: such a frame takes the place of none.
    if let lastPTS, pts <= lastPTS { return }
    if let lastPTS { durations[lastPTS - (origin ?? 0)] = pts - lastPTS }
    lastPTS = pts
    var picture = frame
    if let converter {
      try converter.push(frame)
      guard let converted = try converter.pull() else {
        throw MediaError("convert", "a frame for \(file.path)", cause: "the filters kept it")
      }
      picture = converted
    } else {
      picture = try frame.reference()
    }
    picture.pts = pts - (origin ?? 0)
    picture.color = color
    picture.isInterlaced = false
    picture.forceKeyframe(false)
    try encoder?.send(picture)
    try collect()
  }

  private func collect() throws {
    guard let muxer else { return }
    while let packet = try encoder?.receive() {
      if let pts = packet.pts, packet.duration == 0 {
        let nominal = stream.frameRate.map { rescale(1, from: $0.inverse, to: stream.timeBase) } ?? 0
        packet.duration = durations.removeValue(forKey: pts) ?? max(0, nominal)
      }
      packet.streamIndex = videoIndex
      packet.rescale(from: stream.timeBase, to: muxer.timeBase(of: videoIndex))
      try muxer.writeInterleaved(packet)
    }
  }

  private func encode(_ frame: Frame, track: Int) throws {
    guard let sound = sounds[track], let origin else { return }
    let base = Rational(1, Int64(max(1, frame.sampleRate)))
    let moved = try frame.reference()
    moved.pts = (frame.pts ?? 0) - rescale(origin, from: stream.timeBase, to: base)
    try sound.encode(moved)
    try write(sound)
  }

  private func write(_ sound: FileSoundEncoder) throws {
    guard let muxer else { return }
    for packet in sound.takePackets() {
      packet.streamIndex = sound.index
      packet.rescale(from: sound.timeBase, to: muxer.timeBase(of: sound.index))
      try muxer.writeInterleaved(packet)
    }
  }
}
