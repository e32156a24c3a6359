import Records
import Vision

/// Finds the colours that take most of the pictures: cells of sampled small pictures are counted by colour, and the
/// counts are gathered around up to six centres (k-means in CIE L*a*b*).
struct DominantColors {
  private struct Bin {
    var count = 0
    var luma = 0
    var blue = 0
    var red = 0
  }

  private struct Center {
    var lab: [Double]
    var rgb: [Double]
    var weight: Double
  }

  /// Levels along a side of a bin, as a power of two.
  private static let shift = 3
  private static let most = 6
  /// Colours nearer than this (CIE 1976) are one.
  private static let least = 14.0
  /// Colours of a smaller share are left out.
  private static let leastShare = 0.02

  private var bins: [Int: Bin] = [:]
  private var total = 0
  private let space: ColorSpace

  /// Of pictures of a format.
  init(_ format: PictureFormat) { space = ColorSpace(format) }

  /// Counts the cells of a picture.
  mutating func add(_ picture: SmallPicture) {
    let hasColor = picture.chromaWidth > 0 && picture.chromaHeight > 0
    for y in 0..<picture.height {
      let line = hasColor ? min(y * picture.chromaHeight / picture.height, picture.chromaHeight - 1) : 0
      for x in 0..<picture.width {
        let luma = Int(picture.luma[y * picture.width + x])
        var (blue, red) = (128, 128)
        if hasColor {
          let column = min(x * picture.chromaWidth / picture.width, picture.chromaWidth - 1)
          blue = Int(picture.blue[line * picture.chromaWidth + column])
          red = Int(picture.red[line * picture.chromaWidth + column])
        }
        let shift = DominantColors.shift
        let key = (luma >> shift) << 16 | (blue >> shift) << 8 | red >> shift
        bins[key, default: Bin()].count += 1
        bins[key]?.luma += luma
        bins[key]?.blue += blue
        bins[key]?.red += red
        total += 1
      }
    }
  }

  /// The colours, most frequent first; none where nothing was counted.
  var colors: [DominantColor] {
    guard total > 0 else { return [] }
    // In the order of their keys, so that equal counts give equal colours.
    let points = bins.sorted { $0.key < $1.key }.map { point($0.value) }
    var centers = gathered(points, around: start(points))
    centers = merged(centers)
    let kept = centers.filter { $0.weight / Double(total) >= DominantColors.leastShare }
    return (kept.isEmpty ? centers : kept).map { center in
      var color = DominantColor()
      color.color = ColorSpace.hexadecimal(center.rgb)
      color.share = (center.weight / Double(total) * 1000).rounded() / 1000
      return color
    }
  }

  private func point(_ bin: Bin) -> Center {
    let count = Double(bin.count)
    let rgb = space.rgb(
      luma: Double(bin.luma) / count, blue: Double(bin.blue) / count, red: Double(bin.red) / count)
    return Center(lab: ColorSpace.lab(rgb), rgb: rgb, weight: count)
  }

  /// The most frequent colour, then again and again the one that has the most weight times distance to those.
  private func start(_ points: [Center]) -> [Center] {
    var centers: [Center] = []
    var distances = [Double](repeating: .infinity, count: points.count)
    while centers.count < DominantColors.most {
      var best: (value: Double, index: Int)?
      for (index, point) in points.enumerated() {
        let value = centers.isEmpty ? point.weight : point.weight * distances[index]
        if value > (best?.value ?? 0) { best = (value, index) }
      }
      guard let best else { break }
      centers.append(points[best.index])
      for (index, point) in points.enumerated() {
        distances[index] = min(distances[index], squared(point.lab, points[best.index].lab))
      }
    }
    return centers
  }

  private func gathered(_ points: [Center], around start: [Center]) -> [Center] {
    var centers = start
    for _ in 0..<12 {
      var sums = centers.map { _ in Center(lab: [0, 0, 0], rgb: [0, 0, 0], weight: 0) }
      for point in points {
        let distances = centers.map { squared($0.lab, point.lab) }
        guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else { continue }
        for channel in 0..<3 {
          sums[nearest].lab[channel] += point.weight * point.lab[channel]
          sums[nearest].rgb[channel] += point.weight * point.rgb[channel]
        }
        sums[nearest].weight += point.weight
      }
      centers = sums.filter { $0.weight > 0 }.map { sum in
        Center(lab: sum.lab.map { $0 / sum.weight }, rgb: sum.rgb.map { $0 / sum.weight }, weight: sum.weight)
      }
    }
    return centers
  }

  /// Joins colours that look alike, the most frequent ones first.
  private func merged(_ centers: [Center]) -> [Center] {
    var result: [Center] = []
    for center in centers.sorted(by: { $0.weight > $1.weight }) {
      let like = result.firstIndex {
        squared($0.lab, center.lab) < DominantColors.least * DominantColors.least
      }
      guard let like else {
        result.append(center)
        continue
      }
      let (first, second) = (result[like].weight, center.weight)
      for channel in 0..<3 {
        result[like].rgb[channel] =
          (first * result[like].rgb[channel] + second * center.rgb[channel]) / (first + second)
      }
      result[like].lab = ColorSpace.lab(result[like].rgb)
      result[like].weight = first + second
    }
    return result.sorted { $0.weight > $1.weight }
  }

  private func squared(_ first: [Double], _ second: [Double]) -> Double {
    (0..<3).reduce(0) { $0 + (first[$1] - second[$1]) * (first[$1] - second[$1]) }
  }
}
