import COpenCV
import Glibc
import Media
import Records

/// Follows one thing that was pointed at in a frame; one thread feeds it the frames in order.
///
/// While it is followed, each frame is looked at in a window of 2.5 times the thing's size around where it is
/// expected. What speaks for the place found (the filter's response, colours, remembered pictures) makes a
/// confidence; a doubtful place is not learned from, and after a short patience the thing is lost. Then the search
/// widens around where it is expected, and goes over the whole frame now and then; a place is taken only where the
/// same confidence is high (Lukežič et al. 2018: FuCoLoT).
public final class SingleObjectTracker {
  /// Whether the thing is seen.
  public enum State: String, Sendable {
    /// It is where the box is.
    case tracking
    /// It is hidden or out of the frame; the box is where it is expected.
    case lost
  }

  /// What is known of the thing in a frame.
  public struct Result: Sendable, Hashable {
    /// The box in pixels of the frame; it may reach over the frame's edges.
    public var box: Box
    /// How sure it is that the thing is in the box, 0 to 1.
    public var confidence: Float
    /// Whether it is seen.
    public var state: State
    /// Pixels a second, to the right and down.
    public var velocity: Point
  }

  /// What is known of the thing in the last frame.
  public private(set) var result: Result

  let options: SingleObjectOptions
  let model: AppearanceModel
  let extent: Box
  private let size: (width: Float, height: Float)
  private let pictures = BytePictures()
  private(set) var motion: ObjectMotion
  private(set) var lastTime: Double
  private var frameTime = 0.04
  private var seenTime: Double
  private var doubtfulTime = 0.0
  private var sureTime = 0.0
  private var rememberedTime = 0.0
  var searchedTime = -Double.infinity
  /// The searches of the whole frame since the thing was lost.
  var sweep = 0

  /// Learns the thing in a box of a frame.
  /// - Parameters:
  ///   - frame: the frame that it was pointed at in.
  ///   - box: where it is, in pixels of the frame.
  ///   - time: the frame's time in seconds.
  ///   - options: how it is followed.
  /// - Throws: MediaError where the box has fewer than 4 pixels a side or lies outside, or the frame cannot be read.
  public init(
    _ frame: Frame, box: Box, time: Double, options: SingleObjectOptions = SingleObjectOptions()
  ) throws(MediaError) {
    extent = Box(width: Float(frame.width), height: Float(frame.height))
    let inside = box.intersection(extent)
    guard inside.width >= 4, inside.height >= 4, inside.area.isFinite else {
      throw MediaError(
        "follow", "the box \(box.x),\(box.y),\(box.width),\(box.height)",
        cause: "less than 4x4 pixels of it lie in the frame of \(frame.width)x\(frame.height)",
        hint: "give x,y,width,height in pixels of the frame")
    }
    self.options = options
    size = (inside.width, inside.height)
    let place = vp_follow_place(x: Double(inside.center.x), y: Double(inside.center.y), scale: 1)
    motion = ObjectMotion(place, time: options.velocityTime)
    var made: AppearanceModel?
    try pictures.withPicture(frame) { picture throws(MediaError) in
      made = try AppearanceModel(picture, box: inside)
    }
    guard let made else { throw MediaError("follow", "a thing", cause: "there is no memory") }
    model = made
    lastTime = time
    seenTime = time
    result = Result(box: inside, confidence: 1, state: .tracking, velocity: Point())
  }

  /// Finds the thing in the next frame.
  /// - Parameters:
  ///   - frame: a frame of the size of the first.
  ///   - time: its time in seconds.
  /// - Throws: MediaError where the frame has another size or cannot be read.
  public func update(_ frame: Frame, time: Double) throws(MediaError) -> Result {
    guard Float(frame.width) == extent.width, Float(frame.height) == extent.height else {
      throw MediaError(
        "follow a thing in", "a frame of \(frame.width)x\(frame.height)",
        cause: "the frames before had \(Int(extent.width))x\(Int(extent.height))")
    }
    if time > lastTime { frameTime = time - lastTime }
    lastTime = max(time, lastTime + frameTime)
    try pictures.withPicture(frame) { picture throws(MediaError) in
      switch result.state {
      case .tracking: try follow(picture)
      case .lost: try find(picture)
      }
    }
    return result
  }

  private func follow(_ picture: vp_cv_picture) throws(MediaError) {
    let elapsed = lastTime - seenTime
    let expected = motion.expected(after: elapsed)
    var sighting = try model.locate(picture, near: expected, withScale: true)
    sighting.place.scale = limited(sighting.place.scale)
    let confidence = sighting.evidence.confidence
    let inside = share(inside: sighting.place)
    guard confidence >= options.doubtBelow, inside >= options.minimumInside else {
      doubtfulTime += frameTime
      sureTime = 0
      let isGone = doubtfulTime >= options.patience || share(inside: expected) < options.minimumInside
      report(expected, confidence, isGone ? .lost : .tracking)
      return
    }
    doubtfulTime = 0
    if confidence < options.learnFrom { sighting.place.scale = motion.place.scale }
    motion.see(sighting.place, after: elapsed)
    seenTime = lastTime
    report(sighting.place, confidence, .tracking)
    guard confidence >= options.learnFrom, inside > 0.9 else {
      sureTime = 0
      return
    }
    sureTime += frameTime
    try learn(picture, at: sighting.place)
  }

  private func learn(_ picture: vp_cv_picture, at place: vp_follow_place) throws(MediaError) {
    let rate = Float(min(max(1 - exp(-frameTime / options.learningTime), 0.008), 0.06))
    let remember = lastTime - rememberedTime >= 0.5 && sureTime >= 0.2
    if remember { rememberedTime = lastTime }
    try model.learn(
      picture, at: place, rates: .init(filter: rate, color: 2 * rate, scale: rate, remember: remember))
  }

  private func find(_ picture: vp_cv_picture) throws(MediaError) {
    let lost = lastTime - seenTime
    let expected = motion.expected(after: lost)
    var best: AppearanceModel.Sighting?
    var highest: Float = 0
    for place in try places(picture, expected: expected, lost: lost) {
      var sighting = try model.locate(picture, near: place, withScale: false)
      // From afar the place is only about right: a second look is from the middle.
      sighting = try model.locate(picture, near: sighting.place, withScale: true)
      sighting.place.scale = limited(sighting.place.scale)
      let confidence = sighting.evidence.confidence
      guard share(inside: sighting.place) >= options.minimumInside, confidence > highest else { continue }
      (best, highest) = (sighting, confidence)
    }
    guard let best, highest >= options.findFrom else {
      report(expected, highest, .lost)
      return
    }
    motion.restart(at: best.place)
    sweep = 0
    seenTime = lastTime
    (doubtfulTime, sureTime) = (0, 0)
    report(best.place, highest, .tracking)
  }

  private func limited(_ scale: Double) -> Double {
    let least = 6 / Double(min(size.width, size.height))
    let most = Double(min(extent.width / size.width, extent.height / size.height)) * 1.2
    return min(max(scale, min(least, 1)), max(most, 1))
  }

  private func report(_ place: vp_follow_place, _ confidence: Float, _ state: State) {
    let velocity = state == .tracking ? motion.velocity : SIMD2()
    result = Result(
      box: box(at: place), confidence: confidence, state: state,
      velocity: Point(x: Float(velocity.x), y: Float(velocity.y)))
  }

  /// The box of the thing at a place.
  func box(at place: vp_follow_place) -> Box {
    let (width, height) = (size.width * Float(place.scale), size.height * Float(place.scale))
    return Box(
      x: Float(place.x) - width / 2, y: Float(place.y) - height / 2, width: width, height: height)
  }

  /// The share of the thing at a place that lies in the frame.
  func share(inside place: vp_follow_place) -> Float {
    let box = box(at: place)
    return box.area > 0 ? box.intersection(extent).area / box.area : 0
  }
}
