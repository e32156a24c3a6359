import ArgumentParser
import Glibc
import Media
import Packaging
import Pipeline
import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes an adaptive HLS ladder.
struct TranscodeHLSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcode-hls",
    abstract: "Make an adaptive HLS ladder: all renditions, playlists, audio groups.",
    discussion: """
      Prints a file record for each file as it is published. The same command again goes on where it was \
      interrupted, or says that all is there.

        vidproc transcode-hls film.mp4 -o film/
        vidproc transcode-hls film.mp4 -o film/ --rung 1280x720@2500k --rung 640x360@800k
      """)

  @Argument(help: "A file, an address, or - for frames or a container on standard input.")
  var source: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to fill; master.m3u8 is its top.", valueName: "dir"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "A rung as WIDTHxHEIGHT@BITRATE, such as 1280x720@2500k. May be repeated.", valueName: "rung"))
  var rung: [String] = []

  @Option(help: ArgumentHelp("Rungs from a JSON or YAML file.", valueName: "file"))
  var ladder: String?

  @Option(help: ArgumentHelp("Target duration of a segment in seconds.", valueName: "seconds"))
  var segment: Seconds = Seconds(Rational(4, 1))

  @Option(help: ArgumentHelp("fmp4 (CMAF) or ts.", valueName: "container"))
  var container = SegmentContainer.fmp4

  @Option(help: ArgumentHelp("h264, hevc or av1.", valueName: "codec"))
  var codec = VideoCodec.h264

  @Option(
    help: ArgumentHelp(
      "The encoder's preset (default: faster for H.264, fast for HEVC, 8 for AV1).", valueName: "preset"))
  var preset: String?

  @Option(
    help: ArgumentHelp("Frames a second; without it each frame of the source is kept.", valueName: "rate"))
  var fps: Rational?

  @Option(
    name: .customLong("audio-bitrate"),
    help: ArgumentHelp("Bits a second of a stereo track.", valueName: "rate"))
  var audioBitrate = "128k"

  @Flag(help: "Keep surround sound beside the stereo version.")
  var surround = false

  @Flag(
    name: .customLong("no-tonemap"), help: "Leave HDR as it is instead of bringing it to BT.709 for H.264.")
  var noTonemap = false

  @Flag(name: .customLong("no-deinterlace"), help: "Leave interlaced video as it is.")
  var noDeinterlace = false

  @Flag(help: "Replace what another job left in the folder, once the new set is whole.")
  var force = false

  @Flag(name: .customLong("print-plan"), help: "Print the plan as JSON and end.")
  var printPlan = false

  @Flag(help: "End with status 2 when damaged packets were passed over.")
  var strict = false

  @OptionGroup(title: "Input") var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !rung.isEmpty && ladder != nil { throw ValidationError("Take either --rung or --ladder.") }
    guard segment.value >= Rational(1, 2), segment.value <= Rational(60, 1) else {
      throw ValidationError("--segment takes 0.5 to 60 seconds.")
    }
    if Rung.bitrate(audioBitrate) == nil {
      throw ValidationError("--audio-bitrate takes bits a second, such as 128k.")
    }
    do { for text in rung { _ = try Rung(parsing: text) } } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    common.begin()
    try ExitStatus.run(pipeIsProduct: false) {
      let interrupt = Interrupt(parent: Signals.interrupt)
      let options = try transcodeOptions()
      var sourceOptions = input.sourceOptions
      // Encoding takes nine tenths of the work; every decoder thread holds frames of its own.
      sourceOptions.threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
      let reader = try SourceOpening.open(source, options: sourceOptions, interrupt: interrupt)
      let records = RecordOutput(toleratesClosedPipe: true)
      let stream = reader.stream
      let job = try TranscodeJob(
        TranscodeInput(
          source: reader, options: sourceOptions,
          identity: try InputIdentity.of(source, stream: stream, options: sourceOptions),
          reopen: reopening(interrupt)), root: trimmedOutput, options: options, interrupt: interrupt,
        observer: observer(records, stream))
      if printPlan {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try records.write(lines: Array(try encoder.encode(job.plan)) + [10])
        return nil
      }
      try records.write(stream)
      var end: EndRecord
      do {
        end = try job.run()
      } catch {
        if let signal = Signals.pending {
          end = EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0, reason: "signal \(signal)")
        } else {
          end = EndRecord(status: .error, frames: 0, dropped: 0, errors: 0, reason: "\(error)")
        }
        try records.write(end)
        throw error
      }
      Console.endProgress()
      if end.errors > 0 {
        Console.warning("\(end.errors) damaged places in \(stream.source) were passed over")
      }
      if strict && end.errors > 0 && end.status == .complete {
        end.status = .error
        end.reason = "\(end.errors) damaged places, and --strict"
      }
      try records.write(end)
      return end
    }
  }

  private var trimmedOutput: String {
    var path = output
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
  }

  private func reopening(_ interrupt: Interrupt) -> ((SourceOptions) throws -> any FrameSource)? {
    guard InputIdentity.canRewind(source) else { return nil }
    return { try SourceOpening.open(source, options: $0, interrupt: interrupt) }
  }

  private func transcodeOptions() throws -> TranscodeOptions {
    var options = TranscodeOptions()
    if !rung.isEmpty { options.ladder = try Ladder(rungs: try rung.map { try Rung(parsing: $0) }) }
    if let ladder {
      let isYAML = !ladder.lowercased().hasSuffix(".json")
      options.ladder = try Ladder(file: try TextFile.read(ladder), isYAML: isYAML, named: ladder)
    }
    options.segment = segment.value
    options.container = container
    options.codec = codec
    options.preset = preset
    options.frameRate = fps
    options.keepsSurround = surround
    options.audioBitrate = Rung.bitrate(audioBitrate) ?? options.audioBitrate
    options.toneMaps = !noTonemap
    options.deinterlaces = !noDeinterlace
    options.force = force
    return options
  }

  private func observer(_ records: RecordOutput, _ stream: StreamRecord) -> TranscodeObserver {
    let progress = ProgressReporter("transcode-hls", mode: common.progress, quiet: common.quiet)
    let duration = stream.duration
    let quiet = common.quiet
    return TranscodeObserver(
      published: { try records.write($0) },
      progressed: { progress.update(time: $0, duration: duration, frames: $1, skipped: $2) },
      met: { Problems.show($0, quiet: quiet) },
      noted: { if !quiet { Console.line("vidproc: \($0)") } })
  }
}

extension SegmentContainer: ExpressibleByArgument {}
extension VideoCodec: ExpressibleByArgument {}
