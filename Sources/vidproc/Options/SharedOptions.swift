import ArgumentParser
import Glibc
import Media
import Pipeline
import Records

/// Options that every command has.
struct CommonOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more: libav's informational messages too.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Progress on standard error: auto (a bar on a terminal), bar, json or none.", valueName: "mode"))
  var progress = ProgressMode.auto

  /// Takes signals over and routes libav's messages.
  func begin() {
    Signals.install()
    // SVT-AV1 writes its settings to standard error unless told otherwise.
    if !verbose { setenv("SVT_LOG", "1", 0) }
    var logger = LoggerSetup.make("libav")
    logger.logLevel = verbose ? .info : .critical
    LibavLog.route(to: logger)
  }
}

/// Options of every command that reads frames.
struct InputOptionsGroup: ParsableArguments {
  @Option(help: ArgumentHelp("Begin here: seconds or hh:mm:ss from the first frame.", valueName: "time"))
  var start: Seconds?

  @Option(help: ArgumentHelp("Read this much: seconds or hh:mm:ss.", valueName: "time"))
  var duration: Seconds?

  @Option(help: ArgumentHelp("Stop after this many frames.", valueName: "frames"))
  var limit: Int?

  @Flag(name: .customLong("no-audio"), help: "Leave the audio out.")
  var noAudio = false

  @Option(
    help: ArgumentHelp(
      "Seconds that a source may keep silent (default: 30 for addresses, none for files).",
      valueName: "seconds"))
  var timeout: Seconds?

  @Flag(help: "When a source drops, open it again and go on, for as long as --timeout allows.")
  var reconnect = false

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

  func validate() throws {
    if let limit, limit < 1 {
      throw ValidationError("--limit takes a number of frames from 1 on, not \(limit).")
    }
    if let duration, duration.value <= .zero { throw ValidationError("--duration must be longer than 0.") }
    if let start, start.value < .zero { throw ValidationError("--start cannot lie before 0.") }
    for option in inputOption where !option.contains("=") {
      throw ValidationError("--input-option takes key=value, not \"\(option)\".")
    }
  }

  var sourceOptions: SourceOptions {
    var options = SourceOptions()
    options.start = start?.value
    options.duration = duration?.value
    options.limit = limit
    options.audio = !noAudio
    options.timeout = timeout?.value.doubleValue
    options.reconnects = reconnect
    options.format = inputFormat
    for option in inputOption {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      options.inputOptions[String(parts[0])] = String(parts[1])
    }
    return options
  }
}

extension Seconds: ExpressibleByArgument {
  /// Reads the value as it stands on the command line; nil when it is none.
  public init?(argument: String) {
    guard let value = try? Seconds(parsing: argument) else { return nil }
    self = value
  }
}

extension Rational: ExpressibleByArgument {
  /// Reads the value as it stands on the command line; nil when it is none.
  public init?(argument: String) {
    guard let value = Rational(parsing: argument), value > .zero else { return nil }
    self = value
  }
}

/// A size in pixels as `1280x720`, or one side as `1280x` or `x720`.
struct PictureSize: ExpressibleByArgument {
  var width: Int?
  var height: Int?

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    width = Int(parts[0])
    height = Int(parts[1])
    if width == nil && !parts[0].isEmpty { return nil }
    if height == nil && !parts[1].isEmpty { return nil }
    guard let longest = [width, height].compactMap({ $0 }).max(), longest <= 16384,
      [width, height].compactMap({ $0 }).allSatisfy({ $0 >= 2 })
    else { return nil }
  }
}
