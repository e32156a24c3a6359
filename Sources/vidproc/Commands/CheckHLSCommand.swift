import ArgumentParser
import Glibc
import Media
import Network
import Packaging
import Records

/// Says whether an HLS stream keeps to the specifications.
struct CheckHLSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-hls",
    abstract: "Check an HLS stream against RFC 8216bis and Apple's authoring specification.",
    discussion: """
      Reads playlists and media as a player does, decodes every segment by itself, and writes a finding record for \
      each rule that is broken: the rule and its section, the place, what is declared and what was measured. On a \
      terminal it prints a report instead.

        vidproc check-hls film/
        vidproc check-hls https://example.com/live/master.m3u8 --watch 60
        vidproc check-hls film/ | jq -c 'select(.severity == "error")'

      Exit status: 0 no error was found, 1 the stream does not conform, 2 it could not be checked.
      """)

  @Argument(help: "A playlist, a folder with master.m3u8 or one playlist, or an address (http, https).")
  var source: String?

  @Option(
    help: ArgumentHelp(
      "Watch a live stream for this long: updates, sequence numbers, the window, new segments.",
      valueName: "time"))
  var watch: Seconds?

  @Flag(name: .customLong("no-media"), help: "Check the playlists alone.")
  var noMedia = false

  @Flag(name: .customLong("no-decode"), help: "Read the media without decoding it, which is much faster.")
  var noDecode = false

  @Flag(help: "Print the report for people, also where standard output is no terminal.")
  var text = false

  @Flag(name: .customLong("ndjson"), help: "Write records, also on a terminal.")
  var ndjson = false

  @Flag(help: "List the rules with their sections and severities, and end.")
  var rules = false

  @Option(
    help: ArgumentHelp("Playlists that are checked side by side (default: one a core).", valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Seconds that a server may keep silent (default: 30).", valueName: "seconds"))
  var timeout: Seconds?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !rules, source == nil { throw ValidationError("Name a playlist, a folder or an address.") }
    if let jobs, jobs < 1 || jobs > 256 {
      throw ValidationError("--jobs takes a number from 1 to 256, not \(jobs).")
    }
    if let watch, watch.value <= .zero { throw ValidationError("--watch must be longer than 0.") }
    if let timeout, timeout.value <= .zero { throw ValidationError("--timeout must be longer than 0.") }
    if text && ndjson { throw ValidationError("Take either --text or --ndjson.") }
  }

  func run() throws {
    common.begin()
    var conforms = true
    try ExitStatus.run(pipeIsProduct: true) {
      let output = RecordOutput(toleratesClosedPipe: false)
      guard !rules else {
        try output.write(lines: Array(ConformanceText.rules(ConformanceRule.all).utf8))
        return nil
      }
      let name = source ?? ""
      let outcome = try check(name, output)
      conforms = outcome.conforms
      return nil
    }
    if !conforms { throw ExitCode(1) }
  }

  private func check(_ name: String, _ output: RecordOutput) throws -> ConformanceOutcome {
    var web = WebReader(interrupt: Signals.interrupt)
    web.timeout = timeout?.value.doubleValue ?? 30
    var options = ConformanceOptions()
    options.readsMedia = !noMedia
    options.decodes = !noDecode
    options.watch = watch?.value.doubleValue
    options.jobs = jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let isText = text || !ndjson && isatty(STDOUT_FILENO) == 1
    var findings: [FindingRecord] = []
    var end = EndRecord(status: .complete, frames: 0)
    do {
      let check = ConformanceCheck(
        try ConformanceReader.playlist(name), reader: ConformanceReader(web: web), options: options,
        interrupt: Signals.interrupt)
      let outcome = try check.run { finding in
        if isText { findings.append(finding) } else { try output.write(finding) }
      }
      if isText {
        try output.write(lines: Array(ConformanceText.text(name, findings, outcome).utf8))
        return outcome
      }
      end.frames = outcome.frames
      end.errors = outcome.unread
      try output.write(end)
      return outcome
    } catch {
      guard !isText, (error as? MediaError)?.isBrokenPipe != true else { throw error }
      end.status = Signals.pending == nil ? .error : .interrupted
      end.reason = "\(error)"
      try output.write(end)
      throw error
    }
  }
}
