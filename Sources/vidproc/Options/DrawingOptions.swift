import Annotation
import ArgumentParser
import Pipeline
import Records
import Vision

/// Options of commands that draw.
struct DrawingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Draw only objects of these labels.", valueName: "label,..."))
  var labels: String?

  @Option(
    name: .customLong("min-score"),
    help: ArgumentHelp("Draw only objects of this score or more, 0 to 1.", valueName: "score"))
  var minScore: Float = 0

  @Option(
    help: ArgumentHelp(
      "Draw none of these: boxes, labels, scores, ids, keypoints, trails, counts.", valueName: "part,..."))
  var hide: String?

  @Option(
    name: .customLong("color-by"),
    help: ArgumentHelp("What gives an object its colour: class or id.", valueName: "what"))
  var colorBy: AnnotationStyle.ColorSource?

  @Option(
    name: .customLong("score-format"),
    help: ArgumentHelp("How scores are written: decimal (0.87) or percent (87%).", valueName: "form"))
  var scoreFormat: AnnotationStyle.ScoreFormat?

  @Option(help: ArgumentHelp("Length of the trails behind tracks; 0 for none.", valueName: "time"))
  var trail = Seconds(Rational(2))

  @Option(
    help: ArgumentHelp(
      "Where nobody looked at a frame, draw the objects of an earlier one for up to this long (dashed).",
      valueName: "time"))
  var hold = Seconds(Rational(0))

  @Option(
    help: ArgumentHelp(
      "Draw a line with its counts; in pixels, or in parts of the picture (all between 0 and 1). May be repeated.",
      valueName: "NAME:x1,y1,x2,y2"))
  var line: [String] = []

  @Option(
    help: ArgumentHelp(
      "Draw a zone with its counts, or with the number of objects in it. May be repeated.",
      valueName: "NAME:x,y,x,y,..."))
  var zone: [String] = []

  @Flag(help: "Show time, frame, frames a second and objects by label in a corner.")
  var hud = false

  @Option(
    help: ArgumentHelp(
      "Make objects of these labels unrecognisable, whatever their score; faces takes heads of poses too.",
      valueName: "faces|label,..."))
  var blur: String?

  @Option(
    name: .customLong("blur-style"),
    help: ArgumentHelp("How: pixelate, blur or fill (default: pixelate).", valueName: "way"))
  var blurStyle: RedactionStyle?

  @Option(
    name: .customLong("blur-hold"),
    help: ArgumentHelp(
      "Go on for this long where an object was found before (default: 0.5).", valueName: "time"))
  var blurHold: Seconds?

  @Option(
    help: ArgumentHelp(
      "A font's file, or a name for fontconfig (default: sans-serif).", valueName: "file|name"))
  var font: String?

  @Option(help: ArgumentHelp("A style in YAML or JSON; its keys are listed above.", valueName: "file"))
  var style: String?

  func validate() throws {
    if !(0...1).contains(minScore) { throw ValidationError("--min-score takes a score from 0 to 1.") }
    if trail.value < .zero { throw ValidationError("--trail cannot be shorter than 0.") }
    if hold.value < .zero { throw ValidationError("--hold cannot be shorter than 0.") }
    if let blurHold, blurHold.value < .zero { throw ValidationError("--blur-hold cannot be shorter than 0.") }
    if blur == nil, blurStyle != nil || blurHold != nil {
      throw ValidationError("--blur-style and --blur-hold go with --blur.")
    }
    _ = try hiddenParts()
    _ = try shapes(line, corners: 2...2, option: "--line", form: "NAME:x1,y1,x2,y2")
    _ = try shapes(zone, corners: 3...1000, option: "--zone", form: "NAME:x,y,x,y,x,y,...")
  }

  /// The options as the annotator takes them; the style file is read.
  func annotationOptions() throws -> AnnotationOptions {
    var options = AnnotationOptions()
    if let style { options.style = try AnnotationStyle(file: try TextFile.read(style), named: style) }
    if let font { options.style.font = font }
    if let colorBy { options.style.colorBy = colorBy }
    if let scoreFormat { options.style.scoreFormat = scoreFormat }
    options.style.shown.subtract(try hiddenParts())
    options.labels = labels.map { Set($0.listItems) }
    options.minScore = minScore
    options.trail = trail.doubleValue
    options.hold = hold.doubleValue
    options.lines = try shapes(line, corners: 2...2, option: "--line", form: "NAME:x1,y1,x2,y2")
    options.zones = try shapes(zone, corners: 3...1000, option: "--zone", form: "NAME:x,y,x,y,x,y,...")
    options.showsHeadsUp = hud
    if let blur {
      var redaction = AnnotationOptions.Redaction(labels: Set(blur.listItems))
      redaction.style = blurStyle ?? redaction.style
      redaction.hold = blurHold?.doubleValue ?? redaction.hold
      options.redaction = redaction
    }
    return options
  }

  private func hiddenParts() throws -> [AnnotationStyle.Part] {
    try (hide?.listItems ?? []).map { name in
      guard let part = AnnotationStyle.Part(rawValue: name) else {
        let known = AnnotationStyle.Part.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--hide does not know \"\(name)\"; it takes \(known).")
      }
      return part
    }
  }

  private func shapes(
    _ texts: [String], corners: ClosedRange<Int>, option: String, form: String
  ) throws -> [NamedShape] {
    try texts.map { text in
      guard let shape = NamedShape(text, corners: corners) else {
        throw ValidationError("\(option) takes \(form), not \"\(text)\".")
      }
      return shape
    }
  }
}

/// Options of commands that encode what they draw.
struct EncodingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Codec of an encoded file: h264, hevc, vp9 or av1 (default: h264; vp9 in .webm).", valueName: "codec"))
  var codec: FileVideoCodec?

  @Option(
    help: ArgumentHelp(
      "Constant quality of an encoded file, lower is better (default: 20 for h264, 23 hevc, 28 vp9, 30 av1).",
      valueName: "number"))
  var crf: Double?

  @Option(
    help: ArgumentHelp(
      "The encoder's preset (default: veryfast for h264, fast for hevc, 8 for av1; for vp9 cpu-used 4).",
      valueName: "preset"))
  var preset: String?

  var isSet: Bool { codec != nil || crf != nil || preset != nil }

  var mediaFileOptions: MediaFileOptions {
    var options = MediaFileOptions()
    options.codec = codec
    options.crf = crf
    options.preset = preset
    return options
  }
}

extension String {
  /// The items of a list with commas.
  fileprivate var listItems: [String] {
    split(separator: ",").map { item in
      var item = item
      while item.first == " " { item.removeFirst() }
      while item.last == " " { item.removeLast() }
      return String(item)
    }
  }
}

extension AnnotationStyle.ColorSource: ExpressibleByArgument {}
extension AnnotationStyle.ScoreFormat: ExpressibleByArgument {}
extension RedactionStyle: ExpressibleByArgument {}
extension FileVideoCodec: ExpressibleByArgument {}
