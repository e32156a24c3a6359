import ArgumentParser
import Glibc
import Media
import Pipeline
import Records

/// Prints what an input holds.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Print what an input holds: container, streams, timing, colour, HDR.",
    discussion: """
      Writes NDJSON: one container record, one elementary_stream record per stream, problem records, and end. \
      Reads all packets, without decoding them, so that counts, durations and the kind of frame rate are those \
      of the media and not of its headers; --fast goes by the headers. A live source or a device is never \
      read to its end.
      """)

  @Argument(help: "A file, an address, a device, or - for standard input.")
  var source: String

  @Flag(help: "Go by the headers; do not read the whole input.")
  var fast = false

  @Option(
    help: ArgumentHelp(
      "Seconds that a source may keep silent (default: 30 for addresses, none for files).",
      valueName: "seconds"))
  var timeout: Seconds?

  @Option(
    name: .customLong("input-format"),
    help: ArgumentHelp(
      "Container or device format by libav's name, where it cannot be told from the source.",
      valueName: "format"))
  var inputFormat: String?

  @Option(
    name: .customLong("input-option"),
    help: ArgumentHelp(
      "An option for the protocol, container or device, as key=value. May be repeated.",
      valueName: "key=value"))
  var inputOption: [String] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for option in inputOption where !option.contains("=") {
      throw ValidationError("--input-option takes key=value, not \"\(option)\".")
    }
  }

  func run() throws {
    common.begin()
    try ExitStatus.run(pipeIsProduct: true) {
      let location = SourceLocation(source, fileExists: { access($0, F_OK) == 0 })
      let demuxer = try SourceOpening.openDemuxer(location, options: options, interrupt: Signals.interrupt)
      // A frame stream on standard input is opened without looking at packets; looking twice crashes libav.
      if case .standardInput = location, demuxer.formatName == "nut",
        demuxer.streams.contains(where: { $0.kind == .video && $0.parameters.pixelFormat.name == "unknown" })
      {
        try demuxer.probeStreams()
      }
      let output = RecordOutput(toleratesClosedPipe: false)
      let progress = ProgressReporter("probe", mode: common.progress, quiet: common.quiet)
      let duration = demuxer.duration
      let probe = SourceProbe(demuxer, readsPackets: !fast && !isEndless(location)) { CodecNames.name($0) }
      let end = try probe.run(
        progress: { progress.update(time: $0, duration: duration, frames: $1) },
        deliver: { if let record = $0.record { try output.write(record) } })
      try output.write(end)
      return end
    }
  }

  private var options: SourceOptions {
    var options = SourceOptions()
    options.timeout = timeout?.value.doubleValue
    options.format = inputFormat
    for option in inputOption {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      options.inputOptions[String(parts[0])] = String(parts[1])
    }
    return options
  }

  private func isEndless(_ location: SourceLocation) -> Bool {
    if case .device = location { return true }
    return location.isLive
  }
}
