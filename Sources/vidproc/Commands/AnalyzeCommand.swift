import Analysis
import ArgumentParser
import Glibc
import Media
import Records

/// Says what is in a video, and whether it is good enough.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract:
      "Say what is in a video and whether it is good enough: scenes, faults, quality, loudness, checks.",
    discussion: """
      One decode, many analysers. Writes scene, finding and interval records as they become known, one summary, \
      and a check record for each demand of a policy. On a terminal it prints a readable summary instead.

        vidproc analyze film.mp4
        vidproc analyze film.mp4 --check web-hls || exit 1
        vidproc analyze film.mp4 --only scenes --format csv
        vidproc analyze film.mp4 --report film.html --contact-sheet film.jpg
        vidproc analyze small.mp4 --reference film.mp4
        vidproc analyze --list files.txt --out results/ --check policy.yaml --junit results.xml
        vidproc detect film.mp4 | vidproc track - | vidproc analyze -

      Analysers: \(AnalyserName.allCases.map(\.rawValue).joined(separator: ", ")). The last three need a model and \
      run only when --with or --only names them. Exit status: 0 done and all checks passed, 1 a check failed, 2 \
      something could not be done.
      """)

  enum Emit: String, ExpressibleByArgument, CaseIterable { case frames, records }

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, text, csv, edl, otio }

  @Argument(help: "Files, addresses, playlists, or - for standard input (frames, media, or records).")
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp("Read more inputs from this file, one a line; - is standard input.", valueName: "file")
  )
  var list: String?

  @OptionGroup(title: "What is looked for") var what: AnalyserOptionsGroup
  @OptionGroup(title: "Against a reference") var against: ReferenceOptionsGroup
  @OptionGroup(title: "Policy") var policy: PolicyOptionsGroup
  @OptionGroup(title: "Files made beside") var products: AnalysisProductsGroup

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to this file instead of standard output.", valueName: "path"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      """
      What is written: ndjson, text for people, or the scenes alone as csv, edl (CMX 3600) or otio \
      (default: ndjson; text on a terminal).
      """, valueName: "format"))
  var format: Format?

  @Option(
    help: ArgumentHelp("What to write: records, or frames that carry their metrics along.", valueName: "form")
  )
  var emit = Emit.records

  @Option(
    help: ArgumentHelp(
      """
      Write the records of each input to a file of its own in this folder, NAME.ndjson. Inputs whose file is there \
      already, whole and of the same options, are passed over.
      """, valueName: "folder"))
  var out: String?

  @Option(
    help: ArgumentHelp("Inputs that are analysed side by side (default: one a core).", valueName: "count"))
  var jobs: Int?

  @OptionGroup(title: "Input") var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  /// The form of what is written.
  var form: Format { format ?? (output == nil && out == nil && isatty(STDOUT_FILENO) == 1 ? .text : .ndjson) }

  func validate() throws {
    if inputs.isEmpty && list == nil {
      throw ValidationError("Name an input, or a list of them with --list.")
    }
    if inputs.count(where: { $0 == "-" }) > 1 || list == "-" && inputs.contains("-") {
      throw ValidationError("Standard input can be read once; it is asked for twice.")
    }
    if against.reference != nil, inputs.contains("-") || against.reference == "-" {
      throw ValidationError("--reference reads both sides more than once: name files, not standard input.")
    }
    if let jobs, jobs < 1 || jobs > 256 {
      throw ValidationError("--jobs takes a number from 1 to 256, not \(jobs).")
    }
    if emit == .frames {
      if form != .ndjson {
        throw ValidationError("--format goes with records; frames carry theirs as they are.")
      }
      if inputs.count != 1 || list != nil || out != nil {
        throw ValidationError("--emit frames takes one input, and no --out.")
      }
      if output == nil, isatty(STDOUT_FILENO) == 1 {
        throw ValidationError(
          "Frames do not go to a terminal: pipe them into another stage, or write a file with -o.")
      }
    }
    if out != nil {
      if output != nil { throw ValidationError("-o and --out say the same; give one of them.") }
      if let format, format != .ndjson { throw ValidationError("--out writes NDJSON; leave --format out.") }
    }
    let scenesOnly = [Format.csv, .edl, .otio].contains(form)
    if scenesOnly && !what.analysers.contains(.scenes) {
      throw ValidationError("--format \(form.rawValue) lists scenes, and they are not looked for.")
    }
    if (form == .edl || form == .otio) && (inputs.count != 1 || list != nil) {
      throw ValidationError("--format \(form.rawValue) takes one input.")
    }
    try products.validate(what.analysers)
  }

  func run() throws {
    common.begin()
    var failed = false
    try ExitStatus.run(pipeIsProduct: output == nil && out == nil && !products.makesFiles) {
      let inputs = try self.inputs + InputList.read(list)
      try products.check(inputs)
      for input in inputs { try OutputFile.check(output, inputs: [input]) }
      let policies = try policy.load()
      let batch = AnalyzeBatch(self, inputs: inputs, policies: policies)
      let end = try inputs.count == 1 && out == nil ? batch.runSingle(inputs[0]) : batch.runAll()
      failed = batch.hasFailedChecks
      return end
    }
    if failed { throw ExitCode(1) }
  }
}
