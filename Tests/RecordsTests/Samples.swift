@testable import Records

/// A record of each type with every field set, as the tests share them.
enum Samples {
  static var stream: StreamRecord {
    var stream = StreamRecord()
    stream.source = "rtsp://cam/1 \"Hof\" \\ Zürich \u{1F3A5}"
    stream.width = 1280
    stream.height = 720
    stream.pixelFormat = "yuv420p"
    stream.sampleAspect = Rational(1, 1)
    stream.frameRate = Rational(30000, 1001)
    stream.isVariable = true
    stream.timeBase = Rational(1, 90000)
    stream.timestamps = .frameRate
    stream.rotation = 90
    stream.fieldOrder = .topTop
    stream.color.range = "tv"
    stream.color.space = "bt709"
    stream.color.primaries = "bt2020"
    stream.color.transfer = "smpte2084"
    stream.color.chromaLocation = "left"
    var hdr = HDRDescription()
    hdr.masteringDisplay = "G(13250,34500)"
    hdr.maxCLL = 1000
    hdr.maxFALL = 400
    stream.hdr = hdr
    stream.startPTS = -3003
    stream.ptsOffset = 90000
    stream.duration = 12.345
    stream.frames = 370
    stream.isLive = false
    var track = AudioTrack()
    track.codec = "aac"
    track.sampleRate = 48000
    track.channels = 2
    track.layout = "stereo"
    track.sampleFormat = "fltp"
    track.language = "de"
    track.title = "Ton"
    track.isDefault = true
    track.timeBase = Rational(1, 48000)
    track.start = 0.021333333333333333
    track.duration = 12.3
    stream.audio = [track]
    return stream
  }

  static var frame: FrameRecord {
    var object = DetectedObject(
      label: "person", classID: 0, score: 0.91, box: Box(x: 10.25, y: 20, width: 30.5, height: 1 / 3))
    object.trackID = 7
    object.state = "confirmed"
    object.age = 1.5
    object.velocity = Point(x: -3.5, y: 0.25)
    object.landmarks = [Point(x: 1, y: 2), Point(x: 3, y: 4)]
    object.keypoints = [Keypoint(name: "nose", x: 1.5, y: 2.5, score: 0.5)]
    object.area = 123.75
    var frame = FrameRecord(frame: 3, pts: 9009, time: 0.1001, objects: [object, DetectedObject()])
    frame.isKeyframe = true
    frame.detection = .regions
    frame.metrics = ["psnr": 41.25, "ssim": 0.987, "a \"b\"": -0.0]
    return frame
  }

  static var container: ContainerRecord {
    var container = ContainerRecord()
    container.source = "in.mp4"
    container.format = "mov,mp4"
    container.formatName = "QuickTime / MOV"
    container.duration = 5.5
    container.startTime = 0
    container.bitRate = 5_000_000_000
    container.bytes = .max
    container.isSeekable = true
    container.streams = 2
    container.tags = ["title": "Ein Film", "encoder": "Lavf", "": "empty"]
    return container
  }

  static var elementaryStream: ElementaryStreamRecord {
    var stream = ElementaryStreamRecord()
    stream.index = 1
    stream.kind = .video
    stream.codec = "hevc"
    stream.codecString = "hvc1.2.4.L93.B0"
    stream.profile = "Main 10"
    stream.level = 93
    stream.language = "und"
    stream.title = "t"
    stream.isDefault = true
    stream.timeBase = Rational(1, 90000)
    stream.startTime = 0.5
    stream.duration = 10
    stream.bitRate = 1_000_000
    stream.frames = 250
    stream.packets = 251
    stream.width = 1440
    stream.height = 1080
    stream.displayWidth = 1920
    stream.displayHeight = 1080
    stream.sampleAspect = Rational(4, 3)
    stream.pixelFormat = "yuv420p10le"
    stream.bitDepth = 10
    stream.frameRate = Rational(25)
    stream.averageFrameRate = Rational(2500, 101)
    stream.frameRateMode = .variable
    stream.minFrameDuration = 0.04
    stream.maxFrameDuration = 0.08
    stream.rotation = 270
    stream.isMirrored = false
    stream.fieldOrder = .progressive
    stream.isInterlaced = false
    stream.color = ColorDescription()
    stream.hdrFormat = "pq"
    stream.hdr = HDRDescription()
    stream.keyframeIntervalMax = 2
    stream.hasBFrames = 2
    stream.sampleRate = 48000
    stream.channels = 6
    stream.layout = "5.1"
    stream.sampleFormat = "fltp"
    stream.isEncrypted = false
    return stream
  }

  static var file: FileRecord {
    var file = FileRecord(
      root: "/srv/out", path: "720p/seg_00001.m4s", role: .segment, bytes: 123_456, sha256: "ab12")
    file.rendition = "720p"
    file.index = 1
    file.duration = 6.006
    file.start = 6.006
    file.isExisting = true
    file.isRemoved = false
    return file
  }

  static var progress: ProgressRecord {
    var progress = ProgressRecord(command: "transcode-hls", time: 12.5, frames: 312)
    progress.percent = 50
    progress.duration = 25
    progress.speed = 2.5
    progress.eta = 5
    progress.fps = 62.5
    progress.bytes = 1_234_567
    return progress
  }

  static var summary: SummaryRecord {
    var summary = SummaryRecord(command: "sink", frames: 132)
    summary.bytes = 182_476_800
    summary.seconds = 0.25
    summary.fps = 528
    summary.timing = ["decode": 1.5]
    summary.checksums = ["video_sum": "ab12"]
    summary.tracks = 12
    summary.counts = [
      ShapeCount(name: "gate", event: .crossed, direction: .in, label: "person", count: 3),
      ShapeCount(name: "yard", event: .left, label: "car", count: 1),
    ]
    var occupancy = ZoneOccupancy(name: "yard")
    occupancy.mean = 0.5
    occupancy.maximum = 2
    occupancy.dwellMean = 7.25
    occupancy.dwellMaximum = 9.5
    occupancy.step = 1
    occupancy.values = [0, 1, 0.5]
    summary.occupancy = [occupancy, ZoneOccupancy()]
    fillAnalysis(&summary)
    return summary
  }

  static var model: ModelRecord {
    var model = ModelRecord(name: "pose", task: "pose")
    model.engine = "openvino 2026.4"
    model.precision = "bf16"
    model.sha256 = "00ff"
    model.classes = ["person"]
    model.keypoints = ["nose", "left_eye"]
    model.edges = [[0, 1], []]
    model.about = "17 keypoints"
    model.state = .installed
    model.path = "/models/pose.onnx"
    model.bytes = 12
    model.license = "MIT"
    model.sources = ["https://example.org/pose.onnx"]
    return model
  }

  static var track: TrackRecord {
    var track = TrackRecord(trackID: 7, label: "person", classID: 0)
    track.firstPTS = -3003
    track.lastPTS = 9009
    track.firstTime = -0.1001
    track.lastTime = 0.3003
    track.seconds = 0.4004
    track.frames = 4
    track.score = 0.75
    track.path = [Point(x: 1.5, y: 2), Point(x: 3, y: -4)]
    track.pathTimes = [-0.1001, 0.3003]
    return track
  }

  static var event: EventRecord {
    var event = EventRecord(event: .crossed, name: "north \"gate\"", trackID: 7, label: "person")
    event.direction = .out
    event.frame = 3
    event.pts = 9009
    event.time = 0.1001
    event.point = Point(x: 12.5, y: 40)
    event.seconds = 1.25
    event.counts = ["out": 4]
    return event
  }

  static var trackScore: TrackScoreRecord {
    var score = TrackScoreRecord(sequence: "TUD-Campus", tracker: "sort")
    score.benchmark = "mot15"
    score.hota = 0.625
    score.clrTP = 346
    score.mota = -0.25
    score.curves = ["hota": [0.75, 0.5]]
    return score
  }

  static var all: [AnyRecord] {
    [
      .stream(stream), .frame(frame),
      .end(EndRecord(status: .error, frames: 132, dropped: 1, errors: 2, reason: "disk\tfull\n")),
      .file(file), .progress(progress), .container(container), .elementaryStream(elementaryStream),
      .problem(
        ProblemRecord(what: "corrupt", place: "packet 12", time: 1.25, stream: 0, count: 3, kind: .time)),
      .summary(summary), .model(model), .track(track), .event(event),
      .trackScore(trackScore), .scene(scene), .finding(finding), .check(check), .interval(interval),
      .rendition(rendition),
      .stream(StreamRecord()), .frame(FrameRecord()), .end(EndRecord()), .file(FileRecord()),
      .progress(ProgressRecord()), .container(ContainerRecord()),
      .elementaryStream(ElementaryStreamRecord()), .problem(ProblemRecord()),
      .summary(SummaryRecord()), .model(ModelRecord()), .track(TrackRecord()), .event(EventRecord()),
      .trackScore(TrackScoreRecord()), .scene(SceneRecord()), .finding(FindingRecord()),
      .check(CheckRecord()),
      .interval(IntervalRecord()), .rendition(RenditionRecord()),
    ]
  }

  /// The line of a record, without its line break.
  static func line(_ record: AnyRecord) -> [UInt8] {
    var encoder = RecordEncoder()
    encoder.append(record)
    return encoder.take().dropLast()
  }

  /// Reads a line of text.
  static func decode(_ text: String) throws -> AnyRecord {
    var decoder = RecordDecoder()
    return try decoder.decode(Array(text.utf8))
  }

  /// Reads a line of text and writes it again.
  static func rewritten(_ text: String) throws -> String {
    String(decoding: line(try decode(text)), as: UTF8.self)
  }
}
