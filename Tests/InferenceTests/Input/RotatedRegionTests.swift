import Media
import Records
import Testing

@testable import Inference

@Suite struct RotatedRegionTests {
  /// Red rises by 10 a column and 1 a row, green falls by 15 a row, blue is 3 times the product.
  private func picture(width: Int = 12, height: Int = 8) throws -> Frame {
    let frame = try Frame.picture(
      width: width, height: height, format: try #require(PixelFormat(name: "rgb24")))
    _ = frame.withPlane(0) { plane in
      for y in 0..<height {
        for x in 0..<width {
          let pixel = plane.base + y * plane.stride + 3 * x
          pixel[0] = UInt8(10 * x + y)
          pixel[1] = UInt8(200 - 15 * y)
          pixel[2] = UInt8(3 * x * y)
        }
      }
    }
    return frame
  }

  private func draw(
    _ frame: Frame, _ region: RotatedRegion, width: Int = 4, height: Int = 4,
    layout: PictureInput.Layout = .nchw, channels: PictureInput.Channels = .rgb
  ) throws -> [UInt8] {
    let input = PictureInput(width: width, height: height, layout: layout, channels: channels, pad: 77)
    var bytes = [UInt8](repeating: 7, count: input.byteCount)
    try bytes.withUnsafeMutableBufferPointer { try PictureSampler(input).draw(frame, region, into: $0) }
    return bytes
  }

  /// The input's planes of red, green and blue.
  private func sample(_ region: RotatedRegion, width: Int = 4, height: Int = 4) throws -> [[UInt8]] {
    let bytes = try draw(try picture(), region, width: width, height: height)
    return (0..<3).map { Array(bytes[($0 * width * height)..<(($0 + 1) * width * height)]) }
  }

  private func expectClose(_ found: [UInt8], _ wanted: [Double], _ comment: Comment? = nil) {
    #expect(found.count == wanted.count)
    #expect(zip(found, wanted).allSatisfy { abs(Double($0) - $1) <= 0.6 }, comment)
  }

  @Test func anUprightRegionIsThePartItself() throws {
    let planes = try sample(RotatedRegion(center: Point(x: 6, y: 4), width: 4, height: 4))
    #expect(planes[0] == (2..<6).flatMap { y in (4..<8).map { x in UInt8(10 * x + y) } })
    #expect(planes[1] == (2..<6).flatMap { y in (4..<8).map { _ in UInt8(200 - 15 * y) } })
    #expect(planes[2] == (2..<6).flatMap { y in (4..<8).map { x in UInt8(3 * x * y) } })
  }

  @Test func aQuarterTurnClockwiseReadsColumnsFromTheRight() throws {
    let planes = try sample(
      RotatedRegion(center: Point(x: 6, y: 4), width: 4, height: 4, angle: .pi / 2))
    // The region's upper edge lies at the right of the picture; along it one goes down.
    #expect(planes[0] == [7, 6, 5, 4].flatMap { x in (2..<6).map { y in UInt8(10 * x + y) } })
    #expect(planes[2] == [7, 6, 5, 4].flatMap { x in (2..<6).map { y in UInt8(3 * x * y) } })
  }

  // Wanted values: cv2.getAffineTransform of three corners, half a pixel less, and cv2.warpAffine of floats
  // with INTER_LINEAR and WARP_INVERSE_MAP.
  @Test func aTurnedRegionIsThatOfOpenCV() throws {
    let planes = try sample(
      RotatedRegion(center: Point(x: 6, y: 4), width: 6, height: 4, angle: 0.3), width: 4, height: 3)
    expectClose(
      planes[0], [39.01, 53.78, 68.55, 83.33, 36.34, 51.11, 65.89, 80.66, 33.67, 48.45, 63.22, 77.99])
    expectClose(
      planes[1],
      [176.58, 169.93, 163.28, 156.63, 157.47, 150.82, 144.18, 137.53, 138.37, 131.72, 125.06, 118.42])
    expectClose(
      planes[2], [17.54, 31.14, 48.54, 69.76, 28.5, 47.05, 69.41, 95.58, 36.44, 59.94, 87.26, 118.38])
  }

  /// As above, with BORDER_REPLICATE.
  @Test func theFramesEdgeGoesOnOutside() throws {
    let region = RotatedRegion(
      center: Point(x: 1, y: 2), width: 8, height: 8, angle: -0.5, outside: .edge)
    let planes = try sample(region)
    expectClose(
      planes[0],
      [0.31, 0, 0, 16.94, 2.06, 1.1, 9.12, 26.53, 3.82, 3.88, 20.47, 37.06, 5.57, 15.22, 31.81, 48.4])
    expectClose(
      planes[1],
      [
        195.42, 200, 200, 200, 169.09, 183.47, 197.86, 200, 142.76, 157.14, 171.53, 185.91, 116.43, 130.82,
        145.2, 159.58,
      ])
  }

  @Test func theOutsideHasThePadWhereNothingElseIsSaid() throws {
    let planes = try sample(RotatedRegion(center: Point(x: 0, y: 0), width: 4, height: 4))
    #expect(planes[0] == [77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 0, 10, 77, 77, 1, 11])
  }

  @Test(arguments: [RotatedRegion.Outside.pad, .edge])
  func aRegionFarAwayIsNoError(outside: RotatedRegion.Outside) throws {
    let far = RotatedRegion(center: Point(x: -1e30, y: 4), width: 4, height: 4, outside: outside)
    let endless = RotatedRegion(center: Point(x: 6, y: 4), width: .infinity, height: 4, outside: outside)
    #expect(
      try sample(far)[0]
        == (outside == .pad
          ? [UInt8](repeating: 77, count: 16)
          : (2..<6).flatMap {
            [UInt8](repeating: $0, count: 4)
          }))
    #expect(try sample(endless)[0] == [UInt8](repeating: 77, count: 16))
  }

  @Test func channelsLieAsTheInputSays() throws {
    let region = RotatedRegion(center: Point(x: 6, y: 4), width: 4, height: 4)
    let bytes = try draw(try picture(), region, layout: .nhwc, channels: .bgr)
    // Columns 4 and 5 of row 2.
    #expect(bytes.prefix(6) == [24, 170, 42, 30, 170, 52])
  }

  /// Levels and their chroma: grey pixels of the limited range, 16 to 235, are 0 to 255.
  @Test(arguments: ["gray", "yuv420p", "nv12"])
  func eachFormatIsGreyInEveryRow(name: String) throws {
    let frame = try Frame.picture(width: 8, height: 8, format: try #require(PixelFormat(name: name)))
    for plane in 0..<(name == "gray" ? 1 : name == "nv12" ? 2 : 3) {
      _ = frame.withPlane(plane) { bytes in
        for y in 0..<bytes.rows {
          for x in 0..<min(bytes.stride, 8) {
            bytes.base[y * bytes.stride + x] = plane == 0 ? UInt8(16 + 20 * y) : 128
          }
        }
      }
    }
    let bytes = try draw(frame, RotatedRegion(center: Point(x: 4, y: 4), width: 4, height: 4))
    for channel in 0..<3 {
      // Rows 2 to 5: 40, 60, 80 and 100 times 255 / 219, cut to whole numbers as libswscale does.
      expectClose(
        Array(bytes[(16 * channel)..<(16 * channel + 16)]),
        [46, 69, 93, 116].flatMap { [Double](repeating: $0, count: 4) })
    }
  }

  @Test(arguments: [0, Float.pi / 2, 0.3, -2])
  func placesOfTheInputAreThoseOfTheFrame(angle: Float) {
    let region = RotatedRegion(center: Point(x: 50, y: 30), width: 40, height: 20, angle: angle)
    let middle = region.frame(Point(x: 32, y: 16), inputWidth: 64, inputHeight: 32)
    #expect(abs(middle.x - 50) < 0.001 && abs(middle.y - 30) < 0.001)
    let right = region.frame(Point(x: 64, y: 16), inputWidth: 64, inputHeight: 32)
    let below = region.frame(Point(x: 32, y: 32), inputWidth: 64, inputHeight: 32)
    // Half the width along the region's axis, half the height across it.
    let (across, down) = ((right.x - 50, right.y - 30), (below.x - 50, below.y - 30))
    #expect(abs((across.0 * across.0 + across.1 * across.1).squareRoot() - 20) < 0.001)
    #expect(abs((down.0 * down.0 + down.1 * down.1).squareRoot() - 10) < 0.001)
    #expect(across.0 * down.1 - across.1 * down.0 > 0)
  }

  @Test func aPlaceTurnsClockwise() {
    // cos 0.3 = 0.9553, sin 0.3 = 0.2955: 10 along the region's axis, then 5 across it.
    let region = RotatedRegion(center: Point(x: 50, y: 30), width: 40, height: 20, angle: 0.3)
    let place = region.frame(Point(x: 48, y: 24), inputWidth: 64, inputHeight: 32)
    #expect(abs(place.x - (50 + 9.5534 - 1.4776)) < 0.001)
    #expect(abs(place.y - (30 + 2.9552 + 4.7767)) < 0.001)
  }

  @Test func aShortBufferIsAnError() throws {
    let sampler = PictureSampler(PictureInput(width: 4, height: 4))
    var bytes = [UInt8](repeating: 0, count: 47)
    #expect(throws: MediaError.self) {
      try bytes.withUnsafeMutableBufferPointer {
        try sampler.draw(
          try picture(), RotatedRegion(center: Point(x: 6, y: 4), width: 4, height: 4), into: $0)
      }
    }
  }
}
