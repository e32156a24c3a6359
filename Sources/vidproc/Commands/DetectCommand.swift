import ArgumentParser
import Detection
import Glibc
import Inference
import Media
import Pipeline
import Records

/// Finds objects, faces, bodies and motion in frames.
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Find objects, faces, poses and motion in frames.",
    discussion: """
      Writes a frame record for each frame, with the objects that were found in it; with --emit frames the \
      frames go on and carry their records along.

        vidproc models pull
        vidproc detect film.mp4 | jq -c 'select(.objects[]?.label == "person")'
        vidproc capture rtsp://camera/1 | vidproc detect - --emit frames | vidproc annotate - -o out.mp4
        vidproc detect gate.mp4 --task motion
        vidproc detect film.mp4 --model best.onnx --labels names.txt
      """)

  enum Emit: String, ExpressibleByArgument, CaseIterable { case frames, records }

  @Argument(help: "A file, an address, a device, a synthetic source, or - for standard input.")
  var source: String

  @Option(
    help: ArgumentHelp(
      """
      What to find, as a list with commas: objects, faces, pose, motion (default: objects, or what --model does).
      """, valueName: "tasks"))
  var task: TaskList?

  @OptionGroup(title: "Models") var models: ModelOptionsGroup

  @OptionGroup(title: "What is kept") var filters: ObjectFilterGroup

  @Option(help: ArgumentHelp("Look at one frame in each stretch of this many seconds.", valueName: "time"))
  var every: Seconds?

  @Option(help: ArgumentHelp("Look at this many frames a second at the most.", valueName: "rate"))
  var fps: Rational?

  @Option(
    help: ArgumentHelp(
      "Look only when and where something moves, with a full look every few seconds: motion.",
      valueName: "way"))
  var gate: Gate?

  @Option(
    help: ArgumentHelp(
      "Cut frames into overlapping tiles, for small objects in large frames: auto or 3x2.", valueName: "tiles"
    ))
  var tile: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write to this file instead of standard output; for yolo, a folder.", valueName: "path"))
  var output: String?

  @Option(help: ArgumentHelp("What to write: records or frames.", valueName: "form"))
  var emit = Emit.records

  @Option(help: ArgumentHelp("Form of the records: ndjson, coco, mot, csv or yolo.", valueName: "format"))
  var format = ObjectOutputFormat.ndjson

  @Option(help: ArgumentHelp("Also store a picture of each object in this folder.", valueName: "folder"))
  var crops: String?

  @Flag(name: .customLong("fail-empty"), help: "End with status 1 where nothing was found.")
  var failEmpty = false

  @Flag(help: "Say on standard error where the time went, as a summary record.")
  var timing = false

  @OptionGroup(title: "Input") var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  enum Gate: String, ExpressibleByArgument, CaseIterable { case motion }

  func validate() throws {
    if every != nil && fps != nil {
      throw ValidationError("--every and --fps say the same; give one of them.")
    }
    if let every, every.value <= .zero { throw ValidationError("--every must be longer than 0.") }
    if emit == .frames, format != .ndjson {
      throw ValidationError("--format goes with records; frames carry theirs as they are.")
    }
    if format == .yolo, output == nil || output == "-" {
      throw ValidationError("--format yolo writes a file a frame: name a folder with -o.")
    }
    if let tile {
      do {
        _ = try Tiling(tile, inputWidth: 1, inputHeight: 1)
      } catch { throw ValidationError("\(error)") }
    }
    if gate != nil, task?.onlyMotion == true, models.model.isEmpty {
      throw ValidationError("--gate spares a model's work, and --task motion alone has none.")
    }
  }

  func run() throws {
    common.begin()
    if output == nil, emit == .frames, isatty(STDOUT_FILENO) == 1 {
      throw ValidationError(
        "Frames do not go to a terminal: pipe them into another stage, or write a file with -o.")
    }
    var found = 0
    try ExitStatus.run(pipeIsProduct: output == nil) {
      try OutputFile.check(output, inputs: [source, filters.mask])
      let interrupt = Interrupt(parent: Signals.interrupt)
      let mask = try filters.mask.map { try loadMask($0, interrupt) }
      var options = input.sourceOptions
      if emit == .records { options.audio = false }
      // Models that see every frame keep all cores busy; more decoders than are needed get in their way.
      if gate == nil, task?.onlyMotion != true {
        options.threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
      }
      let reader = try SourceOpening.open(source, options: options, interrupt: interrupt)
      let times = timing ? StageTimes() : nil
      let job = try DetectJob(self, reader.stream, mask: mask, times: times)
      let end = try writing(reader.stream) { sink in
        try job.run(reader, into: sink, interrupt: interrupt, common: common)
      } models: {
        job.models
      }
      found = job.objects
      job.report()
      return end
    }
    if failEmpty, found == 0 { throw ExitCode(1) }
  }

  /// Opens what is written to, and gives `body` its sink.
  private func writing(
    _ stream: StreamRecord, _ body: (any FrameSink) throws -> EndRecord, models: () -> [ModelRecord]
  ) throws -> EndRecord {
    if format == .yolo, let output { return try body(YOLOFolderSink(folder: output, models: models())) }
    return try OutputFile.write(output, of: stream) { descriptor in
      let name = output ?? "standard output"
      if emit == .frames {
        let bytes = DescriptorSink(descriptor: descriptor, name: name, interrupt: Signals.interrupt)
        return try body(try FrameStreamWriter(bytes))
      }
      let records = RecordOutput(descriptor, name: name, toleratesClosedPipe: false)
      if let text = format.text { return try body(TextSink(text, models: models(), output: records)) }
      return try body(RecordSink(records))
    }
  }

  private func loadMask(_ path: String, _ interrupt: Interrupt) throws -> PictureMask {
    let reader = try SourceOpening.open(path, options: SourceOptions(), interrupt: interrupt)
    while let item = try reader.next() {
      if case .video(let video) = item { return try PictureMask(video.frame) }
    }
    throw MediaError("read the mask", path, cause: "it holds no picture")
  }
}

/// A list of tasks on the command line.
struct TaskList: ExpressibleByArgument {
  /// Tasks that models do.
  private(set) var tasks: [ModelDescription.Task] = []
  /// Whether motion is asked for.
  private(set) var motion = false

  init?(argument: String) {
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      switch name.lowercased() {
      case "motion": motion = true
      case "objects": tasks.append(.objects)
      case "faces": tasks.append(.faces)
      case "pose", "poses": tasks.append(.pose)
      default: return nil
      }
    }
    tasks = tasks.uniqued()
  }

  /// Whether nothing else is asked for.
  var onlyMotion: Bool { motion && tasks.isEmpty }
}

extension Array where Element: Hashable {
  /// The elements in their order, each once.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension ObjectOutputFormat: ExpressibleByArgument {}
