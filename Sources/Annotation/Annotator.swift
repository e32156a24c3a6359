import Media
import Pipeline
import Records
import Vision

/// Draws on one stream's frames what their records say.
///
/// Keeps what drawing needs from frame to frame: trails, regions to hide, counts. Frames must come in their
/// order.
public final class Annotator {
  let options: AnnotationOptions
  let canvas: Canvas
  let typeface: Typeface?
  let palette: Palette
  let measures: Measures
  let stream: StreamRecord
  var skeleton: Skeleton?
  var counts = Counts()
  private var trails: TrailMemory
  private var redaction: RedactionMemory?
  private var headsUp: HeadsUp
  /// The labels of all objects so far, those that are not drawn too.
  private var seenLabels: Set<String> = []
  private var lastObjects: (objects: [DetectedObject], time: Double)?

  /// Prepares to draw on frames of a stream.
  /// - Parameter typeface: for labels; nil draws none.
  /// - Throws: MediaError when the stream's pixel format cannot be drawn on.
  public init(_ stream: StreamRecord, options: AnnotationOptions, typeface: Typeface?) throws {
    guard let format = PixelFormat(name: stream.pixelFormat) else {
      throw MediaError("draw on", stream.source, cause: "pixel format \(stream.pixelFormat) is unknown")
    }
    self.options = options
    self.typeface = typeface
    self.stream = stream
    canvas = try Canvas(width: stream.width, height: stream.height, format: format, color: stream.color)
    palette = Palette(options.style)
    measures = Measures(options.style, width: stream.width, height: stream.height)
    trails = TrailMemory(
      length: options.style.shown.contains(.trails) ? options.trail : 0, anchor: options.style.trailAnchor)
    redaction = options.redaction.map { RedactionMemory($0) }
    headsUp = HeadsUp(stream)
  }

  /// Draws on a frame.
  /// - Throws: MediaError when the frame is not of the stream's size and format.
  public func annotate(_ item: VideoItem) throws {
    for line in item.otherLines { take(line) }
    let (all, isHeld) = objects(of: item.record)
    for object in all where !seenLabels.contains(object.label) { seenLabels.insert(object.label) }
    let visible = all.filter { isVisible($0) }
    let time = item.record.time
    trails.add(isHeld ? [] : visible, at: time)
    let hidden = redaction?.regions(of: all, at: time) ?? []
    let hud = options.showsHeadsUp ? headsUp.lines(item.record, objects: visible) : []
    guard
      !(visible.isEmpty && hidden.isEmpty && hud.isEmpty && trails.trails.isEmpty && options.lines.isEmpty
        && options.zones.isEmpty)
    else { return }
    try canvas.draw(on: item.frame) {
      if let style = options.redaction?.style { for box in hidden { canvas.redact(box, style: style) } }
      var placement = LabelPlacement(in: canvas.area, taken: headsUpArea(hud).map { [$0] } ?? [])
      drawZones(visible, &placement)
      drawTrails(trails.trails)
      let dashed = isHeld || item.record.detection == .held
      if options.style.shown.contains(.boxes) {
        for object in visible { drawBox(object, isHeld: dashed || object.state == "lost") }
      }
      if options.style.shown.contains(.keypoints) { for object in visible { drawKeypoints(object) } }
      drawLabels(visible, &placement)
      drawHeadsUp(hud)
    }
  }

  /// What was asked for and never came up, in sentences.
  public var remarks: [String] {
    let seen = seenLabels.isEmpty ? "no objects came" : "came: \(seenLabels.sorted().joined(separator: ", "))"
    var remarks: [String] = []
    if let labels = options.redaction?.labels, redaction?.hasHidden == false {
      let wanted = labels.sorted().joined(separator: ", ")
      remarks.append("nothing was made unrecognisable: no \(wanted) (\(seen))")
    }
    let missing = (options.labels ?? []).subtracting(seenLabels).sorted()
    if !missing.isEmpty {
      remarks.append("no object was labelled \(missing.joined(separator: ", ")) (\(seen))")
    }
    return remarks
  }

  /// The frame's objects; those of a frame before where nobody looked and they may be held.
  private func objects(of record: FrameRecord) -> (objects: [DetectedObject], isHeld: Bool) {
    if let objects = record.objects {
      lastObjects = (objects, record.time)
      return (objects, false)
    }
    if let last = lastObjects, record.time >= last.time, record.time - last.time <= options.hold {
      return (last.objects, true)
    }
    return ([], false)
  }

  private func isVisible(_ object: DetectedObject) -> Bool {
    // A score that is not a number passes only where none is asked for.
    guard options.minScore <= 0 || object.score >= options.minScore else { return false }
    return options.labels?.contains(object.label) ?? true
  }

  private func take(_ line: [UInt8]) {
    var decoder = RecordDecoder()
    switch try? decoder.decode(line) {
    case .model(let model): skeleton = Skeleton(model) ?? skeleton
    default: if !options.lines.isEmpty || !options.zones.isEmpty { counts.take(line) }
    }
  }
}

/// Lengths that go with the size of the picture, so that drawings are readable at 144 lines and at 2160.
struct Measures {
  /// Width of a box's line in pixels.
  let lineWidth: Float
  /// Size of letters in pixels.
  let fontSize: Int
  /// Radius of a box's corners in pixels.
  let cornerRadius: Float

  init(_ style: AnnotationStyle, width: Int, height: Int) {
    // A tall narrow picture has no more room for words than a small one.
    let side = Float(min(height, width * 3 / 4))
    lineWidth = style.lineWidth ?? max(1, (side / 320).rounded())
    fontSize = style.fontSize ?? max(9, Int((side * 0.0235).rounded()))
    cornerRadius = style.cornerRadius ?? (lineWidth * 1.5).rounded(.down)
  }
}
