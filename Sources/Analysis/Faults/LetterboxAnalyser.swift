import Records
import Vision

/// When lines count as bars.
public struct LetterboxOptions: Sendable, Equatable {
  /// How far the mean or the deviation of a bar's line may stand out of its colour, in 8-bit levels. 8 is what
  /// ffmpeg's cropdetect allows above black.
  public var limit = 8.0
  /// Seconds over which lines are judged together.
  public var window = 1.0
  /// Seconds that other bars must last to be told.
  public var minimum = 3.0

  /// The defaults.
  public init() {}
}

/// Finds bars around the picture (letterbox, pillarbox, both), and where they change.
///
/// What stands out of the bars' colour at any time within a second is picture, so that dark frames do not widen the
/// bars; an edge counts where it is straight along most of its length, so that text on black is no picture within
/// bars; what is too dark to be judged keeps the bars of the time before. Bars of another colour than black are
/// found where two opposite ones have it. Needs `MeasuredPicture.lines`.
public final class LetterboxAnalyser: PictureAnalyser {
  private struct Stretch {
    var bars: Bars
    var start: FrameFacts
    var seconds: [Bars: Double]
  }

  private let format: PictureFormat
  private let options: LetterboxOptions
  private var window = LetterboxWindow()
  private var windowStart: FrameFacts?
  private var current: Stretch?
  private var candidate: Stretch?
  private var totals: [Bars: Double] = [:]
  private var first: FrameFacts?
  private var height = 0
  private var width = 0

  /// Looks for bars in pictures of a format.
  public init(_ format: PictureFormat, options: LetterboxOptions = LetterboxOptions()) {
    self.format = format
    self.options = options
  }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    guard let lines = picture.lines else { return }
    if first == nil { first = picture.facts }
    height = lines.rowMeans.count
    width = lines.columnMeans.count
    if let begun = windowStart, picture.facts.time - begun.time >= options.window {
      settle(from: begun, to: picture.facts.time, &output)
      windowStart = picture.facts
    } else if windowStart == nil {
      windowStart = picture.facts
    }
    window.add(lines, black: Float(format.black), limit: Float(options.limit))
  }

  private func settle(from start: FrameFacts, to end: Double, _ output: inout AnalyserOutput) {
    let found = window.bars(known: current?.bars, limit: Float(options.limit))
    window = LetterboxWindow()
    let length = end - start.time
    guard let found else { return }
    if current == nil {
      // What was too dark before goes with it.
      current = Stretch(bars: found, start: first ?? start, seconds: [found: length])
    } else if let bars = current?.bars, bars.isNear(found) {
      current?.seconds[found, default: 0] += length
      // What lasted too short goes with what is around it.
      candidate = nil
    } else if let bars = candidate?.bars, bars.isNear(found), let begun = candidate?.start {
      candidate?.seconds[found, default: 0] += length
      if end - begun.time >= options.minimum { change(&output) }
    } else {
      candidate = Stretch(bars: found, start: start, seconds: [found: length])
      if length >= options.minimum { change(&output) }
    }
  }

  /// The candidate takes the place of what was.
  private func change(_ output: inout AnalyserOutput) {
    guard let next = candidate else { return }
    if let old = current { close(old, to: next.start, at: next.start.time, &output) }
    current = next
    current?.bars = Self.longest(next.seconds) ?? next.bars
    candidate = nil
  }

  private static func longest(_ seconds: [Bars: Double]) -> Bars? {
    seconds.max {
      ($0.value, -$0.key.top, -$0.key.bottom, -$0.key.left, -$0.key.right)
        < ($1.value, -$1.key.top, -$1.key.bottom, -$1.key.left, -$1.key.right)
    }?.key
  }

  private func close(_ stretch: Stretch, to next: FrameFacts?, at end: Double, _ output: inout AnalyserOutput)
  {
    let bars = Self.longest(stretch.seconds) ?? stretch.bars
    totals[bars, default: 0] += end - stretch.start.time
    guard next != nil || totals.count > 1 || !bars.isEmpty else { return }
    var finding = FindingRecord()
    finding.finding = "letterbox"
    finding.severity = .info
    let crop = crop(bars)
    finding.what =
      bars.isEmpty
      ? "there are no bars around the picture"
      : "the picture fills \(Int(crop.width))x\(Int(crop.height)) at \(Int(crop.x)),\(Int(crop.y)); the rest is bars"
    finding.start = stretch.start.time
    finding.end = end
    finding.frame = stretch.start.index
    finding.endFrame = next?.index
    finding.values = [
      "top": Double(bars.top), "bottom": Double(bars.bottom), "left": Double(bars.left),
      "right": Double(bars.right),
    ]
    output.findings.append(finding)
  }

  /// The picture within the bars, its corners on even numbers.
  private func crop(_ bars: Bars) -> Box {
    let x = bars.left + bars.left % 2
    let y = bars.top + bars.top % 2
    let right = width - bars.right
    let bottom = height - bars.bottom
    guard x < right, y < bottom else { return Box(x: 0, y: 0, width: Float(width), height: Float(height)) }
    // A side without a bar keeps its last, odd line.
    let across = bars.left + bars.right == 0 ? width : (right - x) / 2 * 2
    let down = bars.top + bars.bottom == 0 ? height : (bottom - y) / 2 * 2
    return Box(x: Float(x), y: Float(y), width: Float(across), height: Float(down))
  }

  /// Ends the last stretch and sums up.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    if let begun = windowStart, window.frames > 0 { settle(from: begun, to: end, &output) }
    if let candidate, current.map({ $0.start.time + options.minimum > candidate.start.time }) == true,
      end - candidate.start.time > candidate.start.time - (current?.start.time ?? 0)
    {
      // In a video of a few seconds the longer part counts.
      change(&output)
    }
    if let current { close(current, to: nil, at: end, &output) }
    var section = LetterboxSummary()
    let bars = Self.longest(totals) ?? Bars()
    section.isPresent = !bars.isEmpty
    if section.isPresent {
      section.top = bars.top
      section.bottom = bars.bottom
      section.left = bars.left
      section.right = bars.right
    }
    if width > 0, height > 0 {
      let crop = crop(section.isPresent ? bars : Bars())
      section.crop = crop
      section.aspect = Double(crop.width) * format.sampleAspect / Double(crop.height)
    }
    summary.letterbox = section
  }
}
