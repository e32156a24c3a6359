import COpenCV
import Glibc

/// Where a thing goes: its last place and a smoothed velocity, in pixels and seconds.
struct ObjectMotion {
  /// The last place.
  private(set) var place: vp_follow_place
  /// Pixels a second to the right and down.
  private(set) var velocity = SIMD2<Double>()
  private var age = 0.0
  private let time: Double

  /// Starts at rest; `time` is the seconds in which the velocity follows.
  init(_ place: vp_follow_place, time: Double) {
    self.place = place
    self.time = time
  }

  /// Takes a place that was seen `seconds` after the last one.
  mutating func see(_ new: vp_follow_place, after seconds: Double) {
    let measured = SIMD2(new.x - place.x, new.y - place.y) / seconds
    age += seconds
    // At first the mean, so that a start from rest does not hold it back.
    let rate = max(1 - exp(-seconds / time), min(1, seconds / age))
    velocity += rate * (measured - velocity)
    place = new
  }

  /// Takes a place whose past does not matter: the thing was lost before.
  mutating func restart(at new: vp_follow_place) {
    self = ObjectMotion(new, time: time)
  }

  /// Where the thing is to be expected, as it slows down over a second.
  func expected(after seconds: Double) -> vp_follow_place {
    let path = 1 - exp(-max(0, seconds))
    return vp_follow_place(x: place.x + velocity.x * path, y: place.y + velocity.y * path, scale: place.scale)
  }
}
