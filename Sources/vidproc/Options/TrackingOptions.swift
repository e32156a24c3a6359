import ArgumentParser
import Detection
import Foundation
import Inference
import Media
import Records
import Tracking
import Vision

/// Options that say how objects are followed.
struct TrackingOptionsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How objects are followed: \(TrackerKind.names) (default: \(TrackerKind.standard.rawValue)).",
      valueName: "name"))
  var tracker: TrackerKind?

  @Option(
    help: ArgumentHelp(
      "The tracker's parameters in YAML or JSON; --list-parameters lists them.",
      valueName: "file"))
  var config: String?

  @Option(
    name: .customLong("max-lost"),
    help: ArgumentHelp(
      "Forget a track that was not seen for this long (default: the tracker's own).", valueName: "time"))
  var maxLost: Seconds?

  @Option(
    help: ArgumentHelp(
      """
      Hold frames back for this long, so that a track has its identity from its first detection on; all for the \
      whole input.
      """, valueName: "time"))
  var backfill: HoldTime?

  @Option(
    help: ArgumentHelp(
      "Fill gaps in a track up to this long, by boxes between; frames are held back for as long.",
      valueName: "time"))
  var interpolate: Seconds?

  @Option(
    help: ArgumentHelp(
      "Boxes of followed objects: filtered, which are steadier, or detected, as they came.",
      valueName: "which"))
  var boxes = Boxes.filtered

  enum Boxes: String, ExpressibleByArgument, CaseIterable { case filtered, detected }

  @Option(
    help: ArgumentHelp(
      "Where the camera's motion comes from: frames, where there are any, detections, or still.",
      valueName: "how"))
  var camera = CameraChoice.frames

  @Option(
    help: ArgumentHelp(
      "Tell individuals apart by what they look like, with this model (person-reid-0287, or a file); needs frames.",
      valueName: "name|path"))
  var reid: String?

  @Flag(help: "Objects may change their class: a van that is a car here and a truck there stays one.")
  var agnostic = false

  @Flag(name: .customLong("tracked-only"), help: "Leave out objects without an identity.")
  var trackedOnly = false

  @Flag(
    name: .customLong("no-lost"),
    help: "Do not write where objects are thought to be that were missed for a moment.")
  var noLost = false

  @Flag(
    name: .customLong("list-parameters"),
    help: "List the parameters of --config with their defaults, and end.")
  var listParameters = false

  func validate() throws {
    if let maxLost, maxLost.value < .zero { throw ValidationError("--max-lost cannot be shorter than 0.") }
    if let interpolate, interpolate.value <= .zero {
      throw ValidationError("--interpolate must be longer than 0.")
    }
  }

  /// The parameters of all trackers.
  /// - Throws: MediaError where the file of --config is not as it should be.
  func parameters() throws -> TrackerParameters {
    var parameters = TrackerParameters()
    if let config { parameters = try TrackerConfiguration.read(config) }
    if let maxLost { parameters.setMaximumLost(maxLost.doubleValue) }
    return parameters
  }

  /// The tracker for a stream.
  func tracker(_ parameters: TrackerParameters, for stream: StreamRecord) -> any MultiObjectTracker {
    var parameters = parameters
    if config == nil, let rate = stream.frameRate, rate > .zero {
      parameters.setFrameTime(1 / rate.doubleValue)
    }
    return (tracker ?? .standard).makeTracker(parameters)
  }

  /// What tells individuals apart; nil where that was not asked for.
  func appearance() throws -> AppearanceExtractor? {
    try reid.map {
      try AppearanceExtractor(
        model: $0, engine: .auto, threads: max(1, ProcessInfo.processInfo.activeProcessorCount),
        cacheFolder: UserFolders.compiledModels)
    }
  }

  /// How much is held back and what is written.
  func stageOptions(_ anchor: EventAnchor) -> TrackStageOptions {
    var options = TrackStageOptions()
    options.backfill = backfill?.seconds ?? 0
    options.interpolate = interpolate?.doubleValue ?? 0
    options.filtersBoxes = boxes == .filtered
    options.isAgnostic = agnostic
    options.keepsUntracked = !trackedOnly
    options.writesLost = !noLost
    options.anchor = anchor
    return options
  }
}

/// Where the camera's motion comes from.
enum CameraChoice: String, ExpressibleByArgument, CaseIterable { case frames, detections, still }

/// Options that point at one thing.
struct FollowOptionsGroup: ParsableArguments {
  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Follow the one thing in this box, in pixels, or in parts of the picture (all between 0 and 1).",
      valueName: "x,y,width,height"))
  var initial: RegionArgument?

  @Option(
    help: ArgumentHelp("The time at which the box is right (default: the first frame).", valueName: "time"))
  var at: Seconds?

  @Option(
    name: .customLong("label"), help: ArgumentHelp("What to call it (default: object).", valueName: "label"))
  var label: String?

  func validate() throws {
    if let initial, initial.box(width: 1, height: 1) == nil {
      throw ValidationError("--init takes x,y,width,height.")
    }
    if initial == nil, at != nil || label != nil { throw ValidationError("--at and --label go with --init.") }
  }

  /// What is pointed at in a stream; nil where nothing is.
  func target(in stream: StreamRecord) throws -> SingleObjectStage.Target? {
    guard let initial, let box = initial.box(width: stream.width, height: stream.height) else { return nil }
    return SingleObjectStage.Target(box: box, time: at?.doubleValue, label: label ?? "object")
  }
}

/// A length of time, or `all`.
struct HoldTime: ExpressibleByArgument {
  let seconds: Double

  init?(argument: String) {
    if argument == "all" {
      seconds = .infinity
    } else if let time = Seconds(argument: argument), time.value >= .zero {
      seconds = time.doubleValue
    } else {
      return nil
    }
  }
}

/// Options that say what is counted.
struct EventOptionsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Tell and count crossings of a line; in pixels, or in parts of the picture (all between 0 and 1). Seen from \
      the first point to the second, `in` goes from the left hand to the right. May be repeated.
      """, valueName: "NAME:x1,y1,x2,y2"))
  var line: [String] = []

  @Option(
    help: ArgumentHelp(
      "Tell and count who enters, stays in and leaves a zone. May be repeated.",
      valueName: "NAME:x,y,x,y,..."))
  var zone: [String] = []

  @Option(help: ArgumentHelp("Lines and zones in a JSON file.", valueName: "file"))
  var shapes: String?

  @Option(
    help: ArgumentHelp(
      "Tell of stays in a zone that are longer than this (default: 10).", valueName: "time"))
  var dwell: Seconds?

  @Option(
    help: ArgumentHelp(
      "The place on a box that counts: \(EventAnchor.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "place"))
  var anchor = EventAnchor.auto

  func validate() throws {
    for text in line where NamedShape(text, corners: 2...2) == nil {
      throw ValidationError("--line takes NAME:x1,y1,x2,y2, not \"\(text)\".")
    }
    for text in zone where NamedShape(text, corners: ShapeFile.corners) == nil {
      throw ValidationError("--zone takes NAME:x,y,x,y,x,y,..., not \"\(text)\".")
    }
    if dwell != nil, zone.isEmpty, shapes == nil { throw ValidationError("--dwell goes with --zone.") }
  }

  /// The lines and zones.
  func namedShapes() throws -> EventShapes {
    var found = EventShapes(
      lines: line.compactMap { NamedShape($0, corners: 2...2) },
      zones: zone.compactMap { NamedShape($0, corners: ShapeFile.corners) })
    if let shapes {
      let file = try ShapeFile(json: try TextFile.bytes(shapes), named: shapes)
      found.lines += file.lines
      found.zones += file.zones
    }
    return found
  }

  /// What counts in a stream; nil where nothing is to be counted.
  func counter(_ shapes: EventShapes, for stream: StreamRecord) throws -> EventCounter? {
    guard !shapes.lines.isEmpty || !shapes.zones.isEmpty else { return nil }
    var options = EventOptions()
    options.anchor = anchor
    if let dwell { options.dwell = dwell.doubleValue }
    return try EventCounter(
      lines: shapes.lines, zones: shapes.zones, width: stream.width, height: stream.height, options: options)
  }
}

/// Lines and zones, as they were named.
struct EventShapes {
  var lines: [NamedShape]
  var zones: [NamedShape]
}

extension TrackerKind: ExpressibleByArgument {}
extension EventAnchor: ExpressibleByArgument {}

extension TrackerKind {
  /// The one that is taken where none is named.
  static let standard = TrackerKind.cascade
  /// All names, in a line.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
