import CPictureKernels
import Vision

/// What is kept of a frame to compare it with others.
struct ScenePicture {
  /// Which frame it is.
  let facts: FrameFacts
  /// The small picture in its margin; dropped once the next frame is compared.
  var fine: ScenePlane?
  /// Deviations and sums of its blocks.
  var fineBlocks: (deviations: [UInt32], sums: [UInt32])
  /// A quarter of the small picture's width and height, with contrast and brightness evened out.
  let coarse: ScenePlane
  /// Deviations of the blocks of `coarse`, for each of the four grids of `SceneGrid`.
  let coarseDeviations: [[UInt32]]
  /// The small picture at a quarter of its width and height: luma, then both chroma planes.
  let thumbnail: [UInt8]
  /// Size of the luma in `thumbnail`.
  let size: (width: Int, height: Int)
  /// Pixels by luma (32 counts) and by chroma (256 counts, none for grey pictures).
  let histograms: (luma: [UInt32], chroma: [UInt32])
  /// The part of the thumbnail that holds the picture, without black bars.
  let area: SceneArea
  /// Mean luma.
  let mean: Double

  /// Measures a small picture.
  /// - Parameter area: where the picture lies, as far as the frames before tell.
  init(_ small: SmallPicture, facts: FrameFacts, black: Int, area: inout ScenePictureArea) {
    self.facts = facts
    let (width, height) = (max(1, small.width), max(1, small.height))
    let luma = small.luma.isEmpty ? [UInt8(black)] : small.luma
    let fine = ScenePlane(luma, width: width, height: height)
    self.fine = fine
    fineBlocks = fine.blocks()

    let half = luma.halved(width: width, height: height)
    let quarter = half.pixels.halved(width: half.width, height: half.height)
    size = (quarter.width, quarter.height)
    let bright = quarter.pixels.max() ?? 0
    self.area = area.add(
      SceneArea(brighterThan: black + 10, in: quarter.pixels, width: size.width), size: size,
      isClear: Int(bright) > black + 50)
    coarse = ScenePlane(
      quarter.pixels.extended(self.area, width: size.width)
        .normalised(width: size.width, height: size.height),
      width: size.width, height: size.height)
    let plane = coarse
    coarseDeviations = SceneGrid.shifts.map { plane.blocks(shift: $0).deviations }

    var thumbnail = quarter.pixels
    for chroma in [small.blue, small.red] where !chroma.isEmpty {
      let half = chroma.halved(width: small.chromaWidth, height: small.chromaHeight)
      thumbnail += half.pixels.halved(width: half.width, height: half.height).pixels
    }
    self.thumbnail = thumbnail

    var lumaCounts = [UInt32](repeating: 0, count: 32)
    vp_scene_luma_histogram(luma, luma.count, &lumaCounts)
    var chromaCounts = [UInt32](repeating: 0, count: small.blue.isEmpty ? 0 : 256)
    if !small.blue.isEmpty {
      vp_scene_chroma_histogram(small.blue, small.red, min(small.blue.count, small.red.count), &chromaCounts)
    }
    histograms = (lumaCounts, chromaCounts)
    mean = Double(quarter.pixels.reduce(0) { $0 + Int($1) }) / Double(quarter.pixels.count)
  }

  /// Standard deviation of the thumbnail's luma within an area, and the span of its values without the outermost
  /// half percent on each side.
  func spread(in area: SceneArea) -> (deviation: Double, span: Int) {
    var (sum, squares, count) = (0, 0, 0)
    var values = [Int](repeating: 0, count: 256)
    let (right, bottom) = (min(area.right, size.width), min(area.bottom, size.height))
    guard area.left < right, area.top < bottom else { return (0, 0) }
    for y in area.top..<bottom {
      for x in area.left..<right {
        let value = Int(thumbnail[y * size.width + x])
        sum += value
        squares += value * value
        count += 1
        values[value] += 1
      }
    }
    let mean = Double(sum) / Double(count)
    let variance = Double(squares) / Double(count) - mean * mean
    let rest = count / 200
    let low = values.place(past: rest, of: 0..<256) ?? 0
    let high = values.place(past: rest, of: (0..<256).reversed()) ?? 0
    return (max(0, variance).squareRoot(), max(0, high - low))
  }
}

/// A part of a thumbnail, from its first to before its last columns and rows.
struct SceneArea: Equatable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  /// Pixels.
  var count: Int { max(0, right - left) * max(0, bottom - top) }

  /// An area of given borders.
  init(left: Int, top: Int, right: Int, bottom: Int) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  /// The smallest area that holds all pixels brighter than a level; nil where there are none.
  init?(brighterThan level: Int, in plane: [UInt8], width: Int) {
    let height = plane.count / width
    let level = UInt8(clamping: level)
    var (left, right, top, bottom) = (width, 0, height, 0)
    for y in 0..<height {
      let row = plane[(y * width)..<((y + 1) * width)]
      guard let first = row.firstIndex(where: { $0 > level }),
        let last = row.lastIndex(where: { $0 > level })
      else { continue }
      left = min(left, first - y * width)
      right = max(right, last - y * width + 1)
      top = min(top, y)
      bottom = y + 1
    }
    guard right > left else { return nil }
    self.init(left: left, top: top, right: right, bottom: bottom)
  }

  /// The smallest area that holds two.
  func union(_ other: SceneArea) -> SceneArea {
    SceneArea(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }
}

extension [UInt8] {
  /// The means of squares of 2x2 pixels.
  fileprivate func halved(width: Int, height: Int) -> (pixels: [UInt8], width: Int, height: Int) {
    let (across, down) = ((width + 1) / 2, (height + 1) / 2)
    let pixels = [UInt8](unsafeUninitializedCapacity: across * down) { target, count in
      if across * down > 0 { vp_scene_halve(self, width, height, target.baseAddress) }
      count = across * down
    }
    return (pixels, across, down)
  }

  /// The plane with what lies outside an area replaced by the nearest of its pixels, so that the edge of a bar is
  /// no structure.
  fileprivate func extended(_ area: SceneArea, width: Int) -> [UInt8] {
    guard area.count < count, width > 0 else { return self }
    var extended = self
    let height = count / width
    for y in area.top..<area.bottom {
      for x in 0..<area.left { extended[y * width + x] = self[y * width + area.left] }
      for x in area.right..<width { extended[y * width + x] = self[y * width + area.right - 1] }
    }
    for y in 0..<height where y < area.top || y >= area.bottom {
      let row = Swift.min(Swift.max(y, area.top), area.bottom - 1) * width
      for x in 0..<width { extended[y * width + x] = extended[row + x] }
    }
    return extended
  }

  /// The plane with contrast and brightness evened out.
  fileprivate func normalised(width: Int, height: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { target, written in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * (width + 8) * (height + 8) + width + 8) {
        vp_scene_normalise(self, width, height, target.baseAddress, $0.baseAddress)
      }
      written = count
    }
  }
}

extension [Int] {
  /// The first index of some at which the sum of the numbers up to it exceeds a limit.
  fileprivate func place(past limit: Int, of indices: some Sequence<Int>) -> Int? {
    var sum = 0
    for index in indices {
      sum += self[index]
      if sum > limit { return index }
    }
    return nil
  }
}
