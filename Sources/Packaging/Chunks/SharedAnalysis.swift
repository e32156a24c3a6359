import Records

/// How renditions share one analysis of the pictures: x264's first pass over a small picture, whose statistics
/// and macroblock tree the second pass of every rendition takes over, at its own size.
///
/// The first pass decides frame types and how much each block is worth to later pictures; what is left to each
/// rendition is motion search and coding, without a lookahead of its own. The title is cut into chunks of whole
/// segments, each with statistics of its own, so that memory is bounded and chunks can be made anywhere.
public struct SharedAnalysis: Sendable, Codable, Hashable {
  /// Segments in a chunk.
  public var segments: Int
  /// Chunks over which a rendition's average rate is balanced: about ten minutes.
  public var stretch: Int
  /// What is put into it.
  public var effort: Effort
  /// Size of the analysed picture in pixels.
  public var width: Int
  /// Size of the analysed picture in pixels.
  public var height: Int
  /// x264's preset of the first pass.
  public var preset: String
  /// What both passes have to agree on, whatever their presets say: x264's parameters.
  public var structure: String
  /// x264's parameters of the first pass.
  public var parameters: String
  /// Constant rate factor of the first pass, so that chunks can be compared.
  public var quantiser: Double
  /// Threads of the first pass: fixed, since the output depends on them.
  public var threads: Int

  /// The seconds that a chunk lasts at the least.
  static let chunkSeconds = Rational(40, 1)
  /// The seconds over which rates are balanced.
  static let stretchSeconds = Rational(600, 1)

  /// The analysis for these renditions; nil where x264 cannot share one.
  ///
  /// - Parameter chunk: seconds that a chunk lasts at the least; nil for the default.
  /// - Parameter effort: what is put into it.
  init?(
    _ renditions: [VideoRendition], segment: Rational, chunk: Rational? = nil, effort: Effort = .normal
  ) {
    guard let largest = renditions.first, renditions.allSatisfy({ $0.codec == .h264 && $0.crf == nil }) else {
      return nil
    }
    self.effort = effort
    segments = SharedAnalysis.count(chunk ?? SharedAnalysis.chunkSeconds, of: segment)
    stretch = SharedAnalysis.count(
      SharedAnalysis.stretchSeconds, of: segment * Rational(Int64(segments), 1))
    // The picture's shape is kept. Blocks that stand for too large a part of the picture lose what the tree is
    // worth; a large picture costs more than it brings.
    let (scale, pixels) = effort == .high ? (0.5, 960.0 * 540) : (0.375, 640.0 * 360)
    let ratio = min(scale, (pixels / Double(largest.width * largest.height)).squareRoot())
    width = max(16, Int((Double(largest.width) * ratio / 2).rounded()) * 2)
    height = max(16, Int((Double(largest.height) * ratio / 2).rounded()) * 2)
    preset = "fast"
    // Adaptive quantisation goes into the tree. By the variance of each picture, and somewhat weaker than x264's
    // default, which blocks that stand for larger areas overdo: better by VMAF, its NEG variant and MS-SSIM.
    // Without any lookahead x264 turns the tree off.
    structure =
      "bframes=\(effort == .high ? 5 : 3):b-pyramid=normal:weightp=1:mbtree=1:rc-lookahead=10"
      + ":aq-mode=2:aq-strength=0.7"
    parameters = structure + ":scenecut=0:open-gop=0:cpu-independent=1:rc-lookahead=40:b-adapt=2"
    quantiser = 23
    threads = 2
  }

  private static func count(_ whole: Rational, of part: Rational) -> Int {
    let ratio = whole / part
    return max(1, Int((ratio.num + ratio.den - 1) / ratio.den))
  }
}
