import Records
import Vision

/// Tells what the pictures are like: light, colour, sharpness, noise, coding artefacts, motion, quality.
///
/// Per frame it gives luma, contrast, saturation, si, ti, motion, sharpness, noise, blockiness, banding and quality,
/// each where it can be told; over all frames it fills `summary.picture`, and the class of the size in
/// `summary.video`.
public final class PictureStatistics: PictureAnalyser {
  private let format: PictureFormat
  private var previous: SmallPicture?
  private var sums = Sums()
  private var colors: DominantColors
  private var nextColors = -Double.infinity
  private var quality: QualityBook

  /// Seconds from one picture whose colours are counted to the next.
  private static let colorInterval = 0.5

  /// For pictures of a format.
  public init(_ format: PictureFormat) {
    self.format = format
    colors = DominantColors(format)
    quality = QualityBook(frameRate: format.frameRate)
  }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    let (small, measures, time) = (picture.small, picture.measures, picture.facts.time)
    let range = format.white - format.black
    let mean = measures?.mean ?? small.mean
    put("luma", min(1, max(0, (mean - format.black) / range)), &output)
    put("contrast", measures.map { $0.deviation / range }, &output)
    put("saturation", small.saturation(highest: format.isFullRange ? 127.5 : 112), &output)
    put("si", measures?.spatialInformation, &output)
    put("ti", measures?.temporalInformation, &output)
    put("motion", previous.flatMap { small.difference(to: $0) }, &output)
    if let measures {
      put("sharpness", measures.edgeWidth == nil ? nil : measures.sharpness, &output)
      put("noise", measures.noise, &output)
      put("blockiness", measures.blockiness, &output)
      put("banding", measures.banding, &output)
      sums.add("clipped_black", measures.share(of: 0...Int(format.black)))
      sums.add("clipped_white", measures.share(of: Int(format.white)...255))
      let verdict = PictureQuality(measures, in: format)
      let counts = quality.add(verdict, deviation: measures.deviation, at: time)
      if counts, let verdict { output.metrics["quality"] = verdict.score }
    }
    if time >= nextColors {
      colors.add(small)
      nextColors = time + PictureStatistics.colorInterval
    }
    previous = small
  }

  private func put(_ name: String, _ value: Double?, _ output: inout AnalyserOutput) {
    guard let value, value.isFinite else { return }
    output.metrics[name] = value
    sums.add(name, value)
  }

  /// Ends.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    quality.finish()
    var picture = PictureSummary()
    picture.brightness = sums.mean("luma", 4)
    picture.contrast = sums.mean("contrast", 4)
    picture.saturation = sums.mean("saturation", 4)
    let found = colors.colors
    picture.colors = found.isEmpty ? nil : found
    picture.sharpness = sums.mean("sharpness", 2)
    picture.noise = sums.mean("noise", 3)
    picture.blockiness = sums.mean("blockiness", 2)
    picture.banding = sums.mean("banding", 2)
    picture.siMean = sums.mean("si", 3)
    picture.siMax = sums.greatest("si", 3)
    picture.tiMean = sums.mean("ti", 3)
    picture.tiMax = sums.greatest("ti", 3)
    picture.motion = sums.mean("motion", 3)
    picture.clippedBlack = sums.mean("clipped_black", 4)
    picture.clippedWhite = sums.mean("clipped_white", 4)
    if let mean = quality.mean {
      picture.quality = withDecimals(mean, 2)
      picture.qualityMin = withDecimals(quality.lowest ?? mean, 2)
      var parts: OrderedValues<Double> = [:]
      for (name, part) in zip(PictureQuality.faults, quality.meanParts) {
        parts[name] = withDecimals(part, 2)
      }
      picture.qualityParts = parts
    }
    summary.picture = picture
    guard format.width > 0, format.height > 0 else { return }
    var video = summary.video ?? VideoSummary()
    video.sizeClass = SizeClass(width: format.width, height: format.height).rawValue
    summary.video = video
  }
}

/// Classes of picture sizes.
public enum SizeClass: String, Sendable {
  /// Less than 720 lines and less than 1280 columns.
  case standard = "SD"
  /// What lies between.
  case high = "HD"
  /// From 3840 columns or 2160 lines on.
  case ultraHigh = "UHD"
  /// From 7680 columns or 4320 lines on.
  case eightK = "8K"

  /// The class of a size; pictures that stand upright count as if they lay.
  public init(width: Int, height: Int) {
    let (longer, shorter) = (max(width, height), min(width, height))
    self =
      longer >= 7680 || shorter >= 4320
      ? .eightK
      : longer >= 3840 || shorter >= 2160 ? .ultraHigh : longer >= 1280 || shorter >= 720 ? .high : .standard
  }
}

/// Means and maxima of named values.
private struct Sums {
  private var entries: [String: (sum: Double, count: Int, greatest: Double)] = [:]

  mutating func add(_ name: String, _ value: Double) {
    let entry = entries[name] ?? (0, 0, -.infinity)
    entries[name] = (entry.sum + value, entry.count + 1, max(entry.greatest, value))
  }

  func mean(_ name: String, _ decimals: Int) -> Double? {
    entries[name].map { withDecimals($0.sum / Double($0.count), decimals) }
  }

  func greatest(_ name: String, _ decimals: Int) -> Double? {
    entries[name].map { withDecimals($0.greatest, decimals) }
  }
}

private func withDecimals(_ value: Double, _ decimals: Int) -> Double {
  let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
  return (value * scale).rounded() / scale
}

extension SmallPicture {
  /// Mean luma; 0 for an empty picture.
  fileprivate var mean: Double {
    luma.isEmpty ? 0 : Double(luma.reduce(0) { $0 + Int($1) }) / Double(luma.count)
  }

  /// Mean absolute difference of luma to a picture of the same size; nil for another size.
  fileprivate func difference(to other: SmallPicture) -> Double? {
    guard luma.count == other.luma.count, width == other.width, !luma.isEmpty else { return nil }
    var sum = 0
    for index in luma.indices { sum += abs(Int(luma[index]) - Int(other.luma[index])) }
    return Double(sum) / Double(luma.count)
  }

  /// Mean distance of the colours from grey, as a part of `highest`, 1 at the most.
  fileprivate func saturation(highest: Double) -> Double {
    guard !blue.isEmpty, blue.count == red.count else { return 0 }
    var sum = 0.0
    for index in blue.indices {
      let (u, v) = (Double(blue[index]) - 128, Double(red[index]) - 128)
      sum += min(highest, (u * u + v * v).squareRoot())
    }
    return sum / Double(blue.count) / highest
  }
}
