/// How motion is told from noise and from changes of the light.
public struct MotionOptions: Sendable, Hashable {
  /// An area of a picture.
  public enum Area: Sendable, Hashable {
    /// A share of the picture, 0 to 1.
    case fraction(Double)
    /// Square pixels of the frame.
    case pixels(Double)
  }

  /// The width in pixels at which pictures are compared, reached as closely as whole factors allow.
  ///
  /// 320 keeps a person of 30x75 pixels in a picture 768 wide as 15x38.
  public var columns = 320
  /// How small a difference counts, 0 to 1; the thresholds are halved at 1 and doubled at 0.
  public var sensitivity = 0.5
  /// Regions with less moving area are left out.
  ///
  /// 0.0004 of 768x576 are 177 square pixels, a tenth of a person of 30x75 there.
  public var minimumArea = Area.fraction(0.0004)
  /// Seconds in which the background follows the picture where nothing moves (time constant).
  public var backgroundTime = 6.0
  /// Seconds after which something that stopped belongs to the background.
  public var stillTime = 3.0
  /// Seconds after the first picture, and after a change of the whole picture, that tell nothing.
  public var warmUp = 0.5
  /// The share of the picture whose change is one of scene or light, not motion.
  public var sceneChange = 0.6

  /// Options with their defaults.
  public init() {}

  /// The factor on thresholds that the sensitivity makes: 2 at 0, 1 at 0.5, a half at 1.
  var thresholdFactor: Float {
    let steps = 1 - 2 * min(max(sensitivity, 0), 1)
    return steps >= 0 ? Float(1 + steps) : Float(1 / (1 - steps))
  }
}

extension MotionOptions.Area {
  /// The area in square pixels of a frame of this size.
  func pixels(width: Int, height: Int) -> Double {
    switch self {
    case .fraction(let share): share * Double(width * height)
    case .pixels(let count): count
    }
  }
}
