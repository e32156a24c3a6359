import Analysis
import ArgumentParser
import Glibc
import Inference
import Media
import Pipeline
import Records

/// Options that choose analysers.
struct AnalyserOptionsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run these analysers alone, as a list with commas; reference for the comparison alone.",
      valueName: "names"))
  var only: AnalyserList?

  @Option(help: ArgumentHelp("Run all but these.", valueName: "names"))
  var skip: AnalyserList?

  @Option(
    name: .customLong("with"), help: ArgumentHelp("Run these too: tags, objects, faces.", valueName: "names"))
  var also: AnalyserList?

  @Flag(name: .customLong("per-frame"), help: "Write a frame record with its metrics for every frame.")
  var perFrame = false

  @Option(
    help: ArgumentHelp("Seconds of an interval record, 0 for none (default: 1).", valueName: "seconds"))
  var interval = Seconds(Rational(1))

  @Option(
    name: .customLong("min-scene-length"),
    help: ArgumentHelp("The shortest scene that is told.", valueName: "time"))
  var minSceneLength: Seconds?

  @OptionGroup var models: AnalysisModelsGroup

  /// The analysers that run.
  var analysers: Set<AnalyserName> {
    var names = only?.names ?? AnalyserName.byDefault
    names.formUnion(also?.names ?? [])
    return names.subtracting(skip?.names ?? [])
  }

  func validate() throws {
    if analysers.isEmpty, only?.isReferenceAlone != true {
      throw ValidationError("No analyser is left to run.")
    }
    if interval.value < .zero { throw ValidationError("--interval cannot lie below 0.") }
    if let minSceneLength, minSceneLength.value < .zero {
      throw ValidationError("--min-scene-length cannot lie below 0.")
    }
    if !models.model.isEmpty, analysers.isDisjoint(with: AnalyserName.withModels) {
      throw ValidationError("--model goes with tags, objects or faces: ask for them with --with.")
    }
  }
}

/// Options for the models of an analysis.
struct AnalysisModelsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A classifier or detector by its name in the catalogue or by its file. May be repeated.",
      valueName: "name|path"))
  var model: [String] = []

  @Option(
    help: ArgumentHelp("Class names for a model of your own: a text file with one a line.", valueName: "file")
  )
  var labels: String?

  @Option(help: ArgumentHelp("What runs the models: auto, opencv or openvino.", valueName: "engine"))
  var engine = EngineChoice.auto
}

/// A list of analysers on the command line.
struct AnalyserList: ExpressibleByArgument {
  let names: Set<AnalyserName>
  /// Whether nothing but the comparison with --reference is asked for.
  let isReferenceAlone: Bool

  init?(argument: String) {
    var names: Set<AnalyserName> = []
    isReferenceAlone = argument == "reference"
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) where part != "reference" {
      guard let name = AnalyserName(rawValue: part.lowercased()) else { return nil }
      names.insert(name)
    }
    self.names = names
  }

  static var allValueStrings: [String] { AnalyserName.allCases.map(\.rawValue) }
}

/// Options for a policy that is checked.
struct PolicyOptionsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Check the summary against a policy: a YAML or JSON file, or a ready one (\(Policy.readyNames
        .joined(separator: ", "))). May be repeated. Exit status 1 where a demand is not met.
      """, valueName: "policy"))
  var check: [String] = []

  @Option(help: ArgumentHelp("Write the checks as JUnit XML, for CI.", valueName: "file"))
  var junit: String?

  func validate() throws {
    if junit != nil, check.isEmpty {
      throw ValidationError("--junit writes checks: name a policy with --check.")
    }
  }

  /// The policies, read before any work is done.
  func load() throws -> [Policy] {
    try check.map { name in
      if access(name, F_OK) != 0, let ready = try Policy.ready(named: name) { return ready }
      // A policy that another extends lies beside it.
      let folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
      return try Policy(text: TextFile.read(name), name: name) { other in
        try TextFile.read(other.hasPrefix("/") ? other : folder + other)
      }
    }
  }
}

/// Options for the files that an analysis makes beside its records.
struct AnalysisProductsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a page for people: timeline, plots, findings. {name} stands for the input's name.",
      valueName: "out.html"))
  var report: String?

  @Option(
    name: .customLong("contact-sheet"),
    help: ArgumentHelp("Write one picture with a small one of each scene (.jpg or .png).", valueName: "file"))
  var contactSheet: String?

  @Option(help: ArgumentHelp("Write a picture of each scene into this folder.", valueName: "folder"))
  var thumbnails: String?

  @Option(
    help: ArgumentHelp(
      "Write the scenes' first frames for an encoder: times, one a line; .qp or .qpfile for x264.",
      valueName: "file"))
  var keyframes: String?

  @Option(help: ArgumentHelp("Cut the input into one file per scene in this folder.", valueName: "folder"))
  var split: String?

  @Option(
    name: .customLong("split-mode"),
    help: ArgumentHelp(
      "copy cuts at keyframes without loss; exact encodes anew and cuts at the frame.", valueName: "mode"))
  var splitMode = SplitMode.copy

  enum SplitMode: String, ExpressibleByArgument, CaseIterable { case copy, exact }

  private var all: [(option: String, value: String?)] {
    [
      ("--report", report), ("--contact-sheet", contactSheet), ("--thumbnails", thumbnails),
      ("--keyframes", keyframes), ("--split", split),
    ]
  }

  /// Whether any file is made.
  var makesFiles: Bool { all.contains { $0.value != nil } }

  /// Whether small pictures of scenes are needed.
  var needsThumbnails: Bool { report != nil || contactSheet != nil || thumbnails != nil }

  func validate(_ analysers: Set<AnalyserName>) throws {
    for (option, value) in all {
      if value?.isEmpty == true { throw ValidationError("\(option) takes a name, and this one is empty.") }
      if value != nil, option != "--report", !analysers.contains(.scenes) {
        throw ValidationError("\(option) needs the scenes, and they are not looked for.")
      }
    }
    if let contactSheet, PictureEncoder.Format(fileName: contactSheet) == nil {
      throw ValidationError("--contact-sheet takes a name that ends in .jpg or .png, not \(contactSheet).")
    }
  }

  /// Refuses names that would destroy an input or each other's files.
  func check(_ inputs: [String]) throws {
    if split != nil, inputs.contains("-") {
      throw ValidationError(
        "--split reads its input again, and standard input can be read once: name a file.")
    }
    if makesFiles {
      var seen: [String: String] = [:]
      for input in inputs {
        let stem = InputName.stem(of: input)
        if let twin = seen[stem] {
          throw ValidationError("\(twin) and \(input) would give files of the same name: analyse them apart.")
        }
        seen[stem] = input
      }
    }
    for (option, value) in all {
      guard let value else { continue }
      if inputs.count > 1, !value.contains("{name}"), option != "--thumbnails", option != "--split" {
        throw ValidationError("\(option) of several inputs takes {name} in its name, such as {name}.html.")
      }
      for input in inputs {
        try OutputFile.check(AnalysisProductsGroup.path(value, for: input), inputs: [input])
      }
    }
  }

  /// A path with the input's name in place of {name}.
  static func path(_ pattern: String, for input: String) -> String {
    let parts = pattern.split(separator: "{name}", omittingEmptySubsequences: false)
    return parts.joined(separator: InputName.stem(of: input))
  }
}
