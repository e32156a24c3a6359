import Records

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The logistic function.
@inline(__always)
func sigmoid(_ value: Float) -> Float { 1 / (1 + exp(-value)) }

/// The least number whose logistic function is at least `score`, a little less for rounding; so most anchors are
/// passed over without an exponential.
func logit(_ score: Float) -> Float {
  guard score > 0 else { return -.infinity }
  guard score < 1 else { return 15 }
  let exact = log(score / (1 - score))
  return exact - 1e-4 * max(1, abs(exact))
}

/// The greatest of some numbers and its place, the first of equals; what is no number is passed over. Its value
/// is minus infinity where there is none.
@inline(__always)
func greatest(_ values: UnsafePointer<Float>, count: Int) -> (index: Int, value: Float) {
  var lanes = SIMD8<Float>(repeating: -.infinity)
  var index = 0
  let raw = UnsafeRawPointer(values)
  while index + 8 <= count {
    let next = raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    lanes.replace(with: next, where: next .> lanes)
    index += 8
  }
  var value = lanes.max()
  while index < count {
    if values[index] > value { value = values[index] }
    index += 1
  }
  for place in 0..<count where values[place] == value { return (place, value) }
  return (0, -.infinity)
}

/// Scans scores that are laid out class by class, each class a plane with a number for every anchor, without
/// turning them round: the greatest score of a block of anchors is gathered plane by plane.
/// - Parameters:
///   - planes: `classes` planes of `anchors` numbers.
///   - minimum: anchors with less are passed over.
///   - found: gets the anchor, its best class (the first of equals) and its score.
@inline(__always)
func scanPlanes(
  _ planes: UnsafePointer<Float>, classes: Int, anchors: Int, minimum: Float,
  found: (_ anchor: Int, _ classID: Int, _ score: Float) -> Void
) {
  let block = 512
  withUnsafeTemporaryAllocation(of: Float.self, capacity: block) { buffer in
    guard let best = buffer.baseAddress else { return }
    var start = 0
    while start < anchors {
      let count = min(block, anchors - start)
      best.initialize(repeating: -.infinity, count: count)
      for classID in 0..<classes { raise(best, to: planes + (classID * anchors + start), count: count) }
      for offset in 0..<count where best[offset] >= minimum {
        let score = best[offset]
        var plane = planes + (start + offset)
        for classID in 0..<classes {
          if plane.pointee == score {
            found(start + offset, classID, score)
            break
          }
          plane += anchors
        }
      }
      start += count
    }
  }
}

/// Raises numbers to those of a plane that are greater.
@inline(__always)
private func raise(_ best: UnsafeMutablePointer<Float>, to plane: UnsafePointer<Float>, count: Int) {
  var index = 0
  let source = UnsafeRawPointer(plane)
  let target = UnsafeMutableRawPointer(best)
  while index + 8 <= count {
    var current = target.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    let next = source.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    current.replace(with: next, where: next .> current)
    target.storeBytes(of: current, toByteOffset: index * 4, as: SIMD8<Float>.self)
    index += 8
  }
  while index < count {
    if plane[index] > best[index] { best[index] = plane[index] }
    index += 1
  }
}

extension [Candidate] {
  /// Appends a candidate unless its box or a point of it is not finite.
  @inline(__always)
  mutating func add(
    _ classID: Int, _ score: Float, centerX: Float, centerY: Float, width: Float, height: Float,
    points: @autoclosure () -> [CandidatePoint] = []
  ) {
    let box = Box(x: centerX - width / 2, y: centerY - height / 2, width: width, height: height)
    guard (box.x + box.y + width + height).isFinite, score.isFinite else { return }
    let candidate = Candidate(classID: classID, score: score, box: box, points: points())
    if candidate.isFinite { append(candidate) }
  }

  /// Appends a candidate between corners unless it is not finite.
  @inline(__always)
  mutating func add(
    _ classID: Int, _ score: Float, left: Float, top: Float, right: Float, bottom: Float,
    points: @autoclosure () -> [CandidatePoint] = []
  ) {
    let box = Box(x: left, y: top, width: right - left, height: bottom - top)
    guard (left + top + right + bottom).isFinite, score.isFinite else { return }
    let candidate = Candidate(classID: classID, score: score, box: box, points: points())
    if candidate.isFinite { append(candidate) }
  }

  /// Appends a body that is known by its keypoints alone: the box is their extent, without the points whose
  /// score is below 0.2 where there are others; the score is given. Nothing where a place is not finite.
  mutating func add(body points: [CandidatePoint], score: Float) {
    let sure = points.filter { ($0.score ?? 1) >= 0.2 }
    let extent = sure.isEmpty ? points : sure
    guard let first = extent.first else { return }
    var (left, top, right, bottom) = (first.x, first.y, first.x, first.y)
    for point in extent {
      (left, right) = (Swift.min(left, point.x), Swift.max(right, point.x))
      (top, bottom) = (Swift.min(top, point.y), Swift.max(bottom, point.y))
    }
    add(0, score, left: left, top: top, right: right, bottom: bottom, points: points)
  }
}
