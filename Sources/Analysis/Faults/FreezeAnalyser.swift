import Records
import Vision

/// When a picture counts as frozen. The defaults are those of ffmpeg's freezedetect.
public struct FreezeOptions: Sendable, Equatable {
  /// Seconds that a frozen stretch must last.
  public var minimum = 2.0
  /// Highest mean absolute difference of a frozen picture, as a part of the range of codes; 0.001 is -60 dB.
  public var noise = 0.001

  /// The defaults.
  public init() {}
}

/// Finds stretches in which the picture stands still.
///
/// A frame goes on with a stretch where it differs from the one before by the noise at most, and its small
/// picture from the stretch's first by little more, so that slow fades do not count. A stretch begins with the
/// frame that is repeated, and ends where the first other frame begins. Needs `MeasuredPicture.measures`.
public final class FreezeAnalyser: PictureAnalyser {
  private let options: FreezeOptions
  private var stretches: Stretches
  private var previous: MeasuredPicture?
  private var reference: SmallPicture?
  private var first: Double?

  /// Looks for frozen pictures.
  public init(options: FreezeOptions = FreezeOptions()) {
    self.options = options
    stretches = Stretches(minimum: options.minimum)
  }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    defer { previous = picture }
    guard let before = previous else {
      first = picture.facts.time
      return
    }
    if let difference = picture.measures?.difference,
      isStill(picture.small, since: before.small, difference: difference)
    {
      if stretches.open == nil {
        stretches.begin(before.facts)
        reference = before.small
      }
    } else {
      close(at: picture.facts.time, frame: picture.facts.index, &output)
    }
  }

  private func isStill(_ small: SmallPicture, since before: SmallPicture, difference: Double) -> Bool {
    let limit = options.noise * 256
    let chroma = Double(small.blue.count + small.red.count)
    // Luma has every pixel's difference, chroma those of its cells; both weigh by their samples.
    let color = meanDifference(small.blue, before.blue) + meanDifference(small.red, before.red)
    let luma = Double(small.luma.count)
    guard luma > 0, (difference * luma + color / 2 * chroma) / (luma + chroma) <= limit else { return false }
    guard let reference else { return true }
    // Levels of cells are whole numbers: half a level is their rounding.
    return meanDifference(small.luma, reference.luma) <= limit + 0.5
  }

  /// Ends a frozen stretch that reaches the end.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    close(at: end, frame: nil, &output)
    summary.freeze = stretches.summary(of: end - (first ?? end))
  }

  private func close(at time: Double, frame: Int?, _ output: inout AnalyserOutput) {
    reference = nil
    guard var finding = stretches.end(at: time, frame: frame) else { return }
    finding.finding = "freeze"
    finding.severity = .warning
    finding.what = "the picture stands still for \((time - (finding.start ?? time)).inSeconds)"
    output.findings.append(finding)
  }
}

/// The mean absolute difference of two rows of cells; 0 where their numbers differ or there are none.
func meanDifference(_ first: [UInt8], _ second: [UInt8]) -> Double {
  guard first.count == second.count, !first.isEmpty else { return 0 }
  var sum = 0
  for index in first.indices { sum += abs(Int(first[index]) - Int(second[index])) }
  return Double(sum) / Double(first.count)
}
