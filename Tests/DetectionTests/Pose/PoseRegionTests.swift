import Inference
import Records
import Testing

@testable import Detection

/// The part of a frame that the model of one body is given.
@Suite struct PoseRegionTests {
  private let square = PictureInput(width: 256, height: 256)

  private func body(_ hips: (Float, Float), _ top: (Float, Float)) -> DetectedObject {
    var object = DetectedObject(
      label: "person", classID: 0, score: 0.9, box: Box(x: 0, y: 0, width: 10, height: 10))
    object.keypoints = [hips, top].map { place in
      var point = Keypoint()
      (point.x, point.y) = place
      return point
    }
    return object
  }

  // AlignmentPointsRectsCalculator: a square of twice the distance; RectTransformationCalculator: 1.25 times
  // as large; the rotation is 90 degrees less the angle of the line, whose y counts upwards.
  @Test(
    arguments: [
      ((100, 80), Float(0)), ((220, 200), .pi / 2), ((-20, 200), -.pi / 2),
      // 120 degrees from standing: 120 sin 120 to the right, -120 cos 120 down.
      ((203.923, 260), 2 * .pi / 3),
    ] as [((Float, Float), Float)])
  func anAlignedRegionStandsOnTheHips(top: (Float, Float), angle: Float) throws {
    let region = try #require(BodyCrop.aligned.region(of: body((100, 200), top), for: square))
    #expect(region.center == Point(x: 100, y: 200))
    #expect(abs(region.width - 300) < 0.01 && region.height == region.width)
    // Whole turns are the same.
    #expect(abs((region.angle - angle).remainder(dividingBy: 2 * .pi)) < 0.0001)
    #expect(region.outside == .edge)
    // The top of the body lies in the middle of the input, a tenth below its upper edge: 0.5 - 0.5 / 1.25.
    let place = region.frame(Point(x: 128, y: 25.6), inputWidth: 256, inputHeight: 256)
    #expect(abs(place.x - top.0) < 0.01 && abs(place.y - top.1) < 0.01)
  }

  @Test func noRegionWithoutPoints() {
    let object = DetectedObject(
      label: "person", classID: 0, score: 0.9, box: Box(x: 0, y: 0, width: 10, height: 10))
    #expect(BodyCrop.aligned.region(of: object, for: square) == nil)
    #expect(BodyCrop.aligned.region(of: body((5, 5), (5, 5)), for: square) == nil)
  }

  // mmpose: bbox_xyxy2cs with a padding of 1.25, then _fix_aspect_ratio.
  @Test func aBoxIsWidenedToTheInputsShape() throws {
    let input = PictureInput(width: 192, height: 256)
    func region(_ box: Box) throws -> RotatedRegion {
      let object = DetectedObject(label: "person", classID: 0, score: 0.9, box: box)
      return try #require(BodyCrop.box.region(of: object, for: input))
    }
    let tall = try region(Box(x: 10, y: 20, width: 60, height: 160))
    #expect(tall == RotatedRegion(center: Point(x: 40, y: 100), width: 150, height: 200))
    let wide = try region(Box(x: 10, y: 20, width: 120, height: 60))
    #expect(wide == RotatedRegion(center: Point(x: 70, y: 50), width: 150, height: 200))
    #expect(wide.outside == .pad)
  }
}
