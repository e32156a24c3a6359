import Media
import Records
import Testing

@testable import Inference

@Suite struct RotatedRegionTests {
  /// A grey picture in which each pixel has a level of its own: 10 for each column, 1 for each row.
  private func picture(width: Int = 12, height: Int = 8) throws -> Frame {
    let frame = try Frame.picture(
      width: width, height: height, format: try #require(PixelFormat(name: "gray")))
    _ = frame.withPlane(0) { plane in
      for y in 0..<height {
        for x in 0..<width { plane.base[y * plane.stride + x] = UInt8(10 * x + y) }
      }
    }
    return frame
  }

  /// The input's first channel, row by row.
  private func sample(
    _ region: RotatedRegion, width: Int = 4, height: Int = 4, pad: UInt8 = 200
  ) throws -> [[UInt8]] {
    let input = PictureInput(width: width, height: height, pad: pad)
    var bytes = [UInt8](repeating: 7, count: input.byteCount)
    try bytes.withUnsafeMutableBufferPointer {
      try PictureSampler(input).draw(try picture(), region, into: $0)
    }
    return (0..<height).map { Array(bytes[($0 * width)..<(($0 + 1) * width)]) }
  }

  /// Full-range levels of a limited-range grey picture, as the sampler makes them of an upright part.
  private func upright(_ part: Box, width: Int = 4, height: Int = 4) throws -> [[UInt8]] {
    let input = PictureInput(width: width, height: height, fit: .stretch, pad: 0)
    var bytes = [UInt8](repeating: 7, count: input.byteCount)
    try bytes.withUnsafeMutableBufferPointer {
      _ = try PictureSampler(input).sample(try picture(), region: part, into: $0)
    }
    return (0..<height).map { Array(bytes[($0 * width)..<(($0 + 1) * width)]) }
  }

  @Test func anUprightRegionIsThePartItself() throws {
    let rows = try sample(RotatedRegion(center: Point(x: 6, y: 4), width: 4, height: 4))
    #expect(rows == (try upright(Box(x: 4, y: 2, width: 4, height: 4))))
    #expect(Set(rows.joined()).count == 16)
  }

  @Test func aQuarterTurnClockwiseReadsColumnsFromTheRight() throws {
    let rows = try sample(
      RotatedRegion(center: Point(x: 6, y: 4), width: 4, height: 4, angle: .pi / 2))
    let part = try upright(Box(x: 4, y: 2, width: 4, height: 4))
    // The region's upper edge lies at the right of the picture; along it one goes down.
    #expect(rows == (0..<4).map { row in (0..<4).map { part[$0][3 - row] } })
  }

  @Test func theOutsideHasThePad() throws {
    let rows = try sample(RotatedRegion(center: Point(x: 0, y: 0), width: 4, height: 4))
    let part = try upright(Box(x: 0, y: 0, width: 2, height: 2), width: 2, height: 2)
    #expect(rows[0] == [200, 200, 200, 200])
    #expect(rows[1] == [200, 200, 200, 200])
    #expect(rows[2] == [200, 200] + part[0])
    #expect(rows[3] == [200, 200] + part[1])
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
