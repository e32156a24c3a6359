import Records
import Vision

/// What counts as a flash. The defaults are WCAG 2.2's (three flashes or below threshold, 2.3.1), which are stricter
/// in area than ITU-R BT.1702-2 (a quarter of the screen: `fieldWidth` and `fieldHeight` 1).
///
/// Codes of 8 bits are rounded, so that 0.001 of a change of luminance and 0.01 of the part of red may be missing.
public struct FlashOptions: Sendable, Equatable {
  /// Change of relative luminance (0 to 1), of a maximum of 1.
  public var change: Float = 0.1
  /// Relative luminance below which the darker picture must lie.
  public var darker: Float = 0.8
  /// Part that red has of the light of a saturated red.
  public var redShare: Float = 0.8
  /// Least of (R-G-B) x 320 of a saturated red.
  public var redness: Float = 20
  /// Distance in CIE 1976 u'v' between a saturated red and the other colour.
  public var redChange: Float = 0.2
  /// Width of a field of view of ten degrees, as a part of the picture's.
  public var fieldWidth = 1.0 / 3
  /// Height of it, as a part of the picture's.
  public var fieldHeight = 1.0 / 3
  /// Part of any field of view that must change.
  public var area = 0.25
  /// Seconds within which the cells of a field count as changing together.
  public var together = 0.08
  /// Most flashes within any second.
  public var most = 3

  /// The defaults.
  public init() {}
}

/// Finds flashes that may provoke seizures: more than three general or red ones within a second.
///
/// A flash is a pair of opposing changes. Light is followed in cells of 16 pixels or so (of 1280x720); a field of view
/// changes when a quarter of its cells change in one direction at about the same time.
public final class FlashAnalyser: PictureAnalyser {
  private struct Stretch {
    var start: Double
    var startFrame: Int
    var end: Double
    var endFrame: Int
    var changes: Int
    var worst: Int
    var area: Double
  }

  private let format: PictureFormat
  private let options: FlashOptions
  private var cells: FlashCells
  private var fields: [FlashFields]
  private var open: [Stretch?] = [nil, nil]
  private var summary = FlashSummary()
  private var before: Double?

  /// Looks for flashes in pictures of a format.
  public init(_ format: PictureFormat, options: FlashOptions = FlashOptions()) {
    self.format = format
    self.options = options
    cells = FlashCells(format, options: options)
    fields = [FlashFields(options: options), FlashFields(options: options)]
  }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    let (time, frame) = (picture.facts.time, picture.facts.index)
    // Changes a second apart are not within one; a quarter of a frame is for rounded times.
    let second = 1 - 0.25 * min(0.1, max(0, time - (before ?? time)))
    if let before, time < before { restart(&output) }
    before = time
    cells.add(picture.small, time: time)
    for kind in 0..<2 {
      let changes = kind == 0 ? cells.general : cells.red
      if let stretch = open[kind], time - stretch.end >= 1 { close(kind, &output) }
      if let change = fields[kind].add(
        changes, width: cells.width, height: cells.height, time: time, frame: frame, second: second)
      {
        take(change, kind: kind, time: time, frame: frame)
      }
    }
  }

  /// After times that go back nothing before counts.
  private func restart(_ output: inout AnalyserOutput) {
    for kind in 0..<2 { close(kind, &output) }
    cells = FlashCells(format, options: options)
    fields = fields.map { FlashFields(options: options, total: $0.total) }
  }

  private func take(_ change: FlashFields.Change, kind: Int, time: Double, frame: Int) {
    // Half a flash is one that has begun.
    let flashes = (change.changes + 1) / 2
    summary.worst = max(summary.worst, change.isFlashing ? flashes : min(flashes, options.most))
    guard change.isFlashing else { return }
    if var stretch = open[kind] {
      stretch.end = time
      stretch.endFrame = frame
      stretch.changes += 1
      stretch.worst = max(stretch.worst, flashes)
      stretch.area = max(stretch.area, change.area)
      open[kind] = stretch
    } else {
      open[kind] = Stretch(
        start: change.start, startFrame: change.startFrame, end: time, endFrame: frame,
        changes: change.changes,
        worst: flashes, area: change.area)
    }
  }

  private func close(_ kind: Int, _ output: inout AnalyserOutput) {
    guard let stretch = open[kind] else { return }
    open[kind] = nil
    summary.count += 1
    let flashes = (stretch.changes + 1) / 2
    var finding = FindingRecord()
    finding.finding = "flash"
    finding.severity = .error
    finding.what =
      "\(flashes) \(kind == 0 ? "flashes" : "red flashes") within \((stretch.end - stretch.start).inSeconds), up to "
      + "\(stretch.worst) a second, may provoke seizures"
    finding.start = stretch.start
    finding.end = stretch.end
    finding.frame = stretch.startFrame
    finding.endFrame = stretch.endFrame
    finding.count = flashes
    finding.values = [
      "per_second": Double(stretch.worst), "area": stretch.area, "red": Double(kind),
    ]
    output.findings.append(finding)
  }

  /// Ends what goes on and sums up.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    for kind in 0..<2 { close(kind, &output) }
    self.summary.general = (fields[0].total + 1) / 2
    self.summary.red = (fields[1].total + 1) / 2
    self.summary.hasPassed = self.summary.count == 0
    summary.flash = self.summary
  }
}
