import Records
import Vision

/// Finds places for labels: inside the picture, at their box, and not over each other where that can be
/// avoided.
struct LabelPlacement {
  private let picture: PixelRect
  private var taken: [PixelRect]

  /// - Parameter taken: what labels should leave free.
  init(in picture: PixelRect, taken: [PixelRect] = []) {
    self.picture = picture
    self.taken = taken
  }

  /// The place for a label of this size at a box, which is taken from then on.
  mutating func place(width: Int, height: Int, at box: PixelRect) -> PixelRect {
    let (left, right) = (box.columns.lowerBound, box.columns.upperBound - width)
    let (top, bottom) = (box.rows.lowerBound, box.rows.upperBound)
    let candidates = [
      (left, top - height), (right, top - height), (left, bottom), (right, bottom), (left, top),
      (left, bottom - height), (right, top), (right, bottom - height),
    ]
    var best: (rect: PixelRect, cost: Int)?
    for (rank, candidate) in candidates.enumerated() {
      let rect = moved(candidate, width, height)
      // A place outside the box that had to be pushed back into the picture covers the object instead.
      let pushed = abs(rect.rows.lowerBound - candidate.1) * width
      let covered = taken.reduce(0) { $0 + $1.overlap(rect) }
      let cost = covered * 16 + pushed * 2 + rank
      if cost < best?.cost ?? .max { best = (rect, cost) }
      if cost == rank { break }
    }
    let rect = best?.rect ?? moved((left, top), width, height)
    taken.append(rect)
    return rect
  }

  /// Marks pixels as taken.
  mutating func take(_ rect: PixelRect) { taken.append(rect) }

  private func moved(_ place: (Int, Int), _ width: Int, _ height: Int) -> PixelRect {
    PixelRect(
      x: max(0, min(picture.width - width, place.0)), y: max(0, min(picture.height - height, place.1)),
      width: width, height: height)
  }
}
