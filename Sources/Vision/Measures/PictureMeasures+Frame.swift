import CPictureKernels
import Glibc
import Media

extension PictureMeasures {
  /// Measures a planar YUV or grey picture of 8 to 16 bits (all but 10 of them are left out).
  ///
  /// Spatial and temporal information are those of libavfilter's `siti`: limited range is spread over the full
  /// one, whole levels, and deviations are those of the population.
  /// - Parameter previous: the picture before; only one of the same size and format is compared.
  public static func measure(_ frame: Frame, previous: Frame?) -> PictureMeasures {
    let luma = frame.withLuma { measure($0, isFullRange: frame.color.range == "pc") }
    guard var measures = luma ?? nil else { return PictureMeasures() }
    if let previous, previous.width == frame.width, previous.height == frame.height,
      previous.pixelFormat == frame.pixelFormat
    {
      _ = frame.withLuma { now in previous.withLuma { measures.compare(now, $0) } }
    }
    return measures
  }

  private static func measure(_ luma: vp_luma, isFullRange: Bool) -> PictureMeasures? {
    guard luma.width > 0, luma.height > 0 else { return nil }
    var luma = luma
    var measures = PictureMeasures()
    measures.measureLevels(&luma)
    measures.measureGradients(&luma)
    measures.measureNoise(&luma, isFullRange: isFullRange)
    measures.measureEdges(&luma)
    measures.blockiness = BlockGrid.visibility(in: &luma)
    measures.measureBanding(&luma)
    return measures
  }

  private mutating func measureLevels(_ luma: inout vp_luma) {
    var (sum, squares): (UInt64, UInt64) = (0, 0)
    histogram = [UInt32](repeating: 0, count: 256)
    vp_count_levels(&luma, &histogram, &sum, &squares)
    let moments = Moments(sum: Double(sum), squares: Double(squares), count: luma.width * luma.height)
    mean = moments.mean / luma.scale
    deviation = moments.deviation / luma.scale
  }

  private mutating func measureGradients(_ luma: inout vp_luma) {
    var sums = vp_gradient_sums()
    guard luma.width > 2, luma.height > 2, vp_sum_gradients(&luma, &sums) else { return }
    let moments = Moments(
      sum: sums.sum, squares: Double(sums.squares), count: (luma.width - 2) * (luma.height - 2))
    spatialInformation = moments.deviation / luma.scale
  }

  /// The noise is what the quietest tenth of the blocks shows of it (after J. Immerkaer, "Fast noise variance
  /// estimation", 1996, whose operator this is): the others hold structure. Blocks near black and white,
  /// where noise is clipped, tell nothing.
  private mutating func measureNoise(_ luma: inout vp_luma, isFullRange: Bool) {
    var counts = [UInt32](repeating: 0, count: vp_noise_bins)
    let levels: (Int32, Int32) = isFullRange ? (5, 250) : (20, 230)
    guard vp_count_noise(&luma, levels.0, levels.1, &counts) else { return }
    let deviationOfMean = (Double.pi / 2).squareRoot() / 6
    func deviation(at share: Double) -> Double {
      max(0, ((counts.quantile(share) ?? 0) - 0.5) / 4) * deviationOfMean
    }
    noise = deviation(at: 0.1)
    detail = deviation(at: 0.5)
  }

  /// Edges are what rises by most of the picture's deviation, and by more than noise does.
  private mutating func measureEdges(_ luma: inout vp_luma) {
    let bins = vp_edge_bins
    var across = [UInt32](repeating: 0, count: bins)
    var along = across
    let least = max(10, min(40, 0.8 * deviation), 4 * noise)
    guard vp_count_edges(&luma, Int32(least.rounded()), &across, &along) else { return }
    let enough = 20
    if across.reduce(0, +) >= enough, along.reduce(0, +) >= enough,
      let first: Double = across.quantile(0.1), let second: Double = along.quantile(0.1)
    {
      edgeWidth = max(1, (first * second).squareRoot() / 16)
    } else if luma.width >= 64, luma.height >= 64, deviation > 15, 4 * noise < deviation {
      // There is contrast, but nothing that rises within a dozen pixels.
      edgeWidth = 13
    }
    sharpness = edgeWidth.map { 100 * PictureMeasures.sharpShare(edgeWidth: $0) } ?? 0
  }

  /// How sharp edges of a width look, 1 (one pixel wide) to 0.
  private static func sharpShare(edgeWidth: Double) -> Double {
    let blur = (edgeWidth - 1) / 3.6
    return exp(-blur * blur)
  }

  /// High steps between flat runs of pixels are seen, low ones of an otherwise fine gradient hardly.
  private mutating func measureBanding(_ luma: inout vp_luma) {
    var counts = vp_band_counts()
    guard vp_count_bands(&luma, &counts), counts.places > 0 else { return }
    var visible = 0.0
    withUnsafeBytes(of: &counts.steps) { bytes in
      for (height, count) in bytes.bindMemory(to: UInt64.self).enumerated() where height > 0 {
        visible += Double(count) * (height == 1 ? 0.005 : min(3, pow(Double(height) / 8, 1.3)))
      }
    }
    let inTenThousand = visible / Double(counts.places) * 1e4
    banding = 100 * (1 - exp(-inTenThousand / 60))
  }

  private mutating func compare(_ luma: vp_luma, _ previous: vp_luma) {
    var (luma, previous, sums) = (luma, previous, vp_change_sums())
    let count = luma.width * luma.height
    guard count > 0, vp_sum_changes(&luma, &previous, &sums) else { return }
    let moments = Moments(sum: Double(sums.sum), squares: Double(sums.squares), count: count)
    temporalInformation = moments.deviation / luma.scale
    difference = Double(sums.absolute) / Double(count) / luma.scale
    greatestDifference = max(Double(sums.greatest) / 256 / luma.scale, difference ?? 0)
  }
}

/// Mean and deviation of a population.
private struct Moments {
  var mean: Double
  var deviation: Double

  init(sum: Double, squares: Double, count: Int) {
    mean = sum / Double(count)
    deviation = max(0, squares / Double(count) - mean * mean).squareRoot()
  }
}

extension vp_luma {
  /// The kernels' levels to one of 8 bits.
  fileprivate var scale: Double { depth > 8 ? 4 : 1 }
}

extension Frame {
  /// Lends the luma plane to the kernels; nil where there is none.
  fileprivate func withLuma<T>(_ body: (vp_luma) -> T) -> T? {
    withPlane(0) {
      body(
        vp_luma(
          base: $0.base, stride: $0.stride, width: width, height: height,
          depth: Int32(pixelFormat.bitDepth), is_full_range: color.range == "pc"))
    }
  }
}
