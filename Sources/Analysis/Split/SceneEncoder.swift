import Media
import Pipeline
import Records

/// Encodes each scene of a source into a file of its own, from its first frame to its last and from sample to
/// sample; the source is decoded once, from front to back.
final class SceneEncoder {
  var progress: (Double) -> Void = { _ in }

  private let source: String
  private let options: SourceOptions
  private let names: SceneFileNames
  private let encoding: MediaFileOptions?
  private let interrupt: Interrupt

  private var scenes: [SceneRecord] = []
  private var ending = "mkv"
  private var stream = StreamRecord()
  private var open: [Int: OpenScene] = [:]
  /// The first scene whose file is not whole yet, and the one that pictures go into.
  private var pending = 0
  private var current = -1
  /// Each track's end so far in seconds, and the scene that it has come to.
  private var tracks: [Int: (end: Double, scene: Int)] = [:]

  /// Seconds by which sound may lag behind the pictures in the source.
  private static let patience = 3.0

  private struct OpenScene {
    var writer: MediaFileWriter
    var frames = 0
    /// Sound that came before the scene's first picture.
    var early: [StreamItem] = []
  }

  init(
    source: String, options: SourceOptions, names: SceneFileNames, encoding: MediaFileOptions?,
    interrupt: Interrupt
  ) {
    self.source = source
    self.options = options
    self.names = names
    self.encoding = encoding
    self.interrupt = interrupt
  }

  /// Writes the files.
  func run(_ scenes: [SceneRecord], deliver: (FileRecord) throws -> Void) throws -> [FindingRecord] {
    self.scenes = scenes
    let input = try SourceOpening.open(source, options: options, interrupt: interrupt)
    stream = input.stream
    guard stream.width > 0 else {
      throw MediaError("split", source, cause: "it has no video stream, only audio")
    }
    ending = SceneEncoder.ending(of: source)
    for scene in scenes { try names.check(source, against: path(of: scene)) }
    do {
      try encode(input, deliver: deliver)
    } catch {
      open = [:]
      throw error
    }
    return []
  }

  /// The ending of the source's name where `MediaFileWriter` writes that container; Matroska's otherwise.
  private static func ending(of source: String) -> String {
    let ending = source.lowercased().split(separator: ".").last.map(String.init) ?? ""
    return ["mp4", "m4v", "mov", "mkv", "webm", "ts"].contains(ending) ? ending : "mkv"
  }

  /// H.264 at CRF 18, preset fast; VP9 or AV1 at their defaults in WebM, which takes no H.264.
  private var fileOptions: MediaFileOptions {
    if let encoding { return encoding }
    var options = MediaFileOptions()
    guard ending != "webm" else { return options }
    options.codec = .h264
    options.crf = 18
    options.preset = "fast"
    return options
  }

  private func path(of scene: SceneRecord) -> String { names.path(scene.scene, ending: ending) }

  private func encode(_ input: any FrameSource, deliver: (FileRecord) throws -> Void) throws {
    while let item = try input.next() {
      _ = input.takeProblems()
      switch item {
      case .video(let picture):
        try take(picture)
        progress(picture.record.time)
      case .audio(let track, let samples): try take(samples, track: track)
      }
      while pending < current, !isAwaited(pending) { try finish(pending, deliver: deliver) }
    }
    guard input.end.isWhole(of: stream) else {
      if input.end.status == .interrupted { throw MediaError.interrupted("split", source) }
      throw MediaError("split", source, cause: input.end.reason ?? "it was cut off")
    }
    guard current >= 0 else { throw MediaError("split", source, cause: "it has none of the scenes' frames") }
    while pending <= current { try finish(pending, deliver: deliver) }
  }

  /// Whether sound of a scene that is over in pictures may still come.
  private func isAwaited(_ scene: Int) -> Bool {
    guard let now = lastPicture else { return false }
    return stream.audio.contains { track in
      guard let reached = tracks[track.track] else { return now - begin < SceneEncoder.patience }
      return reached.scene <= scene && now - reached.end < SceneEncoder.patience
    }
  }

  private var lastPicture: Double?
  private var begin: Double { scenes.first.map { Timestamp($0.pts, stream.timeBase).seconds } ?? 0 }

  private func take(_ picture: VideoItem) throws {
    let pts = picture.frame.pts ?? 0
    guard let first = scenes.first, pts >= first.pts else { return }
    lastPicture = Timestamp(pts, stream.timeBase).seconds
    current = max(current, 0)
    while current + 1 < scenes.count, pts >= scenes[current + 1].pts { current += 1 }
    try withWriter(current) { scene in
      try scene.writer.write(.video(picture))
      scene.frames += 1
      for item in scene.early { try scene.writer.write(item) }
      scene.early = []
    }
  }

  /// Shares a frame of sound out among the scenes that it reaches into.
  private func take(_ samples: Frame, track: Int) throws {
    let rate = Rational(1, Int64(max(1, samples.sampleRate)))
    let begin = samples.pts ?? 0
    let end = begin + Int64(samples.sampleCount)
    func boundary(_ scene: Int) -> Int64 {
      guard scenes.indices.contains(scene) else { return .max }
      return Timestamp(scenes[scene].pts, stream.timeBase).rescaled(to: rate).ticks
    }
    var scene = max(tracks[track]?.scene ?? 0, pending)
    var position = begin
    while position < end {
      while boundary(scene + 1) <= position { scene += 1 }
      let stop = min(end, boundary(scene + 1))
      let part = try samples.part(from: Int(position - begin), to: Int(stop - begin))
      try withWriter(scene) { open in
        if open.frames > 0 {
          try open.writer.write(.audio(track: track, part))
        } else {
          open.early.append(.audio(track: track, part))
        }
      }
      position = stop
    }
    while boundary(scene + 1) <= end { scene += 1 }
    tracks[track] = (Timestamp(end, rate).seconds, scene)
  }

  private func withWriter(_ scene: Int, _ body: (inout OpenScene) throws -> Void) throws {
    var opened: OpenScene
    if let known = open.removeValue(forKey: scene) {
      opened = known
    } else {
      let writer = try MediaFileWriter(path: path(of: scenes[scene]), options: fileOptions)
      try writer.begin(stream)
      opened = OpenScene(writer: writer)
    }
    try body(&opened)
    open[scene] = opened
  }

  private func finish(_ scene: Int, deliver: (FileRecord) throws -> Void) throws {
    pending = scene + 1
    // Damage can leave a scene without a picture.
    guard let done = open.removeValue(forKey: scene), done.frames > 0 else { return }
    try done.writer.finish(EndRecord(status: .complete, frames: done.frames))
    let file = path(of: scenes[scene])
    let (bytes, sha256) = try PendingFile.measure(file)
    var record = FileRecord(
      scene: file, bytes: bytes, sha256: sha256, start: scenes[scene].start,
      duration: scenes[scene].end - scenes[scene].start)
    record.index = scenes[scene].scene
    try deliver(record)
  }
}
