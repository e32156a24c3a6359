import ArgumentParser
import Glibc
import Media
import Pipeline
import Records

/// Turns any source into frames on standard output.
struct CaptureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture", abstract: "Turn a file, an address, a device or a screen into frames.",
    discussion: """
      Sources: a file; http(s), HLS, RTSP, RTMP, SRT and UDP addresses; /dev/video0; an X11 screen (:0 or \
      x11://:0); a synthetic source (testsrc2=size=1280x720:rate=30); - for standard input.

        vidproc capture rtsp://camera/1 | vidproc transcode-hls - -o live/
        vidproc capture film.mp4 --filter 'hue=s=0' | ffplay -sn -i -
      """)

  enum Emit: String, ExpressibleByArgument, CaseIterable { case frames, records }
  enum Format: String, ExpressibleByArgument, CaseIterable { case nut, y4m }

  @Argument(help: "A file, an address, a device, a synthetic source, or - for standard input.")
  var source: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("What to write: frames or records.", valueName: "form"))
  var emit = Emit.frames

  @Option(
    help: ArgumentHelp(
      "Form of the frames: nut (with records and audio) or y4m (pictures alone).", valueName: "format"))
  var format = Format.nut

  @OptionGroup(title: "Input") var input: InputOptionsGroup

  @Option(help: ArgumentHelp("Frames a second; frames are dropped or doubled to keep it.", valueName: "rate"))
  var fps: Rational?

  @Option(
    help: ArgumentHelp(
      "Fit the picture into this size, aspect ratio kept: 1280x720, 1280x or x720.", valueName: "WxH"))
  var size: PictureSize?

  @Option(
    name: .customLong("pixel-format"),
    help: ArgumentHelp("Pixel format by libav's name, such as gray or rgb24.", valueName: "format"))
  var pixelFormat: String?

  @Option(help: ArgumentHelp("Any libavfilter chain.", valueName: "graph"))
  var filter: String?

  @Flag(help: "Pace a file as if it were live.")
  var realtime = false

  @Option(
    help: ArgumentHelp(
      "When the next stage is slow: block, or drop frames and count them (default: drop for live sources).",
      valueName: "way"))
  var live: Backpressure?

  @Option(
    help: ArgumentHelp("Also store the source's packets, as they are, in this file.", valueName: "path"))
  var record: String?

  @Option(
    name: .customLong("record-segment"),
    help: ArgumentHelp(
      "Store in pieces of this length; the path needs a pattern such as rec-%05d.mp4.", valueName: "time"))
  var recordSegment: Seconds?

  @Option(
    help: ArgumentHelp(
      "Also store pictures: shot-%05d.png or .jpg; without a number, the first picture.", valueName: "pattern"
    ))
  var snapshot: String?

  @Option(help: ArgumentHelp("Time between snapshots (default: every picture).", valueName: "time"))
  var every: Seconds?

  @Flag(name: .customLong("list-devices"), help: "List capture devices and screens, and end.")
  var listDevices = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if source == nil && !listDevices {
      throw ValidationError("A source is missing: a file, an address, a device, or -.")
    }
    if recordSegment != nil && record == nil { throw ValidationError("--record-segment goes with --record.") }
    if every != nil && snapshot == nil { throw ValidationError("--every goes with --snapshot.") }
  }

  func run() throws {
    if listDevices { return try DeviceList.print() }
    guard let source else { return }
    common.begin()
    if output == nil, emit == .frames, isatty(STDOUT_FILENO) == 1 {
      throw ValidationError(
        "Frames do not go to a terminal: pipe them into another stage, or write a file with -o.")
    }
    try ExitStatus.run(pipeIsProduct: output == nil) {
      try OutputFile.check(output, inputs: [source])
      let interrupt = Interrupt(parent: Signals.interrupt)
      var options = input.sourceOptions
      options.recording = record.map { SourceOptions.Recording(path: $0, segment: recordSegment?.value) }
      let reader = try openSource(source, options, interrupt)
      return try OutputFile.write(
        output, of: reader.stream,
        to: { descriptor in
          let sink = try makeSink(descriptor, interrupt)
          return try pump(reader, into: sink, interrupt)
        })
    }
  }

  private func openSource(_ name: String, _ options: SourceOptions, _ interrupt: Interrupt) throws
    -> any FrameSource
  {
    let reader = try SourceOpening.open(name, options: options, interrupt: interrupt)
    var changes = PictureChanges()
    changes.filter = filter
    changes.frameRate = fps
    changes.width = size?.width
    changes.height = size?.height
    changes.pixelFormat = pixelFormat
    return changes.isEmpty ? reader : try FilteredSource(reader, changes: changes)
  }

  private func makeSink(_ descriptor: Int32, _ interrupt: Interrupt) throws -> any FrameSink {
    let name = output ?? "standard output"
    if emit == .records {
      return RecordSink(RecordOutput(descriptor, name: name, toleratesClosedPipe: false))
    }
    let bytes = DescriptorSink(descriptor: descriptor, name: name, interrupt: Signals.interrupt)
    return format == .y4m ? try Y4MWriter(bytes) : try FrameStreamWriter(bytes)
  }

  private func pump(_ reader: any FrameSource, into sink: any FrameSink, _ interrupt: Interrupt) throws
    -> EndRecord
  {
    let stream = reader.stream
    let progress = ProgressReporter(
      "capture", mode: common.progress, quiet: common.quiet || common.progress == .auto)
    let snapshots = try snapshot.map { pattern in
      try SnapshotWriter(pattern: pattern, every: every?.value, stream: stream) { _ in }
    }
    try sink.begin(stream)
    let pump = FramePump(backpressure: live ?? (stream.isLive == true ? .drop : .block))
    var frames = 0
    let end: EndRecord
    do {
      end = try pump.run(
        reader, pace: realtime, interrupt: interrupt,
        inspect: { item in if case .video(let video) = item { try snapshots?.take(video) } },
        problems: { Problems.show($0, quiet: common.quiet) },
        consume: { item in
          try sink.write(item)
          guard case .video(let video) = item else { return }
          frames += 1
          progress.update(time: video.record.time, duration: stream.duration, frames: frames)
        })
    } catch {
      // What was read is whole; say how it ended before the error is shown.
      var broken = EndRecord(status: .error, frames: frames, dropped: 0, errors: 0)
      broken.reason = "\(error)"
      if let media = error as? MediaError, media.isBrokenPipe { throw error }
      try sink.finish(broken)
      throw error
    }
    try sink.finish(end)
    return end
  }
}

extension Backpressure: ExpressibleByArgument {}
