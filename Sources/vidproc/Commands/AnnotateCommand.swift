import Annotation
import ArgumentParser
import Glibc
import Media
import Pipeline
import Records
import Vision

/// Draws on frames what their records say.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Draw objects, tracks, zones and counts on frames.",
    discussion: """
      Frames come with their records through a pipe, or from any video with its records in an NDJSON file. \
      Without -o, frames with their records go to standard output; with -o, they are encoded into a file \
      (.mp4, .mov, .mkv, .webm, .ts), kept raw (.nut), or written as pictures (shots-%05d.png, .jpg).

        vidproc detect film.mp4 --emit frames | vidproc track - --emit frames | vidproc annotate - -o out.mp4
        vidproc annotate film.mp4 --records detections.ndjson --hud -o out.mp4
        vidproc annotate film.mp4 --records faces.ndjson --blur faces --hide boxes,labels -o safe.mp4
        vidproc annotate - --line gate:0.1,0.6,0.9,0.6 --zone yard:0,0.5,1,0.5,1,1,0,1 -o out.mp4

      A style file (--style) is YAML or JSON with these keys; options win over it:

      \(AnnotationStyle.keys.map { "  \($0.key): \($0.meaning)" }.joined(separator: "\n"))

      Colours are "#RRGGBB", "#RGB" or \(Color.names.joined(separator: ", ")); what is drawn is \
      \(AnnotationStyle.Part.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(help: "Frames on standard input (-), or a file, an address or a device that goes with --records.")
  var source: String

  @Option(
    help: ArgumentHelp(
      "NDJSON records of the source's frames, joined by time; - for standard input.", valueName: "file"))
  var records: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write to this file instead of standard output; its ending tells how.", valueName: "file"))
  var output: String?

  @OptionGroup(title: "Drawing") var drawing: DrawingOptions
  @OptionGroup(title: "Encoding") var encoding: EncodingOptions
  @OptionGroup(title: "Input") var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if records == "-", source == "-" {
      throw ValidationError("Standard input cannot be both the frames and the records.")
    }
    if encoding.isSet, output.map({ kind(of: $0) != .encoded }) ?? true {
      throw ValidationError("--codec, --crf and --preset go with -o and a file to encode, such as out.mp4.")
    }
  }

  func run() throws {
    common.begin()
    if output == nil, isatty(STDOUT_FILENO) == 1 {
      throw ValidationError(
        "Frames do not go to a terminal: pipe them into another stage, or write a file with -o.")
    }
    try ExitStatus.run(pipeIsProduct: output == nil) {
      try OutputFile.check(output, inputs: [source, records])
      let interrupt = Interrupt(parent: Signals.interrupt)
      // Wrong options are told before the source is waited for.
      let options = try drawing.annotationOptions()
      let annotated = try open(options, interrupt)
      guard let output, output != "-" else {
        return try write(annotated, to: STDOUT_FILENO, "standard output", interrupt)
      }
      switch kind(of: output) {
      case .frames:
        return try OutputFile.write(output, of: annotated.stream) {
          try write(annotated, to: $0, output, interrupt)
        }
      case .pictures: return try pump(annotated, into: try PictureSink(output), interrupt)
      case .encoded:
        let writer = try MediaFileWriter(path: output, options: encoding.mediaFileOptions)
        let end = try pump(annotated, into: writer, interrupt)
        if !end.isWhole(of: annotated.stream) { OutputFile.sayNotWritten(output) }
        return end
      }
    }
  }

  private enum Kind { case frames, pictures, encoded }

  private func kind(of path: String) -> Kind {
    switch path.lowercased().split(separator: ".").last {
    case "nut": .frames
    case "png", "jpg", "jpeg": .pictures
    default: path == "-" || path.hasPrefix("/dev/") ? .frames : .encoded
    }
  }

  private func open(_ options: AnnotationOptions, _ interrupt: Interrupt) throws -> AnnotatedSource {
    var sourceOptions = input.sourceOptions
    if kind(of: output ?? "-") == .pictures { sourceOptions.audio = false }
    var reader = try SourceOpening.open(source, options: sourceOptions, interrupt: interrupt)
    if let records { reader = try JoinedSource(reader, records: records, interrupt: interrupt) }
    let aspect = reader.stream.sampleAspect?.doubleValue ?? 1
    let typeface = try Typeface.open(options.style.font, pixelAspect: aspect)
    if typeface == nil, !common.quiet {
      Console.warning(
        "no font is installed: boxes are drawn without text (apt-get install fonts-dejavu-core)")
    }
    let before = reader.stream.pixelFormat
    let annotated = try AnnotatedSource(reader, options: options, typeface: typeface)
    if annotated.stream.pixelFormat != before, !common.quiet {
      Console.line("vidproc: \(before) cannot be drawn on: converted to \(annotated.stream.pixelFormat)")
    }
    return annotated
  }

  private func write(
    _ source: AnnotatedSource, to descriptor: Int32, _ name: String, _ interrupt: Interrupt
  ) throws -> EndRecord {
    let bytes = DescriptorSink(descriptor: descriptor, name: name, interrupt: Signals.interrupt)
    return try pump(source, into: try FrameStreamWriter(bytes), interrupt)
  }

  private func pump(_ source: AnnotatedSource, into sink: any FrameSink, _ interrupt: Interrupt) throws
    -> EndRecord
  {
    let stream = source.stream
    let progress = ProgressReporter(
      "annotate", mode: common.progress, quiet: common.quiet || (common.progress == .auto && output == nil))
    try sink.begin(stream)
    var frames = 0
    let end: EndRecord
    do {
      end = try FramePump(backpressure: stream.isLive == true ? .drop : .block).run(
        source, pace: false, interrupt: interrupt,
        problems: { Problems.show($0, quiet: common.quiet) },
        consume: { item in
          try sink.write(item)
          guard case .video(let video) = item else { return }
          frames += 1
          progress.update(time: video.record.time, duration: stream.duration, frames: frames)
        })
    } catch {
      var broken = EndRecord(status: .error, frames: frames, dropped: 0, errors: 0)
      broken.reason = "\(error)"
      if let media = error as? MediaError, media.isBrokenPipe { throw error }
      // What was written is no film yet where the drawing failed: only a frame stream says how it ended.
      if sink is FrameStreamWriter { try sink.finish(broken) }
      throw error
    }
    try sink.finish(end)
    if !common.quiet { for remark in source.remarks { Console.warning(remark) } }
    return end
  }
}

/// Writes each frame as a picture of its own.
private final class PictureSink: FrameSink {
  private let pattern: String
  private var writer: SnapshotWriter?

  init(_ pattern: String) throws { self.pattern = pattern }

  func begin(_ stream: StreamRecord) throws {
    writer = try SnapshotWriter(pattern: pattern, every: nil, stream: stream) { _ in }
  }

  func write(_ item: StreamItem) throws {
    if case .video(let video) = item { try writer?.take(video) }
  }

  func finish(_ end: EndRecord) throws {}
}
