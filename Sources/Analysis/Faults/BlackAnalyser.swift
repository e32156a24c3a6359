import Records

/// When a picture counts as black. The defaults are those of ffmpeg's blackdetect.
public struct BlackOptions: Sendable, Equatable {
  /// Seconds that a black stretch must last.
  public var minimum = 2.0
  /// Part of the pixels that must be black, 0 to 1.
  public var pictureShare = 0.98
  /// Highest level of a black pixel, 0 (black) to 1 (white).
  public var pixelLevel = 0.10

  /// The defaults.
  public init() {}
}

/// Finds stretches of black pictures.
///
/// They begin with the first black frame, and end where the first other frame begins or the media ends. Needs
/// `MeasuredPicture.measures`.
public final class BlackAnalyser: PictureAnalyser {
  private let options: BlackOptions
  private let highest: Int
  private var stretches: Stretches
  private var first: Double?

  /// Looks for black in pictures of a format.
  public init(_ format: PictureFormat, options: BlackOptions = BlackOptions()) {
    self.options = options
    let level = format.black + options.pixelLevel * (format.white - format.black)
    highest = level.isFinite ? Int(max(0, min(255, level))) : 0
    stretches = Stretches(minimum: options.minimum)
  }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    if first == nil { first = picture.facts.time }
    guard let histogram = picture.measures?.histogram, histogram.count == 256 else { return }
    let all = histogram.reduce(UInt64(0)) { $0 + UInt64($1) }
    let black = histogram[...highest].reduce(UInt64(0)) { $0 + UInt64($1) }
    if all > 0, Double(black) >= options.pictureShare * Double(all) {
      stretches.begin(picture.facts)
    } else {
      close(at: picture.facts.time, frame: picture.facts.index, &output)
    }
  }

  /// Ends a black stretch that reaches the end.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    close(at: end, frame: nil, &output)
    summary.black = stretches.summary(of: end - (first ?? end))
  }

  private func close(at time: Double, frame: Int?, _ output: inout AnalyserOutput) {
    guard var finding = stretches.end(at: time, frame: frame) else { return }
    let isAtEdge = frame == nil || finding.start == first
    finding.finding = "black"
    finding.severity = isAtEdge ? .info : .warning
    finding.what = "the picture is black for \((time - (finding.start ?? time)).inSeconds)"
    output.findings.append(finding)
  }
}
