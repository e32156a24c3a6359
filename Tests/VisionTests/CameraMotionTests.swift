import Glibc
import Media
import Records
import Testing

@testable import Vision

@Suite struct CameraMotionTests {
  static let texture = Texture(seed: 5, least: 16, most: 120)

  /// A picture of the texture as a camera sees it that was moved: `scale` and `turn` about the upper left corner,
  /// then the translation.
  static func picture(scale: Double = 1, turn: Double = 0, x: Double = 0, y: Double = 0) throws -> Frame {
    try Scenes.picture(width: 960, height: 540) { px, py in
      let (dx, dy) = ((px - x) / scale, (py - y) / scale)
      return texture.level(cos(turn) * dx + sin(turn) * dy, -sin(turn) * dx + cos(turn) * dy)
    }
  }

  @Test(arguments: [
    (1.0, 0.0, 3.4, -2.7), (1.0, 0.0, 0.45, 0.3), (1.0, 0.0, -31.0, 12.5), (1.02, 0.0, -4.0, 2.0),
    (0.985, 0.01, 6.0, -5.0), (1.0, -0.03, 10.0, 4.0),
  ])
  func aMovedCameraIsMeasuredToPartsOfAPixel(scale: Double, turn: Double, x: Double, y: Double) throws {
    let estimator = try CameraMotionEstimator(width: 960, height: 540)
    #expect(try estimator.update(Self.picture()) == CameraMotion())
    let motion = try estimator.update(Self.picture(scale: scale, turn: turn, x: x, y: y))
    #expect(motion.inlierShare > 0.8)
    #expect(abs(motion.scale - scale) < 0.001)
    // Where the middle of the picture goes.
    let wanted = Point(
      x: Float(scale * (cos(turn) * 480 - sin(turn) * 270) + x),
      y: Float(scale * (sin(turn) * 480 + cos(turn) * 270) + y))
    let found = motion.apply(Point(x: 480, y: 270))
    #expect(abs(found.x - wanted.x) < 0.2)
    #expect(abs(found.y - wanted.y) < 0.2)
  }

  @Test func aCameraThatStandsStillGivesTheIdentityItself() throws {
    let estimator = try CameraMotionEstimator(width: 960, height: 540)
    _ = try estimator.update(Self.picture())
    let motion = try estimator.update(Self.picture())
    #expect(motion.isKnown)
    #expect((motion.a, motion.b, motion.translationX) == (1, 0, 0))
    #expect((motion.c, motion.d, motion.translationY) == (0, 1, 0))
  }

  @Test func withoutTextureNothingIsKnown() throws {
    let estimator = try CameraMotionEstimator(width: 320, height: 240)
    for value in [60, 90, 120] {
      let motion = try estimator.update(Pictures.plain("yuv420p", width: 320, height: 240, value: value))
      #expect(motion == CameraMotion())
      #expect(!motion.isKnown)
    }
  }

  @Test func anotherSceneGivesTheIdentity() throws {
    let estimator = try CameraMotionEstimator(width: 960, height: 540)
    _ = try estimator.update(Self.picture())
    let other = Texture(seed: 77, least: 16, most: 120)
    let motion = try estimator.update(Scenes.picture(width: 960, height: 540) { other.level($0, $1) })
    #expect(!motion.isKnown)
    #expect(motion.scale == 1 && motion.translationX == 0 && motion.translationY == 0)
  }

  @Test func whatMovesInTheForegroundIsLeftOut() throws {
    // Two thirds of the picture move to the right by 20 while the camera moves down by 6.
    let front = Texture(seed: 9, least: 16, most: 120)
    func picture(_ step: Double) throws -> Frame {
      try Scenes.picture(width: 960, height: 540) { x, y in
        x < 640 ? front.level(x - 20 * step, y) : Self.texture.level(x, y - 6 * step)
      }
    }
    let estimator = try CameraMotionEstimator(width: 960, height: 540)
    _ = try estimator.update(picture(0))
    let motion = try estimator.update(picture(1), foreground: [Box(x: 0, y: 0, width: 640, height: 540)])
    let found = motion.apply(Point(x: 800, y: 270))
    #expect(abs(found.x - 800) < 0.2)
    #expect(abs(found.y - 276) < 0.2)
    let misled = try estimator.update(picture(2))
    #expect(misled.apply(Point(x: 320, y: 270)).x > 330)
  }

  @Test func boxesThatAreNoBoxesDoNoHarm() throws {
    let estimator = try CameraMotionEstimator(width: 960, height: 540)
    _ = try estimator.update(Self.picture())
    let boxes = [
      Box(x: .nan, y: 0, width: 10, height: 10), Box(x: 5, y: 5, width: -3, height: 0),
      Box(x: -1e30, y: -1e30, width: 10, height: 10), Box(x: .infinity, y: 0, width: 1, height: 1),
    ]
    let motion = try estimator.update(Self.picture(x: 4), foreground: boxes)
    #expect(abs(motion.apply(Point(x: 480, y: 270)).x - 484) < 0.2)
  }

  @Test func framesOfAnotherSizeAreRefused() throws {
    let estimator = try CameraMotionEstimator(width: 320, height: 240)
    let error = #expect(throws: MediaError.self) {
      try estimator.update(Pictures.plain("gray", width: 240, height: 320))
    }
    #expect("\(try #require(error))".contains("the frames before had 320x240"))
    #expect(throws: MediaError.self) { try CameraMotionEstimator(width: 8, height: 240) }
  }

  @Test func colourPicturesOfOtherLayoutsAreReadAsWell() throws {
    for format in ["rgb24", "yuv420p10le", "nv12", "yuv444p"] {
      let estimator = try CameraMotionEstimator(width: 320, height: 240)
      let picture = try Pictures.plain(format, width: 320, height: 240)
      _ = try estimator.update(picture)
      #expect(try !estimator.update(picture).isKnown, "\(format)")
    }
  }
}
