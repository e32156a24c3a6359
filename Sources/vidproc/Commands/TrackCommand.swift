import ArgumentParser
import Glibc
import Media
import Pipeline
import Records
import Tracking
import Vision

/// Gives objects identities over time.
struct TrackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "track", abstract: "Give objects identities over time; count and tell events.",
    discussion: """
      Reads frame records with objects (NDJSON from detect, MOTChallenge's det.txt, COCO, CSV) or frames that carry \
      their records, and writes the same with track_id, state, age and velocity on the objects. A track record \
      follows when a track has ended, event records when lines are crossed and zones entered, a summary at the end.

        vidproc detect film.mp4 | vidproc track - | jq -c 'select(.type == "track")'
        vidproc track detections.ndjson --backfill 1 --interpolate 0.5 --format mot -o result.txt
        vidproc detect road.mp4 | vidproc track - --line north:0.1,0.6,0.9,0.6 | jq -c 'select(.type == "event")'
        vidproc capture film.mp4 | vidproc track - --init 310,120,40,90 --emit frames | vidproc annotate - -o out.mp4
      """)

  enum Emit: String, ExpressibleByArgument, CaseIterable { case frames, records }
  enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, mot, csv, coco }

  @Argument(help: "A file of records, a video, or - for standard input.")
  var source: String?

  @OptionGroup(title: "Tracking") var tracking: TrackingOptionsGroup
  @OptionGroup(title: "One thing") var following: FollowOptionsGroup
  @OptionGroup(title: "Events") var events: EventOptionsGroup

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("What to write: records or frames.", valueName: "form"))
  var emit = Emit.records

  @Option(help: ArgumentHelp("Form of the records: ndjson, mot, csv or coco.", valueName: "format"))
  var format = Format.ndjson

  @Option(
    name: .customLong("frame-rate"),
    help: ArgumentHelp(
      "Frames a second of detections that tell no time (default: seqinfo.ini's, else 30).", valueName: "rate")
  )
  var frameRate: Rational?

  @OptionGroup(title: "Input") var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if source == nil, !tracking.listParameters {
      throw ValidationError("A source is missing: a file of records, a video, or -.")
    }
    if emit == .frames, format != .ndjson {
      throw ValidationError("--format goes with records; frames carry theirs as they are.")
    }
    if let frameRate, frameRate <= .zero { throw ValidationError("--frame-rate must be above 0.") }
  }

  func run() throws {
    if tracking.listParameters { return TrackerConfiguration.list() }
    guard let source else { return }
    common.begin()
    if output == nil, emit == .frames, isatty(STDOUT_FILENO) == 1 {
      throw ValidationError(
        "Frames do not go to a terminal: pipe them into another stage, or write a file with -o.")
    }
    try ExitStatus.run(pipeIsProduct: output == nil) {
      try OutputFile.check(output, inputs: [source])
      let interrupt = Interrupt(parent: Signals.interrupt)
      // Wrong options are told before the source is waited for.
      let parameters = try tracking.parameters()
      let shapes = try events.namedShapes()
      switch try TrackInput.open(source, input, frameRate: frameRate, interrupt: interrupt) {
      case .records(let lines):
        try needRecords(source)
        return try track(lines, parameters, shapes, interrupt)
      case .detections(let file):
        try needRecords(source)
        return try track(file, parameters, shapes)
      case .frames(let reader):
        return try track(reader, parameters, shapes, interrupt)
      }
    }
  }

  private func needRecords(_ source: String) throws {
    guard following.initial == nil else {
      throw MediaError(
        "follow what --init points at in", source, cause: "it holds records alone, and frames are needed")
    }
    guard tracking.reid == nil else {
      throw MediaError(
        "tell individuals apart in", source, cause: "it holds records alone, and --reid needs frames",
        hint: "let the stage before write frames: vidproc detect --emit frames")
    }
    guard emit == .frames else { return }
    throw MediaError(
      "pass frames of", source, cause: "it holds records alone",
      hint: "let the stage before write frames: vidproc detect --emit frames")
  }

  // MARK: Records

  private func track(
    _ lines: RecordLines, _ parameters: TrackerParameters, _ shapes: EventShapes, _ interrupt: Interrupt
  ) throws -> EndRecord {
    var reader = FrameRecordReader(
      lines, quiet: common.quiet, command: "track",
      takes: "what `vidproc detect` writes, det.txt, COCO or CSV")
    let stream = try reader.begin()
    return try writing(stream, isBatch: source != "-") { sink in
      let job = try makeJob(stream, parameters, shapes, sink)
      if reader.hasStream { try sink.begin(stream) }
      while let item = try reader.next() {
        switch item {
        case .frame(let record):
          try job.take(record, .record, motion: tracking.camera == .still ? .identity : nil)
        case .other(let line, _): try job.pass(.line(line))
        case .stream: continue
        }
      }
      let end = reader.end(frames: job.frames, isStopped: interrupt.isStopped)
      try job.finish(end)
      return end
    }
  }

  private func track(_ file: DetectionFile, _ parameters: TrackerParameters, _ shapes: EventShapes) throws
    -> EndRecord
  {
    try writing(file.stream, isBatch: true) { sink in
      let job = try makeJob(file.stream, parameters, shapes, sink)
      try sink.begin(file.stream)
      for record in file.frames {
        try job.take(record, .record, motion: tracking.camera == .still ? .identity : nil)
      }
      let end = EndRecord(status: .complete, frames: file.frames.count)
      try job.finish(end)
      return end
    }
  }

  // MARK: Frames

  private func track(
    _ reader: any FrameSource, _ parameters: TrackerParameters, _ shapes: EventShapes, _ interrupt: Interrupt
  ) throws -> EndRecord {
    let stream = reader.stream
    let progress = ProgressReporter(
      "track", mode: common.progress, quiet: common.quiet || common.progress == .auto)
    return try writing(stream, isBatch: false) { sink in
      let job = try makeJob(stream, parameters, shapes, sink)
      var seen = false
      let target = try following.target(in: stream)
      let follower = target.map { SingleObjectStage($0) }
      let camera = follower == nil ? try CameraMotionPass(tracking.camera, stream) : nil
      let appearance = follower == nil ? try tracking.appearance() : nil
      try sink.begin(stream)
      let end = try FramePump(backpressure: stream.isLive == true ? .drop : .block).run(
        reader, pace: false, interrupt: interrupt,
        problems: { Problems.show($0, quiet: common.quiet) },
        consume: { item in
          switch item {
          case .audio(let track, let frame): try job.pass(.sound(track: track, frame))
          case .video(let video):
            defer { progress.update(time: video.record.time, duration: stream.duration, frames: job.frames) }
            if let follower {
              return try job.follow(try follower.update(video.frame, time: video.record.time), in: video)
            }
            if !seen {
              seen = true
              try check(video, stream)
            }
            let motion = try camera?.motion(of: video)
            let boxes = (video.record.objects ?? []).map(\.box)
            let vectors = try appearance?.vectors(of: boxes, in: video.frame) ?? []
            try job.take(video.record, .picture(video), motion: motion, appearance: vectors)
          }
        })
      if let follower, !follower.hasStarted {
        throw MediaError(
          "follow what --init points at in", stream.source, cause: "it has no frame at --at",
          hint: "times count from the first frame's own time")
      }
      try job.finish(end)
      return end
    }
  }

  private func check(_ video: VideoItem, _ stream: StreamRecord) throws {
    // A live detector may let the first frames pass without a look.
    guard video.record.objects == nil, video.otherLines.isEmpty, stream.isLive != true else { return }
    throw MediaError(
      "track in", stream.source, cause: "its frames carry no records of objects",
      hint: "pipe `vidproc detect` into it, or point at one thing with --init x,y,width,height")
  }

  // MARK: What both need

  private func makeJob(
    _ stream: StreamRecord, _ parameters: TrackerParameters, _ shapes: EventShapes, _ sink: any TrackSink
  ) throws -> TrackJob {
    let stage = TrackStage<TrackPayload>(
      tracking.tracker(parameters, for: stream), width: stream.width, height: stream.height,
      options: tracking.stageOptions(events.anchor))
    return TrackJob(
      stage, events: try events.counter(shapes, for: stream), anchor: events.anchor, sink: sink)
  }

  private func writing(
    _ stream: StreamRecord, isBatch: Bool, _ body: (any TrackSink) throws -> EndRecord
  ) throws -> EndRecord {
    try OutputFile.write(output, of: stream) { descriptor in
      let name = output ?? "standard output"
      if emit == .frames {
        let bytes = DescriptorSink(descriptor: descriptor, name: name, interrupt: Signals.interrupt)
        return try body(TrackFrameSink(try FrameStreamWriter(bytes)))
      }
      let records = RecordOutput(descriptor, name: name, toleratesClosedPipe: false)
      switch format {
      case .ndjson: return try body(TrackRecordSink(records, isBatch: isBatch))
      case .mot: return try body(TrackTextSink(MOTFormat(), output: records))
      case .csv: return try body(TrackTextSink(CSVFormat(), output: records))
      case .coco: return try body(TrackTextSink(COCOFormat(), output: records))
      }
    }
  }
}
