import Media
import Pipeline

/// The quality of a snippet.
public struct QualityScore: Sendable, Equatable {
  /// Mean of the frames' scores, 0 to 100.
  public var score: Double
  /// Frames that were scored.
  public var frames: Int

  /// Describes a quality.
  public init(score: Double, frames: Int) {
    self.score = score
    self.frames = frames
  }
}

/// Measures how good encodes of snippets are, against their sources, on VMAF's scale. One thread uses it at a time.
///
/// A snippet is a run of frames without a gap. Its first frame gets the motion to the second, as if the film had
/// been going on before, where libvmaf would have none at the beginning of a file.
public final class QualityMeter {
  /// What measures.
  public enum Engine: Sendable {
    /// libvmaf: in libavfilter, or in the ffmpeg that the options or the environment name.
    case vmaf(VMAFOptions)
    /// Features of our own, see ``QualityEstimate``.
    case estimate

    /// libvmaf where it can be had, otherwise the estimate.
    public static func best(_ options: VMAFOptions = VMAFOptions()) -> Engine {
      VMAF.isAvailable(options) ? .vmaf(options) : .estimate
    }
  }

  /// Whether scores are predicted, and not VMAF's own.
  public let isEstimate: Bool
  /// The scale's name: the model's, such as `vmaf_v0.6.1`, or `vidproc-estimate`.
  public var scale: String { scorer.scale }

  private let scorer: any SnippetScorer

  /// Makes one.
  /// - Parameters:
  ///   - engine: what measures.
  ///   - height: rows of the source, by which VMAF's model is chosen.
  ///   - interval: every how manyth frame is scored. Motion is always that of neighbours.
  ///   - interrupt: ends VMAF's program.
  /// - Throws: MediaError where VMAF is asked for and cannot be computed.
  public init(_ engine: Engine, height: Int, interval: Int = 1, interrupt: Interrupt) throws {
    switch engine {
    case .vmaf(var options):
      options.subsample = max(1, interval)
      isEstimate = false
      scorer = VMAFScorer(
        try VMAF.engine(options, height: height, interrupt: interrupt), interval: options.subsample)
    case .estimate:
      isEstimate = true
      scorer = EstimateScorer(interval: max(1, interval))
    }
  }

  /// Takes the next frame of the snippet.
  /// - Parameters:
  ///   - picture: the decoded encode, of any size; scaled to the reference's (bicubic).
  ///   - reference: the source's frame.
  /// - Throws: MediaError where they cannot be compared.
  public func add(_ picture: Frame, reference: Frame) throws {
    try scorer.add(picture, reference: reference)
  }

  /// Ends the snippet; the next frame begins another one.
  public func endSnippet() throws { try scorer.endSnippet() }

  /// Ends.
  /// - Returns: the quality of each snippet, in order; those without a frame are left out.
  /// - Throws: MediaError where VMAF cannot be computed.
  public func finish() throws -> [QualityScore] {
    try scorer.endSnippet()
    return try scorer.finish()
  }
}

/// Scores snippets.
protocol SnippetScorer: AnyObject {
  var scale: String { get }
  func add(_ picture: Frame, reference: Frame) throws
  /// Does nothing where the snippet has no frame yet.
  func endSnippet() throws
  func finish() throws -> [QualityScore]
}
