import Pipeline
import Vision

/// Finds by how much one clip comes later than another, from the first seconds of both.
///
/// For every shift by whole frames of the reference, the frames that have a partner both with and without it are
/// looked at: the shift that brings them nearest to their partners together is taken, where it brings them clearly
/// nearer than no shift. What stands still says nothing, so more is read until enough has moved.
struct OffsetSearch {
  /// Frames of the reference by which the clip comes later; negative where its beginning is missing.
  private(set) var offset = 0

  /// Seconds of both clips that are looked at beyond the shift, at least and at most.
  static let (least, most) = (1.5, 10.0)
  /// Mean absolute differences between neighbours, in 8-bit code values, that are enough together.
  private static let enoughMotion: Float = 15

  /// Looks at marks of both clips, in order.
  /// - Parameters:
  ///   - frameLength: seconds from one frame of the reference to the next.
  ///   - search: seconds of shift at the most.
  init(distorted: [FrameMark], reference: [FrameMark], frameLength: Double, search: Double) {
    guard frameLength > 0, !distorted.isEmpty, !reference.isEmpty else { return }
    let reach = Int(search / frameLength)
    guard reach > 0 else { return }
    let timeline = ReferenceTimeline(reference, frameLength: frameLength)
    let unshifted = distorted.map { timeline.partner(at: $0.time) }
    var best: Float = 0
    for shift in (1...reach).flatMap({ [$0, -$0] }) {
      var evidence = ShiftEvidence()
      for (mark, unshifted) in zip(distorted, unshifted) {
        let time = mark.time - Double(shift) * frameLength
        guard let unshifted, let shifted = timeline.partner(at: time) else { continue }
        evidence.add(
          mark.signature, unshifted: reference[unshifted].signature, shifted: reference[shifted].signature)
      }
      guard evidence.isClear, evidence.gain > best else { continue }
      best = evidence.gain
      offset = shift
    }
  }

  /// Reads the beginning of both clips.
  /// - Throws: MediaError where one cannot be read.
  static func marks(
    distorted: any FrameSource, reference: any FrameSource, search: Double
  ) throws -> (distorted: [FrameMark], reference: [FrameMark]) {
    var own = MarkReader(distorted)
    var other = MarkReader(reference)
    var motion: Float = 0
    while true {
      guard let mark = try other.next() else { break }
      if other.marks.count > 1 {
        motion += mark.signature.distance(to: other.marks[other.marks.count - 2].signature)
      }
      while (own.marks.last?.time ?? -1) < mark.time, try own.next() != nil {}
      let beyond = mark.time - search
      if beyond > Self.most || (beyond > Self.least && motion > Self.enoughMotion) { break }
    }
    return (own.marks, other.marks)
  }
}

/// What speaks for a shift.
private struct ShiftEvidence {
  /// What the frames come nearer to their partners by, together.
  private(set) var gain: Float = 0
  private var before: Float = 0
  private var correlation: Float = 0
  private var contrasted = 0
  /// Frames that can tell one shift from another, those that the shift brings nearer, and the same of the first.
  private var (witnesses, inFavour, firstInFavour) = (0, 0, 0)

  /// The first witnesses must agree, or the shift begins later.
  private static let first = 8

  mutating func add(_ own: PictureSignature, unshifted: PictureSignature, shifted: PictureSignature) {
    let (far, near) = (own.distance(to: unshifted), own.distance(to: shifted))
    gain += far - near
    before += far
    if let value = own.correlation(with: shifted) {
      correlation += value
      contrasted += 1
    }
    // Flat pictures, and fades and wrong levels, do not tell one shift from another.
    guard abs(far - near) > 0.05 * max(far, near) + 0.01, let farShape = own.shapeDistance(to: unshifted),
      let nearShape = own.shapeDistance(to: shifted),
      abs(farShape - nearShape) > 0.02 * max(farShape, nearShape)
    else { return }
    witnesses += 1
    guard near < far, nearShape < farShape else { return }
    inFavour += 1
    if witnesses <= Self.first { firstInFavour += 1 }
  }

  /// Whether nearly all frames that can tell speak for the shift.
  var isClear: Bool {
    witnesses >= 5 && 10 * inFavour >= 9 * witnesses && 5 * firstInFavour > 4 * min(witnesses, Self.first)
      && gain > 0.1 * before && contrasted > 0 && correlation > 0.7 * Float(contrasted)
  }
}
