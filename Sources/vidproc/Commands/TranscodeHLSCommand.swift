import ArgumentParser
import Glibc
import Media
import Packaging
import Pipeline
import Quality
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
  var output: String?

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
      "The encoder's preset (default: by --effort; --dry-run shows it).", valueName: "preset"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "normal, or high for fewer bits at the same quality by more work, where no preset is given.",
      valueName: "effort"))
  var effort = Effort.normal

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

  @Option(
    help: ArgumentHelp(
      """
      A quality from 20 to 99 on VMAF's scale for the best rendition, the others following, in place of the \
      ladder's rates: these are caps then, and rungs that do not earn their place are left out.
      """, valueName: "score"))
  var quality: Double?

  @Option(
    name: .customLong("vmaf-ffmpeg"),
    help: ArgumentHelp(
      """
      An ffmpeg with libvmaf to measure --quality by, where libavfilter has none (default: \
      VIDPROC_VMAF_FFMPEG; without one quality is estimated).
      """, valueName: "path"))
  var vmafFFmpeg: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Share one analysis between the renditions: cheaper and better, for H.264 from files.")
  var sharedAnalysis = true

  @Option(
    help: ArgumentHelp(
      "Seconds of a chunk that is analysed and encoded by itself (default: 40).", valueName: "seconds"))
  var chunk: Seconds?

  @Option(
    help: ArgumentHelp(
      "Chunks that are encoded at the same time (default: half as many as there are cores).",
      valueName: "number"))
  var jobs: Int?

  @Flag(help: "Publish playlists after each chunk, as those of an event, so that it can be watched early.")
  var early = false

  @Flag(help: "Replace what another job left in the folder, once the new set is whole.")
  var force = false

  @Flag(name: .customLong("print-plan"), help: "Print the plan as JSON and end.")
  var printPlan = false

  @Flag(help: "End with status 2 when damaged packets were passed over.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Show the ladder that would be made, and why, and end.")
  var dryRun = false

  @OptionGroup(title: "Live") var live: LiveOptions
  @OptionGroup(title: "Many machines") var tasks: TaskOptions
  @OptionGroup(title: "Extras") var extras: LadderExtrasOptions
  @OptionGroup(title: "Input") var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if output == nil && !tasks.takesPlan {
      throw ValidationError("Missing expected argument '--output <dir>'")
    }
    if tasks.takesPlan && (output != nil || live.live || live.event || force) {
      throw ValidationError("--task and --stitch take all that from the plan.")
    }
    if let quality, !(20...99).contains(quality) { throw ValidationError("--quality takes 20 to 99.") }
    if vmafFFmpeg != nil && quality == nil { throw ValidationError("--vmaf-ffmpeg goes with --quality.") }
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256.") }
    if let chunk, chunk.value < segment.value {
      throw ValidationError("--chunk takes seconds, not fewer than --segment.")
    }
    if tasks.plan && (live.live || live.event || force || source == "-") {
      throw ValidationError("--plan divides a ladder made of a file into a folder of its own.")
    }
    if !rung.isEmpty && ladder != nil { throw ValidationError("Take either --rung or --ladder.") }
    guard segment.value >= Rational(1, 2), segment.value <= Rational(60, 1) else {
      throw ValidationError("--segment takes 0.5 to 60 seconds.")
    }
    if Rung.bitrate(audioBitrate) == nil {
      throw ValidationError("--audio-bitrate takes bits a second, such as 128k.")
    }
    try live.check(segment: segment.value, extras: extras)
    do { for text in rung { _ = try Rung(parsing: text) } } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    common.begin()
    try ExitStatus.run(pipeIsProduct: false) {
      let interrupt = Interrupt(parent: Signals.interrupt)
      let records = RecordOutput(toleratesClosedPipe: true)
      if tasks.takesPlan {
        let job = LadderTaskJob(planFile: source, options: tasks, interrupt: interrupt)
        return try settled(records) { try job.run(records, observer: self.observer) }
      }
      let options = try transcodeOptions()
      var sourceOptions = input.sourceOptions
      live.adapt(&sourceOptions, source: source)
      let (input, stream) = try LadderInput.open(
        tasks.plan ? LadderInput.fullName(source) : source, options: sourceOptions, interrupt: interrupt)
      let observer = self.observer(records, stream)
      let job = try TranscodeJob(
        input, root: folder, options: options, interrupt: interrupt, observer: observer)
      let liveJob = try live.settings(segment: segment.value).map {
        try LiveJob(
          input, root: folder, options: options, settings: $0, interrupt: interrupt, observer: observer)
      }
      if printPlan {
        try records.write(lines: try prettyLines(liveJob?.plan ?? job.plan))
        return nil
      }
      if dryRun {
        let report = LadderReport(plan: liveJob?.plan ?? job.plan, stream: stream, ladder: options.ladder)
        try records.write(lines: Array(report.text.utf8))
        return nil
      }
      if tasks.plan {
        let plan = try LadderTaskPlan.make(
          job.plan, input: input, named: LadderInput.fullName(source), root: LadderInput.fullName(folder),
          observer: observer)
        try records.write(lines: try plan.lines())
        return nil
      }
      try records.write(stream)
      return try settled(records) { try liveJob?.run() ?? job.run() }
    }
  }

  /// Does the work and writes its end, whichever way it ends.
  private func settled(_ records: RecordOutput, _ work: () throws -> EndRecord) throws -> EndRecord {
    var end: EndRecord
    do {
      end = try work()
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
    if end.errors > 0 { Console.warning("\(end.errors) damaged places in \(source) were passed over") }
    if strict && end.errors > 0 && end.status == .complete {
      end.status = .error
      end.reason = "\(end.errors) damaged places, and --strict"
    }
    try records.write(end)
    return end
  }

  private func prettyLines(_ plan: TranscodePlan) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Array(try encoder.encode(plan)) + [10]
  }

  private var folder: String {
    var path = output ?? "."
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
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
    options.effort = effort
    options.frameRate = fps
    options.keepsSurround = surround
    options.audioBitrate = Rung.bitrate(audioBitrate) ?? options.audioBitrate
    options.toneMaps = !noTonemap
    options.deinterlaces = !noDeinterlace
    options.sharesAnalysis =
      sharedAnalysis && !live.live && !live.event && InputIdentity.canRewind(source)
      && !(input.limit != nil && fps != nil)
    options.jobs = jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
    options.chunk = chunk?.value
    options.publishesEarly = early
    if let quality {
      var vmaf = VMAFOptions()
      vmaf.program = vmafFFmpeg
      options.quality = QualityGoal(quality, options: vmaf)
    }
    options.force = force
    options.extras = try extras.request()
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
      noted: { if !quiet { Console.line("vidproc: \($0)") } }, chose: { try records.write($0) })
  }
}

extension SegmentContainer: ExpressibleByArgument {}
extension VideoCodec: ExpressibleByArgument {}
extension Effort: ExpressibleByArgument {}
