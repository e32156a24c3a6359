/// The filter's noise: standard deviations in parts of the box's size (DeepSORT, Wojke et al. 2017), 1/20 for
/// the place and 1/160 a frame for the velocity.
extension ByteCascade {
  private static let place: Float = 1 / 20
  private static let speed: Float = 1 / 160

  /// What a variance of the place and of the velocity belong to.
  struct Variances {
    var position: SIMD4<Float>
    var velocity: SIMD4<Float>
  }

  /// The size that each coordinate's noise is a part of.
  @inline(__always) private func unit(_ position: SIMD4<Float>) -> SIMD4<Float> {
    switch model {
    case .aspect: SIMD4(repeating: position.w)
    case .size: SIMD4(position.z, position.w, position.z, position.w)
    }
  }

  /// The process noise of one frame.
  @inline(__always) func noise(_ position: SIMD4<Float>) -> Variances {
    var place = unit(position) * Self.place
    var speed = unit(position) * Self.speed
    if model == .aspect {
      place.z = 1e-2
      speed.z = 1e-5
    }
    return Variances(position: place * place, velocity: speed * speed)
  }

  /// The measurement noise.
  @inline(__always) func measurementNoise(_ position: SIMD4<Float>) -> SIMD4<Float> {
    var place = unit(position) * Self.place
    if model == .aspect { place.z = 1e-1 }
    return place * place
  }

  /// The variances of a new track.
  @inline(__always) func initialVariance(_ position: SIMD4<Float>) -> Variances {
    var place = unit(position) * (2 * Self.place)
    var speed = unit(position) * (10 * Self.speed)
    if model == .aspect {
      place.z = 1e-2
      speed.z = 1e-5
    }
    return Variances(position: place * place, velocity: speed * speed)
  }

  /// A box's corners as the filter's coordinates.
  @inline(__always) func measured(_ corners: SIMD4<Float>) -> SIMD4<Float> {
    model == .aspect ? BoxForms.middleAspect(corners) : BoxForms.middleSize(corners)
  }

  /// The filter's coordinates as a box's corners.
  @inline(__always) func corners(_ position: SIMD4<Float>) -> SIMD4<Float> {
    switch model {
    case .aspect: BoxForms.corners(middleAspect: position)
    case .size:
      BoxForms.corners(
        middleSize: SIMD4(position.x, position.y, max(position.z, 0), max(position.w, 0)))
    }
  }
}
